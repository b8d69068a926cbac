"""Reading surveys: who may still answer, and what all answers amount to, never one by one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from maillage import legislation
from maillage.geography import atlas
from maillage.kernel import date_in_french, folded, plural, with_no_break_spaces
from maillage.links.models import Link
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.surveys.models import Survey, SurveyAnswer, SurveyReply
from maillage.surveys.queries.disclosure import SMALLEST, countable, too_small
from maillage.surveys.queries.questionnaires import Question, Questionnaire, questionnaires
from maillage.ui.types import Column, Share, Table

#: The commune of whoever answers, when it is not one of the territory.
ELSEWHERE = "autre"
MERGED_PROFESSIONS = "Autres professions (effectif trop petit)"
MERGED_COMMUNES = "Autres communes (effectif trop petit)"
UNSAID = "Non précisée"
BLANK = "Sans réponse"
TOGETHER = "Ensemble"
BY_PROFESSION, BY_COMMUNE = "par profession", "par commune"
#: What `too_small` wants before it lets one group be read beside the others.
APART = "cinq réponses d’un même groupe et cinq des autres"


@dataclass(frozen=True, slots=True)
class Row:
    """How many people of a group chose each answer; `size` is how many they are."""

    label: str
    size: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A free text. `handle` names it without saying when it came, nor with which others."""

    handle: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a question received. `labels` are its choices; `groups` are empty when none may be told apart."""

    question: Question
    labels: tuple[str, ...] = ()
    total: Row = Row(TOGETHER, 0, ())
    groups: tuple[Row, ...] = ()
    words: tuple[Words, ...] = ()
    held: tuple[Words, ...] = ()  # they seem to name someone: read by who may edit, then shown

    @property
    def table(self) -> Table:
        """Each choice, with its count and its share of those who answered the survey."""
        lines = zip(self.labels, self.total.counts, strict=True)
        return Table(
            caption=self.question.text,
            columns=COUNTED,
            rows=[(label, count, share(count, self.total.size)) for label, count in lines],
        )

    @property
    def by_profession(self) -> Table | None:
        if not self.groups:
            return None
        return Table(
            caption=f"{self.question.text} Par profession",
            columns=(
                Column("Profession"),
                Column("Réponses", number=True),
                *(Column(label, number=True) for label in self.labels),
            ),
            rows=[_in_cells(row) for row in self.groups],
            total=_in_cells(self.total),
        )


COUNTED = (Column("Réponse"), Column("Nombre", number=True), Column("Part", number=True))


def share(count: int, size: int) -> str:
    return Share(round(100 * count / size)) if size else ""


def _in_cells(row: Row) -> tuple[str | int, ...]:
    """« 12 (40 %) », counts first: the page sorts by them."""
    shares = (f"{count} ({share(count, row.size)})" for count in row.counts)
    return (row.label, row.size, *shares)


@dataclass(frozen=True)
class SurveySummary:
    """A survey as anyone of its structure may read it on a day."""

    survey: Survey
    questionnaire: Questionnaire
    on: date
    received: int

    @property
    def title(self) -> str:
        about = self.survey.about
        return (
            with_no_break_spaces(f"{self.questionnaire.title} : {about}")
            if about
            else self.questionnaire.title
        )

    @property
    def public(self) -> str:
        return self.survey.get_public_display()

    @property
    def is_open(self) -> bool:
        return self.survey.is_open(on=self.on)

    @property
    def counted(self) -> int:
        """How many answers the tables hold."""
        return countable(self.received, is_open=self.is_open)

    @property
    def dates(self) -> str:
        """« ouverte le 2 mars 2026, fermée le 30 avril 2026 »."""
        opened = f"ouverte le {date_in_french(self.survey.opened_on)}"
        if self.survey.closed_on is None:
            return opened
        ends = "ferme" if self.is_open else "fermée"
        return f"{opened}, {ends} le {date_in_french(self.survey.closed_on)}"

    @property
    def source(self) -> str:
        said = f"enquête « {self.title} » ({self.public.lower()}), {self.dates}, {plural(self.counted, 'réponse')}"
        return with_no_break_spaces(said)

    @property
    def counting(self) -> str:
        """How many answers came, how many the tables hold, and why not all."""
        received = plural(self.received, "réponse reçue", "réponses reçues")
        if self.is_open:
            counted = "les résultats viennent à la fermeture : lus plus tôt, ils trahiraient ceux qui viennent de répondre"
        elif self.counted:
            counted = "toutes comptées dans les tableaux"
        else:
            counted = "aucune n’est comptée : il en faut cinq au moins, pour que personne ne soit reconnu"
        return with_no_break_spaces(f"{received}, {counted}.")

    @property
    def closing(self) -> str:
        """What closing for good would give today, told from how many answered alone: whether their professions or
        their texts suffice would say, from one reading to the next, what the last of them answered."""
        said = "Plus personne ne pourra répondre, et une enquête fermée ne se rouvre pas. "
        said += f"Fermée avec {plural(self.received, 'réponse')}, elle "
        if self.received < SMALLEST:
            said += "ne montrera rien, ni comptes ni textes, jamais : il en faut cinq."
            return with_no_break_spaces(f"{said} Gardez-la ouverte et faites circuler son lien.")
        if not self._groups:
            said += "les comptera toutes."
        elif self.received < 2 * SMALLEST:
            said += f"les comptera toutes, sans aucun détail {' ni '.join(self._groups)} : il en faut dix."
        else:
            said += (
                f"les comptera toutes ; le détail {' et '.join(self._groups)} ne viendra que s’il y a {APART} "
                "(le dire plus tôt trahirait ceux qui viennent de répondre)."
            )
        said += " Des textes libres, s’ils sont moins de cinq, ne seront jamais lus."
        return with_no_break_spaces(f"{said} Dans le doute, gardez-la ouverte.")

    @property
    def detail(self) -> str:
        """Why professions and communes have no row of their own; empty when they have, or before the closing."""
        tables = {BY_PROFESSION: self.professions, BY_COMMUNE: self.communes}
        missing = [name for name in self._groups if tables[name] is None]
        if not missing or self.is_open:
            return ""
        said = f"Pas de détail {' ni '.join(missing)} : il faudrait {APART}, pour qu’aucune soustraction "
        return with_no_break_spaces(f"{said}ne fasse reconnaître quelqu’un.")

    @property
    def _groups(self) -> tuple[str, ...]:
        asked = {BY_PROFESSION: self.questionnaire.asks_profession, BY_COMMUNE: self.questionnaire.commune}
        return tuple(group for group, is_asked in asked.items() if is_asked)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Every question in order; none as long as no answer can be counted."""
        return tuple(self._results()) if self.counted else ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """One per question that has choices; `source` is that of all of them."""
        return tuple(result.table for result in self.results if result.question.choices)

    @cached_property
    def professions(self) -> Table | None:
        """Who answered, once nobody else will."""
        if not self.questionnaire.asks_profession:
            return None
        return self._origins("profession", "Profession", _profession_name, MERGED_PROFESSIONS)

    @cached_property
    def communes(self) -> Table | None:
        if not self.questionnaire.commune:
            return None
        return self._origins("commune", "Commune", _commune_name, MERGED_COMMUNES)

    def _sizes(self, field: str) -> dict[str, int]:
        return dict(self._grouped(field))

    def _grouped(self, field: str) -> QuerySet[SurveyAnswer, tuple[str, int]]:
        return self.survey.answers.order_by().values_list(field).annotate(people=Count("pk"))

    def _origins(self, field: str, label: str, name: Callable[[str], str], merged: str) -> Table | None:
        """How many answered from each group; None as long as a row could tell who has just answered."""
        if not self.counted:
            return None
        sizes = {key: Row(name(key), size, ()) for key, size in self._sizes(field).items()}
        rows = publishable(sizes, merged)
        if not rows:
            return None
        return Table(
            caption=f"{label} de ceux qui ont répondu",
            columns=(Column(label), *COUNTED[1:]),
            rows=[(row.label, row.size, share(row.size, self.counted)) for row in rows],
        )

    def _results(self) -> Iterator[Result]:
        replies = SurveyReply.objects.filter(answer__survey=self.survey).order_by()
        chosen, texts = replies.exclude(choice=""), replies.exclude(words="")
        by_choice = chosen.values_list("question", "choice", "answer__profession").annotate(Count("answer"))
        asked = chosen.values_list("question", "answer__profession")
        by_question = asked.annotate(Count("answer", distinct=True))
        sizes, words = self._grouped("profession"), texts.values_list("question", "pk", "words", "held")
        together(by_choice, by_question, sizes, words)
        tally = Tally(
            sizes=dict(sizes),
            ticks={tuple(key): people for *key, people in by_choice},
            replied={tuple(key): people for *key, people in by_question},
        )
        for question in self.questionnaire.questions:
            if question.choices:
                yield tally.result(question, apart=self.questionnaire.asks_profession)
            else:
                shown, held = words_of(told for key, *told in words if key == question.key)
                yield Result(question, words=shown, held=held)


