"""Polls of dates: who answered what, and which date comes out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from maillage.governance.enums import Suits
from maillage.governance.models import Poll, PollAnswer, PollDate, PollReply
from maillage.governance.rules import Tally, best_of
from maillage.kernel import folded, when
from maillage.links.models import Link
from maillage.structures.models import Structure


def polls_of(structure: Structure) -> QuerySet[Poll]:
    return Poll.objects.filter(instance__structure=structure).select_related("instance")


def under_way(structure: Structure, *, at: datetime) -> QuerySet[Poll]:
    """Those that led to no meeting yet, while a date of theirs is to come."""
    standing = PollDate.objects.filter(withdrawn_at=None, starts_at__gt=at)
    return polls_of(structure).filter(meeting=None, pk__in=standing.values("poll"))


def said_date(poll: Poll, date: PollDate) -> str:
    """On the clocks of its territory."""
    return when(date.starts_at, date.ends_at, zone=poll.zone)


@dataclass(frozen=True, slots=True)
class Column:
    """A date with what was said of it."""

    date: PollDate
    when: str
    tally: Tally
    is_best: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody, with each date and what they say of it, in order; empty when they say nothing of it."""

    reply: PollReply
    says: Sequence[tuple[str, str]]
    is_lent: bool  # somebody else answered by the link of this person


@dataclass(frozen=True, slots=True)
class Results:
    columns: Sequence[Column]
    lines: Sequence[Line]
    silent: Sequence[PollReply]
    withdrawn: Sequence[str]

    @property
    def best(self) -> list[Column]:
        return [each for each in self.columns if each.is_best]


def results_of(poll: Poll, *, at: datetime) -> Results:
    """Dates that stand, and everybody's line; dates that have passed are the best of nothing."""
    dates = list(poll.dates.all())
    standing = [each for each in dates if each.withdrawn_at is None]
    replies = list(poll.replies.select_related("person"))
    said: dict[tuple[int, int], str] = {
        (each.reply_id, each.date_id): each.suits for each in PollAnswer.objects.filter(reply__poll=poll)
    }
    tallies = tallied(standing, said)
    best = set(best_of(tallies[each.pk] for each in standing if each.starts_at > at))
    lines = [
        Line(
            each,
            [
                (
                    said_date(poll, date),
                    str(Suits(said[each.pk, date.pk]).label) if (each.pk, date.pk) in said else "",
                )
                for date in standing
            ],
            each.person is not None and folded(each.person.name) != folded(each.name),
        )
        for each in replies
        if each.replied_at
    ]
    return Results(
        [Column(each, said_date(poll, each), tallies[each.pk], each.pk in best) for each in standing],
        lines,
        [each for each in replies if not each.replied_at],
        [said_date(poll, each) for each in dates if each.withdrawn_at],
    )


def tallied(dates: Sequence[PollDate], said: Mapping[tuple[int, int], str]) -> dict[int, Tally]:
    counts = Counter((date, suits) for (_, date), suits in said.items())
    return {
        each.pk: Tally(each.pk, *(counts[each.pk, suits] for suits in (Suits.YES, Suits.MAYBE, Suits.NO)))
        for each in dates
    }


def reply_behind(link: Link) -> PollReply | None:
    rows = PollReply.objects.select_related("person", "poll__instance__structure__territory", "poll__shared")
    return rows.filter(link=link).first()


def poll_behind(link: Link) -> Poll | None:
    """None as long as nobody opened it."""
    rows = Poll.objects.select_related("instance__structure__territory")
    return rows.filter(shared=link, is_shared=True).first()
