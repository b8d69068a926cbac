"""What a structure waits for, of its bulletins, its campaigns and its partners."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import joined, plural
from maillage.outreach.enums import Ability
from maillage.outreach.models import Call, CampaignProfession, Convention, Event, NextStep, PartnerRequest
from maillage.outreach.queries.bulletins import held_of
from maillage.outreach.queries.calling import promised_since
from maillage.outreach.queries.events import COMING, coming
from maillage.outreach.queries.events import awaiting as events_awaiting
from maillage.outreach.queries.partners import (
    ANSWERED_WITHIN,
    Signed,
    ending_at,
    late_steps,
    to_renew,
    waiting_of,
)
from maillage.outreach.rules import HELD_FOR
from maillage.people.queries import counts_in_words
from maillage.people.queries.coverage import professions_covered
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted

#: Named one by one on the home.
CONVENTIONS = 5
CALLERS = 3
Promised = tuple[str | None, int, date]


def awaiting(structure: Structure) -> Waiting:
    today = timezone.localdate()
    days = (today, today - ANSWERED_WITHIN, today - HELD_FOR)
    professions, conventions, events, promised, old, late = lists = _lists(
        structure, *days, timezone.now() + COMING
    )
    unread, unanswered, behind = _counted(structure, *days[:2])
    there = yield Wanted(lists, {"held": unread, "old": unanswered, "late": behind})
    if held := there["held"]:
        yield Task(
            f"Bulletins : {plural(held, 'désabonnement')} à relire",
            f"{reverse('outreach:bulletins', args=[structure.slug])}#a-relire",
            "Une messagerie les a peut-être faits d’elle-même.",
            Ability.WRITE,
            desk=Role.COORDINATION,
        )
    if promised:
        yield to_call_again(structure, promised)
    yield from never_reached(structure, set(professions))
    yield from _conventions(structure, to_renew(conventions, on=today))
    book = reverse("outreach:partners", args=[structure.slug])
    if count := there["old"]:
        first = old[0]
        text = f"Partenaires : {plural(count, 'demande')} sans réponse"
        detail = f"{first.partner.name} : {first.words}"
        yield Task(text, f"{book}#demandes", detail, Ability.WRITE_PARTNERS, desk=Role.COORDINATION)
    if count := there["late"]:
        step = late[0]
        url = reverse("outreach:partner", args=[structure.slug, step.partner_id])
        text = f"Partenaires : {plural(count, 'étape')} en retard"
        detail = f"{step.partner.name} : {step.words}"
        yield Task(text, f"{url}#etapes", detail, Ability.WRITE_PARTNERS, step.due_on, Role.COORDINATION)
    yield from events_awaiting(structure, events)


@prepared
def _counted(structure: Structure, today: date, long_ago: date) -> tuple[QuerySet[Any], ...]:
    """Unsubscriptions to read, requests without an answer, steps that are late."""
    return held_of(structure), asked_before(structure, long_ago), late_steps(structure, on=today)


def asked_before(structure: Structure, day: date) -> QuerySet[PartnerRequest]:
    return waiting_of(structure).filter(asked_on__lt=day)


@prepared
def _lists(
    structure: Structure, today: date, long_ago: date, since: date, soon: datetime
) -> tuple[
    QuerySet[CampaignProfession, str], QuerySet[Convention], QuerySet[Event], QuerySet[Call, Promised],
    QuerySet[PartnerRequest], QuerySet[NextStep],
]:  # fmt: skip
    """What campaigns call, what ends, what comes, who is to be called again; of what is counted, the first."""
    return (
        called_in(structure),
        ending_at(structure, today),
        coming(structure, soon),
        promises_of(structure, since),
        asked_before(structure, long_ago)[:1],
        late_steps(structure, on=today)[:1],
    )


def _conventions(structure: Structure, found: Sequence[Signed]) -> Iterator[Task]:
    """Those that end."""
    for each in found[:CONVENTIONS]:
        convention = each.convention
        url = reverse("outreach:partner", args=[structure.slug, convention.partner_id])
        text = f"Convention à revoir avec {convention.partner.name}"
        detail = f"« {convention.title} ». {each.sentence}"
        due = each.standing.notice or each.standing.last_day
        yield Task(text, f"{url}#conventions", detail, Ability.WRITE_PARTNERS, due, Role.COORDINATION)


def promises_of(structure: Structure, since: date) -> QuerySet[Call, Promised]:
    """Calls that their caller said they would make again, in the campaigns that run: (caller, people, the first day)."""
    running = Call.objects.filter(
        promised_since(since), campaign__structure=structure, campaign__closed_on=None
    )
    told = running.values_list("caller__person__name").annotate(
        people=Count("national", distinct=True), due=Min("call_again_on")
    )
    return told.order_by("due", "caller__person__name")


def to_call_again(structure: Structure, promised: Collection[Promised]) -> Task:
    rows = list(promised)
    who = [f"{name or 'fiche retirée'} ({people})" for name, people, _ in rows]
    others = len(who) - CALLERS
    said = joined([*who[:CALLERS], plural(others, "autre")] if others > 0 else who)
    return Task(
        f"{plural(sum(people for _, people, _ in rows), 'personne')} à rappeler",
        reverse("outreach:campaigns", args=[structure.slug]),
        f"Par {said}. Chacun les retrouve sur sa page d’appels.",
        Ability.CAMPAIGN,
        due=rows[0][2],
        desk=Role.COORDINATION,
    )


def called_in(structure: Structure) -> QuerySet[CampaignProfession, str]:
    """The professions that the campaigns that run call."""
    running = CampaignProfession.objects.filter(campaign__structure=structure, campaign__closed_on=None)
    return running.values_list("profession", flat=True)


def never_reached(structure: Structure, called: Collection[str]) -> Iterator[Task]:
    """While a campaign runs: those of its professions that nobody ever reached, as the coverage counts them."""
    if not called:
        return
    lines = professions_covered(structure, called, on=timezone.localdate())
    left = [(line.key, line.never) for line in lines if line.never]
    if left:
        left.sort(key=lambda row: -row[1])
        yield Task(
            f"Jamais joints : {counts_in_words(left)}",
            reverse("people:coverage", args=[structure.slug]),
            "Une campagne d’appels est ouverte pour eux. La page dit aussi où ils exercent.",
            Ability.CAMPAIGN,
            desk=Role.COORDINATION,
        )
