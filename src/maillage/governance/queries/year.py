"""The days of a structure's year that meetings know: sittings, mandates that end, what the statutes ask, tasks."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import F, QuerySet
from django.urls import reverse

from maillage.geography import clocks_of
from maillage.governance.enums import Ability, MeetingState
from maillage.governance.models import Declaration, Instance, Mandate, Meeting, Referent, Task
from maillage.governance.queries.meetings import meetings_of, said_when
from maillage.governance.queries.referents import label_of
from maillage.governance.queries.yearly import meeting_yearly, yearly
from maillage.structures.models import Structure
from maillage.structures.queries import gather, modules_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.queries import module_of
from maillage.ui.slots import Days, Wanted, YearDate

#: No text that was read gives it.
UNCHECKED = "Délai : à vérifier"
#: States in which everybody knows of a meeting.
KNOWN = (MeetingState.CONVOKED, MeetingState.HELD, MeetingState.CANCELLED)


def year(structure: Structure, first: date, last: date) -> Days:
    """Nothing of a module that the structure switched off."""
    if module_of(Ability.READ) not in modules_of(structure):
        return
    gather(structure, "territory__communes")
    zone = clocks_of(structure.territory.codes)
    between = (datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone))
    known = _sittings(structure, *between)
    seats, referents, instances, tasks, changes = _dated(structure, first, last)
    yield Wanted([known, seats, referents, instances, tasks, changes])
    yield from _meetings(known, structure)
    for seat in seats:
        said = f"Fin de mandat : {seat.person.name}, {seat.instance.name}"
        path = reverse("governance:instance", args=[structure.slug, seat.instance_id])
        if seat.until:
            yield YearDate(seat.until, said, seat.get_office_display(), path, "Renouveler ou remplacer")
    for row in referents:
        path = reverse("governance:referents", args=[structure.slug])
        if row.until:
            yield YearDate(
                row.until, f"Fin : {row.person.name}, {label_of(row)}", "Référent", path, "Nommer quelqu’un"
            )
    for due in yearly(instances, first, last):
        path = reverse("governance:plan", args=[structure.slug, due.instance.pk])
        if due.answer:
            yield YearDate(due.day, due.title, f"Répond : {due.answer}")
        else:
            yield YearDate(due.day, due.title, "", path, "Préparer la réunion", is_owed=True)
    for change in changes:
        path = reverse("governance:declarations", args=[structure.slug])
        title = f"{change.get_what_display()} : à déclarer à la préfecture"
        yield YearDate(change.changed_on, title, UNCHECKED, path, "Noter la déclaration", is_owed=True)
    path = reverse("governance:tasks", args=[structure.slug])
    for task in tasks:
        if task.due_on:
            yield YearDate(
                task.due_on,
                task.title,
                task.owner.name if task.owner else "À attribuer",
                path,
                "Voir la tâche",
            )


@prepared
def _sittings(structure: Structure, begins: datetime, ends: datetime) -> QuerySet[Meeting]:
    sittings = meetings_of(structure).filter(starts_at__range=(begins, ends), state__in=KNOWN)
    return sittings.only("title", "starts_at", "ends_at", "state", "instance__name")


@prepared
def _dated(
    structure: Structure, first: date, last: date
) -> tuple[QuerySet[Mandate], QuerySet[Referent], QuerySet[Instance], QuerySet[Task], QuerySet[Declaration]]:
    between = (first, last)
    ending = Mandate.objects.filter(instance__structure=structure, until__range=between)
    tasks = Task.objects.filter(structure=structure, done_on=None, due_on__range=between)
    return (
        ending.select_related("person", "instance"),
        Referent.objects.filter(structure=structure, until__range=between).select_related("person"),
        meeting_yearly(structure, first),
        tasks.select_related("owner").only("title", "due_on", "owner__name").order_by(F("due_on"), "pk"),
        Declaration.objects.filter(structure=structure, declared_on=None, changed_on__range=between),
    )


def _meetings(known: Iterable[Meeting], structure: Structure) -> Iterator[YearDate]:
    for meeting in known:
        meeting.instance.structure = structure  # its clocks are read once
        path = reverse("governance:meeting", args=[structure.slug, meeting.pk])
        said = f"{said_when(meeting)}, {meeting.get_state_display().lower()}"
        yield YearDate(meeting.day, meeting.title, said, path, "Ouvrir")
