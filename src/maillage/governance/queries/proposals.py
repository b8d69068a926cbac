"""What the next meeting of an instance may speak of: what is not done, not said, not decided yet."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.governance.enums import InstanceKind, MeetingState, Verdict
from maillage.governance.models import AgendaItem, Decision, Idea, Instance, Task
from maillage.governance.queries.ideas import ideas_waiting
from maillage.kernel import date_in_french, folded, plural
from maillage.structures.queries import together

#: Instances that answer for the structure.
ANSWERS = (InstanceKind.BUREAU, InstanceKind.CA, InstanceKind.COMITE, InstanceKind.EQUIPE)
#: Of each kind; and the signs of a point.
MOST, LONGEST = 20, 200


class Proposal(NamedTuple):
    """A point that one may take, and why it is proposed."""

    title: str
    why: str
    resolution: str = ""


def proposals_for(instance: Instance) -> list[Proposal]:
    """Points carried over, decisions that wait, tasks to do, ideas to answer; each title once, those of a meeting in preparation left out."""
    planned = AgendaItem.objects.filter(
        meeting__instance=instance, meeting__state__in=(MeetingState.DRAFT, MeetingState.CONVOKED)
    )
    titles = planned.values_list("title", flat=True)
    put_off, unsaid, unknown = carried_over(instance), undecided(instance), untold(instance)
    tasks, told = to_follow(instance), ideas(instance)
    together(titles, put_off, unsaid, unknown, tasks, told)
    known, kept = {folded(title) for title in titles}, []
    for each in in_words(put_off, unsaid, unknown, tasks, told):
        if folded(each.title) not in known:
            known.add(folded(each.title))
            kept.append(each)
    return kept


def in_words(
    put_off: Iterable[AgendaItem],
    unsaid: Iterable[AgendaItem],
    unknown: Iterable[Decision],
    tasks: Iterable[Task],
    told: Iterable[tuple[str, int]],
) -> Iterator[Proposal]:
    for item in put_off:
        yield Proposal(item.title, f"reporté, {item.meeting.title}", item.resolution)
    for item in unsaid:
        yield Proposal(item.title, f"pas encore décidé, {item.meeting.title}", item.resolution)
    for each in unknown:
        yield Proposal(shortened(each.title), f"décision {each.reference}, dont l’issue n’est pas connue")
    for task in tasks:
        due = f", pour le {date_in_french(task.due_on)}" if task.due_on else ""
        yield Proposal(task.title, f"tâche de {task.owner.name if task.owner else 'personne encore'}{due}")
    for title, many in told:
        yield Proposal(shortened(title), f"idée, {plural(many, 'soutien')}")


def carried_over(instance: Instance) -> QuerySet[AgendaItem]:
    """Points that were put off, until a later meeting has one of the same title."""
    again = AgendaItem.objects.filter(
        meeting__instance=instance,
        title=OuterRef("title"),
        meeting__starts_at__gt=OuterRef("meeting__starts_at"),
    ).exclude(meeting__state=MeetingState.CANCELLED)
    put_off = AgendaItem.objects.filter(meeting__instance=instance, is_put_off=True)
    return put_off.filter(~Exists(again)).select_related("meeting").order_by("-meeting__starts_at")[:MOST]


def undecided(instance: Instance) -> QuerySet[AgendaItem]:
    """Resolutions put before a meeting that was held and decided by none."""
    held = Q(meeting__instance=instance, meeting__state=MeetingState.HELD)
    later = AgendaItem.objects.filter(
        meeting__instance=instance,
        title=OuterRef("title"),
        meeting__starts_at__gt=OuterRef("meeting__starts_at"),
    )
    unsaid = AgendaItem.objects.filter(
        held, ~Q(resolution=""), ~Exists(later), decisions=None, is_put_off=False
    )
    return unsaid.select_related("meeting").order_by("-meeting__starts_at")[:MOST]


def untold(instance: Instance) -> QuerySet[Decision]:
    """What the rules could not tell."""
    held = Q(meeting__instance=instance, meeting__state=MeetingState.HELD)
    return Decision.objects.filter(held, verdict=Verdict.UNKNOWN)[:MOST]


def to_follow(instance: Instance) -> QuerySet[Task]:
    """What its meetings asked of somebody and is not done; late ones first."""
    tasks = Task.objects.filter(meeting__instance=instance, done_on=None).select_related("owner")
    return tasks.order_by("due_on", "pk")[:MOST]


def ideas(instance: Instance) -> QuerySet[Idea, tuple[str, int]]:
    """Those that nobody answered yet, the most upheld first, before who answers for the structure."""
    told = ideas_waiting(instance.structure).annotate(many=Count("supports")).values_list("title", "many")
    return told[:MOST] if instance.kind in ANSWERS else told.none()


def shortened(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
