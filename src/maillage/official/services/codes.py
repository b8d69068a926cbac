"""What the imports of communes have in common: the columns that say one, whatever their titles, and what was odd."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maillage.geography import PlaceColumn, PlaceRow, atlas, kind_of_title
from maillage.kernel import BadInput, folded, joined, plural
from maillage.legislation import profession_of, professions
from maillage.tables import Column, Entry, RowFate, Table, Title, beginning, exactly

SHOWN = 5


def _of(kind: PlaceColumn, *, but: str = "", among: str = "") -> Title:
    """Titles that geography reads so, `but` these words, or `among` those that hold one of these."""
    return lambda title: (
        kind_of_title(title) is kind
        and title not in but.split()
        and (not among or not set(among.split()).isdisjoint(title.split()))
    )


#: Of the columns that say a commune, the surest titles first: every door knows the same ones.
INSEE = Column(
    "insee",
    "le code Insee de la commune",
    (
        _of(PlaceColumn.INSEE, among="insee codeinsee"),
        _of(PlaceColumn.INSEE),
        beginning("code commune", "code de la commune", "codgeo"),
        exactly("code", "citycode"),
    ),
    need="commune",
)
POSTAL = Column("postal", "le code postal", (_of(PlaceColumn.POSTAL),))
NAME = Column(
    "commune",
    "la commune",
    (
        exactly("commune", "communes", "ville", "villes"),
        exactly("nom commune", "nom de la commune", "libelle commune", "libelle de la commune", "nom com"),
        _of(PlaceColumn.PLACE, but="code codes citycode"),
        beginning("nom commune", "nom de la commune", "libelle commune", "libelle de la commune"),
        exactly("residence", "origine"),
    ),
    need="commune",
)
DEPARTEMENT = Column(
    "departement",
    "le département",
    (
        exactly("departement", "code departement", "code du departement", "numero de departement"),
        _of(PlaceColumn.WHERE, among="departement dep dept dpt"),
    ),
    loose=True,
)
PART = Column("arrondissement", "l’arrondissement", (_of(PlaceColumn.PART),), loose=True)
COMMUNE = (INSEE, POSTAL, NAME, DEPARTEMENT, PART)
#: Of a list of what a territory holds, and of what was thought of: « Retenue » above « oui » and « non ».
TAKEN = Column(
    "retenue",
    "si la commune est retenue",
    (
        beginning(
            "retenu", "commune retenue", "incluse", "inclus", "commune incluse", "adherente", "adherent"
        ),
        beginning(
            "dans la cpts", "dans le perimetre", "dans le territoire", "perimetre cpts", "membre de la cpts"
        ),
        exactly(
            "membre", "commune membre", "a garder", "garder", "garde", "choisie", "perimetre", "couverte"
        ),
    ),
    loose=True,
)
NO = frozenset({"non", "n", "no", "faux", "false", "0"})
NOT_TAKEN = "Sa ligne dit qu’elle n’est pas retenue : elle n’est pas comptée."


def taken_of(table: Table) -> tuple[list[Entry], list[RowFate]]:
    """The rows of a table, and the fate of those that say they are not taken."""
    taken: list[Entry] = []
    left: list[RowFate] = []
    for entry in table.entries:
        if folded(entry.text("retenue")) in NO:
            left.append(entry.fate(why=NOT_TAKEN, apart=True))
        else:
            taken.append(entry)
    return taken, left


def profession_key(text: str) -> str:
    """A key of the law room, given as it is or as people write it. Raises BadInput."""
    found = next(
        (profession for profession in professions() if profession.key == text), None
    ) or profession_of(text)
    if found is None:
        raise BadInput(
            f"La profession « {text} » n’est pas reconnue. Écrivez par exemple « medecin_generaliste », « infirmier » "
            "ou « sage_femme ».",
            field="profession",
        )
    return found.key


#: The columns of a row that say a commune, with the titles that geography knows.
TITLES = {
    "insee": "code insee",
    "postal": "code postal",
    "commune": "commune",
    "departement": "departement",
} | {"arrondissement": "arrondissement"}


@dataclass(frozen=True, slots=True)
class Found:
    """The communes of a row. `codes` are as the file gives them where they are known, `units` in force today.

    `partial` when the row holds something else that is no commune for sure; `why` tells it in French.
    """

    codes: tuple[str, ...]
    units: tuple[str, ...]
    why: str = ""
    partial: bool = False
    candidates: tuple[str, ...] = ()  # to choose from, when it is no commune for sure


class Communes:
    """Rows and codes as files give them → communes in force; the unknown ones are remembered."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self.unread = 0  # rows that hold something else than communes, or nothing

    def read(self, entries: Sequence[Entry], departement: str | None = None) -> list[Found]:
        """The communes of each row of a table, by code or by name, in order."""
        keys = [key for key in TITLES if any(key in entry.values for entry in entries[:1])]
        rows = [[_cell(entry, key) for key in keys] for entry in entries]
        filled = [cells for cells in rows if any(cells)]
        answers = iter(atlas().read_rows(filled, [TITLES[key] for key in keys], departement))
        return [
            self._found(entry, next(answers)) if any(cells) else self._nothing()
            for entry, cells in zip(entries, rows, strict=True)
        ]

    def _nothing(self) -> Found:
        self.unread += 1
        return Found((), (), "Sans commune.")

    def _found(self, entry: Entry, answer: PlaceRow) -> Found:
        codes, rest = entry.codes("insee" if entry.text("insee") else "commune")
        unknown = [code for code in codes if not self.in_force(code)]
        if len(codes) > 1 and not rest and not unknown:  # the name beside them is that of one
            return Found(codes, atlas().resolve(codes).codes)
        if not answer.kept:
            self.unread += not unknown
            why = f"Code inconnu : {joined(unknown)}." if unknown else answer.why
            return Found((), (), why, candidates=answer.candidates)
        communes = set(map(atlas().commune_of, answer.kept))
        given = tuple(code for code in codes if self._known.get(code) in communes)
        partial = bool(unknown) or answer.partial
        why = answer.why or (f"Code inconnu : {joined(unknown)}." if unknown else "")
        codes = given if given and not rest else answer.kept
        return Found(codes, answer.kept, why, partial, answer.candidates)

    def in_force(self, code: str) -> str:
        """Empty when no commune has this code, nor ever had."""
        if code not in self._known:
            self._known[code] = atlas().commune_of(code)
        if not self._known[code]:
            self.unknown[code] += 1
        return self._known[code]

    def sentences(self, what: str) -> Iterator[str]:
        """« 3 communes inconnues (99001, 99002 et 99003) : laissées de côté. », then rows without code.

        What became of the communes is given in the plural.
        """
        if self.unknown:
            became = what if len(self.unknown) > 1 else what.replace("ées ", "ée ")
            count = plural(len(self.unknown), "commune inconnue", "communes inconnues")
            yield f"{count} ({shown(self.unknown)}) : {became}."
        if self.unread:
            lack = "sans code de commune lisible"
            count = plural(self.unread, f"ligne {lack} : laissée", f"lignes {lack} : laissées")
            yield f"{count} de côté."


def is_arrondissement(code: str) -> bool:
    return code in atlas().names.arrondissements


def shown(items: Iterable[str]) -> str:
    """The first ones, then « … »."""
    words = list(items)
    return joined(words) if len(words) <= SHOWN else f"{', '.join(words[:SHOWN])}…"


def _cell(entry: Entry, key: str) -> str:
    """The codes of a cell without what a spreadsheet made of them; else its lines, which may be several names."""
    codes, rest = entry.codes(key)
    if codes and not rest and key != "departement":
        return " ".join(codes)
    return "\n".join(" ".join(line.split()) for line in entry.values.get(key, "").splitlines())
