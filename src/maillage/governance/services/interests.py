"""Declaring an interest, saying that nothing lacks, asking again before a meeting that touches one, staying out of a point."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import MeetingState
from maillage.governance.models import AgendaItem, DeclaredInterest, InterestsTold, Meeting, Recusal
from maillage.governance.queries.interests import Touched, in_words, touched
from maillage.governance.queries.meetings import said_when
from maillage.governance.services.locking import lock, locked
from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.queries import sent_before

MOST = 50
#: Asked again so long before a meeting whose agenda touches an interest.
BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GivenInterest:
    body: str
    nature: str
    since: date | None = None
    until: date | None = None


@transaction.atomic
def declare(
    person: Person, given: GivenInterest, *, key: UUID, by: User | None, on: date
) -> DeclaredInterest:
    """`by` None: by the link of their card. The same key declares once. Raises BadInput."""
    lock(person.structure_id)
    if known := sent_before(DeclaredInterest.objects.filter(person=person), key):
        return known
    if given.since and given.until and given.until <= given.since:
        raise BadInput("Cet intérêt finirait avant de commencer. Vérifiez les dates.", field="until")
    if person.declared_interests.count() >= MOST:
        raise BadInput("Cinquante intérêts sont déjà déclarés : retirez d’abord ceux qui sont finis.")
    made = DeclaredInterest.objects.create(person=person, key=key, noted_by=by, **asdict(given))
    _tell(person, on)
    record(f"Intérêt déclaré par {person.name}.", by=by.pk if by else None, subject=person.structure_id)
    return made


@transaction.atomic
def say_whole(person: Person, *, by: User | None, on: date) -> None:
    """What is declared is whole, be it nothing; said twice the same day, it is said once."""
    lock(person.structure_id)
    _tell(person, on)
    said = f"Déclaration d’intérêts relue : {person.name}."
    record(said, by=by.pk if by else None, subject=person.structure_id)


def _tell(person: Person, on: date) -> None:
    InterestsTold.objects.update_or_create(person=person, defaults={"told_on": on})


@transaction.atomic
def withdraw(person: Person, number: int, *, by: User | None) -> None:
    """Typed by mistake; one that is over keeps its end instead. Of somebody else, it is not there."""
    lock(person.structure_id)
    gone, _ = person.declared_interests.filter(pk=number).delete()
    if gone:
        record(f"Intérêt retiré : {person.name}.", by=by.pk if by else None, subject=person.structure_id)


@transaction.atomic
def recuse(item: AgendaItem, person: Person, reason: str, *, by: User) -> Recusal:
    """They take no part in this point; noted once, the last reason holds. Raises BadInput once it was decided."""
    meeting = locked(item.meeting)
    kept = get_object_or_404(AgendaItem, pk=item.pk, meeting=meeting)
    _refuse_decided(kept)
    if person.structure_id != meeting.instance.structure_id:
        raise BadInput("Cette personne n’est pas de votre structure.")
    made, _ = Recusal.objects.update_or_create(
        item=kept, person=person, defaults={"reason": reason, "noted_by": by}
    )
    said = f"Ne prend pas part : {person.name}, « {kept.title} »."
    record(said, by=by.pk, subject=meeting.instance.structure_id)
    return made


@transaction.atomic
def take_part(recusal: Recusal, *, by: User) -> None:
    """It was noted by mistake. Raises BadInput once the point was decided."""
    meeting = locked(recusal.item.meeting)
    _refuse_decided(recusal.item)
    Recusal.objects.filter(pk=recusal.pk).delete()
    said = f"Prend part : {recusal}, « {recusal.item.title} »."
    record(said, by=by.pk, subject=meeting.instance.structure_id)


def _refuse_decided(item: AgendaItem) -> None:
    if item.decisions.exists():
        raise BadInput("Une décision est déjà écrite sur ce point : qui n’y a pas pris part ne change plus.")


def ask_again_due(now: datetime) -> None:
    """Before each meeting of the week that touches an interest, whoever has it is asked again; once a meeting."""
    soon = Meeting.objects.filter(state=MeetingState.CONVOKED, starts_at__gt=now, starts_at__lte=now + BEFORE)
    for meeting in soon.select_related("instance__structure__territory"):
        ask_again(meeting, now=now)


def ask_again(meeting: Meeting, *, now: datetime) -> None:
    told: dict[int, list[Touched]] = {}
    for each in touched(meeting, list(meeting.items.all())):
        told.setdefault(each.person.pk, []).append(each)
    for lines in told.values():
        person = lines[0].person
        if is_address(person.email):
            points = "\n".join(f"« {each.item.title} » : {in_words(each.interest)}" for each in lines)
            _write(meeting, person, points, at=now)


@transaction.atomic
def _write(meeting: Meeting, person: Person, points: str, *, at: datetime) -> None:
    structure = meeting.instance.structure
    link = doors_to([person], on=timezone.localdate(at))[person.pk]
    where = f"{meeting.site.rstrip('/')}{link.step('interets')}"
    body = (
        f"« {meeting.title} », {said_when(meeting)} : l’ordre du jour parle peut-être d’un organisme où vous avez un "
        f"intérêt déclaré.\n\n{points}\n\nEst-ce toujours exact ? Si le point vous concerne, dites-le à qui préside : "
        "vous n’y prenez pas part, et le procès-verbal le dit.\n\n"
        f"Relire ma déclaration : {where}\n\n{structure.name}"
    )
    post(
        f"governance.interests {meeting.pk} {person.pk}",
        subject=with_no_break_spaces(" ".join(f"Vos intérêts et la réunion « {meeting.title} »".split())),
        body=with_no_break_spaces(visible(body)),
        sender=" ".join(structure.name.split()),
        to=[To(person.email, " ".join(person.name.split()))],
        at=at,
        reply_to=contact_of(structure),
        about=structure.pk,
    )
