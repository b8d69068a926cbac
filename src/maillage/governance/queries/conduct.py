"""What is shown of a meeting while it goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from maillage.governance.models import Meeting, UnderWay
from maillage.kernel import hour, plural


@dataclass(frozen=True, slots=True)
class TimeBox:
    """How a point stands in the time it was given."""

    said: str
    is_over: bool = False


def time_box(under_way: UnderWay, *, at: datetime, meeting: Meeting) -> TimeBox:
    """« Encore 12 min, jusqu’à 20 h 30 »; what it has lasted when it was given no time."""
    minutes = under_way.item.minutes
    if minutes is None:
        return TimeBox(f"Depuis {hour(under_way.since.astimezone(meeting.zone))}")
    ends = under_way.since + timedelta(minutes=minutes)
    left = -((at - ends) // timedelta(minutes=1))
    until = hour(ends.astimezone(meeting.zone))
    if left > 0:
        return TimeBox(f"Encore {left} min, jusqu’à {until}")
    return TimeBox(
        f"Temps prévu dépassé de {plural(-left, 'minute')}" if left else "Temps prévu atteint", True
    )


def under_way(meeting: Meeting) -> UnderWay | None:
    return UnderWay.objects.select_related("item").filter(meeting=meeting).first()
