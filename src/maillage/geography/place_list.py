"""Read a list of communes: a paste, a file, rows of a table; every line gets an answer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maillage.geography.names import Names, search_key
from maillage.geography.place_answers import PlaceRow, Reading, Report
from maillage.geography.place_lines import Line, left_out, lines_of
from maillage.geography.place_names import Sense, choices_of
from maillage.geography.place_row import ORDINAL, Outcome, Row
from maillage.geography.place_senses import Codes, Senses
from maillage.geography.place_titles import PlaceColumn, columns_of
from maillage.geography.place_words import BETWEEN, Words, is_numbered, shown
from maillage.geography.records import Commune
from maillage.geography.selection import listed, shortened

PLAIN = 3  # codes that only INSEE has: the list is one of INSEE codes, and it need not be said of each
SMALL = re.compile(r"\d{1,2}")


def read(names: Names, text: str, departement: str | None = None) -> Reading:
    """Read a text, line by line; `departement` settles homonyms."""
    return _Reader(names, departement).read(lines_of(names, text))


def read_rows(
    names: Names,
    rows: Iterable[Sequence[str]],
    titles: Sequence[str] = (),
    departement: str | None = None,
) -> tuple[PlaceRow, ...]:
    """One answer for each row of a table, in order, numbered from 1; `titles` name its columns."""
    columns = columns_of(titles)
    lines = [
        Line(
            number,
            " ".join(filter(None, map(shown, cells))),
            tuple(cells),
            is_table=len(cells) > 1,
            columns=columns,
            is_titled=bool(columns),
        )
        for number, cells in enumerate(rows, 1)
    ]
    return _Reader(names, departement).read(list(left_out(lines))).rows


def meanings(
    names: Names, cells: Iterable[str], departement: str | None = None
) -> dict[str, tuple[Commune, ...]]:
    """Meanings of each cell of a column: one commune when it is sure, none when it is not found."""
    distinct = list(dict.fromkeys(cells))
    if not distinct:
        return {}
    reader = _Reader(names, departement)
    found = reader.outcomes([Line(0, cell, (cell,), is_table=False) for cell in distinct])
    return {cell: _places(outcomes) for cell, outcomes in zip(distinct, found, strict=True)}


def _places(outcomes: Sequence[Outcome]) -> tuple[Commune, ...]:
    """Places of a cell that holds one item; a single one that is not sure is not given."""
    if len(outcomes) != 1:
        return ()
    (sense,) = (outcome.sense for outcome in outcomes)
    return sense.kept or (sense.choices if len(sense.choices) > 1 else ())


class _Reader:
    """Reads lines one beside the others: what some say settles the others."""

    def __init__(self, names: Names, departement: str | None) -> None:
        self.names = names
        self.departement = departement
        self.words = Words(names)
        self.senses = Senses(names, self.words, departement)
        self.notes: list[str] = []
        self._is_titled = False
        self._sure: frozenset[str] = frozenset()  # départements of what no figure could be

    def read(self, lines: list[Line]) -> Reading:
        outcomes = self._settled(self.outcomes(lines))
        report = Report(self.senses, self.notes)
        for line, found in zip(lines, outcomes, strict=True):
            report.add(line.number, line.given, found, silent=line.silent)
        return report.reading()

    def outcomes(self, lines: list[Line]) -> list[list[Outcome]]:
        """For each line, what it holds; nothing for a line of titles."""
        numbered = is_numbered(line.given for line in lines if not line.silent)
        lines = self._with_columns(lines)
        rows = [
            Row(self.senses, line.cells, line.columns, is_table=line.is_table, numbered=numbered)
            for line in lines
        ]
        self.senses.codes = self._kind_of_codes(lines, rows)
        self._is_titled = any(line.is_titled for line in lines)
        self.senses.is_titled = self._is_titled and self.senses.codes is not Codes.POSTAL
        found = [[] if line.silent else row.outcomes() for line, row in zip(lines, rows, strict=True)]
        self._doubt_numbers(lines, found)
        self._doubt_left_out(lines, found)
        self._find_arrondissements(found)
        return found

    # — the other lines

    @staticmethod
    def _doubt_left_out(lines: Sequence[Line], found: list[list[Outcome]]) -> None:
        """« Communes non retenues : Albias »: it may be there by mistake, it is asked."""
        for rank, line in enumerate(lines):
            if line.left_out:
                asked = f"est sous « {shortened(line.left_out)} »"
                found[rank] = [
                    replace(
                        each,
                        sense=Sense(
                            choices=each.sense.places,
                            question=f"« {shortened(each.text)} » {asked} : {choices_of(each.sense.places, 'ou')}, à prendre ?",
                        ),
                    )
                    if each.sense
                    else each
                    for each in found[rank]
                ]

    def _find_arrondissements(self, found: list[list[Outcome]]) -> None:
        """« 13e » by itself: of the cities that other lines name, else of that of the département; it is asked."""
        alone = [
            (rank, at)
            for rank, outcomes in enumerate(found)
            for at, each in enumerate(outcomes)
            if not each.sense and ORDINAL.fullmatch(search_key(each.text))
        ]
        if not alone:
            return
        kept = {
            place.city or place.code for outcomes in found for each in outcomes for place in each.sense.kept
        }
        cities = [self.names.units[code] for code in self.names.cities if code in kept] or [
            city
            for city in map(self.names.units.__getitem__, self.names.cities)
            if city.departement == self.departement
        ]
        for rank, at in alone:
            outcome = found[rank][at]
            key = search_key(outcome.text)
            may_be = (self.names.arrondissement(f"{city.name.casefold()} {key}") for city in cities)
            found[rank][at] = replace(outcome, sense=Sense(choices=tuple(filter(None, may_be))))

    def _doubt_numbers(self, lines: Sequence[Line], found: list[list[Outcome]]) -> None:
        """« Marseille ; 13 » above « Marseille ; 11 », which nothing names: arrondissements, or the whole city? That is asked."""
        columns: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
        for rank, (line, outcomes) in enumerate(zip(lines, found, strict=True)):
            kept = outcomes[0].sense.kept if len(outcomes) == 1 else ()
            if line.is_titled or len(kept) != 1 or kept[0].code not in self.names.cities:
                continue
            for at, cell in enumerate(line.cells):
                if SMALL.fullmatch(shown(cell)):
                    columns[kept[0].code, at][rank] = int(shown(cell))
        for (code, _), numbers in columns.items():
            city, parts = self.names.units[code], self.names.cities[code]
            may_be = range(1, len(parts) + 1)
            if len(set(numbers.values())) == 1 or not all(
                number in may_be or number == int(city.departement) for number in numbers.values()
            ):
                continue
            for rank, number in numbers.items():
                if number in may_be:
                    text = " ".join(filter(None, map(shown, lines[rank].cells)))
                    choices = (self.names.units[parts[number - 1]], city)
                    found[rank] = [replace(found[rank][0], text=text, sense=Sense(choices=choices))]

    def _with_columns(self, lines: list[Line]) -> list[Line]:
        """Lines whose columns nothing names, with those that show to be figures, or no commune at all."""
        by_width: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if line.is_bare:
                by_width[len(line.cells)].append(line)
        kinds = {
            width: self._shown(group) for width, group in by_width.items() if width > 1 and len(group) > 1
        }
        return [
            replace(line, columns=kinds.get(len(line.cells), ())) if line.is_bare else line for line in lines
        ]

    def _shown(self, lines: Sequence[Line]) -> tuple[PlaceColumn, ...]:
        cells = [
            [cell for cell in column if shown(cell)]
            for column in zip(*(line.cells for line in lines), strict=True)
        ]
        kinds = [self._kind_of_column(column) for column in cells]
        silent = [
            kind is PlaceColumn.PLACE and not self._names_any(column)
            for kind, column in zip(kinds, cells, strict=True)
        ]
        if all(silent) or PlaceColumn.PLACE not in kinds:
            return tuple(kinds)
        for at, column in enumerate(cells):
            if silent[at] and column:
                kinds[at] = PlaceColumn.OTHER
                words = listed([f"« {shown(cell)} »" for cell in dict.fromkeys(column)][:3])
                self.notes.append(f"Une colonne ne nomme aucune commune, elle est laissée de côté : {words}.")
        return tuple(kinds)

    def _names_any(self, cells: Sequence[str]) -> bool:
        """Whether a cell of a column is a commune, or a code."""
        items = [self.words.item(part) for cell in cells for part in (cell, *BETWEEN.split(cell)[:2])]
        return any(item.codes or item.figure or self.senses.of(item) for item in items)

    def _kind_of_column(self, cells: Sequence[str]) -> PlaceColumn:
        """Other when a number is the code of nothing, where when all are names of départements, part when all are « 13e »."""
        if cells and all(ORDINAL.fullmatch(search_key(cell)) for cell in cells):
            return PlaceColumn.PART
        items = [self.words.item(cell) for cell in cells]
        numbers = [item for item in items if item.figure or (item.codes and not item.name)]
        for item in numbers:
            if item.is_where or item.is_cedex:
                continue
            if item.figure or not (self.senses.insee(item.codes[0]) or self.senses.postal(item.codes[0])):
                return PlaceColumn.OTHER if len(numbers) == len(items) else PlaceColumn.PLACE
        named = len(cells) > 1 and not numbers and all(map(self.words.where, cells))
        return PlaceColumn.WHERE if named and not all(map(self.senses.of, items)) else PlaceColumn.PLACE

    def _kind_of_codes(self, lines: Sequence[Line], rows: Sequence[Row]) -> Codes:
        """Whether five-digit codes are INSEE's or the post's: half of these are both."""
        if any(PlaceColumn.INSEE in line.columns for line in lines):
            self.senses.is_plain = True
            return Codes.SAID_INSEE
        if any(PlaceColumn.POSTAL in line.columns for line in lines):
            return Codes.POSTAL
        seen = Counter(kind for row in rows for kind in self._kinds(row))
        if len(seen) != 1:
            return Codes.UNKNOWN
        ((kind, count),) = seen.items()
        self.senses.is_plain = kind is Codes.INSEE and count >= PLAIN
        return kind

    def _kinds(self, row: Row) -> Iterator[Codes]:
        names = [item.name for item in row.items if item.name]
        for code in (code for item in row.items for code in item.codes):
            insee, postal = self.senses.insee(code), self.senses.postal(code)
            agreed = next(filter(None, (self.senses.agreed(name, code).kept for name in names)), ())
            if names and not agreed:
                continue  # it may be a figure
            meant = agreed or tuple(filter(None, (insee, *postal)))
            is_insee, is_postal = insee in meant, not set(meant).isdisjoint(postal)
            if is_insee != is_postal:
                yield Codes.INSEE if is_insee else Codes.POSTAL

    def _settled(self, found: list[list[Outcome]]) -> list[list[Outcome]]:
        """Homonyms settled by the département that all other items have."""
        kept = [outcome.sense.kept for outcomes in found for outcome in outcomes if outcome.sense.kept]
        counts = Counter(departement for places in kept for departement in _departements(places))
        self._sure = _departements(
            place
            for outcomes in found
            for outcome in outcomes
            if not outcome.item.is_like_figure
            for place in outcome.sense.kept
        )
        return [[self._among(outcome, counts, len(kept)) for outcome in outcomes] for outcomes in found]

    def _among(self, outcome: Outcome, counts: Counter[str], kept: int) -> Outcome:
        own = _departements(outcome.sense.kept)
        is_doubtful = outcome.item.is_like_figure and not self._is_titled
        if is_doubtful and own and self._sure and own.isdisjoint(self._sure):
            return replace(outcome, sense=Sense(choices=outcome.sense.kept))
        there = [code for code in counts if counts[code] > (code in own)]
        if len(there) != 1:
            return outcome
        (departement,) = there
        sense = outcome.sense
        is_heading = self.words.where(outcome.text) == frozenset({departement}) and departement not in own
        if is_heading and sense.kept and len(counts) - len(own) == 1:
            return replace(outcome, sense=Sense(choices=sense.kept))  # « Vienne », above communes of Vienne
        here = tuple(place for place in sense.choices if place.departement == departement)
        if len(sense.choices) > 1 and len(here) == 1:
            name = self.names.departements[departement].name
            note = (
                f"« {shortened(outcome.text)} » est lu {here[0].name} ({here[0].code}) : "
                f"toutes vos autres communes sont dans le département {departement} ({name})."
            )
            return replace(outcome, sense=Sense(kept=here, note=note))
        return self._doubted(outcome, departement) if kept > 2 else outcome

    def _doubted(self, outcome: Outcome, departement: str) -> Outcome:
        """A name found far away, when a longer one begins so where all the others are: that is asked."""
        item, kept = outcome.item, outcome.sense.kept
        if not item.name or item.codes or item.departements or not kept or self.departement:
            return outcome
        if kept[0].departement == departement or kept[0].city:
            return outcome
        begun = self.senses.begun(item.name, self.names.by_departement[departement])
        return replace(outcome, sense=Sense(choices=(*begun, *kept))) if begun else outcome


def _departements(places: Iterable[Commune]) -> frozenset[str]:
    return frozenset(place.departement for place in places)
