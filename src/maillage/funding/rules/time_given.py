"""Minutes that are paid: breaks left out, rounded as the structure voted, never twice the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

from maillage.funding.enums import RoundingWay
from maillage.funding.types.indemnities import Overlap, Presence, Rounding, Span
from maillage.kernel import BadInput

HALF = Fraction(1, 2)


def paid_spans(presence: Presence) -> list[Span]:
    """What is left of a presence once its breaks are out, in order."""
    left, ends_at = [], presence.span.ends_at
    at = presence.span.starts_at
    for pause in sorted(presence.breaks):
        if pause.starts_at > at:
            left.append(Span(at, min(pause.starts_at, ends_at)))
        at = max(at, pause.ends_at)
        if at >= ends_at:
            return left
    return [*left, Span(at, ends_at)] if at < ends_at else left


def minutes_of(presence: Presence, rounding: Rounding) -> int:
    """Minutes paid for a presence, to the step of the rounding. Raises BadInput when it ends before it begins."""
    if presence.span.ends_at < presence.span.starts_at:
        raise BadInput("Cette présence finit avant d’avoir commencé : vérifiez ses heures.", field="ends_at")
    given = sum((span.ends_at - span.starts_at for span in paid_spans(presence)), timedelta())
    steps = Fraction(given // timedelta(seconds=1), rounding.minutes * 60)
    match rounding.way:
        case RoundingWay.UP:
            return ceil(steps) * rounding.minutes
        case RoundingWay.DOWN:
            return floor(steps) * rounding.minutes
    return floor(steps + HALF) * rounding.minutes


def overlaps(presences: Iterable[Presence]) -> list[Overlap]:
    """Each time somebody is at two meetings at once, of any structure, breaks left out, in the order of time."""
    return sorted(_overlaps(presences), key=lambda each: (each.span, each.one.person))


def counted_elsewhere(presence: Presence, kept: Presence) -> Presence:
    """The same presence, without the minutes that the person counts at another."""
    return replace(presence, breaks=(*presence.breaks, *paid_spans(kept)))


def _overlaps(presences: Iterable[Presence]) -> Iterator[Overlap]:
    by_person = sorted(presences, key=lambda each: (each.person, each.span, each.meeting))
    for _, theirs in groupby(by_person, key=lambda each: each.person):
        yield from _of_one(list(theirs))


def _of_one(theirs: Sequence[Presence]) -> Iterator[Overlap]:
    """Spans of one presence never meet: what meets is of two, be they ticked twice at the same meeting."""
    spans = sorted(
        ((span, presence) for presence in theirs for span in paid_spans(presence)),
        key=lambda each: (each[0], each[1].meeting),
    )
    for rank, (span, one) in enumerate(spans):
        for other_span, other in spans[rank + 1 :]:
            if other_span.starts_at >= span.ends_at:
                break
            yield Overlap(one, other, Span(other_span.starts_at, min(span.ends_at, other_span.ends_at)))
