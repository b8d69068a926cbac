"""From the lines of the RPPS to values of ours: each cell by its name, what is odd in it told."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple, get_type_hints
from zlib import adler32, crc32

from maillage.geography import atlas
from maillage.kernel import folded
from maillage.legislation import profession_of_rpps
from maillage.registers.enums import (
    ACTIVITY_COLUMNS,
    AT,
    CENTRE_DE_SANTE,
    DIPLOMA_COLUMNS,
    PERSON_COLUMNS,
    SKILL_COLUMNS,
    Counts,
    Genre,
    Mode,
)
from maillage.registers.files import Progress, Source
from maillage.registers.numbers import KINDS, oddity_of
from maillage.registers.phones import UNREADABLE, phones_in
from maillage.registers.remarks import CUT, LONGEST_NAME, LONGEST_NUMBER, Remarks
from maillage.registers.table import Line, Table

KIND, NUMBER, NATIONAL = PERSON_COLUMNS
MODES = {"", *Mode}
GENRES = {"", *(f"GENR{number:02}" for number in range(1, 13))}
STUDENT = "etudiant"


class PersonCells(NamedTuple):
    """Who: what is read in a line of activities, and the column it is in."""

    national: Annotated[str, NATIONAL]
    number: Annotated[str, NUMBER]
    family: Annotated[str, "Nom d'exercice"]
    given: Annotated[str, "Prénom d'exercice"]
    kind: Annotated[str, KIND]


class PracticeCells(NamedTuple):
    """As what: some thousands of ways, for millions of lines."""

    profession: Annotated[str, "Code profession"]
    profession_label: Annotated[str, "Libellé profession"]
    category: Annotated[str, "Libellé catégorie professionnelle"]
    skill_type: Annotated[str, "Code type savoir-faire"]
    skill: Annotated[str, "Code savoir-faire"]
    skill_label: Annotated[str, "Libellé savoir-faire"]
    mode: Annotated[str, "Code mode exercice"]
    genre: Annotated[str, "Code genre activité"]
    sector: Annotated[str, "Code secteur d'activité"]
    role: Annotated[str, "Libellé rôle"]


class SiteCells(NamedTuple):
    """Where."""

    finess: Annotated[str, "Numéro FINESS site"]
    siret: Annotated[str, "Numéro SIRET site"]
    technical: Annotated[str, "Identifiant technique de la structure"]
    sign: Annotated[str, "Enseigne commerciale site"]
    legal_name: Annotated[str, "Raison sociale site"]
    for_whom: Annotated[str, f"Complément destinataire{AT}"]
    place: Annotated[str, f"Complément point géographique{AT}"]
    street_number: Annotated[str, f"Numéro Voie{AT}"]
    repeat: Annotated[str, f"Indice répétition voie{AT}"]
    street_kind: Annotated[str, f"Libellé type de voie{AT}"]
    street: Annotated[str, f"Libellé Voie{AT}"]
    box: Annotated[str, f"Mention distribution{AT}"]
    postcode: Annotated[str, f"Code postal{AT}"]
    commune_given: Annotated[str, f"Code commune{AT}"]
    phone: Annotated[str, f"Téléphone{AT}"]
    other_phone: Annotated[str, f"Téléphone 2{AT}"]
    email: Annotated[str, f"Adresse e-mail{AT}"]


ACTIVITY_CELLS = (PersonCells, PracticeCells, SiteCells)


class Practice(NamedTuple):
    """What is made of the cells of a practice, once for all the lines that have them."""

    practice: int
    counts: int  # bits of Counts; 0: nowhere
    trade: str  # a key of legislation.professions(), empty when the catalogue has none
    unknown: tuple[tuple[str, str], ...]  # columns and codes that no table of ours gives


class ActivityLine(NamedTuple):
    """One person, one structure, one way of practising."""

    line: int
    fingerprint: int  # 48 bits: SQLite adds those of a person
    practice: int  # of Practice
    trade: str  # of the practice, until all the skills of someone are brought together
    national: str
    number: str
    family: str
    given: str
    structure: str  # « F820000123 », else « S<siret> », else « T<technical id> »; empty without structure
    structure_name: str
    finess: str
    address: str
    postcode: str
    commune: str  # unit in force; empty when it is unknown
    commune_given: str
    phones: str  # separated by a space, ten digits when French
    email: str


class SkillLine(NamedTuple):
    """A savoir-faire of a person."""

    line: int
    fingerprint: int
    national: Annotated[str, NATIONAL]
    profession: Annotated[str, "Code profession"]
    kind: Annotated[str, "Code type savoir-faire"]
    kind_label: Annotated[str, "Libellé type savoir-faire"]
    code: Annotated[str, "Code savoir-faire"]
    label: Annotated[str, "Libellé savoir-faire"]


class DiplomaLine(NamedTuple):
    """A diploma or an authorisation of a person."""

    line: int
    fingerprint: int
    national: Annotated[str, NATIONAL]
    label: Annotated[str, "Libellé diplôme obtenu"]
    authorisation: Annotated[str, "Libellé type autorisation"]


def read_activities(
    source: Source,
    remarks: Remarks,
    progress: Progress = lambda _: None,
    *,
    left_out: Collection[str] = (),
    practices: dict[tuple[str, ...], Practice],
) -> Iterator[tuple[Any, ...]]:
    """The values of ActivityLine, but those of the national identifications left out.

    `practices` is filled with what their practices are made of, by the cells of PracticeCells.

    Raises BadInput when the file is another.
    """
    lines = cells_of(source, ACTIVITY_CELLS, ACTIVITY_COLUMNS, remarks, progress)
    return _Desk(remarks, left_out, practices).lines(lines)


def read_skills(
    source: Source, remarks: Remarks, progress: Progress = lambda _: None
) -> Iterator[tuple[Any, ...]]:
    """The values of SkillLine. Raises BadInput when the file is another."""
    lines = cells_of(source, (SkillLine,), SKILL_COLUMNS, remarks, progress)
    return ((number, print_of(line), *cells) for number, line, cells in lines)


def read_diplomas(
    source: Source, remarks: Remarks, progress: Progress = lambda _: None
) -> Iterator[tuple[Any, ...]]:
    """The values of DiplomaLine. Raises BadInput when the file is another."""
    lines = cells_of(source, (DiplomaLine,), DIPLOMA_COLUMNS, remarks, progress)
    return ((number, print_of(line), *cells) for number, line, cells in lines)


def cells_of(
    source: Source,
    cells: Collection[type[Any]],
    expected: Collection[str],
    remarks: Remarks,
    progress: Progress,
) -> Table:
    """The lines of a file, with the columns that these cells are annotated with, one kind after the other."""
    hints = [hint for kind in cells for hint in get_type_hints(kind, include_extras=True).values()]
    wanted = [hint.__metadata__[0] for hint in hints if hasattr(hint, "__metadata__")]
    return Table(source, expected=expected, wanted=wanted, remarks=remarks, progress=progress)


def print_of(line: bytes) -> int:
    line = line.rstrip(b"\r\n")
    return crc32(line) << 16 | adler32(line) & 0xFFFF


class _Desk:
    """Judges activities one by one. `left_out`: who asked not to be shown."""

    def __init__(
        self, remarks: Remarks, left_out: Collection[str], practices: dict[tuple[str, ...], Practice]
    ) -> None:
        self._remarks, self._left_out, self._practices = remarks, left_out, practices
        self._unit_of, self._finess = cache(atlas().unit_of), {""}

    def lines(self, lines: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
        people, practised = len(PersonCells._fields), len(PersonCells._fields + PracticeCells._fields)
        for number, line, values in lines:
            national, given_number, family, given, kind = values[:people]
            if not self._is_shown(number, national, given_number, family, given):
                continue
            cells = values[people:practised]
            found = self._practices.get(cells) or self._practice(PracticeCells._make(cells))
            practice, _, trade, unknown = found
            if unknown or kind not in KINDS:
                self._say_unknown(number, unknown, kind)
            where = self._where(number, SiteCells._make(values[practised:]))
            yield number, print_of(line), practice, trade, national, given_number, family, given, *where

    def _is_shown(self, number: int, national: str, number_given: str, family: str, given: str) -> bool:
        if not national:
            self._remarks.refuse(number, "Ligne sans identification nationale.")
        elif national in self._left_out:
            self._remarks.leave_out(0, "Personne qui a demandé à ne pas être montrée.")
        elif len(national) + len(number_given) > LONGEST_NUMBER:
            self._remarks.refuse(
                number, f"Ligne dont les identifiants dépassent {LONGEST_NUMBER} caractères."
            )
        else:
            if len(family) > LONGEST_NAME or len(given) > LONGEST_NAME:
                self._remarks.warn(CUT, number)
            return True
        return False

    def _practice(self, cells: PracticeCells) -> Practice:
        trade = trade_of(cells.profession, cells.profession_label, (cells.skill_type, cells.skill))
        unknown = (
            ("Profession", f"{cells.profession} {cells.profession_label}".strip(), bool(trade)),
            ("Code mode exercice", cells.mode, cells.mode in MODES),
            ("Code genre activité", cells.genre, cells.genre in GENRES),
        )
        self._practices[cells] = made = Practice(
            len(self._practices),
            counts_of(cells.category, cells.mode, cells.genre, cells.sector),
            trade,
            tuple((column, code) for column, code, is_known in unknown if not is_known),
        )
        return made

    def _say_unknown(self, number: int, unknown: Iterable[tuple[str, str]], kind: str) -> None:
        for column, code in unknown:
            self._remarks.unknown(column, code, number)
        if kind not in KINDS:
            self._remarks.unknown(KIND, kind, number)

    def _where(self, number: int, cells: SiteCells) -> tuple[str, ...]:
        commune = self._unit_of(cells.commune_given)
        if cells.commune_given and not commune:
            self._remarks.unknown("Code commune", cells.commune_given, number)
        if cells.finess not in self._finess:
            self._finess.add(cells.finess)
            if odd := oddity_of(cells.finess):  # once for each number
                self._remarks.warn(f"Numéro FINESS {odd} : gardé tel quel.", number)
        return (
            structure_of(cells),
            cells.sign or cells.legal_name,
            cells.finess,
            address_of(cells),
            cells.postcode,
            commune,
            cells.commune_given,
            self._phones(number, cells.phone, cells.other_phone),
            cells.email,
        )

    def _phones(self, number: int, one: str, other: str) -> str:
        if not other and (not one or (len(one) == 10 and one.isdecimal() and one[0] == "0" != one[1])):
            return one
        found, is_whole = phones_in(f"{one}/{other}")
        if not is_whole:
            self._remarks.warn(UNREADABLE, number)
        return " ".join(found)


def counts_of(category: str, mode: str, genre: str, sector: str) -> int:
    """What an activity counts for, as bits of Counts."""
    if folded(category) == STUDENT:
        return 0
    if genre in {Genre.REPLACES, Genre.REPLACEMENT}:
        return Counts.REPLACES.value
    if genre not in {Genre.CARE, ""}:
        return 0
    found = Counts.CARE
    if mode == Mode.LIBERAL:
        found |= Counts.LIBERAL | Counts.IN_TOWN
    if sector == CENTRE_DE_SANTE:
        found |= Counts.IN_TOWN
    return found.value


@lru_cache(maxsize=50_000)
def trade_of(code: str, label: str, *skills: tuple[str, str]) -> str:
    """The key of our catalogue for a profession and the (type, code) skills in it; empty when it has none."""
    found = profession_of_rpps(code, label, [skill for skill in skills if skill[1]])
    return found.key if found else ""


def structure_of(cells: SiteCells) -> str:
    """« F820000123 », else « S<siret> », else « T<technical id> »; empty without structure."""
    if cells.finess:
        return f"F{cells.finess}"
    return f"S{cells.siret}" if cells.siret else cells.technical and f"T{cells.technical}"


def address_of(cells: SiteCells) -> str:
    """« Bâtiment B, 12 bis Rue DU PUITS »."""
    street = " ".join(filter(None, (cells.street_number, cells.repeat, cells.street_kind, cells.street)))
    return ", ".join(filter(None, (cells.for_whom, cells.place, street, cells.box)))
