"""Opening a survey, answering it, closing it. Nothing of who answers is kept but what they chose to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput, date_in_french, plural
from maillage.links.models import Link
from maillage.links.services import open_link, renew
from maillage.structures.models import Structure
from maillage.surveys.models import Survey, SurveyAnswer, SurveyReply
from maillage.surveys.queries.questionnaires import Question, questionnaires
from maillage.surveys.queries.results import ELSEWHERE, SurveySummary, Words, handle_of
from maillage.surveys.rules import naming

#: Of its links, for whoever opens them.
PURPOSE = "enquete"
LONGEST = 1_000  # characters of a free text


class SurveyClosed(BadInput):
    """Its link takes no answer any more."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one person sent. `chosen`: keys of choices by key of question; `words`: free texts likewise."""

    profession: str = ""
    commune: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def open_survey(
    structure: Structure,
    questionnaire: str,
    *,
    asked_by: str,
    by: User,
    on: date,
    closed_on: date | None = None,
    about: str = "",
) -> Survey:
    """Open a ready questionnaire, at a new link; one at a time for a public, or for what it is `about`. Raises BadInput."""
    known = questionnaires().get(questionnaire)
    if known is None or known.is_about_something != bool(about):
        raise BadInput("Ce questionnaire n’existe pas. Choisissez-en un dans la liste.")
    _refuse_the_past(closed_on, on)
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    before = structure.surveys.filter(questionnaire=questionnaire)
    if not about and any(survey.is_open(on=on) for survey in before):
        raise BadInput("Cette enquête est déjà ouverte. Fermez-la avant d’en ouvrir une autre.")
    public = known.public
    survey = Survey.objects.create(
        structure=structure,
        link=open_link(PURPOSE),
        questionnaire=questionnaire,
        public=public,
        about=about,
        asked_by=asked_by,
        opened_on=on,
        opened_by=by,
        closed_on=closed_on,
    )
    record(f"Enquête ouverte : {about or public.label}.", by=by.pk, subject=structure.pk)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: User, on: date) -> Survey:
    """For good: its results, told in full from now on, would tell apart whoever answered later.

    A survey opened on a day to come, by a clock since put right, was opened today.
    """
    survey = _locked(survey)
    if survey.is_open(on=on):
        survey.opened_on = min(survey.opened_on, on)
        survey.closed_on = on
        survey.save()
        record(f"Enquête fermée : {survey.get_public_display()}.", by=by.pk, subject=survey.structure_id)
    return survey


@transaction.atomic
def reschedule(survey: Survey, closed_on: date | None, *, by: User, on: date) -> Survey:
    """Close an open survey on another day to come, or on none. Raises SurveyClosed, or BadInput for the past."""
    survey = _locked(survey)
    _refuse_if_closed(survey, on)
    _refuse_the_past(closed_on, on)
    if survey.closed_on != closed_on:
        survey.opened_on = min(survey.opened_on, on)
        survey.closed_on = closed_on
        survey.save()
        until = f"jusqu’au {date_in_french(closed_on)}" if closed_on else "sans date de fermeture"
        record(
            f"Enquête ouverte {until} : {survey.get_public_display()}.", by=by.pk, subject=survey.structure_id
        )
    return survey


@transaction.atomic
def renew_link(survey: Survey, *, by: User, on: date) -> Survey:
    """A new link; the one before, its QR code and its posters lead nowhere. Raises SurveyClosed."""
    survey = _locked(survey)
    _refuse_if_closed(survey, on)
    renew(survey.link)
    record(
        f"Lien d’enquête remplacé : {survey.get_public_display()}.",
        by=by.pk,
        subject=survey.structure_id,
        kind=Kind.ACCESS,
    )
    return survey


@transaction.atomic
def answer_survey(survey: Survey, given: GivenAnswer, *, key: UUID, on: date) -> SurveyAnswer:
    """Keep one person's answers; the same `key` sent twice (a double click) answers once.

    Raises SurveyClosed, and BadInput for what the questionnaire does not offer.
    """
    survey = _locked(survey)  # one answer at a time: a closed survey never grows
    _refuse_if_closed(survey, on)
    replies = list(_replies(survey, given))
    answer, is_new = SurveyAnswer.objects.get_or_create(
        key=key,
        defaults={
            "survey": survey,
            "profession": given.profession,
            "commune": given.commune,
            "given_on": on,
        },
    )
    if is_new:
        for reply in replies:
            reply.answer = answer
        SurveyReply.objects.bulk_create(replies)
    return answer