@dataclass(frozen=True, slots=True)
class Tally:
    """What answers amount to. `sizes`: people by profession; `ticks`: by question, choice and profession;
    `replied`: people by question and profession."""

    sizes: Mapping[str, int]
    ticks: Mapping[tuple[str, ...], int]
    replied: Mapping[tuple[str, ...], int]

    def result(self, question: Question, *, apart: bool) -> Result:
        labels = tuple(question.choices.values())
        if sum(self.sizes.values()) > sum(self.replied.get((question.key, key), 0) for key in self.sizes):
            labels = (*labels, BLANK)
        rows = {key: self._row(question, key, width=len(labels)) for key in self.sizes}
        groups = publishable(rows, MERGED_PROFESSIONS) if apart else []
        total = _sum(TOGETHER, rows.values())
        return Result(question, labels, total, tuple(groups) if len(groups) > 1 else ())

    def _row(self, question: Question, profession: str, *, width: int) -> Row:
        size = self.sizes[profession]
        chosen = [self.ticks.get((question.key, choice, profession), 0) for choice in question.choices]
        blank = size - self.replied.get((question.key, profession), 0)
        return Row(_profession_name(profession), size, (*chosen, blank)[:width])


def publishable(rows: Mapping[str, Row], merged: str) -> list[Row]:
    """The rows that may be shown apart, the largest first, then those too small, as one; none when all are."""
    hidden = too_small({key: row.size for key, row in rows.items()})
    apart = [row for key, row in rows.items() if row.size and key not in hidden]
    if not apart or not hidden:
        return sorted(apart, key=_largest_first)
    return [*sorted(apart, key=_largest_first), _sum(merged, [rows[key] for key in hidden])]


