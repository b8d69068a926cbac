"""Turn turns, giving one by hand, publishing: each is told once of what is theirs and of what is no more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db import transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import SwapState
from maillage.care.models import Duty, DutyTold, Roster, Swap
from maillage.care.queries.presence import serves
from maillage.care.queries.roster_turn import FairTurn, weights_of
from maillage.care.queries.rosters import instants_of, unpublished
from maillage.care.rules.roster import Turn, draw
from maillage.care.services.rosters import open_one
from maillage.kernel import BadInput, date_in_french, plural, visible, when, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.queries.clocks import day_in, zone_of

#: What is drawn at once.
LONGEST = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Drawn:
    turns: int
    empty: int  # nobody could


@transaction.atomic
def draw_turns(roster: Roster, first: date, last: date, *, at: datetime, by: User) -> Drawn:
    """Give a turn to each wanted stretch from a day to another that is still to begin.

    What is published, or was given by hand, stays; the rest is drawn again, and is read by who prepares it alone. Raises
    BadInput when nobody is in the turn, no hours are wanted, or the period is too long.
    """
    kept = open_one(roster)
    if not timedelta() <= last - first <= LONGEST:
        raise BadInput(
            "Choisissez une période de trois mois au plus, dont la fin suit le début.", field="last"
        )
    zone = zone_of(kept.structure)
    first = max(first, at.astimezone(zone).date())
    turn = FairTurn(kept, first, last)
    turn.read()
    slots = [slot for slot in turn.slots(kept, first, last) if slot.start > at]
    if not turn.hours:
        raise BadInput("Aucune heure n’est voulue : écrivez-les d’abord dans les réglages du tableau.")
    if not turn.places:
        raise BadInput("Personne ne prend de tour : ajoutez d’abord des personnes dans les réglages.")
    if not slots:
        raise BadInput("Aucun tour à venir dans cette période : choisissez-en une autre.")
    known = {(duty.day, duty.starts): duty for duty in turn.duties if duty.day >= first}
    fixed = {
        instants_of(duty)[0]: duty.person_id
        for duty in known.values()
        if duty.published_at is not None or duty.is_by_hand
    }
    turns = draw(
        slots, turn.ledger(), weights_of(kept), zone=zone, holidays=turn.holidays.keys(), fixed=fixed
    )
    _write(kept, turns, known, zone=zone)
    said = f"Garde « {kept.name} » : tours proposés du {date_in_french(first)} au {date_in_french(last)}."
    record(said, by=by.pk, subject=kept.structure_id)
    return Drawn(len(turns), sum(turn.who is None for turn in turns))


def _write(
    roster: Roster, turns: Iterable[Turn], known: Mapping[tuple[date, time], Duty], *, zone: tzinfo
) -> None:
    """Draws of before that nobody published nor moved go, as do those whose hours are wanted no more."""
    kept = [duty.pk for duty in known.values() if duty.published_at is not None or duty.is_by_hand]
    stale = [duty.pk for duty in known.values() if duty.pk not in kept]
    Duty.objects.filter(pk__in=stale).delete()
    there = {(duty.day, duty.starts) for duty in known.values() if duty.pk in kept}
    Duty.objects.bulk_create(
        Duty(
            roster=roster,
            day=turn.slot.day,
            starts=turn.slot.hours[0],
            ends=turn.slot.hours[1],
            zone=str(zone),
            person_id=turn.who,
        )
        for turn in turns
        if (turn.slot.day, turn.slot.hours[0]) not in there
    )


@transaction.atomic
def give(duty: Duty, person: Person | None, *, by: User) -> Duty:
    """By hand, to somebody of the turn or to nobody; read by all once it is published. Raises BadInput."""
    roster = open_one(duty.roster)
    kept = Duty.objects.get(pk=duty.pk)
    places = roster.members.filter(person=person).select_related("person")
    if person is not None and not any(serves(place, kept.day) for place in places):
        raise BadInput("Choisissez quelqu’un qui prend son tour dans ce tableau.", field="person")
    kept.person, kept.is_by_hand = person, True
    kept.save(update_fields=["person", "is_by_hand"])
    said = f"Garde « {roster.name} » du {date_in_french(kept.day)} : {person.name if person else 'personne'}."
    record(said, by=by.pk, subject=roster.structure_id)
    return kept


@dataclass(frozen=True, slots=True)
class Change:
    """What a publication changes for somebody: turns that become theirs, and that are no more."""

    person: Person
    gained: list[Duty]
    lost: list[Duty]


def changes_of(duties: Iterable[Duty]) -> list[Change]:
    """Whom a publication would tell, and of what."""
    told: dict[int, Change] = {}
    for duty in duties:
        for person, gains in ((duty.person, True), (duty.published, False)):
            if person is not None:
                change = told.setdefault(person.pk, Change(person, [], []))
                (change.gained if gains else change.lost).append(duty)
    return sorted(told.values(), key=lambda change: change.person.called)


@transaction.atomic
def publish(roster: Roster, *, at: datetime, by: User, site: str) -> list[Change]:
    """What is prepared is read by all from now on; each is told once of what changes for them. Raises BadInput.

    What was handed over of a turn that goes to somebody else is void.
    """
    kept = open_one(roster)
    duties = list(unpublished(kept, on=at.astimezone(zone_of(kept.structure)).date()))
    if not duties:
        raise BadInput("Rien n’est à publier : tout ce qui est préparé l’est déjà.")
    changes = changes_of(duties)
    void_swaps(duties, at=at)
    for duty in duties:
        duty.published_id, duty.published_at = duty.person_id, at
        duty.version += 1
    Duty.objects.bulk_update(duties, ["published", "published_at", "version"], batch_size=200)
    DutyTold.objects.bulk_create(
        [DutyTold(duty=duty, person=duty.person) for duty in duties if duty.person],
        ignore_conflicts=True,
        batch_size=200,
    )
    kept.version += 1
    kept.site = site
    kept.save(update_fields=["version", "site"])
    tell_changes(kept, changes, "est publié", at=at)
    said = f"Garde « {kept.name} » : {plural(len(duties), 'tour publié', 'tours publiés')}."
    record(said, by=by.pk, subject=kept.structure_id)
    return changes


def void_swaps(duties: Sequence[Duty], *, at: datetime) -> None:
    """What was handed over of turns that go to somebody else, and exchanges that still wanted one of them."""
    handed = Q(duty__in=duties, state__in=[SwapState.ASKED, SwapState.TAKEN])
    wanted = Q(against__in=duties, state=SwapState.ASKED)
    Swap.objects.filter(handed | wanted).update(state=SwapState.VOID, settled_at=at)


def tell_changes(roster: Roster, changes: Iterable[Change], became: str, *, at: datetime) -> None:
    """To each, once, what is theirs and what is no more, since the roster `became` so; what is over is not told."""
    reached = [change for change in changes if is_address(change.person.email)]
    links = doors_to([change.person for change in reached], on=day_in(roster.structure, at))
    zone = zone_of(roster.structure)
    for change in reached:
        gained, lost = (
            [_line(duty, zone) for duty in duties if instants_of(duty)[1] > at]
            for duties in (change.gained, change.lost)
        )
        if not (gained or lost):
            continue
        parts = [f"Bonjour,\n\nLe tableau « {roster.name} » de « {roster.structure.name} » {became}."]
        if gained:
            parts.append("\n".join(["Vos tours :", *gained]))
        if lost:
            parts.append("\n".join(["Ne sont plus à vous :", *lost]))
        page = f"{roster.site.rstrip('/')}{links[change.person.pk].step('gardes')}"
        parts.append(f"Vos tours, vos remplacements, votre agenda : {page}")
        tell(
            f"care.roster {roster.pk} {roster.version} {change.person.pk}",
            roster,
            change.person,
            f"Garde « {roster.name} » : vos tours",
            parts,
            at=at,
        )


def _line(duty: Duty, zone: tzinfo) -> str:
    return f"- {when(*instants_of(duty), zone=zone)}"


def tell(
    key: str, roster: Roster, person: Person, subject: str, parts: Iterable[str], *, at: datetime
) -> None:
    """A message about a roster, to somebody whose card has an address. Nothing of a patient is in any."""
    post(
        key,
        subject=with_no_break_spaces(" ".join(subject.split())),
        body=with_no_break_spaces(visible("\n\n".join(parts))),
        sender=" ".join(roster.structure.name.split()),
        to=[To(person.email, " ".join(person.name.split()))],
        at=at,
        reply_to=contact_of(roster.structure),
        about=roster.structure_id,
    )