@transaction.atomic
def drop_words(summary: SurveySummary, words: Words, *, by: User) -> None:
    """Erase a free text that names someone, in spite of the notice."""
    if _named(summary, words).delete()[0]:
        _note(summary, "Un texte libre d’une enquête est effacé.", by)


@transaction.atomic
def show_words(summary: SurveySummary, words: Words, *, by: User) -> None:
    """Show a text that was held back: somebody has read it, and it names nobody."""
    if _named(summary, words).update(held=False):
        _note(summary, "Un texte libre d’une enquête est relu, puis montré.", by)


@transaction.atomic
def drop_unread_words(summary: SurveySummary, question: str, *, by: User) -> None:
    """Erase the texts of a question, too few to be read by anyone. Raises BadInput when they are not."""
    result = next((each for each in summary.results if each.question.key == question), None)
    if result is None or result.words or result.held:
        raise BadInput("Ces textes se lisent : effacez-les un par un.")
    texts = SurveyReply.objects.filter(answer__survey=summary.survey, question=question).exclude(words="")
    if texts.delete()[0]:
        _note(summary, "Les textes libres d’une question, trop peu pour être lus, sont effacés.", by)


@transaction.atomic
def erase(survey: Survey, *, by: User) -> None:
    """Erase a survey with all its answers, open or closed. Needs written from it keep their words and figure."""
    kept = _locked(survey)
    answers = plural(kept.answers.count(), "réponse")
    record(
        f"Enquête effacée avec {answers} : {survey.get_public_display()}.",
        by=by.pk,
        subject=survey.structure_id,
    )
    link = kept.link
    kept.delete()
    link.delete()


@transaction.atomic
def erase_all(structure: Structure) -> None:
    """The surveys of a structure that is erased, with their links."""
    links = Link.objects.filter(survey__structure=structure)
    found = list(links.values_list("pk", flat=True))
    structure.surveys.all().delete()
    Link.objects.filter(pk__in=found).delete()


def _named(summary: SurveySummary, words: Words) -> QuerySet[SurveyReply]:
    """The row of a text: a handle says nothing of the others."""
    texts = SurveyReply.objects.filter(answer__survey=summary.survey, words=words.text)
    return SurveyReply.objects.filter(
        pk__in=[pk for pk in texts.values_list("pk", flat=True) if handle_of(pk) == words.handle]
    )


def _note(summary: SurveySummary, sentence: str, by: User) -> None:
    record(sentence, by=by.pk, subject=summary.survey.structure_id)


def _refuse_the_past(closed_on: date | None, on: date) -> None:
    if closed_on and closed_on <= on:
        raise BadInput(
            "L’enquête fermerait avant d’avoir ouvert. Choisissez un jour à venir, ou aucun.",
            field="closed_on",
        )


def _locked(survey: Survey) -> Survey:
    """As it stands, until the transaction ends. Raises Http404 when it was erased meanwhile."""
    return get_object_or_404(Survey.objects.select_for_update(of=("self",)), pk=survey.pk)


def _refuse_if_closed(survey: Survey, on: date) -> None:
    if not survey.is_open(on=on):
        raise SurveyClosed(f"Cette enquête est fermée depuis le {date_in_french(survey.closed_on or on)}.")


def _replies(survey: Survey, given: GivenAnswer) -> Iterator[SurveyReply]:
    """What is kept of an answer, once judged against the questionnaire."""
    questionnaire = questionnaires()[survey.questionnaire]
    professions = legislation.professions_by_key() if questionnaire.asks_profession else {}
    if given.profession and given.profession not in professions:
        raise BadInput("Cette profession n’est pas dans notre liste.", field="profession")
    if given.commune and given.commune != ELSEWHERE and given.commune not in survey.structure.territory.codes:
        raise BadInput("Cette commune n’est plus du territoire. Choisissez-la de nouveau.", field="commune")
    for question in questionnaire.questions:
        yield from _replies_to(question, given)


def _replies_to(question: Question, given: GivenAnswer) -> Iterator[SurveyReply]:
    chosen = dict.fromkeys(given.chosen.get(question.key, ()))
    words = given.words.get(question.key, "").strip()
    most = {"one": 1, "several": len(question.choices), "words": 0}[question.kind]
    if not chosen.keys() <= question.choices.keys() or len(chosen) > most:
        raise BadInput("Ce choix n’est pas proposé. Rechargez la page.", field=question.key)
    if len(words) > LONGEST or (words and question.choices):
        raise BadInput(f"C’est trop long : {LONGEST} signes au plus.", field=question.key)
    for choice in chosen:
        yield SurveyReply(question=question.key, choice=choice)
    if words:
        yield SurveyReply(question=question.key, words=words, held=bool(naming(words)))
