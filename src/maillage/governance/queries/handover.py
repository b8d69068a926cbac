"""What somebody who leaves hands over: tasks, mandates, meetings to hold, what they are asked about; and the whole pack."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting, Task
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.own import is_on
from maillage.governance.queries.referents import label_of
from maillage.governance.queries.seats import runs
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.queries import together
from maillage.tables import SheetCell
from maillage.ui.slots import HandedOver

TASKS, SEATS, MEETINGS, ASKED = "Tâches à faire", "Mandats", "Réunions à tenir", "Référent de"


def open_tasks(person: Person) -> QuerySet[Task]:
    rows = Task.objects.filter(owner=person, structure=person.structure_id, done_on=None)
    return rows.select_related("decision").order_by(F("due_on").asc(nulls_last=True), "pk")


def handover(person: Person) -> Iterator[HandedOver]:
    """`person` with its structure; nothing of a module that the structure switched off."""
    if not is_on(person):
        return
    today = timezone.localdate()
    tasks, asked = open_tasks(person), person.referent_of.filter(runs(today))
    seats = person.mandates.filter(runs(today)).select_related("instance")
    held = Meeting.objects.filter(
        Q(chair=person) | Q(secretary=person),
        state__in=(MeetingState.DRAFT, MeetingState.CONVOKED),
        ends_at__gt=timezone.now(),
    )
    coming = held.select_related("instance__structure__territory")
    together(tasks, seats, asked, coming)
    for task in tasks:
        of = f" (décision {task.decision.reference})" if task.decision else ""
        yield HandedOver(TASKS, f"{task.title}{of}.", task.due_on)
    for seat in seats:
        since = date_in_french(seat.since)
        said = f"{seat.instance.name} : {seat.get_office_display().lower()}, depuis le {since}."
        yield HandedOver(SEATS, said, seat.until)
    for row in asked:
        yield HandedOver(ASKED, f"{label_of(row)}, depuis le {date_in_french(row.since)}.", row.until)
    for meeting in coming:
        role = "présidence" if meeting.chair_id == person.pk else "secrétariat"
        yield HandedOver(MEETINGS, f"{meeting.title}, {said_when(meeting)} : {role}.", meeting.day)


def pack_in_rows(pack: Mapping[str, Sequence[HandedOver]]) -> Iterator[Sequence[SheetCell]]:
    yield ("Rubrique", "À reprendre", "Date", "Pièces")
    for heading, lines in pack.items():
        for line in lines:
            yield (heading, line.sentence, line.due, ", ".join(paper.name for paper in line.papers))
