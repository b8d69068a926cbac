"""What a structure waits for, of its bulletins, its campaigns and its partners."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import plural
from maillage.outreach.enums import Ability
from maillage.outreach.models import Call
from maillage.outreach.queries.bulletins import held_of
from maillage.outreach.queries.calling import promised
from maillage.outreach.queries.partners import ANSWERED_WITHIN, late_steps, to_renew, waiting_of
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task

#: Named one by one on the home.
CONVENTIONS = 5


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
    old = waiting_of(structure).filter(asked_on__lt=today - ANSWERED_WITHIN)
    if first := old.first():
        text = f"Partenaires : {plural(old.count(), 'demande')} sans réponse"
        yield Task(
            text,
            f"{book}#demandes",
            f"{first.partner.name} : {first.words}",
            Ability.WRITE_PARTNERS,
            desk=Role.COORDINATION,
        )
    late = late_steps(structure, on=today)
    if step := late.first():
        url = reverse("outreach:partner", args=[structure.slug, step.partner_id])
        text = f"Partenaires : {plural(late.count(), 'étape')} en retard"
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
    open_ones = promises.filter(campaign__closed_on=None)
    counted = open_ones.aggregate(people=Count("national", distinct=True), due=Min("call_again_on"))
    if people := counted["people"]:
        yield Task(
            f"{plural(people, 'personne')} à rappeler",
            reverse("outreach:campaigns", args=[structure.slug]),
            "Celui ou celle qui l’a promis les retrouve sur sa page d’appels.",
            Ability.CAMPAIGN,
            due=counted["due"],
            desk=Role.COORDINATION,
        )
