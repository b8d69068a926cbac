"""Programmes of education and their sessions: numbers of people, never who."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import EtpStanding
from maillage.care.models import EtpMember, EtpProgramme, EtpSession
from maillage.care.services.helping import CHANGED
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_PROGRAMMES, MOST_SESSIONS = 50, 2_000


@dataclass(frozen=True, slots=True)
class GivenProgramme:
    title: str
    standing: str
    theme: str = ""
    standing_on: date | None = None
    reference: str = ""
    owner: Person | None = None
    team: Collection[Person] = ()
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class GivenSession:
    held_on: date
    starts_at: time
    title: str
    place: str = ""


COLUMNS = ("title", "standing", "theme", "standing_on", "reference", "owner", "is_on")


@transaction.atomic
def add_programme(structure: Structure, given: GivenProgramme, *, key: UUID, by: User) -> EtpProgramme:
    """The same key adds once. Raises BadInput for a declaration without its day."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.etp_programmes, key):
        return known
    if structure.etp_programmes.count() >= MOST_PROGRAMMES:
        raise BadInput("Cinquante programmes au plus.")
    programme = EtpProgramme(structure=structure, key=key)
    _write(programme, given)
    record(f"Programme d’éducation ajouté : {programme.title}.", by=by.pk, subject=structure.pk)
    return programme


@transaction.atomic
def write_programme(programme: EtpProgramme, given: GivenProgramme, *, version: int, by: User) -> None:
    kept = EtpProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if kept.version != version:
        raise BadInput(CHANGED)
    kept.version += 1
    _write(kept, given)
    record(f"Programme d’éducation corrigé : {kept.title}.", by=by.pk, subject=kept.structure_id)


def _write(programme: EtpProgramme, given: GivenProgramme) -> None:
    if given.standing != EtpStanding.NEITHER and not given.standing_on:
        raise BadInput("Donnez la date de la déclaration ou de l’autorisation.", field="standing_on")
    for name in COLUMNS:
        setattr(programme, name, getattr(given, name))
    programme.save()
    programme.team.all().delete()
    EtpMember.objects.bulk_create(
        EtpMember(programme=programme, person=each) for each in dict.fromkeys(given.team)
    )


@transaction.atomic
def plan_session(programme: EtpProgramme, given: GivenSession, *, key: UUID) -> EtpSession:
    """A day of its calendar; the same key plans once."""
    kept = EtpProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if known := sent_before(kept.sessions, key):
        return known
    if kept.sessions.count() >= MOST_SESSIONS:
        raise BadInput("Deux mille séances au plus dans un programme : commencez-en un autre.")
    return EtpSession.objects.create(
        programme=kept, key=key, held_on=given.held_on, starts_at=given.starts_at, title=given.title,
        place=given.place,
    )  # fmt: skip


@transaction.atomic
def count_session(session: EtpSession, *, present: int, newcomers: int | None, on: date) -> None:
    """How many came. Raises BadInput for a session to come, called off, or more newcomers than people."""
    kept = EtpSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if kept.held_on > on:
        raise BadInput("Cette séance est à venir : comptez-la une fois tenue.", field="present")
    if kept.is_off:
        raise BadInput("Cette séance est annulée : personne n’y était.", field="present")
    if newcomers is not None and newcomers > present:
        raise BadInput("Les nouveaux sont parmi les présents : vérifiez ces deux nombres.", field="newcomers")
    kept.present, kept.newcomers = present, newcomers
    kept.save(update_fields=["present", "newcomers"])


@transaction.atomic
def call_off(session: EtpSession, *, is_off: bool) -> None:
    """Nobody comes; or it is held after all. Said twice, it is once."""
    changed = EtpSession.objects.filter(pk=session.pk).exclude(is_off=is_off)
    changed.update(is_off=is_off, version=F("version") + 1, present=None, newcomers=None)
