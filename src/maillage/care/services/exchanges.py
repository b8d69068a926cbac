"""Exchanging whole turns between two people: proposed to one, and both change hands at their yes, or neither does."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from maillage.care.enums import SwapState
from maillage.care.models import Duty, Roster, Swap
from maillage.care.queries.rosters import instants_of, is_over, part_said, return_said, turns_of
from maillage.care.services.duties import tell
from maillage.care.services.rosters import locked
from maillage.care.services.swaps import GONE, NOT_YOURS, hand_over, holds, is_in, refuse_sought
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.services import doors_to
from maillage.structures.queries.clocks import day_in, zone_of

EXPIRED = "Cet échange a expiré : l’un des deux tours a commencé."


@transaction.atomic
def propose(duty: Duty, against: Duty, giver: Person, *, key: UUID, at: datetime, site: str) -> Swap:
    """To who holds `against`; the same key gives the same one back. Raises BadInput for turns that cannot be exchanged."""
    if known := Swap.objects.filter(key=key, giver=giver).first():
        return known
    roster = locked(duty.roster)
    mine, theirs = (
        Duty.objects.select_related("roster__structure__territory", "published").get(pk=each.pk)
        for each in (duty, against)
    )
    if theirs.roster_id != roster.pk or theirs.pk == mine.pk:
        raise BadInput("Choisissez un tour du même tableau.", field="against")
    if min(instants_of(mine)[0], instants_of(theirs)[0]) <= at:
        raise BadInput("Un tour qui a commencé ne s’échange plus : choisissez-en un autre.", field="against")
    if not holds(roster, mine, giver, *instants_of(mine)):
        raise BadInput(NOT_YOURS)
    refuse_sought(mine, *instants_of(mine))
    holder = _holder(roster, theirs)
    if holder is None or holder == giver:
        raise BadInput("Ce tour n’est plus à une seule personne : choisissez-en un autre.", field="against")
    _refuse_places(roster, giver, theirs, holder, mine)
    swap = Swap.objects.create(
        duty=mine, starts=mine.starts, ends=mine.ends, against=theirs, giver=giver, asked_of=holder,
        is_for_all=False, asked_at=at, key=key,
    )  # fmt: skip
    Roster.objects.filter(pk=roster.pk).update(site=site)
    roster.site = site
    zone = zone_of(roster.structure)
    words = (
        f"{giver.name} vous propose un échange.\n\nVous prendriez son tour : {part_said(swap, zone)}.\n"
        f"Vous lui donneriez le vôtre : {return_said(swap, zone)}."
    )
    _tell(
        roster,
        swap,
        holder,
        "proposed",
        "un échange proposé",
        words,
        f"remplacement-{swap.pk}",
        "Répondre",
        at,
    )
    return swap


def _holder(roster: Roster, duty: Duty) -> Person | None:
    """Who holds it whole, an absence that nobody stands in for among them; None: several, or nobody."""
    stretches = turns_of(roster.structure, Duty.objects.filter(pk=duty.pk), {roster.pk: roster})
    people = {each.person or each.absent for each in stretches}
    return people.pop() if len(people) == 1 else None


def _refuse_places(roster: Roster, giver: Person, theirs: Duty, taker: Person, mine: Duty) -> None:
    for person, turn in ((giver, theirs), (taker, mine)):
        if not is_in(roster, person, turn.day):
            raise BadInput(
                f"{person.name} n’est pas dans ce tableau ce jour-là : voyez avec la coordination.",
                field="against",
            )


@transaction.atomic
def accept(swap: Swap, person: Person, *, at: datetime, site: str) -> Swap:
    """Their yes: both turns change hands, each is told once. Said again, it changes nothing.

    Raises BadInput, and neither changes, when one of them began, is held by somebody else, or falls in an absence.
    """
    roster = locked(swap.duty.roster)
    rows = Swap.objects.filter(pk=swap.pk, asked_of=person, against__isnull=False)
    won = rows.filter(state=SwapState.ASKED).update(state=SwapState.TAKEN, taker=person, settled_at=at)
    found = Swap.objects.select_related("duty__roster", "giver", "against__roster").get(pk=swap.pk)
    if not won:
        if found.state == SwapState.TAKEN and found.taker_id == person.pk:
            return found
        raise BadInput(GONE)
    mine, theirs, giver = found.duty, found.against, found.giver
    if theirs is None or giver is None:
        raise BadInput(GONE)
    if is_over(found, at=at):
        raise BadInput(EXPIRED)
    _refuse_places(roster, giver, theirs, person, mine)
    others = Swap.objects.filter(Q(duty=theirs) | Q(against__in=(mine, theirs)), state=SwapState.ASKED)
    others.update(state=SwapState.VOID, settled_at=at)
    Swap.objects.create(
        duty=theirs, starts=theirs.starts, ends=theirs.ends, against=mine, giver=person, asked_of=giver,
        is_for_all=False, taker=giver, state=SwapState.TAKEN, asked_at=at, settled_at=at, key=uuid4(),
    )  # fmt: skip
    hand_over(roster, mine, person, *instants_of(mine))
    hand_over(roster, theirs, giver, *instants_of(theirs))
    Roster.objects.filter(pk=roster.pk).update(site=site)
    roster.site = site
    _say_accepted(roster, found, giver, person, at=at)
    return found


def _say_accepted(roster: Roster, swap: Swap, giver: Person, taker: Person, *, at: datetime) -> None:
    zone = zone_of(roster.structure)
    given, taken = part_said(swap, zone), return_said(swap, zone)
    told = {giver.pk: (giver, f"{taker.name} prend votre tour {given}, vous prenez le sien {taken}.")}
    told[taker.pk] = taker, f"Vous prenez le tour de {giver.name} {given}, et lui donnez le vôtre {taken}."
    if roster.warned and roster.warned_id not in told:
        said = f"{taker.name} prend le tour de {giver.name} {given} ; {giver.name} prend le sien {taken}."
        told[roster.warned.pk] = roster.warned, said
    for person, words in told.values():
        _tell(roster, swap, person, "exchanged", "tours échangés", words, "gardes", "Vos tours", at)


def _tell(
    roster: Roster,
    swap: Swap,
    person: Person,
    what: str,
    subject: str,
    words: str,
    step: str,
    leads: str,
    at: datetime,
) -> None:
    if not is_address(person.email):
        return
    link = doors_to([person], on=day_in(roster.structure, at))[person.pk]
    tell(
        f"care.{what} {swap.pk} {person.pk}",
        roster,
        person,
        f"Garde « {roster.name} » : {subject}",
        [f"Bonjour,\n\n{words}", f"{leads} : {roster.site.rstrip('/')}{link.step(step)}"],
        at=at,
    )
