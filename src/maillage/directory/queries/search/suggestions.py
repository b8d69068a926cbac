"""Questions perhaps meant by words typed as a name: « kiné caussade » is a profession and a commune.

A reading that is certain is taken, and said: it explains every word, it is the only one, it finds someone, and loses
nobody who bears the name. The others are offered, and a name that someone bears comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, product, takewhile

from maillage.directory.queries.kinds import KIND_PLURALS
from maillage.directory.queries.people import skills_of
from maillage.directory.queries.search.find import SUBJECTS, Found, What, find
from maillage.directory.queries.search.question import MODES, Question, km_words, place_words
from maillage.directory.queries.search.results import Results, count_words, results_of
from maillage.directory.queries.search.text import read_text
from maillage.directory.queries.search.words import NEAR, SHORTEST_BEGINNING, is_begun, nearly
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.kernel import integer, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.registers import PlaceKind

#: Where nobody is in the commune itself, looked for around it.
WIDER_KM = (10, 30)
#: People among whom one looks for a name without tiring: five pages.
SHORT_LIST = 100
MOST_WAYS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that may have been meant. `found` is None when it was not asked."""

    question: Question
    found: Found | None = None
    shown: What = "people"

    @property
    def what(self) -> What:
        return "places" if self.question.kind else self.shown

    @property
    def needs_commune(self) -> bool:
        """A profession alone: its list would be the whole country."""
        return not (self.question.towns or self.question.words)

    @property
    def leads(self) -> bool:
        """True when someone is there, or may be: nobody asked."""
        return not self.needs_commune and (self.found is None or bool(self.found.hits))

    @property
    def subject(self) -> str:
        """« Masseurs-kinésithérapeutes », « Cardiologie », « Médecins », « Professionnels »."""
        question = self.question
        if question.kind:
            return KIND_PLURALS[PlaceKind(question.kind)]
        if label := skill_label(question):
            return label
        if question.trades:
            return trades_label(question.trades)
        return "Professionnels" if self.what == "people" else "Lieux"

    @property
    def label(self) -> str:
        """« Masseurs-kinésithérapeutes à Caussade (82) », « « martin » à Caussade (82) »."""
        question = self.question
        name = f"« {' '.join(question.words)} »" if question.words else ""
        plain = name and not (question.trades or question.kind)
        who = ", ".join(filter(None, (name, "" if plain else self.subject)))
        if not question.towns:
            return with_no_break_spaces(f"{who}, à {km_words(question.km)} de…" if question.km else who)
        around = f" et dans un rayon de {km_words(question.km)}" if question.km else ""
        return with_no_break_spaces(f"{who} {place_words(question)}{around}")

    @property
    def list_words(self) -> str:
        """« Voir les 48 masseurs-kinésithérapeutes à Caussade (82) et alentour »."""
        where = place_words(self.question) + (" et alentour" if self.question.km else "")
        count = self.total or 0
        if count < 2:
            return with_no_break_spaces(f"Voir la seule réponse {where}, sans ce nom")
        subject = "Professionnels" if self.question.skill else self.subject
        details = filter(None, (self.question.skill and self.subject, MODES.get(self.question.mode)))
        detail = ", ".join(map(_within_a_sentence, details))
        who = f"{integer(count)} {_within_a_sentence(subject)}{f' ({detail})' if detail else ''}"
        return with_no_break_spaces(f"Voir les {who} {where}")

    @property
    def total(self) -> int | None:
        """None when it was not asked."""
        return len(self.found.hits) if self.found else None

    @property
    def count_words(self) -> str:
        return count_words(self.what, self.found) if self.found else ""


def answer(
    question: Question, *, view: str = "", page: int = 1, read: Vintages
) -> tuple[Results, Suggestion | None]:
    """The results, and the reading they answer to when the words typed as a name were certainly not one."""
    results = results_of(question, view=view, page=page, places=read.finess is not None)
    reading = _certain(results, read)
    if reading is None:
        return results, None
    return results_of(reading.question, page=page, places=read.finess is not None), reading


def suggestions(results: Results, read: Vintages) -> tuple[Suggestion, ...]:
    """Questions to offer beside results of words typed as a name.

    When someone bears that name: only what the whole text may mean, unasked, at no cost. When nobody does: those
    that find someone, counted, around the commune where none finds anybody in it; the first, when none does at all.
    """
    question = results.question
    if question.number or not question.words:
        return ()
    text = read_text(question, read.key)
    if results.bears_name:
        return tuple(Suggestion(reading) for reading in text.questions() if not reading.words)
    counted: list[Suggestion] = []
    for named in (True, False) if text.rest else (True,):
        readings = [
            reading for reading in text.questions(wider=True, named=named) if _is_covered(reading, read)
        ]
        counted = [_counted(reading, around=not place) for place, reading in enumerate(readings)]
        if leading := [one for one in counted if one.needs_commune or one.leads]:
            there = {one.question.towns for one in leading if one.question.km == text.km}
            return tuple(
                one for one in leading if one.question.km == text.km or one.question.towns not in there
            )
    return tuple(counted[:1])


