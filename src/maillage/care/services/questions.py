"""A question to a prescriber: asked once, seen, answered. What it is about goes by the channel of the practice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.care.enums import QuestionSubject
from maillage.care.models import PracticeChannel, Question
from maillage.care.services.codes import new_code
from maillage.care.services.telling import at_site
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before


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
        prescriber=prescriber, asked_at=at, key=key,
    )  # fmt: skip
    _tell(made, site=site, at=at)
    return made


def _tell(question: Question, *, site: str, at: datetime) -> None:
    prescriber, asker = question.prescriber, question.asker
    if prescriber is None or asker is None or not is_address(prescriber.email):
        return
    link = doors_to([prescriber], on=timezone.localdate(at))[prescriber.pk]
    subject = QuestionSubject(question.subject).label.lower()
    name = " ".join(question.structure.name.split())
    post(
        f"care.question {question.pk}",
        subject=with_no_break_spaces(
            f"{'Urgent : ' if question.is_urgent else ''}question de {asker.name}, code {question.code}"
        ),
        body=with_no_break_spaces(
            f"Bonjour,\n\n{asker.name} vous pose une question ({subject}), code {question.code}. De qui il s’agit vous "
            f"est dit par le canal que vous préférez.\nDire que vous l’avez vue, et ce que vous répondez :\n"
            f"{at_site(site, link, f'question-{question.pk}')}\n\n« {name} »\n"
        ),
        sender=name,
        to=[To(prescriber.email, " ".join(prescriber.name.split()))],
        at=at,
        reply_to=contact_of(question.structure),
        about=question.structure_id,
    )


@transaction.atomic
def see(question: Question, *, at: datetime) -> None:
    """Said once."""
    Question.objects.filter(pk=question.pk, seen_at=None).update(seen_at=at)


@transaction.atomic
def answer(question: Question, said: str, *, at: datetime) -> None:
    """The first answer gives the delay; said again, the last stands."""
    see(question, at=at)
    Question.objects.filter(pk=question.pk, answered_at=None).update(answer=said, answered_at=at)
    Question.objects.filter(pk=question.pk).update(answer=said)
