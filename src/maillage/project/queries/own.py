"""What the project brings to somebody who holds the link of their card, and to who leaves."""

from collections.abc import Iterator
from datetime import time

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.geography import clocks_of
from maillage.kernel import date_in_french, instants
from maillage.people.models import Person
from maillage.project.enums import OPEN, Ability
from maillage.project.models import Action, ActionStep, Maturity, MaturityAnswer
from maillage.project.queries.actions import Line, lines, of_person
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of, together
from maillage.structures.queries.prepared import prepared
from maillage.ui.queries import module_of
from maillage.ui.slots import DiaryEntry, HandedOver, Lines, OwnLine, Wanted

MOST = 5
ACTIONS, STEPS, MATURITY = "Vos actions", "Vos étapes", "Où en est la structure"
#: What lasts a day is told at this hour.
MORNING, AFTER = time(9), time(9, 30)


def is_on(person: Person) -> bool:
    return module_of(Ability.READ) in modules_of(person.structure)


def own_steps_of(person: Person) -> QuerySet[ActionStep]:
    """What they are to do, the nearest first."""
    left = ActionStep.objects.filter(who=person, done_on=None, action__state__in=OPEN)
    return left.select_related("action").order_by("due_on", "pk")


@prepared
def _own_lists(
    person: Person, structure: Structure
) -> tuple[QuerySet[Action], QuerySet[ActionStep], QuerySet[Maturity], QuerySet[MaturityAnswer, int]]:
    said = MaturityAnswer.objects.filter(person=person, maturity__closed_on=None)
    return (
        of_person(person)[:MOST],
        own_steps_of(person)[:MOST],
        Maturity.objects.filter(structure=structure, closed_on=None),
        said.order_by("pk").values_list("maturity_id", flat=True)[:1],
    )


def own_lines(person: Person) -> Lines:
    """`person` with its structure; nothing of a module that the structure switched off."""
    if not is_on(person):
        return
    link = person.door.link if hasattr(person, "door") else None
    actions, steps, asked, answered = lists = _own_lists(person, person.structure)
    yield Wanted(lists)
    for line in lines(actions, on=timezone.localdate()):
        path = link.step(f"action-{line.action.pk}") if link else ""
        yield OwnLine(ACTIONS, sentence_of(line), path, "Ouvrir" if path else "")
    for step in steps:
        due = f", pour le {date_in_french(step.due_on)}" if step.due_on else ""
        path = link.step(f"action-{step.action_id}") if link else ""
        yield OwnLine(STEPS, f"{step.what} ({step.action.title}){due}.", path, "C’est fait" if path else "")
    if link and asked:
        words = "Vous avez répondu." if answered else "Chacun dit seul où en est l’équipe, puis on compare."
        yield OwnLine(MATURITY, words, link.step("maturite"), "Lire" if answered else "Répondre")


def sentence_of(line: Line) -> str:
    """« 3. Sorties d’hôpital, avant le 3 mars 2026 : réunir le groupe. »"""
    said = f"{line.action.number}. {line.action.title}"
    if line.next_on:
        late = "en retard depuis le" if line.is_late else "prochaine date le"
        said += f", {late} {date_in_french(line.next_on)}"
    return f"{said} : {line.next_what}." if line.next_what else f"{said}."


def handover(person: Person) -> Iterator[HandedOver]:
    """What they answer for, then what they are to do in the actions of others."""
    if not is_on(person):
        return
    actions, steps = of_person(person), own_steps_of(person)
    together(actions, steps)
    for line in lines(actions, on=timezone.localdate()):
        role = "responsable" if line.action.owner_id == person.pk else "coresponsable"
        yield HandedOver(
            "Actions du projet", f"{line.action.number}. {line.action.title} : {role}.", line.next_on
        )
    for step in steps:
        yield HandedOver("Étapes d’actions", f"{step.what} ({step.action.title}).", step.due_on)


def diary(person: Person) -> Iterator[DiaryEntry]:
    """The steps of their own that have a day."""
    if not is_on(person):
        return
    zone = clocks_of(person.structure.territory.codes)
    for step in own_steps_of(person).filter(due_on__isnull=False):
        if step.due_on:
            starts, ends = instants(step.due_on, MORNING, AFTER, zone=zone)
            yield DiaryEntry(f"etape-{step.key}@maillage", starts, ends, f"Étape : {step.what}")


def holds(person: Person) -> Q:
    """Of an action: whether they answer for it, or have a step of it."""
    return Q(owner=person) | Q(co_owner=person) | Q(steps__who=person)
