"""How far the procès-verbal of a meeting is."""

from maillage.governance.models import Decision, Meeting, Minutes


def minutes_of(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.select_related("approval__meeting").filter(meeting=meeting).first()


def approval_of(meeting: Meeting) -> Decision | None:
    """The decision by which a later sitting approved it."""
    found = minutes_of(meeting)
    return found.approval if found else None
