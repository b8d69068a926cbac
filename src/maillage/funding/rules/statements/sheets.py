"""Tables of banks, as they export them: lines above the titles, several accounts in one file, a label on three lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from maillage.funding.rules.statements.checking import breaks, in_order_of_time
from maillage.funding.rules.statements.columns import COLUMNS
from maillage.funding.rules.written_values import day_of, has_sign, read_amount
from maillage.funding.types.statements import Balance, Statement, StatementFile, StatementLine
from maillage.kernel import HYPHENS, BadInput, folded
from maillage.tables import Book, Row, RowFate, Sheet, table_of

PENDING = ("en attente", "en cours", "a venir", "previs", "process", "pending", "autoris", "authori")
REFUSED = ("refus", "rejet", "annul", "cancel", "declin", "fail")
EUROS = {"", "eur", "euro", "euros"}
#: What a column of senses says, folded: money goes out, or comes in.
OUT = {"-", "d", "db", "dbit", "debit", "moins", "sortie", "depense"}
IN = {"+", "c", "cr", "crdt", "credit", "plus", "entree", "recette"}
MINUS = dict.fromkeys(map(ord, HYPHENS), "-")
OPENS = re.compile(r"initial|ancien|preced|debut|ouverture|depart")
#: A balance written as a line; « solde de tout compte » is a salary.
BALANCE = re.compile(
    r"(?:ancien|nouveau)? ?solde(?: (?:initial|precedent|final|crediteur|debiteur|au|en)\b.*)?"
)
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"[-+(−]?\s*\d[\d  \u202f.]*[.,]\d{2}\b\s*[-)]?")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?\b")
NUMBER = re.compile(r"\d(?:[\d  ]*[A-Z]?[\d  ]*\d)?(?![\d.,])")  # a letter stands in some
SHORTEST_NUMBER = 7  # digits of an account


class _NotKept(ValueError):
    """Why a row is no line of the account, in French."""


@dataclass(slots=True)
class _Part:
    """The rows under one line of titles: of one account, unless a column names several."""

    at: Mapping[str, int]
    above: Sequence[Row]
    lines: list[StatementLine] = field(default_factory=list)
    pending: list[StatementLine] = field(default_factory=list)
    fates: list[RowFate] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    tail: list[Row] = field(default_factory=list)  # rows since the last line
    follows: bool = False  # whether the row before was a line, or the rest of its label


def read(book: Book, choices: Mapping[str, str] | None = None) -> StatementFile:
    """Raises BadInput when no row has the titles, or when two columns fit and none is chosen."""
    parts: list[_Part] = []
    for sheet in [each for each in book.sheets if not each.hidden] or book.sheets:
        parts.extend(_parts(sheet, choices))
    if not parts:
        raise BadInput(
            f"« {book.name} » n’a pas les colonnes d’un relevé : une date, un libellé, puis un montant, ou un débit et un "
            "crédit. Vérifiez que c’est un export des opérations du compte.",
            field="file",
        )
    statements = [statement for part in parts for statement in _statements(part)]
    fates = tuple(fate for part in parts for fate in part.fates)
    return StatementFile(book.name, "tableau", tuple(statements), fates, book.notes)


def _parts(sheet: Sheet, choices: Mapping[str, str] | None) -> Iterator[_Part]:
    rows = sheet.rows
    starts = [rank for rank, row in enumerate(rows) if _has_titles(sheet, row, choices)]
    above: Sequence[Row] = rows[: starts[0]] if starts else ()
    for start, end in pairwise([*starts, len(rows)]):
        table = table_of(replace(sheet, rows=rows[start:end]), COLUMNS, choices)
        if table is None:
            continue
        titles = [" ".join(cell.split()) for cell in rows[start].cells]
        part = _Part({key: titles.index(title) for key, title in table.columns.items()}, above)
        if start == starts[0]:
            part.fates += [_apart(sheet, row, "Au-dessus des titres.") for row in above]
        part.fates.append(_apart(sheet, rows[start], "Titres des colonnes."))
        for row in rows[start + 1 : end]:
            _take(part, sheet, row)
        if end < len(rows):  # what names another account is of the table that follows
            named = next((rank for rank, row in enumerate(part.tail) if _account_in(row)), 0)
            part.tail, above = part.tail[:named], part.tail[named:]
        yield part


def _has_titles(sheet: Sheet, row: Row, choices: Mapping[str, str] | None) -> bool:
    """Titles hold no figure: looking at each row of data would take long."""
    if len(row.cells) < 3 or any(map(str.isdigit, "".join(row.cells))):
        return False
    return table_of(replace(sheet, rows=(row,)), COLUMNS, choices) is not None


def _take(part: _Part, sheet: Sheet, row: Row) -> None:
    """A line of the account, the rest of the label above it, or a row with its reason."""
    cells = {key: row.cells[index] if index < len(row.cells) else "" for key, index in part.at.items()}
    held = {key for key, cell in cells.items() if cell}
    if part.follows and held == {"label"} and not row.fault and sum(map(bool, row.cells)) == 1:
        before = part.lines[-1]
        part.lines[-1] = replace(before, label=f"{before.label} {_one_line(cells['label'])}")
        part.fates.append(
            RowFate(row.line, row.given, (f"Suite de la ligne {before.line}",), sheet=sheet.title)
        )
        return
    part.follows = False
    if BALANCE.fullmatch(folded(cells["label"])):
        part.balances.append(row)
        part.fates.append(_apart(sheet, row, "Un solde, pas une opération."))
        return
    try:
        line, is_booked = _line(row, cells)
    except _NotKept as why:
        is_balance = "solde" in folded(row.given) and not DAY.match(cells["booked"])
        if row.fault or (held & {"amount", "debit", "credit"} and not is_balance):
            part.fates.append(RowFate(row.line, row.given, why=row.fault or str(why), sheet=sheet.title))
        else:
            part.fates.append(_apart(sheet, row, "Ce n’est pas une opération."))
            part.tail.append(row)
        return
    part.tail.clear()
    part.follows = is_booked
    if is_booked:
        part.lines.append(line)
        part.fates.append(
            RowFate(row.line, row.given, (f"{line.booked:%d/%m/%Y}", str(line.amount)), sheet=sheet.title)
        )
    else:
        part.pending.append(line)
        part.fates.append(_apart(sheet, row, "Annoncée, pas encore comptabilisée."))


def _line(row: Row, cells: Mapping[str, str]) -> tuple[StatementLine, bool]:
    """The line, and whether it is booked. Raises _NotKept."""
    status, currency = folded(cells.get("status", "")), folded(cells.get("currency", ""))
    written = cells["booked"] or cells.get("value", "")
    booked = day_of(written)
    if booked is None:
        raise _NotKept(
            f"« {_one_line(written)[:30]} » n’est pas une date." if written else "Ni date, ni opération."
        )
    if currency not in EUROS:
        raise _NotKept(f"Opération en {cells['currency']} : nous comptons en euros.")
    if status.startswith(REFUSED):
        raise _NotKept(f"Opération qui n’a pas eu lieu : {cells['status']}.")
    label = " ".join(filter(None, (_one_line(cells["label"]), _one_line(cells.get("more", "")))))
    balance = cells.get("balance", "")
    line = StatementLine(
        _compact(cells.get("account", "")),
        booked,
        _amount(cells),
        label,
        value=day_of(cells.get("value", "")),
        reference=_one_line(cells.get("reference", "")),
        balance=_number(balance, "solde") if balance else None,
        line=row.line,
    )
    return line, not status.startswith(PENDING)


def _amount(cells: Mapping[str, str]) -> Decimal:
    """Signed: what stands under a debit goes out, whatever its sign. Raises _NotKept when it may be read otherwise."""
    debit, credit = (_number(cells.get(key, ""), "montant") for key in ("debit", "credit"))
    if debit and credit:
        raise _NotKept("Un débit et un crédit sur la même ligne : lequel des deux ?")
    if debit and has_sign(cells["debit"]) == "+":
        raise _NotKept("Un débit écrit avec un « + » : est-ce une sortie ou une entrée ?")
    if credit and credit < 0:
        raise _NotKept("Un crédit négatif : est-ce une sortie ou une entrée ?")
    amount = -abs(debit) if debit else credit or _turned(cells)
    if not amount:
        raise _NotKept("Montant nul : rien ne bouge." if _has_amount(cells) else "Pas de montant.")
    return amount


def _turned(cells: Mapping[str, str]) -> Decimal:
    """The amount of its own column, by the sense that another one says. Raises _NotKept when they may disagree."""
    written = cells.get("amount", "")
    amount = _number(written, "montant")
    if "sign" not in cells or not amount:
        return amount
    said = cells["sign"].translate(MINUS).strip()
    sense = said if said in {"-", "+"} else folded(said)
    if sense in OUT:
        if has_sign(written) == "+":
            raise _NotKept("Un débit écrit avec un « + » : est-ce une sortie ou une entrée ?")
        return -abs(amount)
    if sense in IN:
        if amount < 0:
            raise _NotKept("Un crédit négatif : est-ce une sortie ou une entrée ?")
        return amount
    if said:
        raise _NotKept(f"« {_one_line(said)[:30]} » ne dit pas le sens : est-ce un débit ou un crédit ?")
    if not has_sign(written):
        raise _NotKept("Le sens n’est pas dit : est-ce un débit ou un crédit ?")
    return amount


def _has_amount(cells: Mapping[str, str]) -> bool:
    return any(cells.get(key) for key in ("debit", "credit", "amount"))


def _number(written: str, what: str) -> Decimal:
    try:
        return read_amount(written) if written.strip() else Decimal(0)
    except ValueError as why:
        raise _NotKept(f"{what.capitalize()} : {why}.") from None


def _statements(part: _Part) -> Iterator[Statement]:
    """One for each account that the rows name; else that of the lines around the table."""
    around = [*part.above, *part.balances, *part.tail]
    named = next(filter(None, map(_account_in, part.above)), "")
    accounts = dict.fromkeys(line.account for line in (*part.lines, *part.pending)) or {"": None}
    balances = [found for row in around if (found := _balance_in(row))] if len(accounts) == 1 else []
    opening = next((balance for opens, balance in balances if opens), None)
    closing = next((balance for opens, balance in balances if not opens), None)
    for account in accounts:
        lines = in_order_of_time([line for line in part.lines if line.account == account])
        first, last, lines = _told(lines)
        known = account or named
        yield Statement(
            known,
            tuple(replace(line, account=known) for line in lines),
            tuple(replace(line, account=known) for line in part.pending if line.account == account),
            opening or first,
            closing or last,
        )


def _told(
    lines: tuple[StatementLine, ...],
) -> tuple[Balance | None, Balance | None, tuple[StatementLine, ...]]:
    """The balances that a column gives before and after the lines; one balance for all is that of today."""
    told = [line.balance for line in lines]
    if not lines or told[-1] is None or told[0] is None:
        return None, None, lines
    if len(lines) > 1 and len(set(told)) == 1 and breaks(lines):
        return None, Balance(told[-1]), tuple(replace(line, balance=None) for line in lines)
    return Balance(told[0] - lines[0].amount), Balance(told[-1], lines[-1].booked), lines


def _account_in(row: Row) -> str:
    """An IBAN, or the number after « compte »."""
    text = " ".join(" ".join(row.cells).split())
    if found := IBAN.search(text):
        return _compact(found[0])
    words = folded(text)
    if "compte" not in words or "solde" in words:
        return ""
    numbers = (_compact(number) for number in NUMBER.findall(text))
    return next((number for number in numbers if len(number) >= SHORTEST_NUMBER), "")


def _balance_in(row: Row) -> tuple[bool, Balance] | None:
    """« Solde au 30/11/2026 12 345,67 € »: whether it opens, and what it is."""
    text = " ".join(row.cells)
    words = folded(text)
    if "solde" not in words:
        return None
    day = DAY.search(text)
    amounts = AMOUNT.findall(text[day.end() :] if day else text)
    if not amounts:
        return None
    try:
        read_balance = read_amount(amounts[-1])
    except ValueError:
        return None
    on: date | None = day_of(day[0]) if day else None
    return OPENS.search(words) is not None, Balance(read_balance, on)


def _apart(sheet: Sheet, row: Row, why: str) -> RowFate:
    return RowFate(row.line, row.given, why=why, sheet=sheet.title, apart=True)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _compact(cell: str) -> str:
    return "".join(cell.split())
