"""What is answered to a list of communes: a row for each line, and sentences in French."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maillage.geography.place_names import choices_of
from maillage.geography.place_row import Outcome
from maillage.geography.place_senses import Senses
from maillage.geography.place_words import CODE
from maillage.geography.records import Commune
from maillage.geography.selection import listed, shortened
from maillage.kernel import with_no_break_spaces

SUGGESTIONS_FOR = 5  # items: comparing a name with all others takes time
ONE_CODE = re.compile(r"\d[\dABab]\d{2,3}")
OLD_NAMES = "Si c'est un ancien nom, donnez le code Insee : nos sources ne les ont pas tous."


@dataclass(frozen=True, slots=True)
class Doubt:
    """An item that is not one commune for sure, as typed, and those it may be."""

    text: str
    candidates: tuple[Commune, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The answer to one line: codes kept, or a French sentence that says why none is, or both."""

    line: int  # from 1, as in the file
    given: str
    kept: tuple[str, ...]  # units in force
    why: str = ""
    candidates: tuple[str, ...] = ()  # codes to choose from, or the nearest ones
    partial: bool = False  # something else of the line is no commune for sure
    apart: bool = False  # titles or a total: it names no commune

    def as_json(self) -> dict[str, object]:
        return {"line": self.line, "given": self.given, "kept": list(self.kept), "why": self.why}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was understood, and what was not."""

    codes: tuple[str, ...]  # units in force, each once, in the order of the text
    missing: tuple[Doubt, ...]  # with the nearest names, if any
    ambiguous: tuple[Doubt, ...]
    sentences: tuple[str, ...]  # in French, one for each problem
    rows: tuple[PlaceRow, ...] = ()  # one for each line that is not blank
    remarks: tuple[str, ...] = ()  # the sentences that no choice among candidates answers


class Report:
    """Gathers the answers to lines, in French."""

    def __init__(self, senses: Senses, notes: Iterable[str]) -> None:
        self.senses = senses
        self.codes: dict[str, None] = {}
        self.missing: dict[str, tuple[Commune, ...]] = {}
        self.ambiguous: dict[str, tuple[Commune, ...]] = {}
        self.questions: dict[str, str] = {}  # those asked of an item in their own words
        self.notes = dict.fromkeys(map(with_no_break_spaces, notes))
        self.rows: list[PlaceRow] = []

    def add(self, number: int, given: str, outcomes: Sequence[Outcome], *, silent: str = "") -> None:
        """The answer to a line, as it was given; `silent` says why nothing was read in it."""
        if silent:
            self.rows.append(PlaceRow(number, given, (), silent, apart=True))
            return
        whys: dict[str, None] = {}
        candidates: dict[str, None] = {}
        kept: dict[str, None] = {}
        for outcome in outcomes:
            kept |= dict.fromkeys(place.code for place in outcome.sense.kept)
            sentence, places = self._answer(outcome)
            if sentence:
                whys[with_no_break_spaces(sentence)] = None
            candidates |= dict.fromkeys(place.code for place in places)
        self.codes |= kept
        partial = bool(kept) and not all(outcome.sense.kept for outcome in outcomes)
        why = " ".join(whys)
        self.rows.append(PlaceRow(number, given, tuple(kept), why, tuple(candidates), partial))

    def _answer(self, outcome: Outcome) -> tuple[str, tuple[Commune, ...]]:
        sense, text = outcome.sense, outcome.text
        if sense.kept:
            if sense.note:
                self.notes[with_no_break_spaces(sense.note)] = None
            return sense.note, ()
        if sense.question:
            self.questions[text] = sense.question
        if len(sense.choices) > 1:
            self.ambiguous[text] = sense.choices
            return self._ambiguous_sentence(text, sense.choices), sense.choices
        if text not in self.missing:
            can_compare = len(self.missing) < SUGGESTIONS_FOR and not sense.choices
            can_compare &= not (outcome.item.is_cedex or self._is_larger(text) or ONE_CODE.fullmatch(text))
            nearest = self.senses.nearest(outcome.item.name or text) if can_compare else ()
            self.missing[text] = sense.choices or nearest
        return self._missing_sentence(text, self.missing[text]), self.missing[text]

    def _is_larger(self, text: str) -> bool:
        return self.senses.words.where(text) is not None or self.senses.words.is_epci(text)

    def _missing_sentence(self, text: str, places: Sequence[Commune]) -> str:
        if text in self.questions:
            return self.questions[text]
        if not self._is_larger(text):
            return _missing_sentence(text, places)
        kind = "une intercommunalité" if self.senses.words.is_epci(text) else "un département ou une région"
        return f"« {shortened(text)} » est {kind} : donnez ses communes, ou prenez tout dans la liste."

    def _ambiguous_sentence(self, text: str, places: Sequence[Commune]) -> str:
        if text in self.questions:
            return self.questions[text]
        choices = choices_of(places, "et")
        return f"Plusieurs communes répondent à « {shortened(text)} » : choisissez entre {choices}."

    def _missing_sentences(self, missing: dict[str, tuple[Commune, ...]]) -> Iterator[str]:
        pairs = list(missing.items())
        for text, places in pairs[:SUGGESTIONS_FOR]:
            yield with_no_break_spaces(self._missing_sentence(text, places))
        if rest := [text for text, _ in pairs[SUGGESTIONS_FOR:]]:
            yield with_no_break_spaces(f"Nous ne trouvons pas non plus : {listed(rest)}.")

    def reading(self) -> Reading:
        missing = {text: places for text, places in self.missing.items() if text not in self.ambiguous}
        lost = {text: places for text, places in missing.items() if not places}
        return Reading(
            codes=tuple(self.codes),
            missing=tuple(Doubt(*pair) for pair in missing.items()),
            ambiguous=tuple(Doubt(*pair) for pair in self.ambiguous.items()),
            sentences=(
                *self._missing_sentences(missing),
                *(with_no_break_spaces(self._ambiguous_sentence(*pair)) for pair in self.ambiguous.items()),
                *self.notes,
            ),
            rows=tuple(self.rows),
            remarks=(*self._missing_sentences(lost), *self.notes),
        )


def _missing_sentence(text: str, places: Sequence[Commune]) -> str:
    typed = f"« {shortened(text)} »"
    if ONE_CODE.fullmatch(text) and not places:
        return f"La commune {text} n'existe pas (ou plus). Vérifiez le code, ou cherchez-la par son nom."
    if places:
        way_out = f"Vouliez-vous dire {choices_of(places, 'ou')} ?"
    else:
        way_out = "Vérifiez le nom et le code." if re.search(CODE, text) else "Vérifiez l'orthographe."
    is_name = not re.search(r"\d", text)
    return f"Nous ne trouvons pas {typed}. {way_out}{f' {OLD_NAMES}' if is_name else ''}"
