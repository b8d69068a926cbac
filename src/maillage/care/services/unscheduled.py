"""What each can take of unscheduled care, and what became of people who were directed, counted by taps."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import RequestKind, Unit
from maillage.care.models import (
    Capacity,
    CapacityDay,
    CapacityException,
    CareRequest,
    RegulatedCase,
    RegulationPost,
)
from maillage.care.rules.duty_hours import stretch
from maillage.kernel import BadInput, plural
from maillage.links.services import open_link, revoke
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import zone_of

POST = "care.regulation"


@transaction.atomic
def say_capacity(person: Person, unit: str, week: Mapping[int, Decimal], *, on: date) -> Capacity:
    """So much each day of the week, from that day on; what held before stays counted. Raises BadInput.

    Amounts said for single days to come stay.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = Capacity.objects.filter(person=person, until=None).first()
    if before and unit != before.unit and before.exceptions.filter(day__gte=on).exists():
        raise BadInput("Des jours à venir sont comptés autrement : retirez-les d’abord.", field="unit")
    _refuse_less_than_taken(person, unit, week.get(on.weekday(), Decimal(0)), on=on)
    if before and before.since >= on:
        made, before = before, None
        made.unit = unit
        made.save(update_fields=["unit"])
        made.week.all().delete()
    else:
        if before:
            before.until = on
            before.save(update_fields=["until"])
        made = Capacity.objects.create(
            structure_id=person.structure_id, person=person, profession=person.profession, unit=unit, since=on
        )
        if before:
            CapacityException.objects.filter(capacity=before, day__gte=on).update(capacity=made)
    CapacityDay.objects.bulk_create(
        CapacityDay(capacity=made, weekday=day, amount=amount) for day, amount in week.items() if amount
    )
    return made


@transaction.atomic
def say_day(person: Person, day: date, amount: Decimal, *, on: date) -> None:
    """Another amount that day, to come. Raises BadInput."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if day < on:
        raise BadInput("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.", field="day")
    held = Capacity.objects.filter(person=person, until=None).first()
    if held is None:
        held = say_capacity(person, Unit.SLOTS, {}, on=on)
    if day == on:
        _refuse_less_than_taken(person, held.unit, amount, on=on)
    CapacityException.objects.update_or_create(capacity=held, day=day, defaults={"amount": amount})


@transaction.atomic
def forget_day(person: Person, day: date) -> None:
    """That day is as the others; said twice, nothing changes."""
    CapacityException.objects.filter(capacity__person=person, capacity__until=None, day=day).delete()


def taken_by(person: Person, *, on: date) -> int:
    """Unscheduled requests that they took that day."""
    zone = zone_of(person.structure)
    begins, over = stretch(on, (time(0), time(0)), zone)
    rows = CareRequest.objects.filter(taker=person, kind=RequestKind.UNSCHEDULED)
    return rows.filter(taken_at__gte=begins, taken_at__lt=over).count()


def _refuse_less_than_taken(person: Person, unit: str, amount: Decimal, *, on: date) -> None:
    """Hours are not compared with requests."""
    if unit == Unit.HOURS or amount >= (taken := taken_by(person, on=on)):
        return
    raise BadInput(
        f"{plural(taken, 'demande est déjà prise', 'demandes sont déjà prises')} aujourd’hui : gardez au moins "
        f"{taken}, ou rendez d’abord une demande.",
        field="amount",
    )


# Counting in two taps


@transaction.atomic
def add_post(structure: Structure, name: str, *, key: UUID, by: User) -> RegulationPost:
    """Where people are directed from; the same key gives the same one back. Raises BadInput for a name that is taken."""
    if known := sent_before(RegulationPost.objects.filter(structure=structure), key):
        return known
    try:
        with transaction.atomic():
            made = RegulationPost.objects.create(
                structure=structure, name=name, link=open_link(POST), key=key
            )
    except IntegrityError:
        raise BadInput("Un poste porte déjà ce nom : choisissez-en un autre.", field="name") from None
    record(f"Régulation : poste « {name} » ouvert.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def close_post(post: RegulationPost, *, at: datetime, by: User) -> None:
    """Its link leads nowhere any more; what it counted stays."""
    if RegulationPost.objects.filter(pk=post.pk, is_on=True).update(is_on=False):
        revoke(post.link, at=at)
        record(f"Régulation : poste « {post.name} » fermé.", by=by.pk, subject=post.structure_id)


@transaction.atomic
def count_case(
    post: RegulationPost, profession: str, outcome: str, *, key: UUID, at: datetime
) -> RegulatedCase:
    """One more; a tap sent twice counts once."""
    day = at.astimezone(zone_of(post.structure)).date()
    if known := sent_before(post.cases, key):
        return known
    made, _ = RegulatedCase.objects.get_or_create(  # of two taps in the same second, one counts
        key=key,
        defaults={
            "structure_id": post.structure_id, "post": post, "profession": profession,
            "outcome": outcome, "at": at, "day": day,
        },
    )  # fmt: skip
    return made


@transaction.atomic
def undo_case(post: RegulationPost, pk: int, *, at: datetime) -> bool:
    """One less, of this post and of this day; whether there was one."""
    day = at.astimezone(zone_of(post.structure)).date()
    return bool(RegulatedCase.objects.filter(pk=pk, post=post, day=day).delete()[0])
