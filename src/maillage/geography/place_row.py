"""Cells of one row of a table, or items of one line: which of them are communes, which only say where."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from maillage.geography.names import search_key
from maillage.geography.place_names import NOTHING, Sense
from maillage.geography.place_senses import Senses
from maillage.geography.place_titles import PlaceColumn
from maillage.geography.place_words import (
    AND_INSIDE,
    BETWEEN,
    CODE,
    ONLY_CODES,
    Item,
    each_arrondissement,
    shown,
)

LONGEST_LABEL, LONGEST_CODED = 60, 2_000  # characters
LONGEST_ADDRESS = 6  # items: a commune, its département, its region, its country
#: « 13e », « 13e arrondissement »
ORDINAL = re.compile(r"(?:\d{1,2}|[ivx]{1,5}) ?(?:er|e|eme)(?: arr\w*)?|\d{1,2} arr\w*")
#: What a column of arrondissements says of a city that is taken whole.
WHOLE = re.compile(
    r"(?:tous|toutes|toute|entier|entiere|en entier|ville entiere|totalite|neant|\d{3,4})\b.*|"
)
NUMBER_IN_LIST = re.compile(r"\d{1,3} ?\)")  # « 3) », which Word parts from its words by a tab
WIDEST = 40  # cells of a row whose names and codes are compared: beyond, a line is a list


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item that should be a commune, as given, and its sense."""

    text: str
    sense: Sense
    item: Item


