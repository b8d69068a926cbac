"""From the lines of the RPPS to people and their activities, and the skills and diplomas of the companion files."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from typing import Any
from zlib import crc32

from maillage.directory.enums import AT, PERSON_COLUMNS, Mode
from maillage.directory.services.finess import LEFT_GUADELOUPE, oddity_of
from maillage.directory.services.gathering import Gathered, key_of
from maillage.directory.services.keys import has_right_key
from maillage.directory.services.reading import Line
from maillage.directory.services.records import phones
from maillage.directory.services.remarks import Remarks
from maillage.geography import atlas
from maillage.kernel import folded
from maillage.legislation import profession_of_rpps

Row = tuple[Any, ...]

KIND, NUMBER, NATIONAL = PERSON_COLUMNS

#: The cells read in a line of activities. The places below are those of this tuple.
ACTIVITY_WANTED = (
    NATIONAL,
    NUMBER,
    KIND,
    "Libellé civilité d'exercice",
    "Nom d'exercice",
    "Prénom d'exercice",
    # as models.Activity has them, from `profession` to `role`
    "Code profession",
    "Libellé profession",
    "Libellé catégorie professionnelle",
    "Code type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Code mode exercice",
    "Code genre activité",
    "Code secteur d'activité",
    "Libellé rôle",
    # the structure
    "Numéro FINESS site",
    "Numéro SIRET site",
    "Identifiant technique de la structure",
    "Enseigne commerciale site",
    "Raison sociale site",
    f"Complément destinataire{AT}",
    f"Complément point géographique{AT}",
    f"Numéro Voie{AT}",
    f"Indice répétition voie{AT}",
    f"Libellé type de voie{AT}",
    f"Libellé Voie{AT}",
    f"Mention distribution{AT}",
    f"Code postal{AT}",
    f"Code commune{AT}",
    f"Téléphone{AT}",
    f"Téléphone 2{AT}",
    f"Adresse e-mail{AT}",
)
PROFESSION = slice(6, 16)
STRUCTURE = slice(16, None)
CODE_AND_LABEL, SKILL = slice(6, 8), slice(9, 11)
CODE, LABEL, MODE, GENRE, FINESS, GIVEN_COMMUNE = 6, 7, 12, 13, 16, 29

SKILL_WANTED = (
    NATIONAL,
    "Code profession",
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
)
DIPLOMA_WANTED = (NATIONAL, "Libellé diplôme obtenu", "Libellé type autorisation")

BATCH = 10_000  # lines of a companion file whose people are looked up together
RPPS_TYPE = "8"
KINDS = {"0", RPPS_TYPE}  # Adeli, RPPS
MODES = {"", *Mode}
GENRES = {"", *(f"GENR{number:02}" for number in range(1, 13))}


class People:
    """Who is in the file of activities, each with what they do. Iterated once.

    `scattered`: keys of those whose lines do not all follow each other; they come last.
    """

    def __init__(
        self,
        lines: Iterable[Line],
        remarks: Remarks,
        *,
        scattered: Collection[int] = (),
        left_out: Collection[str] = (),
    ) -> None:
        self._lines, self._remarks = lines, remarks
        self._scattered, self._left_out = frozenset(scattered), frozenset(left_out)
        self._communes = Communes()
        self._finess = {""}
        self.nationals, self.prints = array("q"), array("q")  # of people, in the order of their ids
        self.kept = 0  # lines
        self.nowhere = 0  # lines kept without a commune of the source

    def __iter__(self) -> Iterator[tuple[Row, list[Row]]]:
        """A row of models.Person, and its rows of models.Activity."""
        with Gathered() as apart:
            for national, group in groupby(self._lines, key=_national):
                if self._scattered and key_of(national) in self._scattered:
                    apart.add(group)
                elif kept := self._kept(national, list(group)):
                    yield self._person(national, kept), self._activities(kept)
            for national, group in groupby(apart, key=_national):
                if kept := self._kept(national, list(group)):
                    yield self._person(national, kept), self._activities(kept)

    def _kept(self, national: str, lines: list[Line]) -> list[Line]:
        """The lines of a person without their doubles; none when this person is not shown."""
        if not national:
            for number, _, _ in lines:
                self._remarks.refuse(number, "Ligne sans identification nationale.")
            return []
        if national in self._left_out:
            self._remarks.warn(
                "Personne qui a demandé à ne pas être montrée : laissée de côté.", rows=len(lines)
            )
            return []
        return self._without_doubles(lines) if len(lines) > 1 else lines

    def _without_doubles(self, lines: list[Line]) -> list[Line]:
        kept = {line: (number, line, cells) for number, line, cells in reversed(lines)}
        if len(kept) < len(lines):
            for number in sorted({each[0] for each in lines} - {each[0] for each in kept.values()}):
                self._remarks.warn("Ligne répétée à l’identique : comptée une fois.", number)
        return list(reversed(kept.values()))

    def _person(self, national: str, lines: list[Line]) -> Row:
        number, line, (_, identifier, kind, title, family, given, *_) = lines[0]
        if kind == RPPS_TYPE and not is_rpps(identifier):
            self._remarks.warn("Numéro RPPS dont la clé est fausse : gardé tel quel.", number)
        elif kind not in KINDS:
            self._remarks.unknown(KIND, kind, number)
        print_ = crc32(line if len(lines) == 1 else b"".join(sorted(each[1] for each in lines)))
        self.nationals.append(key_of(national))
        self.prints.append(print_)
        sort = f"{word_folded(family)} {word_folded(given)}"
        return len(self.prints), national, identifier, title, family, given, sort, print_

    def _activities(self, lines: list[Line]) -> list[Row]:
        person, rows, trades = len(self.prints), [], _trades(lines)
        for number, _, cells in lines:
            self.kept += 1
            trade = trades[cells[CODE_AND_LABEL]]
            structure = structure_of(cells[STRUCTURE])
            commune = self._communes[cells[GIVEN_COMMUNE]]
            if not trade or not commune or cells[MODE] not in MODES or cells[GENRE] not in GENRES:
                self._judge(number, cells, trade, commune)
            if cells[FINESS] not in self._finess:
                self._judge_finess(number, cells[FINESS])
            rows.append(
                (self.kept, person, trade, *cells[PROFESSION], *structure[:6], commune, *structure[6:])
            )
        return rows

    def _judge(self, number: int, cells: Row, trade: str, commune: str) -> None:
        if not trade:
            self._remarks.unknown("Profession", f"{cells[CODE]} {cells[LABEL]}".strip(), number)
        if not cells[GIVEN_COMMUNE]:
            self.nowhere += 1
        elif not commune:
            self._remarks.unknown("Code commune", cells[GIVEN_COMMUNE], number)
        if cells[MODE] not in MODES:
            self._remarks.unknown("Code mode exercice", cells[MODE], number)
        if cells[GENRE] not in GENRES:
            self._remarks.unknown("Code genre activité", cells[GENRE], number)

    def _judge_finess(self, number: int, finess: str) -> None:
        """Once for each number: an odd one is kept."""
        self._finess.add(finess)
        if odd := oddity_of(finess):
            self._remarks.warn(f"Numéro FINESS {odd} : gardé tel quel.", number)


class Communes(dict[str, str]):
    """Code as given → commune in force; empty when it is unknown."""

    def __missing__(self, given: str) -> str:
        known = atlas().resolve([LEFT_GUADELOUPE.get(given, given)]).codes if given else ()
        self[given] = known[0] if known else ""
        return self[given]


class Numbers:
    """National identification → id of the person, 0 when nobody has it: 20 bytes for each."""

    def __init__(self, nationals: "array[int]") -> None:
        import numpy as np

        keys = np.frombuffer(nationals, dtype=np.int64)
        self._order = np.argsort(keys).astype(np.int32)
        self._keys = keys[self._order]

    def ids(self, nationals: Iterable[str]) -> list[int]:
        import numpy as np

        asked = np.fromiter(map(key_of, nationals), dtype=np.int64)
        places = np.searchsorted(self._keys, asked).clip(max=len(self._keys) - 1)
        found: list[int] = np.where(self._keys[places] == asked, self._order[places] + 1, 0).tolist()
        return found


def companion_rows(lines: Iterable[Line], numbers: Numbers, remarks: Remarks) -> Iterator[Row]:
    """(id of the person, cells after the national identification) for each line of skills or diplomas."""
    lines = iter(lines)
    while batch := list(islice(lines, BATCH)):
        before = b""
        for person, (number, line, (_, *cells)) in zip(
            numbers.ids(cells[0] for _, _, cells in batch), batch, strict=True
        ):
            if not person:
                remarks.refuse(number, "Personne qui n’est pas dans le fichier des activités.")
            elif line == before:
                remarks.warn("Ligne répétée à l’identique : comptée une fois.", number)
            else:
                yield person, *cells
            before = line


def _national(line: Line) -> str:
    return line[2][0]


def _trades(lines: Iterable[Line]) -> dict[Row, str]:
    """(Code, label) of a profession → our key, all the skills of the person in it considered together."""
    skills: dict[Row, set[Row]] = {}
    for _, _, cells in lines:
        skills.setdefault(cells[CODE_AND_LABEL], set()).add(cells[SKILL])
    return {profession: trade_of(profession, frozenset(found)) for profession, found in skills.items()}


@lru_cache(maxsize=10_000)
def trade_of(profession: tuple[str, str], skills: frozenset[tuple[str, str]]) -> str:
    """The key of our catalogue, empty when it has none."""
    found = profession_of_rpps(*profession, [skill for skill in skills if skill[1]])
    return found.key if found else ""


@lru_cache(maxsize=50_000)
def structure_of(cells: tuple[str, ...]) -> Row:
    """Key, FINESS, name, address, postcode, commune as given, phones, e-mail: nothing of it is of the person."""
    finess, siret, technical, sign, legal_name, *address, postcode, commune, phone, other_phone, email = cells
    if finess:
        key = f"F{finess}"
    elif siret:
        key = f"S{siret}"
    else:
        key = technical and f"T{technical}"
    numbers = one_phone(phone)
    if other_phone:
        numbers = " ".join(dict.fromkeys(filter(None, (numbers, one_phone(other_phone)))))
    return key, finess, sign or legal_name, address_of(*address), postcode, commune, numbers, email


def address_of(for_whom: str, place: str, number: str, repeat: str, kind: str, street: str, box: str) -> str:
    """« Bâtiment B, 12 bis Rue DU PUITS »."""
    line = " ".join(filter(None, (number, repeat, kind, street)))
    return ", ".join(filter(None, (for_whom, place, line, box))) if for_whom or place or box else line


def one_phone(text: str) -> str:
    """Ten digits when the number is French."""
    if len(text) == 10 and text.isdigit():
        return text
    return phones(text) if text else ""


word_folded = lru_cache(maxsize=100_000)(folded)


def is_rpps(number: str) -> bool:
    """Eleven digits that end with their key."""
    return len(number) == 11 and number.isdecimal() and has_right_key(number)
