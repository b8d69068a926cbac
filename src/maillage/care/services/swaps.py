"""Handing over a turn, or a part of it: asked once, taken by the first who says yes. The database settles races."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from maillage.care.enums import SwapState
from maillage.care.models import Duty, DutyTold, Roster, Swap
from maillage.care.queries.presence import serves
from maillage.care.queries.rosters import Stretch, part_said, turns_of
from maillage.care.rules.duty_hours import Hours, part_of
from maillage.care.services.duties import tell
from maillage.care.services.rosters import locked
from maillage.kernel import BadInput, when
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.services import doors_to
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in, zone_of

NOT_YOURS = "Ces heures ne sont plus à vous : rouvrez votre page, elle a changé."
GONE = "Ce remplacement n’est plus à prendre : le tour a changé depuis, merci."


class TakenAlready(BadInput):
    """Somebody else said yes first."""

    def __init__(self) -> None:
        super().__init__("Quelqu’un d’autre vient de prendre ce tour, merci.")


@transaction.atomic
def ask_swap(
    duty: Duty,
    giver: Person,
    hours: Hours,
    *,
    asked_of: Person | None,
    key: UUID,
    at: datetime,
    site: str,
) -> Swap:
    """Seek somebody for these hours of a turn; the same key gives the same one back.

    Each who may take it is told once. Raises BadInput for hours that are not the giver's, over, or sought already.
    """
    if known := sent_before(duty.swaps.filter(giver=giver), key):
        return known
    roster, kept = locked(duty.roster), Duty.objects.select_related("published").get(pk=duty.pk)
    zone = zone_of(roster.structure)
    start, end = part_of(kept.day, kept.hours, hours, zone)
    if end <= at:
        raise BadInput("Ces heures sont passées : choisissez un tour à venir.")
    if not holds(roster, kept, giver, start, end):
        raise BadInput(NOT_YOURS)
    refuse_sought(kept, start, end)
    if asked_of and (asked_of.pk == giver.pk or not is_in(roster, asked_of, kept.day)):
        raise BadInput("Choisissez quelqu’un d’autre qui prend son tour dans ce tableau.", field="asked_of")
    swap = Swap.objects.create(
        duty=kept, starts=hours[0], ends=hours[1], giver=giver, asked_of=asked_of,
        is_for_all=asked_of is None, asked_at=at, key=key,
    )  # fmt: skip
    Roster.objects.filter(pk=roster.pk).update(site=site)
    roster.site = site
    _seek(roster, swap, start, end, at=at)
    return swap


def refuse_sought(duty: Duty, start: datetime, end: datetime) -> None:
    """Raises BadInput for hours that are handed over already, or exchanged."""
    for other in duty.swaps.filter(state=SwapState.ASKED):
        begun, over = part_of(duty.day, duty.hours, other.hours, zone_of(duty.roster.structure))
        if begun < end and start < over:
            raise BadInput("Vous cherchez déjà quelqu’un pour ces heures : retirez d’abord l’autre demande.")


def is_in(roster: Roster, person: Person, day: date) -> bool:
    return any(serves(place, day) for place in roster.members.filter(person=person).select_related("person"))


def _stretches(roster: Roster, duty: Duty) -> list[Stretch]:
    return turns_of(roster.structure, Duty.objects.filter(pk=duty.pk), {roster.pk: roster})


def holds(roster: Roster, duty: Duty, person: Person, start: datetime, end: datetime) -> bool:
    """All along, by the one answer that pages give; an absence without anybody standing in still may be handed over."""
    mine = [
        each
        for each in _stretches(roster, duty)
        if person.pk in {each.person.pk if each.person else None, each.absent.pk if each.absent else None}
    ]
    at = start
    for each in mine:
        if each.start <= at < each.end:
            at = each.end
    return at >= end


def _seek(roster: Roster, swap: Swap, start: datetime, end: datetime, *, at: datetime) -> None:
    """A message to each who may take it, with one tap behind their own link."""
    duty, giver = swap.duty, swap.giver
    places = roster.members.select_related("person").prefetch_related("person__adhesions")
    asked = [place.person for place in places if serves(place, duty.day) and place.person_id != swap.giver_id]
    if not swap.is_for_all:
        asked = [person for person in asked if person.pk == swap.asked_of_id]
    reached = [person for person in asked if is_address(person.email)]
    links = doors_to(reached, on=day_in(roster.structure, at))
    hours = when(start, end, zone=zone_of(roster.structure))
    for person in reached:
        page = f"{roster.site.rstrip('/')}{links[person.pk].step(f'remplacement-{swap.pk}')}"
        tell(
            f"care.swap {swap.pk} {person.pk}",
            roster,
            person,
            f"Garde « {roster.name} » : un remplacement",
            [
                f"Bonjour,\n\n{giver.name if giver else 'Quelqu’un'} cherche à se faire remplacer {hours}.",
                f"Voir et prendre ce tour : {page}",
            ],
            at=at,
        )


@transaction.atomic
def take_swap(swap: Swap, person: Person, *, at: datetime, site: str) -> Swap:
    """Of those who say yes in the same second, one has it; the others learn it at once. Taking again changes nothing.

    Never an exchange (`exchanges.accept`). Raises TakenAlready, or BadInput when the turn changed meanwhile or the person cannot.
    """
    roster = locked(swap.duty.roster)
    won = (
        Swap.objects.filter(pk=swap.pk, state=SwapState.ASKED, against=None)
        .exclude(giver=person)
        .update(state=SwapState.TAKEN, taker=person, settled_at=at)
    )
    found = Swap.objects.select_related("duty__roster", "giver").get(pk=swap.pk)
    if not won:
        if found.state == SwapState.TAKEN and found.taker_id == person.pk:
            return found
        raise TakenAlready if found.state == SwapState.TAKEN else BadInput(GONE)
    duty = found.duty
    start, end = part_of(duty.day, duty.hours, found.hours, zone_of(roster.structure))
    if end <= at:
        raise BadInput("Ces heures sont passées, merci.")
    if not is_in(roster, person, duty.day):
        raise BadInput("Vous n’êtes pas dans ce tableau ce jour-là : voyez avec la coordination.")
    hand_over(roster, duty, person, start, end)
    Roster.objects.filter(pk=roster.pk).update(site=site)
    roster.site = site
    _say_taken(roster, found, person, when(start, end, zone=zone_of(roster.structure)), at=at)
    return found


def hand_over(roster: Roster, duty: Duty, person: Person, start: datetime, end: datetime) -> None:
    """What was just accepted holds: diaries follow. Raises BadInput when the turn changed meanwhile, or they are away."""
    Duty.objects.filter(pk=duty.pk).update(version=F("version") + 1)
    mine = [
        each
        for each in _stretches(roster, duty)
        if each.start < end and start < each.end and person.pk in _named(each)
    ]
    covered = sum((min(each.end, end) - max(each.start, start) for each in mine), end - end)
    if covered != end - start:
        raise BadInput(GONE)
    if any(each.person is None for each in mine):
        raise BadInput("Une absence dite sur une fiche couvre ces heures : corrigez-la d’abord.")
    DutyTold.objects.get_or_create(duty=duty, person=person)


def _named(stretch: Stretch) -> set[int]:
    return {each.pk for each in (stretch.person, stretch.absent) if each}


@transaction.atomic
def refuse_swap(swap: Swap, person: Person, *, at: datetime) -> None:
    """No, of the one who was asked alone: whoever asked learns it. Said again, it changes nothing. Raises BadInput."""
    roster = locked(swap.duty.roster)
    rows = Swap.objects.filter(pk=swap.pk, is_for_all=False, asked_of=person)
    won = rows.filter(state=SwapState.ASKED).update(state=SwapState.REFUSED, settled_at=at)
    found = Swap.objects.select_related("duty", "giver", "against").get(pk=swap.pk)
    if not won:
        if found.state == SwapState.REFUSED and found.asked_of_id == person.pk:
            return
        raise BadInput(GONE)
    if found.giver is None or not is_address(found.giver.email):
        return
    zone = zone_of(roster.structure)
    link = doors_to([found.giver], on=day_in(roster.structure, at))[found.giver.pk]
    page = f"{roster.site.rstrip('/')}{link.step('gardes')}"
    tell(
        f"care.refused {swap.pk}",
        roster,
        found.giver,
        f"Garde « {roster.name} » : {'échange' if found.against else 'remplacement'} refusé",
        [
            f"Bonjour,\n\n{person.name} dit non, {part_said(found, zone)}. Ce tour reste à vous.",
            f"Vos tours : {page}",
        ],
        at=at,
    )


def _say_taken(roster: Roster, swap: Swap, taker: Person, hours: str, *, at: datetime) -> None:
    """To who gave, who took, and who watches the roster: once each."""
    giver, warned = swap.giver, roster.warned
    told: dict[int, tuple[Person, str]] = {}
    if warned:
        told[warned.pk] = (warned, f"{taker.name} remplace {giver.name if giver else 'la garde'} {hours}.")
    if giver:
        told[giver.pk] = (giver, f"{taker.name} vous remplace {hours}.")
    told[taker.pk] = (taker, f"Vous remplacez {giver.name if giver else 'la garde'} {hours}.")
    reached = [person for person, _ in told.values() if is_address(person.email)]
    links = doors_to(reached, on=day_in(roster.structure, at))
    for person in reached:
        page = f"{roster.site.rstrip('/')}{links[person.pk].step('gardes')}"
        tell(
            f"care.swapped {swap.pk} {person.pk}",
            roster,
            person,
            f"Garde « {roster.name} » : remplacement trouvé",
            [f"Bonjour,\n\n{told[person.pk][1]}", f"Vos tours : {page}"],
            at=at,
        )


@transaction.atomic
def withdraw_swap(swap: Swap, *, at: datetime) -> None:
    """Whoever asked seeks nobody any more. Raises BadInput when somebody took it meanwhile."""
    if Swap.objects.filter(pk=swap.pk, state=SwapState.ASKED).update(
        state=SwapState.WITHDRAWN, settled_at=at
    ):
        return
    swap.refresh_from_db()
    if swap.state == SwapState.TAKEN:
        raise BadInput("Quelqu’un vient de prendre ce tour : voyez ensemble.")