def _largest_first(row: Row) -> tuple[int, str]:
    return -row.size, folded(row.label)


def _sum(label: str, rows: Iterable[Row]) -> Row:
    kept = list(rows)
    counts = tuple(map(sum, zip(*(row.counts for row in kept), strict=True)))
    return Row(label, sum(row.size for row in kept), counts)


def words_of(found: Iterable[Sequence[Any]]) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The free texts of a question (number, words, whether held back), those to show and those to read first, in an order
    that is always the same and says nothing of when they came; none when there are too few to hide among."""
    texts = sorted((handle_of(pk), words, held) for pk, words, held in found)
    if len(texts) < SMALLEST:
        return (), ()
    shown = tuple(Words(handle, words) for handle, words, held in texts if not held)
    held_back = tuple(Words(handle, words) for handle, words, held in texts if held)
    return shown if len(shown) >= SMALLEST else (), held_back


def handle_of(pk: int) -> str:
    return salted_hmac("maillage.surveys.words", str(pk)).hexdigest()[:20]


def _profession_name(key: str) -> str:
    known = {key: profession.label for key, profession in legislation.professions_by_key().items()}
    return known.get(key, key) or UNSAID


def _commune_name(code: str) -> str:
    if code == ELSEWHERE:
        return "Une autre commune"
    try:
        return atlas().commune(code).name if code else UNSAID
    except KeyError:  # the code is older than the geography now installed
        return code


# Which surveys


def summary_of(survey: Survey, *, on: date) -> SurveySummary:
    return SurveySummary(survey, questionnaires()[survey.questionnaire], on, survey.answers.count())


def surveys_of_territory(structure: Structure, *, on: date) -> list[SurveySummary]:
    """Those that say something of the territory: not what people think of an evening."""
    return [each for each in survey_tables(structure, on=on) if not each.survey.about]


def survey_tables(structure: Structure, *, on: date) -> list[SurveySummary]:
    """Every survey of a structure, those still open first, then the last closed; each with its tables."""
    surveys = (
        structure.surveys.select_related("link")
        .annotate(received=Count("answers"))
        .order_by("-opened_on", "-pk")
    )
    summaries = [
        SurveySummary(each, questionnaires()[each.questionnaire], on, each.received) for each in surveys
    ]
    return sorted(summaries, key=lambda summary: not summary.is_open)


def survey_of(link: Link) -> Survey | None:
    """The survey behind a link, even typed in capitals; None when no survey has it now."""
    found = Survey.objects.select_related("structure__territory", "link").prefetch_related(
        "structure__territory__communes"
    )
    return found.filter(link=link).first()


def counts_in_rows(summary: SurveySummary) -> Iterator[tuple[str | int, ...]]:
    """For a spreadsheet: (question, group, people in the group, choice, people who chose it)."""
    yield ("Question", "Groupe", "Réponses du groupe", "Choix", "Nombre")
    for result in summary.results:
        for row in (result.total, *result.groups):
            for label, count in zip(result.labels, row.counts, strict=True):
                yield (result.question.text, row.label, row.size, label, count)
