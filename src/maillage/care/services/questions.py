"""A question to a prescriber: asked once, seen, answered. What it is about goes by the channel of the practice."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.care.enums import QuestionSubject
from maillage.care.models import PracticeChannel, Question
from maillage.care.queries.modules import goes_on
from maillage.care.queries.turns import clocks_of
from maillage.care.rules.due import may_write
from maillage.care.services.codes import new_code
from maillage.care.services.telling import at_site
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.mail.enums import Haste
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in

#: A prescriber who answers nothing is reminded this long after; sooner when somebody waits at the counter; never of what
#: is as old as that.
WAITED, WAITED_SOON, LEFT_ALONE = timedelta(days=1), timedelta(hours=1), timedelta(days=8)


@transaction.atomic
def say_channel(person: Person, *, channel: str, address: str, hours: str) -> PracticeChannel:
    """How a practice wants to be asked; an empty address says nothing any more."""
    said, _ = PracticeChannel.objects.update_or_create(
        person=person, defaults={"channel": channel, "address": address, "hours": hours}
    )
    return said


@transaction.atomic
def ask(
    asker: Person,
    prescriber: Person,
    *,
    subject: str,
    is_urgent: bool,
    key: UUID,
    at: datetime,
    site: str,
) -> Question:
    """Asked three times, it is asked once. Raises BadInput."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=asker.structure_id)
    if known := sent_before(Question.objects.filter(asker=asker), key):
        return known
    if prescriber.structure_id != asker.structure_id or prescriber.pk == asker.pk:
        raise BadInput("Choisissez un autre professionnel de la structure.", field="prescriber")
    made = Question.objects.create(
        structure=structure, subject=subject, is_urgent=is_urgent, code=new_code(structure), asker=asker,
        prescriber=prescriber, asked_at=at, site=site, key=key,
    )  # fmt: skip
    _tell_prescriber(made, at=at)
    return made


def _tell_prescriber(question: Question, *, at: datetime, again: bool = False) -> None:
    asker, subject = question.asker, QuestionSubject(question.subject).label.lower()
    if question.prescriber is None or asker is None:
        return
    _write(
        f"care.question{'.again' if again else ''} {question.pk}",
        question,
        question.prescriber,
        f"{'Urgent : ' if question.is_urgent else 'Rappel : ' if again else ''}question de {asker.name}, code {question.code}",
        f"{asker.name} vous pose une question ({subject}), code {question.code}. De qui il s’agit vous est dit par le "
        "canal que vous préférez.\nDire que vous l’avez vue, et ce que vous répondez :",
        at=at,
    )


def _tell_asker(question: Question, what: str, mark: str, words: str, *, at: datetime) -> None:
    """What became of it; what was said of the patient went by the channel."""
    who = question.prescriber.name if question.prescriber else "Le cabinet"
    if question.asker:
        subject = f"{mark} : votre question {question.code}"
        key = f"care.question.{what} {question.pk}"
        _write(key, question, question.asker, subject, f"{who} {words}.\nSa page :", at=at)


def _write(key: str, question: Question, person: Person, subject: str, words: str, *, at: datetime) -> None:
    if not is_address(person.email):
        return
    link = doors_to([person], on=day_in(question.structure, at))[person.pk]
    name = " ".join(question.structure.name.split())
    url = at_site(question.site, link, f"question-{question.pk}")
    post(
        key,
        subject=with_no_break_spaces(subject),
        body=with_no_break_spaces(f"Bonjour,\n\n{words}\n{url}\n\n« {name} »\n"),
        sender=name,
        to=[To(person.email, " ".join(person.name.split()))],
        at=at,
        reply_to=contact_of(question.structure),
        about=question.structure_id,
        haste=Haste.NOW if question.is_urgent else Haste.SOON,
    )


@transaction.atomic
def see(question: Question, *, at: datetime) -> None:
    """Said once; told to who asked when somebody waits at the counter: they know that it was read."""
    if _see(question, at=at) and question.is_urgent:
        _tell_asker(question, "seen", "Vue", f"a vu votre question {question.code}", at=at)


def _see(question: Question, *, at: datetime) -> int:
    return Question.objects.filter(pk=question.pk, seen_at=None).update(seen_at=at)


@transaction.atomic
def answer(question: Question, said: str, *, at: datetime) -> None:
    """The first answer gives the delay, and is told to who asked; said again, the last stands."""
    _see(question, at=at)
    is_first = Question.objects.filter(pk=question.pk, answered_at=None).update(answer=said, answered_at=at)
    Question.objects.filter(pk=question.pk).update(answer=said)
    question.refresh_from_db(fields=["answer", "answered_at", "seen_at"])
    if is_first:
        words = f"a répondu à votre question {question.code} : « {question.get_answer_display()} »"
        _tell_asker(question, "answered", "Répondu", words, at=at)


# What time brings


def remind_due(now: datetime) -> None:
    """Prescribers who answered nothing, once each, in the hours of the structure; what is urgent sooner."""
    late = Q(asked_at__lte=now - WAITED) | Q(is_urgent=True, asked_at__lte=now - WAITED_SOON)
    rows = Question.objects.filter(late, answered_at=None, reminded_at=None, asked_at__gt=now - LEFT_ALONE)
    rows = rows.exclude(site="")  # asked before the address of the site was kept: no link could be written
    for structure in Structure.objects.filter(pk__in=rows.values("structure")).select_related("territory"):
        if goes_on(structure) and may_write(now, clocks_of(structure)):
            for each in rows.filter(structure=structure).select_related("asker", "prescriber").order_by("pk"):
                each.structure = structure
                _remind(each, at=now)


@transaction.atomic
def _remind(question: Question, *, at: datetime) -> None:
    waits = Question.objects.filter(pk=question.pk, answered_at=None, reminded_at=None)
    if waits.update(reminded_at=at):
        _tell_prescriber(question, at=at, again=True)
