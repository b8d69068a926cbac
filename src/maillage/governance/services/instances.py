"""Setting up an instance as the statutes say, and seating people there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import Base, Majority
from maillage.governance.models import Instance, Mandate
from maillage.governance.services.declaring import note_change
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure

MOST = 100
MOST_MANDATES = 1_000


@dataclass(frozen=True, slots=True)
class GivenInstance:
    """What the statutes say of it; what they do not is empty."""

    kind: str
    name: str
    purpose: str = ""
    article: str = ""
    notice_days: int | None = None
    quorum: str = ""
    majority: str = Majority.SIMPLE
    base: str = Base.CAST
    blank_counts: bool = False
    tie: str = ""
    proxies_per_person: int | None = None
    needs_fee: bool = False
    yearly_by: str = ""
    accounts_by: str = ""
    extra_quorum: str = ""
    extra_majority: str = ""
    extra_base: str = ""
    second_days: int | None = None
    second_quorum: str = ""
    extra_second_quorum: str = ""
    casting: str = ""
    first_signer: str = ""
    second_signer: str = ""
    #: Voices of each college, by its key; none: a person is a voice.
    weights: Mapping[int, str] = field(default_factory=dict)
    #: Seats of each college by its key, and of each profession.
    college_seats: Mapping[int, int] = field(default_factory=dict)
    profession_seats: Mapping[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, object]:
        apart = {"weights", "college_seats", "profession_seats"}
        return {name: getattr(self, name) for name in self.__slots__ if name not in apart}


@dataclass(frozen=True, slots=True)
class GivenMandate:
    office: str
    since: date
    until: date | None = None


@transaction.atomic
def add_instance(structure: Structure, given: GivenInstance, *, by: User) -> Instance:
    """Raises BadInput for a name that is taken."""
    lock(structure.pk)
    if structure.instances.count() >= MOST:
        raise BadInput("Vous avez déjà cent instances. Dites dissoutes celles qui ne se réunissent plus.")
    _refuse_taken(structure, given.name)
    added = Instance.objects.create(structure=structure, **given.columns)
    _weigh(added, given.weights)
    _share_seats(added, given)
    record(f"Instance ajoutée : {added.name}.", by=by.pk, subject=structure.pk)
    return added


@transaction.atomic
def write_instance(instance: Instance, given: GivenInstance, *, by: User) -> Instance:
    """Its rules of now on: what was decided before keeps its own in words. Raises BadInput for a name that is taken."""
    lock(instance.structure_id)
    kept = get_object_or_404(Instance, pk=instance.pk)
    _refuse_taken(kept.structure, given.name, but=kept)
    for name, value in given.columns.items():
        setattr(kept, name, value)
    kept.save()
    _weigh(kept, given.weights)
    _share_seats(kept, given)
    record(f"Instance modifiée : {kept.name}.", by=by.pk, subject=kept.structure_id)
    return kept


def _weigh(instance: Instance, weights: Mapping[int, str]) -> None:
    instance.weights.exclude(college__in=weights).delete()
    for college in instance.structure.colleges.filter(pk__in=weights):
        instance.weights.update_or_create(college=college, defaults={"weight": weights[college.pk]})


def _share_seats(instance: Instance, given: GivenInstance) -> None:
    instance.seat_shares.exclude(college__in=given.college_seats, profession="").exclude(
        profession__in=given.profession_seats
    ).delete()
    for college in instance.structure.colleges.filter(pk__in=given.college_seats):
        told = {"seats": given.college_seats[college.pk]}
        instance.seat_shares.update_or_create(college=college, profession="", defaults=told)
    for profession, seats in given.profession_seats.items():
        instance.seat_shares.update_or_create(college=None, profession=profession, defaults={"seats": seats})


def refuse_closed(instance: Instance, *, on: date) -> None:
    """Raises BadInput for an instance that meets no more that day."""
    if instance.is_closed(on):
        raise BadInput(
            f"« {instance.name} » est dissoute : elle ne se réunit plus, ne vote plus. Ce qu’elle a décidé reste."
        )


def _refuse_taken(structure: Structure, name: str, *, but: Instance | None = None) -> None:
    others = structure.instances.exclude(pk=but.pk) if but else structure.instances
    if others.filter(name__iexact=name).exists():
        raise BadInput(f"Une instance s’appelle déjà « {name} ».", field="name")


@transaction.atomic
def seat(instance: Instance, person: Person, given: GivenMandate, *, by: User) -> Mandate:
    """Give a mandate; the same one twice is noted once. Raises BadInput for an end that comes before the beginning."""
    lock(instance.structure_id)
    if given.until and given.until <= given.since:
        raise BadInput("Ce mandat finirait avant de commencer. Vérifiez les dates.", field="until")
    refuse_closed(get_object_or_404(Instance, pk=instance.pk), on=given.since)
    if instance.mandates.count() >= MOST_MANDATES:
        raise BadInput("Cette instance a déjà mille mandats : c’est trop pour une page.")
    mandate, is_new = Mandate.objects.get_or_create(
        instance=instance,
        person=person,
        office=given.office,
        since=given.since,
        defaults={"until": given.until},
    )
    if is_new:
        said = f"Mandat : {person.name}, {mandate.get_office_display().lower()}, {instance.name}."
        record(said, by=by.pk, subject=instance.structure_id)
        note_change(mandate, on=given.since)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, on: date, by: User) -> Mandate:
    """It ends that day, or was never begun: a mandate to come, ended before its day, is taken away."""
    instance = mandate.instance
    lock(instance.structure_id)
    kept = get_object_or_404(Mandate.objects.select_related("person"), pk=mandate.pk)
    if kept.since >= on:
        kept.delete()
    elif kept.until is None or kept.until > on:
        kept.until = on
        kept.save(update_fields=["until"])
        note_change(kept, on=on)
    record(f"Fin de mandat : {kept.person.name}, {instance.name}.", by=by.pk, subject=instance.structure_id)
    return kept
