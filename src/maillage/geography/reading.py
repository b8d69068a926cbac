"""Read a pasted list of communes: names, INSEE codes, postal codes, columns of a spreadsheet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from maillage.geography.names import Names, search_key
from maillage.geography.records import Commune
from maillage.geography.selection import current_code, listed, shortened, understood
from maillage.kernel import with_no_break_spaces

CELLS = re.compile(r"[,;\t]")
BULLET = re.compile(r"^\s*[-•–*]\s+")
ONLY_CODES = re.compile(r"\s*(?:\d[\dABab]\d{3}\s+)+\d[\dABab]\d{3}\s*")
POSTAL_CODE = re.compile(r"\d{5}")
#: « 82000 Montauban », « Montauban (82) », « Montauban 82121 »
NAME_AND_CODE = re.compile(
    r"(?P<before>\d[\dABab]\d{0,3})\s+(?P<name>\D.*)|(?P<name2>.*?\D)[\s(]+(?P<after>\d[\dABab]\d{0,3})\)?"
)
ARTICLE_LAST = re.compile(r"(?P<name>.+?)\s*\((?P<article>le|la|les|l')\)", re.IGNORECASE)
ARTICLES = ("l", "le", "la", "les")

LONGEST = 80  # characters: the longest name has 45
SUGGESTED = 3  # names offered for one that is not found
SUGGESTIONS_FOR = 5  # items: comparing a name with all others takes time


@dataclass(frozen=True, slots=True)
class Doubt:
    """An item that is not one commune for sure, as typed, and those it may be."""

    text: str
    candidates: tuple[Commune, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a text, and what was not."""

    codes: tuple[str, ...]  # communes in force, each once, in the order of the text
    missing: tuple[Doubt, ...]  # with the nearest names, if any
    ambiguous: tuple[Doubt, ...]
    sentences: tuple[str, ...]  # in French, one for each problem


def read(names: Names, text: str, departement: str | None = None) -> Reading:
    """Read items parted by new lines, commas, semicolons or tabs; `departement` settles homonyms."""
    reader = _Reader(names, departement)
    cells = [cell for line in text.splitlines() for cell in _cells(names, line)]
    reader.codes_are_postal = _are_postal(names, cells)
    found: dict[str, None] = {}
    missing: list[Doubt] = []
    ambiguous: list[Doubt] = []
    for cell in dict.fromkeys(cells):
        communes = reader.meant_by(cell)
        if len(communes) == 1:
            found[communes[0].code] = None
        elif communes:
            ambiguous.append(Doubt(cell, communes))
        else:
            suggestions = reader.nearest(cell) if len(missing) < SUGGESTIONS_FOR else ()
            missing.append(Doubt(cell, suggestions))
    return Reading(
        codes=tuple(found),
        missing=tuple(missing),
        ambiguous=tuple(ambiguous),
        sentences=(*_missing_sentences(missing), *map(_ambiguous_sentence, ambiguous), *reader.notes),
    )


def meanings(
    names: Names, cells: Iterable[str], departement: str | None = None
) -> dict[str, tuple[Commune, ...]]:
    """What each cell of a column may mean: one commune when it is sure, none when it is not found."""
    distinct = list(dict.fromkeys(cells))
    reader = _Reader(names, departement)
    reader.codes_are_postal = _are_postal(names, distinct)
    return {cell: reader.meant_by(" ".join(cell.split())) for cell in distinct}


def _cells(names: Names, line: str) -> Iterator[str]:
    """The items of a line. In a row of a table (a code and its name), the other cells are not communes."""
    cells = [" ".join(BULLET.sub("", cell).split()).strip(" \"«»'’.") for cell in CELLS.split(line)]
    cells = [cell for cell in cells if cell]
    keys = {search_key(cell) for cell in cells}
    for cell in cells:
        commune = names.units.get(cell.upper())
        if commune and search_key(commune.name) in keys:
            yield commune.code
            return
    for cell in cells:
        if ONLY_CODES.fullmatch(cell):
            yield from cell.split()
        else:
            yield cell


def _are_postal(names: Names, cells: list[str]) -> bool:
    """Whether the five-digit codes of a list are postal ones: half of these are also INSEE codes."""
    codes = [cell for cell in cells if POSTAL_CODE.fullmatch(cell)]
    only_insee = any(understood(names, code) and code not in names.by_postal_code for code in codes)
    only_postal = any(code in names.by_postal_code and not understood(names, code) for code in codes)
    return only_postal and not only_insee


