"""What a structure waits for, of its bulletins, its campaigns and its partners."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import joined, plural
from maillage.outreach.enums import Ability
from maillage.outreach.models import Call, CampaignProfession
from maillage.outreach.queries.bulletins import held_of
from maillage.outreach.queries.calling import promised
from maillage.outreach.queries.events import awaiting as events_awaiting
from maillage.outreach.queries.events import coming
from maillage.outreach.queries.partners import (
    ANSWERED_WITHIN,
    Signed,
    ending_at,
    late_steps,
    to_renew,
    waiting_of,
)
from maillage.people.queries import counts_in_words
from maillage.people.queries.coverage import professions_covered
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task, Waiting, Wanted

#: Named one by one on the home.
CONVENTIONS = 5
CALLERS = 3


def awaiting(structure: Structure) -> Waiting:
    today = timezone.localdate()
    promises, late = promises_of(structure, on=today), late_steps(structure, on=today)
    old = waiting_of(structure).filter(asked_on__lt=today - ANSWERED_WITHIN)
    professions, conventions, events = called_in(structure), ending_at(structure, today), coming(structure)
    counted = {"held": held_of(structure), "promises": promises, "old": old, "late": late}
    there = yield Wanted([professions, conventions, events], counted)
    if held := there["held"]:
        yield Task(
            f"Bulletins : {plural(held, 'désabonnement')} à relire",
            f"{reverse('outreach:bulletins', args=[structure.slug])}#a-relire",
            "Une messagerie les a peut-être faits d’elle-même.",
            Ability.WRITE,
            desk=Role.COORDINATION,
        )
    if there["promises"]:
        yield to_call_again(structure, promises)
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


def _conventions(structure: Structure, found: Sequence[Signed]) -> Iterator[Task]:
    """Those that end."""
    for each in found[:CONVENTIONS]:
        convention = each.convention
        url = reverse("outreach:partner", args=[structure.slug, convention.partner_id])
        text = f"Convention à revoir avec {convention.partner.name}"
        detail = f"« {convention.title} ». {each.sentence}"
        due = each.standing.notice or each.standing.last_day
        yield Task(text, f"{url}#conventions", detail, Ability.WRITE_PARTNERS, due, Role.COORDINATION)


def promises_of(structure: Structure, *, on: date) -> QuerySet[Call]:
    """Calls that their caller said they would make again, in the campaigns that run."""
    return Call.objects.filter(promised(on), campaign__structure=structure, campaign__closed_on=None)


def to_call_again(structure: Structure, promises: QuerySet[Call]) -> Task:
    rows = list(
        promises.values("caller__person__name")
        .annotate(people=Count("national", distinct=True), due=Min("call_again_on"))
        .order_by("due", "caller__person__name")
    )
    who = [f"{row['caller__person__name'] or 'fiche retirée'} ({row['people']})" for row in rows]
    others = len(who) - CALLERS
    said = joined([*who[:CALLERS], plural(others, "autre")] if others > 0 else who)
    return Task(
        f"{plural(sum(row['people'] for row in rows), 'personne')} à rappeler",
        reverse("outreach:campaigns", args=[structure.slug]),
        f"Par {said}. Chacun les retrouve sur sa page d’appels.",
        Ability.CAMPAIGN,
        due=rows[0]["due"],
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
