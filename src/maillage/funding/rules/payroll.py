"""The table of a payroll office, in whatever order its columns come: read line by line, each kept or refused with its reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from maillage.funding.rules.written_values import day_of, read_amount
from maillage.funding.types.payroll import PayLine, PayrollReading
from maillage.kernel import BadInput, euros, folded, month_and_year, with_no_break_spaces
from maillage.tables import Book, Column, Entry, Row, RowFate, Sheet, beginning, exactly, table_of

#: What a form says of a column that is not to be read.
NOWHERE = "-"
SEARCHED, SAMPLES = 40, 2
#: Lines of a file: forty people, a year.
MOST = 500
LARGEST = Decimal("99999999.99")
OLDEST = 5  # years
COLUMNS = (
    Column("month", "le mois", (
        exactly("mois", "periode", "mois de paie", "periode de paie", "mois paie"),
        beginning("mois", "periode"),
        exactly("date", "date de paie", "date de paiement", "date bulletin", "date du bulletin"),
    ), filled=True),
    Column("name", "le salarié", (
        exactly("salarie", "salariee", "nom du salarie", "nom et prenom", "nom prenom", "employe", "nom complet"),
        exactly("nom", "nom de famille", "nom usuel"),
        beginning("salarie", "employe ", "nom "),
    ), need="salarié ou fonction", filled=True),
    Column("given", "le prénom", (exactly("prenom", "prenoms", "prenom du salarie"),)),
    Column("function", "la fonction", (
        exactly("fonction", "emploi", "metier", "intitule du poste", "qualification"), beginning("fonction", "emploi"),
    ), need="salarié ou fonction"),
    Column("total", "le coût total", (
        exactly("cout total", "cout global", "cout employeur", "total employeur", "cout total employeur"),
        beginning("cout total", "cout global", "cout employeur", "cout"),
    ), need="coût total, ou brut et charges"),
    Column("gross", "le brut", (
        exactly("brut", "salaire brut", "total brut", "brut total"), beginning("brut", "salaire brut", "remuneration brute", "total brut"),
    ), need="coût total, ou brut et charges"),
    Column("charges", "les charges de l’employeur", (
        exactly("charges patronales", "cotisations patronales", "part patronale", "charges employeur", "charges"),
        beginning("charges patronales", "cotisations patronales", "charges employeur", "part patronale", "total patronal", "cotisations employeur"),
    )),
    Column("net", "le net", (
        exactly("net a payer", "net paye", "net", "salaire net"), beginning("net a payer", "net paye", "net verse", "net", "salaire net"),
    )),
    Column("sign", "le signe du montant", (exactly("sens", "signe"),), loose=True),
    Column("post", "la mission ou l’action", (
        exactly("mission", "action", "affectation", "analytique", "poste", "poste budgetaire", "imputation"),
        beginning("mission", "action", "affectation", "analytique", "code analytique", "section"),
    )),
)  # fmt: skip
#: In words, for a page.
LABELS = {each.key: each.label for each in COLUMNS}
NEGATIVE = ("moins", "avoir", "negatif")
_MONTH = re.compile(
    r"(?P<month>\d{1,2})[/.\- ](?P<year>\d{4}|\d{2})|(?P<year2>\d{4})[/.\- ]?(?P<month2>\d{2})"
)


class _NotKept(ValueError):
    """Why a line is refused, in French."""


def read(book: Book, chosen: Mapping[str, str], *, month: date | None, on: date) -> PayrollReading:
    """`chosen`: the title of a column by its key, or NOWHERE; a title that the file has not is looked for again.

    `month`: of the lines, when the file does not say it. Raises BadInput when the file has no titles, several lists, or
    too many lines.
    """
    sheet, heading = _sheet(book, chosen)
    titles = [" ".join(cell.split()) for cell in heading.cells]
    known = {key: title for key, title in chosen.items() if folded(title) in map(folded, titles)}
    columns = [each for each in COLUMNS if chosen.get(each.key) != NOWHERE]
    body = tuple(each for each in sheet.rows if each.line > heading.line)
    offered = [(title, _samples(body, rank)) for rank, title in enumerate(titles) if title]
    try:
        table = table_of(replace(sheet, rows=(heading, *body)), columns, known)
    except BadInput as refusal:
        return PayrollReading(offered, known, why=str(refusal))
    if table is None:
        wanted = (
            "Dites quelle colonne est le salarié ou la fonction, et laquelle est le coût total, ou le brut."
        )
        return PayrollReading(offered, known, why=wanted)
    found = dict(table.columns)
    if "total" not in found and "charges" not in found:
        return PayrollReading(
            offered, found, why="Dites quelle colonne est le coût total, ou les charges de l’employeur."
        )
    if "month" not in found and month is None:
        return PayrollReading(
            offered, found, why="Le fichier ne dit pas le mois : choisissez sa colonne, ou écrivez-le."
        )
    if len(table.entries) > MOST:
        raise BadInput("Ce fichier a plus de cinq cents lignes : importez une année à la fois.", field="file")
    lines: list[PayLine] = []
    refused: list[RowFate] = []
    for entry in table.entries:
        try:
            lines.append(_line(entry, found, month, on))
        except ValueError as why:
            refused.append(RowFate(entry.line, entry.row.given, why=with_no_break_spaces(f"{why}")))
    return PayrollReading(offered, found, lines, refused, table.apart)


def month_in(written: str) -> date | None:
    """The first day of a month: « mars 2026 », « 03/2026 », « 2026-03 », « 31/03/2026 »; None for anything else."""
    text = folded(written)
    words = text.split()
    names = [folded(month_and_year(date(2000, rank, 1))).split()[0] for rank in range(1, 13)]
    if len(words) == 2 and words[0].isalpha() and words[1].isdecimal() and len(words[1]) == 4:
        begun = [
            rank for rank, name in enumerate(names, 1) if len(words[0]) >= 3 and name.startswith(words[0])
        ]
        return date(int(words[1]), begun[0], 1) if len(begun) == 1 else None
    if day := day_of(written.strip()):
        return day.replace(day=1)
    if found := _MONTH.fullmatch(written.strip()):
        year, month = int(found["year"] or found["year2"]), int(found["month"] or found["month2"])
        year += 2000 if year < 100 else 0
        return date(year, month, 1) if 1 <= month <= 12 and 1 <= year <= 9999 else None
    return None


def _sheet(book: Book, chosen: Mapping[str, str]) -> tuple[Sheet, Row]:
    """The sheet of the list, and its row of titles. Raises BadInput."""
    shown = [each for each in book.sheets if each.rows and not each.hidden] or [
        each for each in book.sheets if each.rows
    ]
    read_ = [(sheet, row) for sheet in shown if (row := _heading(sheet, chosen))]
    if len(read_) > 1:
        raise BadInput(
            "Plusieurs feuilles de ce classeur sont des listes : gardez celle de la paie.", field="file"
        )
    if not read_:
        raise BadInput(
            "Ce fichier n’a pas de ligne de titres. Écrivez au-dessus : Mois ; Salarié ; Brut ; Charges patronales ; Coût total.",
            field="file",
        )
    return read_[0]


def _heading(sheet: Sheet, chosen: Mapping[str, str]) -> Row | None:
    """The row that holds most titles of ours, or chosen before; else the first of several words without figures."""
    mine = {folded(title) for title in chosen.values()} - {""}
    best, most = None, 0
    for row in sheet.rows[:SEARCHED]:
        plain = [folded(cell) for cell in row.cells]
        fits = sum(any(title and test(title) for title in plain for test in each.titles) for each in COLUMNS)
        fits += len(mine & set(plain))
        if fits > most:
            best, most = row, fits
    if most > 1:
        return best
    words = (row for row in sheet.rows[:SEARCHED] if len([cell for cell in row.cells if cell.strip()]) > 2)
    return next((row for row in words if not any(map(str.isdigit, "".join(row.cells)))), None)


def _samples(rows: Sequence[Row], rank: int) -> str:
    cells = (" ".join(row.cells[rank].split()) for row in rows if rank < len(row.cells))
    return " ; ".join(list(dict.fromkeys(cell[:30] for cell in cells if cell))[:SAMPLES])


def _line(entry: Entry, found: Mapping[str, str], month: date | None, on: date) -> PayLine:
    """Raises ValueError, in French."""
    if entry.row.fault:
        raise _NotKept(entry.row.fault)
    function = entry.text("function")
    who = " ".join(filter(None, (entry.text("name"), entry.text("given")))) or function
    if not who:
        raise _NotKept("Ni salarié ni fonction sur cette ligne : dites à qui est cette paie.")
    when = _month(entry.text("month"), month, on)
    is_negative = folded(entry.text("sign")) in NEGATIVE or entry.text("sign").strip() in {"-", "−"}
    sums = {
        key: _amount(entry, key, is_negative=is_negative)
        for key in ("total", "gross", "charges", "net")
        if key in found
    }
    gross, charges, net = sums.get("gross"), sums.get("charges"), sums.get("net")
    total, notes = sums.get("total"), [entry.note] if entry.note else []
    if total is None:
        if gross is None or charges is None:
            raise _NotKept("Le coût total manque, et le brut ou les charges aussi : complétez la ligne.")
        total = gross + charges
    notes += _differences(total, gross, charges, net)
    if total < 0:
        raise _NotKept(
            f"{euros(total)} : un coût négatif ne se paie pas. Déduisez-le de la paie du mois suivant, ou retirez la ligne."
        )
    if total == 0:
        raise _NotKept("Le coût est nul : retirez la ligne.")
    if gross is not None and total < gross:
        raise _NotKept(
            f"Le coût total, {euros(total)}, est au-dessous du brut, {euros(gross)} : vérifiez les colonnes choisies."
        )
    return PayLine(
        entry.line, entry.row.given, who[:120], "" if who == function else function[:100], when, total, gross, charges, net,
        entry.text("post"), tuple(notes),
    )  # fmt: skip


def _month(written: str, asked: date | None, on: date) -> date:
    month = month_in(written) if written else asked
    if month is None:
        said = f"Le mois « {written[:30]} » ne se lit pas" if written else "Le mois manque"
        raise _NotKept(f"{said} : écrivez « mars 2026 » ou « 03/2026 ».")
    if month > on:
        raise _NotKept(f"Le mois de {month_and_year(month)} n’est pas encore venu : vérifiez-le.")
    if month.year < on.year - OLDEST:
        raise _NotKept(f"Le mois de {month_and_year(month)} a plus de cinq ans : vérifiez l’année.")
    return month


def _amount(entry: Entry, key: str, *, is_negative: bool) -> Decimal | None:
    written = entry.text(key)
    if not written:
        return None
    amount = read_amount(written)
    if abs(amount) > LARGEST:
        raise _NotKept(f"« {written[:30]} » est trop grand pour être vrai.")
    return -abs(amount) if is_negative else amount


def _differences(
    total: Decimal, gross: Decimal | None, charges: Decimal | None, net: Decimal | None
) -> Iterator[str]:
    """What a person should look at; the total of the office is kept."""
    if gross is not None and charges is not None and gross + charges != total:
        yield f"Brut et charges font {euros(gross + charges)} : le coût total du fichier est gardé."
    if gross is not None and net is not None and net > gross:
        yield "Le net dépasse le brut : vérifiez les colonnes choisies."
