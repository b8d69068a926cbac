"""From the lines of the RPPS to people and their activities, column by column: a nation passes in a minute."""

from array import array
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from maillage.directory.enums import AT, PERSON_COLUMNS, Mode
from maillage.directory.services.columns import Columns
from maillage.directory.services.gathering import Gathered, keys_of
from maillage.directory.services.keys import wrong_keys
from maillage.directory.services.reading.communes import Communes
from maillage.directory.services.reading.finess import oddity_of
from maillage.directory.services.reading.phones import UNREADABLE, phones_in
from maillage.directory.services.reading.remarks import CUT, LONGEST_NAME, LONGEST_NUMBER, Remarks
from maillage.directory.services.reading.table import Line
from maillage.kernel import all_folded
from maillage.legislation import profession_of_rpps

Column = tuple[str, ...]
Said = tuple[str, str, str, str]  # code and label of a profession, type and code of a skill

KIND, NUMBER, NATIONAL = PERSON_COLUMNS


class Cells(NamedTuple):
    """The cells read in the lines of activities, column by column."""

    national: Column
    number: Column
    kind: Column
    title: Column
    family: Column
    given: Column
    # as models.Activity has them
    profession: Column
    profession_label: Column
    category: Column
    skill_type: Column
    skill: Column
    skill_label: Column
    mode: Column
    genre: Column
    sector: Column
    role: Column
    # the structure
    finess: Column
    siret: Column
    technical: Column
    sign: Column
    legal_name: Column
    for_whom: Column
    place: Column
    street_number: Column
    repeat: Column
    street_kind: Column
    street: Column
    box: Column
    postcode: Column
    commune: Column
    phone: Column
    other_phone: Column
    email: Column