class Row:
    """One row being read. `is_table`: its cells are columns, rather than communes one after the other."""

    def __init__(
        self,
        senses: Senses,
        cells: Iterable[str],
        columns: Sequence[PlaceColumn] = (),
        *,
        is_table: bool,
        numbered: bool = False,
    ) -> None:
        self.senses = senses
        self.is_table = is_table
        self.items: list[Item] = []
        self.wheres: list[frozenset[str]] = []
        self.text = ""
        self.figures: list[Item] = []  # left out, though they look like the code of some commune
        self._part = self._parts = self._short = self._where_code = ""
        self._part_item = Item("")
        beyond = PlaceColumn.OTHER if columns else PlaceColumn.PLACE
        for number, cell in enumerate(_with_cedex(list(cells))):
            self._take(cell, columns[number] if number < len(columns) else beyond, numbered=numbered)
        self._join()

    def _take(self, cell: str, column: PlaceColumn, *, numbered: bool) -> None:
        if not shown(cell):
            return
        self.text = f"{self.text} {shown(cell)}".strip()
        if column is PlaceColumn.OTHER or NUMBER_IN_LIST.fullmatch(shown(cell)):
            return
        if column is PlaceColumn.WHERE:
            if found := self.senses.words.where(cell):
                self.wheres.append(found)
                self._where_code = shown(cell).upper().zfill(2)
            return
        if column is PlaceColumn.PART:
            self._take_part(cell)
            return
        if column is PlaceColumn.INSEE and re.fullmatch(r"\d{1,3}", shown(cell)):
            self._short = shown(cell)
            return
        if ORDINAL.fullmatch(search_key(cell)):
            self._take_part(cell)
            return
        cell = self._listed(each_arrondissement(self.senses.names, cell))
        parts = BETWEEN.split(cell)
        if len(parts) > 1 and len(re.findall(rf"\b{CODE}\b", cell)) > 1 and not ONLY_CODES.fullmatch(cell):
            self.items += [self.senses.words.item(part) for part in parts if shown(part)]
            return
        if ONLY_CODES.fullmatch(cell):
            self.items += (self.senses.words.item(code) for code in re.findall(CODE, cell))
        else:
            item = self.senses.words.item(cell, numbered=numbered)
            names = cell.splitlines()
            if len(names) > 1 and not self.senses.of(item):  # else one name, broken by a narrow column
                self.items += map(self.senses.words.item, names)
                return
            self.items += [item] * bool(item.name or item.codes or item.figure or not self.items)

    def _listed(self, cell: str) -> str:
        """« Montauban (et Albias) » → « Montauban, Albias », when these are communes."""
        found = AND_INSIDE.search(cell)
        if found and all(map(self.senses.named, BETWEEN.split(found[1].strip()))):
            return f"{cell[: found.start()]}, {found[1]}{cell[found.end() :]}"
        return cell

    def _take_part(self, cell: str) -> None:
        """« 13 », « 13e »: an arrondissement of the city of this row; « Castelsarrasin » is that of a sous-préfecture."""
        item = self.senses.words.item(cell)
        key = search_key(cell)
        number = re.fullmatch(r"(?:arr\w* )?(\d{1,2}|[ivx]{1,5})(?: ?(?:er|e|eme))?(?: arr\w*)?", key)
        if number:
            self._part, self._part_item = number[1], item
        elif item.codes or self.senses.names.arrondissement(key):
            self.items.append(item)
        else:
            self._parts = cell

    def _in_parts(self, item: Item) -> list[Item]:
        """The arrondissements of a city that a column says; the city to be asked, when that is not understood."""
        names, said = self.senses.names, self._parts
        if not self._is_city(item):
            return [item]
        parts = BETWEEN.split(each_arrondissement(names, f"{item.name} {said}"))
        if all(names.arrondissement(search_key(part)) for part in parts):
            return [self.senses.words.item(part) for part in parts]
        # « Marseille » is the name of a sous-préfecture's arrondissement too.
        is_whole = WHOLE.fullmatch(search_key(said)) or self.senses.named(said)
        return [item if is_whole else replace(item, unread=shown(said))]

    def _is_city(self, item: Item) -> bool:
        return any(place.code in self.senses.names.cities for place in self.senses.named(item.name))

    def _with_unread(self, item: Item) -> Item:
        """« Lyon » and « 12 »: Lyon has nine."""
        return replace(item, unread=self._part_item.text) if self._is_city(item) else item

    def _join(self) -> None:
        """A city and its arrondissement, a département and the three digits of a commune, in two cells."""
        if self._parts:
            self.items = [part for item in self.items for part in self._in_parts(item)]
        if self._part:
            joined = [replace(item, name=f"{item.name} {self._part}") for item in self.items]
            is_city = [bool(self.senses.names.arrondissement(search_key(item.name))) for item in joined]
            self.items = [
                new if city else self._with_unread(old)
                for new, old, city in zip(joined, self.items, is_city, strict=True)
            ]
            if not any(is_city) and ORDINAL.fullmatch(search_key(self._part_item.text)):
                self.items.append(self._part_item)
        if self._short and (code := self._code_of(self._where_code, self._short)):
            self.items.append(Item(code, codes=(code,)))

    def _code_of(self, departement: str, number: str) -> str:
        """« 82 » and « 2 » → « 82002 »; empty when there is no such commune."""
        width = 5 - len(departement)
        code = departement[: 5 - max(width, len(number))] + number.zfill(width)
        return code if self.senses.insee(code) else ""

    def outcomes(self) -> list[Outcome]:
        """The communes of the row, in its order; one outcome without sense when there is nothing to read."""
        if pairs := self._pairs():
            return pairs
        names, codes = self._without_columns()
        if len(names) == len(codes) == 1 and (self.is_table or names[0].is_cedex):
            return [self._one(names[0], codes[0])]
        kept = [*names, *codes] if not self.is_table or self._known(names) else codes or names
        numbers = {id(item) for item in kept}
        found = [outcome for item in self.items if id(item) in numbers for outcome in self._alone(item)]
        if not found:
            return [Outcome(self.text, NOTHING, Item(self.text))]
        return [self._with_figure(found[0]), *found[1:]]

    def _pairs(self) -> list[Outcome]:
        """Names and codes of the row that mean one commune together: its other cells are columns."""
        if not 1 < len(self.items) <= WIDEST:
            return []
        codes = [item for item in self.items if item.codes and not item.name]
        found: dict[str, Outcome] = {}
        for item in self.items:
            if not item.name or item.codes:
                continue
            for code in codes:
                sense = self.senses.agreed(item.name, code.codes[0])
                sense = self.senses.by_office(sense, replace(item, codes=code.codes))
                if len(sense.kept) == 1 and not item.unread:
                    found.setdefault(sense.kept[0].code, Outcome(item.text, sense, item))
        return list(found.values())

    def _known(self, names: Sequence[Item]) -> list[Item]:
        return [item for item in names if self.senses.of(item)]

    def _without_columns(self) -> tuple[list[Item], list[Item]]:
        """Names and codes left when départements, regions, EPCI and figures are taken out."""
        self._take_out_wheres()
        names = [item for item in self.items if item.name]
        if len(names) > 1:
            names = [item for item in names if not self.senses.words.is_epci(item.name)]
        known = self._known(names)
        numbers = [item for item in self.items if not item.name]
        codes = [item for item in numbers if not self._is_figure(item, known)]
        self.figures = [
            item
            for item in numbers
            if item not in codes and item.codes and not item.is_mended and self.senses.insee(item.codes[0])
        ][:1]
        return names, codes

    def _take_out_wheres(self) -> None:
        """Leave the items that may be communes, with the départements that the others say."""
        named = [item for item in self.items if item.name]
        places = [at for at in self._may_be_wheres() if self._is_where(self.items[at], named)]
        if sum(bool(self.items[at].name) for at in places) == len(named):
            places = places[1:]  # « Mayenne ; Mayenne »: the commune, then its département
        said = [*self.wheres, *filter(None, (self.senses.words.where(self.items[at].text) for at in places))]
        taken = set(places)
        kept = [item for at, item in enumerate(self.items) if at not in taken and not item.figure]
        inside = frozenset.intersection(*said) if said else None
        self.items = [
            replace(item, departements=inside) if item.name and item.departements is None else item
            for item in kept
        ]

    def _is_where(self, item: Item, named: Sequence[Item]) -> bool:
        """A département or a region of which the row names a commune; a number may be anything else."""
        found = item.departements if item.is_where else self.senses.words.where(item.text)
        if found is None or item.codes:
            return False
        return any(self._is_in(other, found) for other in named if other is not item)

    def _may_be_wheres(self) -> range:
        """Numbers of items: « Poitiers, Vienne » is an address; « Lyon, Vienne, Givors » is a list."""
        if self.is_table or any(item.is_where for item in self.items):
            return range(len(self.items))
        if 2 < len(self.items) <= LONGEST_ADDRESS and all(
            self.senses.words.where(item.text) for item in self.items[1:]
        ):
            return range(1, len(self.items))  # « Montauban, Tarn-et-Garonne, Occitanie, France »
        if len(self.items) != 2:
            return range(0)
        where = self.senses.words.where(self.items[0].text) or frozenset()
        is_commune = any(place.departement in where for place in self.senses.named(self.items[0].name))
        return range(int(is_commune or not where), 2)  # « Allier, Moulins », but « Mayenne, Laval » is a list

    def _is_in(self, item: Item, departements: frozenset[str]) -> bool:
        named = self.senses.named(item.name)
        return any(commune.departement in departements for commune in named) or bool(
            len(departements) == 1
            and not named
            and self.senses.of(replace(item, departements=departements)).kept
        )

    def _is_figure(self, item: Item, known: Sequence[Item]) -> bool:
        """A number beside a commune that is the code of nothing near it: people, a surface…"""
        if not known or not item.codes:
            return bool(known)
        insee, postal = self.senses.insee(item.codes[0]), self.senses.postal(item.codes[0])
        if item.is_mended or (
            insee is None and not postal and not item.is_cedex and not self._is_cedex(item, known)
        ):
            return True
        if not self.is_table:
            return False
        there = {place.departement for place in (insee, *postal) if place}
        known = known[:WIDEST]
        return not any(
            place.departement in there for other in known for place in self.senses.of(other).places
        ) and not any(other.is_cedex for other in known)

    def _is_cedex(self, item: Item, known: Sequence[Item]) -> bool:
        """A code of nobody, whose first digits are the département of the commune beside it."""
        joined = replace(known[0], codes=item.codes, departements=None)
        return len(known) == 1 and bool(self.senses.of(joined).kept)

    def _one(self, name: Item, code: Item) -> Outcome:
        """A name and a code in two cells that do not agree."""
        sense = self.senses.of(replace(name, codes=code.codes))
        if not self.senses.named(name.name) and not sense.kept:
            return self._alone(code)[0]  # the name is that of something else
        return Outcome(self.text, sense, name)

    def _alone(self, item: Item) -> list[Outcome]:
        """An item by itself, or those it holds."""
        sense = self.senses.of(item)
        if not sense.kept:
            for parts in self._ways_to_part(item.text):
                row = Row(self.senses, parts, is_table=False)
                # Of another cell: « Marseille 13, 14 » is not of Calvados.
                if item.departements and self.senses.words.item(item.text).departements is None:
                    row.wheres.append(item.departements)
                inside = row.outcomes()
                if all(outcome.sense.kept for outcome in inside) or (
                    not sense and len(parts) > 1 and any(outcome.sense for outcome in inside)
                ):
                    return inside
        return [Outcome(item.text, sense, item)]

    def _ways_to_part(self, text: str) -> Iterator[list[str]]:
        """The items that a text may hold: after a label, between signs, each with its code."""
        label, _, after = text.partition(": ")
        if after and len(label) < LONGEST_LABEL:
            is_where, is_place = self.senses.words.where(label), self.senses.of(self.senses.words.item(label))
            if is_where or not is_place:
                yield [label, after] if is_where and not is_place else [after]
        parts = [part for part in BETWEEN.split(text) if part.strip(" ()[].")]
        if len(parts) > 1:
            yield parts
        elif len(text) < LONGEST_CODED and len(re.findall(rf"\b{CODE}\b", text)) > 1:
            border = rf"\s+(?={CODE}\b)" if re.match(CODE, text) else r"(?<=\d{3})\)?\s+"
            parts = re.split(border, text)
            if len(parts) > 1 and all(re.search(r"[^\W\d]", part) for part in parts):
                yield parts

    def _with_figure(self, outcome: Outcome) -> Outcome:
        """With a note on the number that was left out."""
        if not self.figures or not outcome.sense.kept or outcome.sense.note:
            return outcome
        figure, kept = self.figures[0].text, outcome.sense.kept[0]
        note = (
            f"« {figure} », à côté de {kept.name}, est lu comme un nombre, pas comme le code d'une commune."
        )
        return replace(outcome, sense=replace(outcome.sense, note=note))


def _with_cedex(cells: list[str]) -> list[str]:
    """« PARIS ; CEDEX 14 », « PARIS CEDEX ; 14 », « PARIS ; 14 ; CEDEX »: one address, in the cell of its city."""
    for at, cell in enumerate(cells):
        if not at or not re.match(r"\s*cedex\b", cell, re.IGNORECASE):
            continue
        city = next((n for n in range(at - 1, -1, -1) if re.search(r"[^\W\d]", cells[n])), None)
        if city is not None:
            cells[city], cells[at] = f"{cells[city]} {shown(cell)}", ""
    for at, cell in enumerate(cells[:-1]):
        if re.search(r"\bcedex\s*$", cell, re.IGNORECASE) and re.fullmatch(r"\s*\d{1,2}\s*", cells[at + 1]):
            cells[at], cells[at + 1] = f"{cell} {shown(cells[at + 1])}", ""
    return cells
