"""What meetings bring to the bulletins of a structure: the assemblies to come, and what was decided."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from maillage.governance.enums import ASSEMBLIES, Ability, InstanceKind, MeetingState, Verdict
from maillage.governance.models import Decision
from maillage.governance.queries.meetings import meetings_of, said_when
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.queries import module_of
from maillage.ui.slots import NewsItem

#: A sitting is said held some days after: what was decided there is told by its own day all the same.
SAID_LATE = timedelta(days=45)
TAKEN = (Verdict.ADOPTED, Verdict.ELECTED)


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Nothing of a module that is switched off, nor of a meeting that goes on; nothing of a team's, which speak of patients."""
    if module_of(Ability.READ) not in modules_of(structure):
        return
    coming = meetings_of(structure).filter(
        instance__kind__in=ASSEMBLIES,
        state=MeetingState.CONVOKED,
        convoked_on__gte=since,
        starts_at__gt=timezone.now(),
    )
    for meeting in coming.order_by("starts_at", "pk"):
        meeting.instance.structure = structure  # its clocks are read once
        where = f", {meeting.place}" if meeting.place else ""
        if meeting.convoked_on:
            yield NewsItem(meeting.convoked_on, f"{meeting.title} : {said_when(meeting)}{where}.")
    held = Decision.objects.filter(
        structure=structure,
        verdict__in=TAKEN,
        meeting__state=MeetingState.HELD,
        decided_on__gte=since - SAID_LATE,
    ).exclude(meeting__instance__kind=InstanceKind.EQUIPE)
    for each in held.select_related("meeting__instance").order_by("decided_on", "number"):
        said = each.title.rstrip(" .")
        yield NewsItem(each.decided_on, f"Décision {each.reference} ({each.meeting.instance.name}) : {said}.")
