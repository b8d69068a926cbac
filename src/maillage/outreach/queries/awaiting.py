"""What a structure waits for, of its bulletins, its campaigns and its partners."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import joined, plural
from maillage.outreach.enums import Ability
from maillage.outreach.models import Call, CampaignProfession
from maillage.outreach.queries.bulletins import held_of
from maillage.outreach.queries.calling import promised
from maillage.outreach.queries.partners import ANSWERED_WITHIN, late_steps, to_renew, waiting_of
from maillage.people.queries import counts_in_words
from maillage.people.queries.coverage import coverage
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task

#: Named one by one on the home.
CONVENTIONS = 5
CALLERS = 3


def awaiting(structure: Structure) -> Iterator[Task]:
    if held := held_of(structure).count():
        yield Task(
            f"Bulletins : {plural(held, 'désabonnement')} à relire",
            f"{reverse('outreach:bulletins', args=[structure.slug])}#a-relire",
            "Une messagerie les a peut-être faits d’elle-même.",
            Ability.WRITE,
            desk=Role.COORDINATION,
        )
    yield from to_call_again(structure)
    yield from never_reached(structure)
    yield from _partners(structure)


def _partners(structure: Structure) -> Iterator[Task]:
    """Conventions that end, requests that nobody answered, steps that are late."""
    today = timezone.localdate()
    for each in to_renew(structure, on=today)[:CONVENTIONS]:
        convention = each.convention
        url = reverse("outreach:partner", args=[structure.slug, convention.partner_id])
        text = f"Convention à revoir avec {convention.partner.name}"
        detail = f"« {convention.title} ». {each.sentence}"
        due = each.standing.notice or each.standing.last_day
        yield Task(text, f"{url}#conventions", detail, Ability.WRITE_PARTNERS, due, Role.COORDINATION)
    book = reverse("outreach:partners", args=[structure.slug])
    if old := list(waiting_of(structure).filter(asked_on__lt=today - ANSWERED_WITHIN)):
        first = old[0]
        text = f"Partenaires : {plural(len(old), 'demande')} sans réponse"
        yield Task(
            text,
            f"{book}#demandes",
            f"{first.partner.name} : {first.words}",
            Ability.WRITE_PARTNERS,
            desk=Role.COORDINATION,
        )
    if late := list(late_steps(structure, on=today)):
        step = late[0]
        url = reverse("outreach:partner", args=[structure.slug, step.partner_id])
        text = f"Partenaires : {plural(len(late), 'étape')} en retard"
        yield Task(
            text,
            f"{url}#etapes",
            f"{step.partner.name} : {step.words}",
            Ability.WRITE_PARTNERS,
            step.due_on,
            Role.COORDINATION,
        )


def to_call_again(structure: Structure) -> Iterator[Task]:
    promises = Call.objects.filter(promised(timezone.localdate()), campaign__structure=structure)
    by_caller = (
        promises.filter(campaign__closed_on=None)
        .values("caller__person__name")
        .annotate(people=Count("national", distinct=True), due=Min("call_again_on"))
        .order_by("due", "caller__person__name")
    )
    if rows := list(by_caller):
        who = [f"{row['caller__person__name'] or 'fiche retirée'} ({row['people']})" for row in rows]
        others = len(who) - CALLERS
        said = joined([*who[:CALLERS], plural(others, "autre")] if others > 0 else who)
        yield Task(
            f"{plural(sum(row['people'] for row in rows), 'personne')} à rappeler",
            reverse("outreach:campaigns", args=[structure.slug]),
            f"Par {said}. Chacun les retrouve sur sa page d’appels.",
            Ability.CAMPAIGN,
            due=rows[0]["due"],
            desk=Role.COORDINATION,
        )


def never_reached(structure: Structure) -> Iterator[Task]:
    """While a campaign runs: those of its professions that nobody ever reached, as the coverage counts them."""
    running = CampaignProfession.objects.filter(campaign__structure=structure, campaign__closed_on=None)
    called = set(running.values_list("profession", flat=True))
    if not called:
        return
    lines = coverage(structure, on=timezone.localdate()).professions
    left = [(line.key, line.never) for line in lines if line.key in called and line.never]
    if left:
        left.sort(key=lambda row: -row[1])
        yield Task(
            f"Jamais joints : {counts_in_words(left)}",
            reverse("people:coverage", args=[structure.slug]),
            "Une campagne d’appels est ouverte pour eux. La page dit aussi où ils exercent.",
            Ability.CAMPAIGN,
            desk=Role.COORDINATION,
        )