class _Reader:
    """What an item of a list may mean, given the rest of the list."""

    def __init__(self, names: Names, departement: str | None) -> None:
        self.names = names
        self.departement = departement
        self.codes_are_postal = False
        self.notes: list[str] = []

    def meant_by(self, cell: str) -> tuple[Commune, ...]:
        """The communes an item may be: one when it is sure, none when it is not found."""
        if len(cell) > LONGEST:
            return ()
        return self._by_code(cell) or self._by_full_name(cell) or self._by_name_and_code(cell)

    def nearest(self, cell: str) -> tuple[Commune, ...]:
        """The communes whose name holds these words, or looks like them."""
        if found := self.names.search(cell, self.departement, SUGGESTED):
            return found
        key = search_key(cell)
        pool = {
            other: here
            for other, communes in self.names.by_key.items()
            if other[:1] == key[:1] and abs(len(other) - len(key)) < 3
            if (here := [c for c in communes if self.departement in {None, c.departement}])
        }
        near = get_close_matches(key, pool, n=SUGGESTED, cutoff=0.75)
        return tuple(commune for match in near for commune in pool[match])[:SUGGESTED]

    def _by_code(self, cell: str) -> tuple[Commune, ...]:
        postal = self._here_first(self.names.by_postal_code.get(cell, ()))
        if postal and self.codes_are_postal:
            return postal
        code = understood(self.names, cell)
        if code is None:
            return postal
        commune = self.names.units[current_code(self.names, code)]
        if code in self.names.retired:
            self._note(f"Le code {code} a été remplacé : {commune.name} ({commune.code}) compte à sa place.")
        elif postal and commune not in postal:
            others = _choices(postal, "et")
            self._note(f"Le code {code} est lu comme code Insee : {commune.name}. Code postal : {others}.")
        return (commune,)

    def _by_full_name(self, cell: str) -> tuple[Commune, ...]:
        """Communes of that name. « Verdun », typed in Tarn-et-Garonne, may also be Verdun-sur-Garonne."""
        communes = self._here_first(self._by_name(cell))
        if not communes or self.departement in {None, communes[0].departement}:
            return communes
        start = f"{search_key(cell)} "
        return (*(commune for key, commune in self._here if key.startswith(start)), *communes)

    @cached_property
    def _here(self) -> list[tuple[str, Commune]]:
        """The communes of the département, each with its search key."""
        here = self.names.by_departement.get(str(self.departement), ())
        return [(self.names.keys[self.names.index[commune.code]], commune) for commune in here]

    def _by_name(self, cell: str) -> tuple[Commune, ...]:
        last = ARTICLE_LAST.fullmatch(cell)
        key = search_key(f"{last['article']} {last['name']}" if last else cell)
        if found := self.names.by_key.get(key):
            return found
        if arrondissement := self.names.arrondissement(key):
            return (arrondissement,)
        with_article = [f"{article} {key}" for article in ARTICLES]
        found = tuple(commune for name in with_article for commune in self.names.by_key.get(name, ()))
        return found or self._by_former_name(cell, key)

    def _by_former_name(self, cell: str, key: str) -> tuple[Commune, ...]:
        communes = self._here_first(self.names.by_former_key.get(key, ()))
        if len(communes) == 1:
            name = f"{communes[0].name} ({communes[0].code})"
            self._note(f"« {cell} » n'est plus une commune seule : {name} compte à sa place.")
        return communes

    def _by_name_and_code(self, cell: str) -> tuple[Commune, ...]:
        both = NAME_AND_CODE.fullmatch(cell)
        if not both:
            return ()
        name, code = both["name"] or both["name2"], (both["before"] or both["after"]).upper()
        name = re.sub(r"\bcedex\b.*", "", name, flags=re.IGNORECASE)
        known = understood(self.names, code)
        codes = {code, current_code(self.names, known)} if known else {code}
        return tuple(
            commune
            for commune in self._by_name(name)
            if not codes.isdisjoint({commune.code, commune.departement, *commune.postal_codes})
        )

    def _here_first(self, communes: tuple[Commune, ...]) -> tuple[Commune, ...]:
        """Among homonyms, those of the département asked for, if any."""
        return tuple(commune for commune in communes if commune.departement == self.departement) or communes

    def _note(self, sentence: str) -> None:
        self.notes.append(with_no_break_spaces(sentence))


def _missing_sentences(missing: list[Doubt]) -> Iterator[str]:
    yield from map(_missing_sentence, missing[:SUGGESTIONS_FOR])
    if rest := [doubt.text for doubt in missing[SUGGESTIONS_FOR:]]:
        yield with_no_break_spaces(f"Nous ne trouvons pas non plus : {listed(rest)}.")


def _missing_sentence(doubt: Doubt) -> str:
    typed = f"« {shortened(doubt.text)} »"
    if re.fullmatch(r"\d[\dABab]\d{2,3}", doubt.text):
        text = (
            f"La commune {doubt.text} n'existe pas (ou plus). Vérifiez le code, ou cherchez-la par son nom."
        )
    elif doubt.candidates:
        choices = _choices(doubt.candidates, "ou")
        text = f"Nous ne trouvons pas {typed}. Vouliez-vous dire {choices} ?"
    else:
        text = f"Nous ne trouvons pas {typed}. Vérifiez l'orthographe, ou donnez le code Insee."
    return with_no_break_spaces(text)


def _ambiguous_sentence(doubt: Doubt) -> str:
    choices = _choices(doubt.candidates, "et")
    return with_no_break_spaces(
        f"Plusieurs communes répondent à « {shortened(doubt.text)} » : choisissez entre {choices}."
    )


def _choices(communes: tuple[Commune, ...], last: str) -> str:
    return listed([f"{commune.name} ({commune.code})" for commune in communes], last)