def unnamed(results: Results) -> Suggestion | None:
    """The list without the name that nobody bears, when it is short: a name half remembered is known again there."""
    what, question = results.what, results.question
    if results.found.hits or not (question.words and question.towns):
        return None
    wider = replace(question, text="", words=())
    found = find(what, wider)
    return (
        Suggestion(wider, found, shown=what) if not found.more and 0 < len(found.hits) <= SHORT_LIST else None
    )


def ways_out(results: Results) -> tuple[tuple[str, ...], bool]:
    """When nothing was found: names to ask for instead, and whether the name alone, without filters, finds someone.

    Each name leads somewhere under the same filters. A word that nobody bears is replaced by one a letter apart;
    when each word is somebody's, each is offered alone.
    """
    what, question = results.what, results.question
    if results.found.hits or not question.words:
        return (), False
    subject, words = SUBJECTS[what], question.words
    begun = [is_begun(subject.names, word) for word in words]
    offered: list[tuple[str, ...]]
    if all(begun):
        alone = [word for word in words if len(words) > 1 and len(word) >= SHORTEST_BEGINNING]
        offered = [(word,) for word in alone]
    else:
        choices = [
            [word] if begins else nearly(subject.near, word)[:MOST_WAYS] or [""]
            for word, begins in zip(words, begun, strict=True)
        ]
        offered = [tuple(filter(None, names)) for names in islice(product(*choices), MOST_WAYS)]
    leads = [names for names in offered if names and find(what, replace(question, words=names)).hits]
    bare = Question(text=question.text, words=words, beyond_care=True)
    freely = replace(question, km=0) != bare and bool(find(what, bare).hits)
    return tuple(map(" ".join, leads)), freely


def trades_label(keys: Sequence[str]) -> str:
    """« Sages-femmes »; « Médecins » for several professions that begin so."""
    words = zip(*(professions_by_key()[key].plural.split() for key in keys), strict=False)
    return " ".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words))


def skill_label(question: Question) -> str:
    """« Cardiologie »; empty for a code that the profession has not."""
    return (
        dict(skills_of(question.trade, vintage=vintages().key)).get(question.skill, "")
        if question.skill
        else ""
    )


# A reading that is certain


def _certain(results: Results, read: Vintages) -> Suggestion | None:
    question = results.question
    if question.number or not question.words:
        return None
    bearers = [(what, hit.id) for what, found in results.counts.items() for hit in found.hits]
    readings = _of_one_register(read_text(question, read.key).questions(wider=not bearers))
    if len(readings) != 1 or readings[0].words or not readings[0].towns or not _is_covered(readings[0], read):
        return None
    (reading,) = readings
    if bearers and not (reading.trades or reading.kind):
        return None  # a commune's name is someone's too
    counted = _counted(reading, around=not bearers)
    answers = {(counted.what, hit.id) for hit in counted.found.hits} if counted.found else set()
    is_whole = not any(found.more for found in results.counts.values()) and answers.issuperset(bearers)
    return counted if answers and is_whole else None


def _of_one_register(readings: Sequence[Question]) -> Sequence[Question]:
    """« médecin » begins the names of several professions, one for the national file: the reading that is of all."""
    keys = [key for reading in readings for key in reading.trades]
    together = [replace(reading, trades=tuple(keys)) for reading in readings]
    same = len({professions_by_key()[key].rpps for key in keys}) == 1 and all(
        reading == together[0] for reading in together
    )
    return together[:1] if same and trades_label(keys) else readings


def _is_covered(question: Question, read: Vintages) -> bool:
    """True when a file was imported that may answer."""
    return bool(read.finess if question.kind else read.rpps)


def _counted(question: Question, *, around: bool) -> Suggestion:
    """In the commune, else in the smallest ring where someone is; a profession alone is not asked.

    `around`: rings are for the likeliest question, or homonyms would cost as many searches each.
    """
    if (alone := Suggestion(question)).needs_commune:
        return alone
    for km in [question.km, *(km for km in WIDER_KM if around and km > question.km and question.towns)]:
        there = replace(question, km=km)
        found = find(alone.what, there)
        if found.hits and found.hits[0].apart < NEAR:
            break
        found = Found()
    return Suggestion(there, found)


def _within_a_sentence(label: str) -> str:
    """« Cardiologie » → « cardiologie »; « CPTS » is one."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
