"""What a structure waits for, of its project; the days of its year; what happened, for its bulletins."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import plural
from maillage.project.enums import OPEN, Ability
from maillage.project.models import Action, ActionStep
from maillage.project.queries.actions import late_steps, without_owner
from maillage.project.queries.indicators_awaiting import Reviews, Waited
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.queries import module_of
from maillage.ui.slots import Days, NewsItem, Task, Waiting, Wanted, YearDate

MOST = 50


def awaiting(structure: Structure) -> Waiting:
    today = timezone.localdate()
    late, orphans = _lists(structure, today)
    measured = Waited(structure, today=today)
    yield Wanted([late, orphans, *measured.lists])
    slug = structure.slug
    if late:
        actions = list(dict.fromkeys(each.action.title for each in late))
        url = reverse("project:actions", args=[slug])
        said = f"{plural(len(late), 'étape')} en retard"
        yield Task(said, url, ", ".join(actions[:2]), Ability.WRITE, late[0].due_on, Role.COORDINATION)
    if orphans:
        url = reverse("project:action", args=[slug, orphans[0].number])
        said = f"{plural(len(orphans), 'action')} sans responsable"
        yield Task(said, url, orphans[0].title, Ability.WRITE, None, Role.COORDINATION)
    yield from measured.tasks()


@prepared
def _lists(structure: Structure, today: date) -> tuple[QuerySet[ActionStep], QuerySet[Action]]:
    steps = late_steps(structure, before=today).select_related(None).select_related("action")
    return (
        steps.only("due_on", "action__title").order_by("due_on", "pk")[:MOST],
        without_owner(structure).only("number", "title").order_by("number")[:MOST],
    )


def is_on(structure: Structure) -> bool:
    return module_of(Ability.READ) in modules_of(structure)


def year(structure: Structure, first: date, last: date) -> Days:
    """Steps to be done, actions that begin or end; nothing of a module that the structure switched off."""
    if not is_on(structure):
        return
    steps, actions = _dated(structure, first, last)
    reviews = Reviews(structure)
    yield Wanted([steps, actions, *reviews.lists])
    numbers = {each.action.number for each in steps} | {each.number for each in actions}
    paths = {number: reverse("project:action", args=[structure.slug, number]) for number in numbers}
    for step in steps:
        path = paths[step.action.number]
        who = step.who.name if step.who else "À attribuer"
        if step.due_on:
            yield YearDate(step.due_on, step.what, f"{step.action.title}, {who}", path, "Voir l’action")
    for action in actions:
        path = paths[action.number]
        for day, verb in ((action.starts_on, "Début"), (action.ends_on, "Fin")):
            if day and first <= day <= last:
                yield YearDate(day, f"{verb} : {action.title}", "Action du projet", path, "Voir l’action")
    yield from reviews.to_hold(first, last)


@prepared
def _dated(structure: Structure, first: date, last: date) -> tuple[QuerySet[ActionStep], QuerySet[Action]]:
    between = (first, last)
    steps = ActionStep.objects.filter(
        action__structure=structure, action__state__in=OPEN, done_on=None, due_on__range=between
    ).select_related("action", "who")
    actions = Action.objects.filter(
        Q(starts_on__range=between) | Q(ends_on__range=between), structure=structure, state__in=OPEN
    )
    return (
        steps.only("what", "due_on", "action__number", "action__title", "who__name"),
        actions.order_by("number").only("number", "title", "starts_on", "ends_on"),
    )


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Steps done, once each."""
    if not is_on(structure):
        return
    done = ActionStep.objects.filter(action__structure=structure, done_on__gte=since)
    for step in done.select_related("action").order_by("done_on", "pk"):
        if step.done_on:
            yield NewsItem(step.done_on, f"« {step.action.title} » : {step.what}, c’est fait.")
