"""Programmes of education and their sessions: numbers of people, never who."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import EtpStanding
from maillage.care.models import EtpMember, EtpProgramme, EtpSession
from maillage.care.queries.modules import has_left
from maillage.care.services.helping import CHANGED
from maillage.care.services.team_mail import write_to
from maillage.kernel import BadInput, date_in_french, hour
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in, zone_of

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


@dataclass(frozen=True, slots=True)
class Heard:
    """Of those who lead a session: how many are written to, how many no message reaches."""

    told: int = 0
    left: int = 0


@transaction.atomic
def call_off(session: EtpSession, *, is_off: bool, by: User, at: datetime) -> Heard:
    """Nobody comes; or it is held after all. Those who lead it learn it, once, unless its hour is past.

    Nobody knows here which patients were to come: who leads it tells them.
    """
    changed = EtpSession.objects.filter(pk=session.pk).exclude(is_off=is_off)
    if not changed.update(is_off=is_off, version=F("version") + 1, present=None, newcomers=None):
        return Heard()
    kept = EtpSession.objects.select_related("programme__structure", "programme__owner").get(pk=session.pk)
    structure, what = kept.programme.structure, "annulée" if is_off else "rétablie"
    record(f"Séance {what} : {kept}.", by=by.pk, subject=structure.pk)
    starts = datetime.combine(kept.held_on, kept.starts_at, zone_of(structure))
    if starts <= at:
        return Heard()
    leading = _leading(kept.programme, on=day_in(structure, at))
    reached = [each for each in leading if is_address(each.email)]
    said = f"{kept.title}, le {date_in_french(kept.held_on)}, à {hour(starts)}"
    if is_off:
        words = f"Cette séance est annulée : {said}. Prévenez les personnes qui devaient venir."
    else:
        words = f"Cette séance est maintenue, après avoir été annulée : {said}."
    for each in reached:
        key = f"care.etp {kept.pk} {kept.version} {each.pk}"
        subject = f"{'Annulée' if is_off else 'Maintenue'} : séance, {kept.programme.title}"
        write_to(each, subject, words, key=key, structure=structure, at=at)
    return Heard(len(reached), len(leading) - len(reached))


def _leading(programme: EtpProgramme, *, on: date) -> list[Person]:
    """Who holds a programme or answers for it, and has not left; each once."""
    team = [each.person for each in programme.team.select_related("person").order_by("pk")]
    named = dict.fromkeys([*([programme.owner] if programme.owner else []), *team])
    return [each for each in named if not has_left(each, on=on)]
