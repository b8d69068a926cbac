"""The columns of a list of members, found by their titles, and those that a person must choose."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maillage.kernel import BadInput, folded
from maillage.tables import Book, Column, Row, Sheet, Table, Title, beginning, exactly, table_of

SEARCHED = 40  # rows in which the titles are looked for
SAMPLES = 2  # values shown beside a title
#: What a form says of a column that is not to be read.
NOWHERE = "-"
#: Whoever pays is not who joins: their columns are never read.
PAYER = ("payeur", "acheteur")


def _loosely_named(title: str) -> bool:
    """« Nom de l’équipe »: the last resort of an exotic title."""
    others = ("prenom", "structure", "cabinet", "commune", "ville", "tarif", "campagne", "rue")
    return title.startswith("nom ") and not any(word in title for word in others)


FULL = Column(
    "full",
    "Nom et prénom",
    (
        exactly("nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "nom complet", "noms et prenoms"),
        exactly("adherent", "membre", "professionnel", "identite"),
    ),
)  # fmt: skip
FAMILY = Column(
    "family",
    "Nom",
    (
        exactly("nom adherent", "nom de l adherent"),
        exactly("nom"),
        exactly("nom de famille", "nom d usage", "nom d exercice"),
        _loosely_named,
    ),
)
SINCE = "Adhésion le"
#: In the order in which a page asks for them.
COLUMNS = (
    FULL,
    FAMILY,
    Column("given", "Prénom", (exactly("prenom adherent", "prenom de l adherent"), exactly("prenom", "prenoms"), exactly("pren", "prn"))),
    Column("profession", "Profession", (exactly("profession"), exactly("metier", "metiers", "professions", "fonction", "prof", "profes"), beginning("profession", "metier"))),
    Column("represented", "Représenté par", (exactly("represente par", "representant", "nom du representant"), beginning("representant", "represente"))),
    Column("practice", "Mode d’exercice", (exactly("mode d exercice", "mode exercice"), exactly("exercice", "statut", "mode", "type d exercice"))),
    Column("rpps", "RPPS", (exactly("rpps"), beginning("rpps", "numero rpps", "n rpps", "nrpps", "no rpps", "num rpps", "identifiant rpps", "id rpps"))),
    Column("commune", "Commune", (exactly("commune d exercice", "ville d exercice"), exactly("commune", "ville", "localite"), beginning("commune", "ville"))),
    Column("postal", "Code postal", (exactly("code postal", "cp", "codepostal"), beginning("code postal"))),
    Column("workplace", "Lieu d’exercice", (exactly("lieu d exercice"), exactly("cabinet", "lieu", "structure", "etablissement", "nom du cabinet"), beginning("lieu d exercice"))),
    Column("email", "Courriel", (
        exactly(*(f"{mail} {work}" for mail in ("courriel", "e mail", "email", "mail", "mel") for work in ("professionnel", "pro"))),
        exactly("courriel", "e mail", "email", "mail", "mel", "adresse e mail", "adresse mail", "adresse email", "adresse mel", "email adherent"),
        beginning("courriel", "e mail", "email", "mail", "mel ", "adresse e mail", "adresse mail", "adresse mel", "adresse electronique"),
    )),
    Column("phone", "Téléphone", (exactly("telephone", "tel", "tph", "tphone", "gsm"), beginning("telephone", "tel ", "portable", "mobile", "numero de telephone"))),
    Column("kind", "À titre de", (exactly("a titre de"), exactly("titre", "qualite", "type d adhesion"))),
    Column("college", "Collège", (exactly("college"), beginning("college"))),
    Column("since", SINCE, (
        exactly("depuis le", "adhesion le", "date d adhesion", "date adhesion", "adhesion", "adhesion depuis", "adhesion depuis le"),
        exactly("adherent depuis", "adherent depuis le", "adherente depuis", "adherente depuis le", "membre depuis", "membre depuis le", "signataire depuis", "signataire depuis le"),
        exactly("depuis", "date d entree", "date entree", "entree le", "arrivee", "arrivee le", "date d arrivee", "date de signature", "signature le"),
        exactly("date de la commande", "date de commande"),
    )),
    Column("until", "Jusqu’au", (exactly("jusqu au"), exactly("fin d adhesion", "date de fin", "date de sortie", "sortie le"))),
    Column("status", "Statut de la commande", (exactly("statut de la commande", "statut commande", "etat de la commande"),)),
    Column("tariff", "Tarif", (exactly("tarif", "formule", "nom du tarif"),)),
)  # fmt: skip
NAMES = (FULL, FAMILY)
#: Without one of these, a line is nobody: whoever gives the list is led to its columns.
NEEDED = frozenset({"profession"})


@dataclass(frozen=True, slots=True)
class Found:
    """A column that is looked for. `title` is empty when none is read; `among`: titles that fit as well as each other."""

    key: str
    label: str
    title: str = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """The titles of a sheet as they are told apart, with samples, and what each column was found under."""

    titles: tuple[tuple[str, str], ...]  # title, « 82000 ; 82100 »
    found: tuple[Found, ...]
    table: Table | None  # None until one knows where the names are
    untitled: tuple[str, ...] = ()  # columns that hold something under no title: « colonne C »

    @property
    def asked(self) -> tuple[Found, ...]:
        """Those that a person must choose."""
        return tuple(each for each in self.found if each.among)


def recognised(book: Book, chosen: Mapping[str, str]) -> Recognised:
    """`chosen`: the title of a column by its key, or NOWHERE. Raises BadInput when no line has titles, or several sheets do."""
    sheets = [(sheet, at) for sheet in book.sheets if (at := _titles_of(sheet)) is not None]
    shown = [each for each in sheets if not each[0].hidden] or sheets
    if len(shown) > 1:
        raise BadInput(
            f"Plusieurs feuilles de « {book.name} » sont des listes. Gardez celle à lire.", field="file"
        )
    if not shown:
        first = next((row.given for sheet in book.sheets for row in sheet.rows), "")
        raise BadInput(
            f"« {book.name} » n’a pas de ligne de titres que nous comprenons. Sa première ligne dit : « {first} ». "
            "Écrivez au-dessus : Nom ; Prénom ; Profession ; Commune ; Courriel.",
            field="file",
        )
    ((sheet, position),) = shown
    return _recognised(sheet, position, chosen)


def _titles_of(sheet: Sheet) -> int | None:
    """The row of titles: the first that says a name, or two other columns."""
    for position, row in enumerate(sheet.rows[:SEARCHED]):
        titles = _folded(row)
        fits = {column.key for column in COLUMNS if _fitting(column.titles, titles)}
        if fits & {column.key for column in NAMES} or len(fits) > 1:
            return position
    return None


def _folded(row: Row) -> list[str]:
    titles = map(folded, row.cells)
    return ["" if any(word in title for word in PAYER) else title for title in titles]


def _fitting(tests: Sequence[Title], titles: Sequence[str]) -> list[int]:
    """The columns that fit best: those of the first test that accepts a title."""
    for accepts in tests:
        if found := [index for index, title in enumerate(titles) if title and accepts(title)]:
            return found
    return []


def _recognised(sheet: Sheet, position: int, chosen: Mapping[str, str]) -> Recognised:
    heading, body = sheet.rows[position], sheet.rows[position + 1 :]
    titles, written = _folded(heading), _told_apart(heading)
    offered = [title for title, plain in zip(written, titles, strict=True) if plain]
    found, taken = [], set[str]()
    for column in COLUMNS:
        by_hand = chosen.get(column.key, "")
        if by_hand == NOWHERE or by_hand in offered:
            each = Found(column.key, column.label, "" if by_hand == NOWHERE else by_hand)
        else:
            each = _found(column, titles, written, body, taken | set(chosen.values()))
        if each.title and each.title in taken:
            raise BadInput(f"La colonne « {each.title} » est choisie deux fois.", field=f"column-{each.key}")
        taken.add(each.title)
        found.append(each)
    read = [each for each in found if each.title]
    named = replace(heading, cells=tuple(written))
    renamed = Sheet(sheet.title, (*sheet.rows[:position], named, *body), sheet.hidden)
    columns = [Column(each.key, each.label, (exactly(folded(each.title)),), need=each.key) for each in read]
    has_names = any(each.key in {column.key for column in NAMES} for each in read)
    # The line of titles comes first: a title above it may hold one of the same words.
    table = table_of(replace(renamed, rows=renamed.rows[position:]), columns) if has_names else None
    samples = [(title, _samples(body, index)) for index, title in enumerate(written) if title in offered]
    return Recognised(tuple(samples), tuple(found), table, tuple(_untitled(heading, body)))


def _untitled(heading: Row, body: Sequence[Row]) -> Iterator[str]:
    for index in range(max((len(row.cells) for row in body), default=0)):
        if not _cell(heading, index).strip() and any(_cell(row, index).strip() for row in body):
            yield f"colonne {_letters(index)}, sans titre"


def _letters(index: int) -> str:
    """As a spreadsheet names a column: 0 is A, 26 is AA."""
    before, last = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _told_apart(heading: Row) -> list[str]:
    """Equal titles are numbered: « Code postal (1) », « Code postal (2) »."""
    counts, seen = Counter(map(folded, heading.cells)), Counter[str]()
    titles = []
    for cell in heading.cells:
        plain, title = folded(cell), " ".join(cell.split())
        seen[plain] += 1
        titles.append(f"{title} ({seen[plain]})" if plain and counts[plain] > 1 else title)
    return titles


def _found(
    column: Column, titles: Sequence[str], written: Sequence[str], body: Sequence[Row], taken: set[str]
) -> Found:
    fitting = [index for index in _fitting(column.titles, titles) if written[index] not in taken]
    contents = {tuple(_cell(row, index) for row in body) for index in fitting}
    if len(contents) > 1:
        return Found(column.key, column.label, among=tuple(written[index] for index in fitting))
    return Found(column.key, column.label, written[fitting[0]] if fitting else "")


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _samples(body: Sequence[Row], index: int) -> str:
    values = (" ".join(_cell(row, index).split()) for row in body)
    distinct = dict.fromkeys(value[:30] for value in values if value)
    return " ; ".join(list(distinct)[:SAMPLES])
