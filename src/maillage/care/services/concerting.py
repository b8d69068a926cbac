"""Concertations: called, prepared without anybody, held, and written in the register where a form has one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import Coming
from maillage.care.models import RcpCall, RcpGuest, RcpQuestion
from maillage.care.rules.identities import refuse_identity
from maillage.care.services.team_mail import write_to
from maillage.governance.queries.rcp import has_rcp
from maillage.governance.services import rcp as register
from maillage.governance.services.rcp import GivenSession
from maillage.kernel import BadInput, date_in_french, hour, plural
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in, zone_of

MOST_CALLS, MOST_GUESTS, MOST_QUESTIONS = 2_000, 60, 30
HELD = "Cette concertation est tenue : elle ne change plus."


@dataclass(frozen=True, slots=True)
class GivenCall:
    starts_at: datetime
    theme: str
    place: str = ""
    call_url: str = ""
    guests: Collection[Person] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Who was there, and how many situations of each group, each in one only."""

    there: Collection[int]  # numbers of guests
    ald: int = 0
    over_75: int = 0
    others: int = 0
    minutes: int | None = None

    @property
    def situations(self) -> int:
        return self.ald + self.over_75 + self.others


@transaction.atomic
def call(structure: Structure, given: GivenCall, *, key: UUID, by: User, at: datetime, site: str) -> RcpCall:
    """A call, written to each guest who has an address; the same key calls once."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.rcp_calls, key):
        return known
    refuse_identity(given.theme, field="theme")
    if given.starts_at < at:
        raise BadInput("Cette heure est passée : vérifiez la date.", field="day")
    if structure.rcp_calls.count() >= MOST_CALLS:
        raise BadInput("Deux mille concertations : sortez le registre, puis effacez les plus anciennes.")
    made = RcpCall.objects.create(
        structure=structure, key=key, starts_at=given.starts_at, theme=given.theme, place=given.place,
        call_url=given.call_url, called_by=by,
    )  # fmt: skip
    invite(made, given.guests, at=at, site=site)
    record(f"Concertation convoquée : {made.theme}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def invite(made: RcpCall, guests: Collection[Person], *, at: datetime, site: str) -> int:
    """Those who were not yet; how many messages leave: none to whom no message reaches. Raises BadInput for too many."""
    if made.situations is not None or made.is_off:
        raise BadInput(HELD)
    fresh = seat(made, guests)
    doors = doors_to(fresh, on=day_in(made.structure, at))
    told = 0
    for each in fresh:
        if is_address(each.email):
            where = f"{site.rstrip('/')}{doors[each.pk].step(f'rcp-{made.pk}')}"
            _tell(made, each, where, at=at)
            told += 1
    return told


def seat(made: RcpCall, guests: Collection[Person]) -> list[Person]:
    """Called without being written to; those who were not yet. Raises BadInput for too many."""
    known = set(made.guests.values_list("person_id", flat=True))
    fresh = [each for each in dict.fromkeys(guests) if each.pk not in known]
    if len(known) + len(fresh) > MOST_GUESTS:
        raise BadInput("Soixante personnes au plus à une concertation.", field="guests")
    RcpGuest.objects.bulk_create([RcpGuest(call=made, person=each) for each in fresh])
    return fresh


def _tell(made: RcpCall, person: Person, where: str, *, at: datetime) -> None:
    words = (
        f"Vous êtes convié à une concertation : {_said(made)}.\n\n"
        f"Dites si vous venez et préparez une question, sans compte et sans nommer personne : {where}"
    )
    key = f"care.rcp {made.pk} {person.pk}"
    write_to(person, f"Concertation : {made.theme}", words, key=key, structure=made.structure, at=at)


def _said(made: RcpCall) -> str:
    starts = made.starts_at.astimezone(zone_of(made.structure))
    return f"{made.theme}, le {date_in_french(starts.date())}, à {hour(starts)}"


@transaction.atomic
def answer(guest: RcpGuest, coming: str) -> None:
    """Theirs, as long as it is to come; said again, the last holds."""
    if RcpCall.objects.filter(pk=guest.call_id, situations=None, is_off=False).exists():
        RcpGuest.objects.filter(pk=guest.pk).update(coming=Coming(coming))


@transaction.atomic
def ask_question(made: RcpCall, words: str, *, key: UUID, person: Person | None = None) -> RcpQuestion:
    """Something to talk about. Raises BadInput when it names somebody, once it is held, and for too many."""
    refuse_identity(words, field="words")
    kept = RcpCall.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if known := sent_before(kept.questions, key):
        return known
    if kept.situations is not None or kept.is_off:
        raise BadInput(HELD)
    if kept.questions.count() >= MOST_QUESTIONS:
        raise BadInput("Trente questions : c’est déjà deux concertations.", field="words")
    return RcpQuestion.objects.create(call=kept, words=words, person=person, key=key)


@transaction.atomic
def drop_question(made: RcpCall, pk: int) -> None:
    made.questions.filter(pk=pk).delete()


@transaction.atomic
def call_off(made: RcpCall, *, by: User, at: datetime) -> int:
    """Told to those who had not said no: how many messages leave. Called off twice, it is told once. Raises BadInput once it is held."""
    if not RcpCall.objects.filter(pk=made.pk, situations=None, is_off=False).update(is_off=True):
        if RcpCall.objects.filter(pk=made.pk, is_off=True).exists():
            return 0
        raise BadInput(HELD)
    record(f"Concertation annulée : {made.theme}.", by=by.pk, subject=made.structure_id)
    guests = made.guests.exclude(coming=Coming.NO).select_related("person")
    told = [each.person for each in guests if is_address(each.person.email)]
    for each in told:
        words = f"Cette concertation est annulée : {_said(made)}. Vous n’avez rien à faire."
        key = f"care.rcp.off {made.pk} {each.pk}"
        subject = f"Annulée : concertation, {made.theme}"
        write_to(each, subject, words, key=key, structure=made.structure, at=at)
    return len(told)


@transaction.atomic
def hold(made: RcpCall, held: Held, *, by: User, on: date) -> None:
    """Its numbers; in a form whose agreement counts them, a line of the register too. Raises BadInput without any."""
    kept = RcpCall.objects.select_for_update(of=("self",)).select_related("structure").get(pk=made.pk)
    if kept.situations is not None or kept.is_off:
        raise BadInput(HELD)
    if not held.situations:
        raise BadInput("Combien de situations ont été vues ? Donnez au moins un nombre.", field="ald")
    day = day_in(kept.structure, kept.starts_at)
    if day > on:
        raise BadInput("Cette concertation est à venir : notez-la une fois tenue.")
    there = list(kept.guests.filter(pk__in=held.there).select_related("person"))
    kept.guests.filter(pk__in=[each.pk for each in there]).update(was_there=True)
    kept.situations, kept.minutes = held.situations, held.minutes
    if has_rcp(kept.structure.form):
        given = GivenSession(
            day, {each.person.profession for each in there}, held.ald, held.over_75, held.others, kept.theme,
            held.minutes,
        )  # fmt: skip
        kept.session = register.note_session(kept.structure, given, key=uuid4(), by=by, on=on)
    kept.save(update_fields=["situations", "minutes", "session"])
    record(f"Concertation tenue : {kept.theme}.", by=by.pk, subject=kept.structure_id)


@transaction.atomic
def count_again(made: RcpCall, *, by: User) -> None:
    """What was counted wrong is counted no more, nor in the register: it is held, and to be noted. Asked twice, it is once."""
    kept = RcpCall.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if kept.situations is None:
        return
    before, line = kept.situations, kept.session
    kept.situations = kept.minutes = kept.session = None
    kept.save(update_fields=["situations", "minutes", "session"])
    kept.guests.update(was_there=False)
    if line:
        register.drop_session(line, by=by)
    said = f"Concertation à compter de nouveau : {kept.theme} ({plural(before, 'situation')} auparavant)."
    record(said, by=by.pk, subject=kept.structure_id)