#: What the file calls them, in the same order.
ACTIVITY_WANTED = (
    NATIONAL,
    NUMBER,
    KIND,
    "Libellé civilité d'exercice",
    "Nom d'exercice",
    "Prénom d'exercice",
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
RPPS_TYPE = "8"
KINDS = {"0", RPPS_TYPE}  # Adeli, RPPS
MODES = {"", *Mode}
GENRES = {"", *(f"GENR{number:02}" for number in range(1, 13))}


class Batch(NamedTuple):
    """Some people, and all the activities of each: the columns of models.Person and of models.Activity."""

    persons: Columns
    activities: Columns


class People:
    """Who is in the file of activities, each with what they do. Read once.

    `scattered`: those whose lines do not all follow each other; they come last.
    """

    def __init__(
        self,
        blocks: Iterable[list[Line]],
        remarks: Remarks,
        *,
        scattered: Collection[str] = (),
        left_out: Collection[str] = (),
    ) -> None:
        self._blocks, self._remarks = blocks, remarks
        self._scattered, self._left_out = frozenset(scattered), frozenset(left_out)
        self._communes, self._trades = Communes(), Trades()
        self._finess = {""}
        self.nationals, self.prints = array("q"), array("q")  # of people, in the order of their ids
        self.kept = 0  # lines
        self.nowhere = 0  # lines kept without a commune of the source

    def batches(self) -> Iterator[Batch]:
        with Gathered() as apart:
            for lines in whole_people(self._blocks):
                yield from self._batch(self._put_apart(lines, apart))
            for lines in whole_people(apart.blocks()):
                yield from self._batch(lines)

    def _batch(self, lines: list[Line]) -> Iterator[Batch]:
        lines, prints = self._without_doubles(self._shown(lines))
        if not lines:
            return
        numbers, _, cells = zip(*lines, strict=True)
        columns = Cells(*zip(*cells, strict=True))
        pairs = enumerate(pairwise(columns.national), start=1)
        starts = [0, *(place for place, (one, other) in pairs if one != other)]
        first = len(self.prints) + 1
        self.nationals.extend(keys_of([columns.national[start] for start in starts]))
        self.prints.extend(np.add.reduceat(prints, starts).tolist())
        sizes = np.diff([*starts, len(lines)])
        people = np.repeat(np.arange(first, first + len(starts)), sizes).tolist()
        persons = self._persons(columns, numbers, starts, first)
        yield Batch(persons, self._activities(columns, numbers, starts, people))
        self.kept += len(lines)

    def _put_apart(self, lines: list[Line], apart: Gathered) -> list[Line]:
        """The lines of people who have no others elsewhere."""
        others = self._scattered.intersection([cells[0] for _, _, cells in lines])
        if not others:
            return lines
        apart.add(line for line in lines if line[2][0] in others)
        return [line for line in lines if line[2][0] not in others]

    def _shown(self, lines: list[Line]) -> list[Line]:
        """Without the lines of nobody, nor of those who asked not to be shown."""
        present = {cells[0] for _, _, cells in lines}
        longest = max((len(cells[0]) + len(cells[1]) for _, _, cells in lines), default=0)
        if "" not in present and self._left_out.isdisjoint(present) and longest <= LONGEST_NUMBER:
            return lines
        return [line for line in lines if self._is_shown(*line)]

    def _is_shown(self, number: int, _line: bytes, cells: Sequence[str]) -> bool:
        if not cells[0]:
            self._remarks.refuse(number, "Ligne sans identification nationale.")
        elif cells[0] in self._left_out:
            self._remarks.leave_out(0, "Personne qui a demandé à ne pas être montrée.")
        elif len(cells[0]) + len(cells[1]) > LONGEST_NUMBER:
            self._remarks.refuse(
                number, f"Ligne dont les identifiants dépassent {LONGEST_NUMBER} caractères."
            )
        else:
            return True
        return False

    def _without_doubles(self, lines: list[Line]) -> tuple[list[Line], NDArray[np.int64]]:
        """Those that are not said yet, and the print of each."""
        prints = prints_of(lines)
        if len(np.unique(prints)) == len(lines):
            return lines, prints
        kept: dict[bytes, Line] = {}
        for each in lines:
            if kept.setdefault(each[1], each) is not each:
                self._remarks.warn("Ligne répétée à l’identique : comptée une fois.", each[0])
        lines = list(kept.values())
        return lines, prints_of(lines)

    def _persons(self, columns: Cells, numbers: Sequence[int], starts: list[int], first: int) -> Columns:
        """One for each start of a person among the lines."""
        national, number, kind, title, family, given = (
            [column[start] for start in starts] for column in columns[:6]
        )
        for place in wrong_keys(number):
            if kind[place] == RPPS_TYPE:
                self._remarks.warn(
                    "Numéro RPPS dont la clé est fausse : gardé tel quel.", numbers[starts[place]]
                )
        self._say_unknown(KIND, columns.kind, KINDS, numbers)
        for part in (family, given):
            if max(map(len, part)) > LONGEST_NAME:
                self._cut(part, numbers, starts)
        ids, prints = range(first, first + len(starts)), self.prints[-len(starts) :]
        texts = (national, number, title, family, given, sort_keys(family, given))
        return ids, *texts, prints

    def _cut(self, names: list[str], numbers: Sequence[int], starts: list[int]) -> None:
        for place, name in enumerate(names):
            if len(name) > LONGEST_NAME:
                names[place] = name[:LONGEST_NAME]
                self._remarks.warn(CUT, numbers[starts[place]])

    def _activities(
        self, columns: Cells, numbers: Sequence[int], starts: list[int], people: list[int]
    ) -> Columns:
        trades = self._trades_of(columns, starts)
        communes = [self._communes[code] for code in columns.commune]
        self._judge(columns, numbers, trades, communes)
        texts = (
            trades,
            *columns[6:16],
            structure_keys(columns),
            columns.finess,
            [sign or legal for sign, legal in zip(columns.sign, columns.legal_name, strict=True)],
            addresses_of(columns),
            columns.postcode,
            columns.commune,
            communes,
            self._phones(columns, numbers),
            columns.email,
        )
        return range(self.kept + 1, self.kept + 1 + len(people)), people, *texts

    def _trades_of(self, columns: Cells, starts: list[int]) -> list[str]:
        """Our profession of each line, all the skills of a person in a profession considered together."""
        said = list(
            zip(columns.profession, columns.profession_label, columns.skill_type, columns.skill, strict=True)
        )
        trades = [self._trades[each] for each in said]
        changes = [place for place, (one, other) in enumerate(pairwise(trades), start=1) if one != other]
        ends = [*starts, len(said)]
        for person in {bisect(starts, place) for place in set(changes).difference(starts)}:
            lines = slice(ends[person - 1], ends[person])
            trades[lines] = together(said[lines])
        return trades

    def _judge(self, columns: Cells, numbers: Sequence[int], trades: list[str], communes: list[str]) -> None:
        """Say what is odd in lines that are kept."""
        if "" in trades:
            for number, code, label, trade in zip(
                numbers, columns.profession, columns.profession_label, trades, strict=True
            ):
                if not trade:
                    self._remarks.unknown("Profession", f"{code} {label}".strip(), number)
        self.nowhere += columns.commune.count("")
        if communes.count("") > columns.commune.count(""):
            for number, given, commune in zip(numbers, columns.commune, communes, strict=True):
                if given and not commune:
                    self._remarks.unknown("Code commune", given, number)
        self._say_unknown("Code mode exercice", columns.mode, MODES, numbers)
        self._say_unknown("Code genre activité", columns.genre, GENRES, numbers)
        for finess in set(columns.finess) - self._finess:
            self._finess.add(finess)
            if odd := oddity_of(finess):  # once for each number
                self._remarks.warn(
                    f"Numéro FINESS {odd} : gardé tel quel.", numbers[columns.finess.index(finess)]
                )

    def _phones(self, columns: Cells, numbers: Sequence[int]) -> list[str]:
        """Each once; most have one, ten digits already."""
        phones = []
        for number, one, other in zip(numbers, columns.phone, columns.other_phone, strict=True):
            if not other and (not one or (len(one) == 10 and one.isdecimal() and one[0] == "0" != one[1])):
                phones.append(one)
                continue
            found, is_whole = phones_in(f"{one} / {other}")
            if not is_whole:
                self._remarks.warn(UNREADABLE, number)
            phones.append(" ".join(found))
        return phones

    def _say_unknown(self, name: str, column: Column, known: set[str], numbers: Sequence[int]) -> None:
        if not known.issuperset(column):
            for number, code in zip(numbers, column, strict=True):
                if code not in known:
                    self._remarks.unknown(name, code, number)


def prints_of(lines: Iterable[Line]) -> NDArray[np.int64]:
    return np.fromiter((crc32(line) for _, line, _ in lines), np.int64)


def whole_people(blocks: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """The same lines; those of a person that follow each other are never cut."""
    lines: list[Line] = []
    for block in blocks:
        lines += block
        cut = len(lines)
        while cut and lines[cut - 1][2][0] == lines[-1][2][0]:
            cut -= 1
        if cut:
            yield lines[:cut]
            lines = lines[cut:]
    if lines:
        yield lines


class Trades(dict[Said, str]):
    """What one line says of a profession and a skill → our profession."""

    def __missing__(self, said: Said) -> str:
        self[said] = together([said])[0]
        return self[said]


def together(lines: Sequence[Said]) -> list[str]:
    """Our profession of each line of a person, all their skills in it considered together."""
    skills: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for code, label, kind, skill in lines:
        skills.setdefault((code, label), set()).add((kind, skill))
    return [trade_of((code, label), frozenset(skills[code, label])) for code, label, _, _ in lines]


@lru_cache(maxsize=10_000)
def trade_of(profession: tuple[str, str], skills: frozenset[tuple[str, str]]) -> str:
    """The key of our catalogue, empty when it has none."""
    found = profession_of_rpps(*profession, [skill for skill in skills if skill[1]])
    return found.key if found else ""


def structure_keys(columns: Cells) -> list[str]:
    """« F820000123 », else « S<siret> », else « T<technical id> »; empty without structure."""
    return [
        f"F{finess}" if finess else f"S{siret}" if siret else technical and f"T{technical}"
        for finess, siret, technical in zip(columns.finess, columns.siret, columns.technical, strict=True)
    ]


def addresses_of(columns: Cells) -> list[str]:
    """« Bâtiment B, 12 bis Rue DU PUITS »; most have a number, a kind of street and its name, and nothing else."""
    return [
        f"{number} {kind} {street}"
        if number and kind and street and not (for_whom or place or repeat or box)
        else ", ".join(
            filter(None, (for_whom, place, " ".join(filter(None, (number, repeat, kind, street))), box))
        )
        for for_whom, place, number, repeat, kind, street, box in zip(*columns[21:28], strict=True)
    ]


def sort_keys(family: Iterable[str], given: Iterable[str]) -> list[str]:
    """Family then given name, as kernel.folded writes them."""
    return all_folded([f"{one} {other}" for one, other in zip(family, given, strict=True)])
