"""Polls of dates: who answered what, and which date comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from maillage.governance.enums import Suits
from maillage.governance.models import Poll, PollAnswer, PollDate, PollReply
from maillage.governance.rules import Tally, best_of
from maillage.kernel import folded, when
from maillage.links.models import Link
from maillage.structures.models import Structure
from maillage.structures.queries import together


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
class Dates:
    """Those that stand, with what was said of each; dates that have passed are the best of nothing."""

    columns: Sequence[Column]
    withdrawn: Sequence[str]

    @property
    def best(self) -> list[Column]:
        return [each for each in self.columns if each.is_best]


def dates_of(poll: Poll, *, at: datetime) -> Dates:
    """Counted by the database: a whole structure may answer."""
    dates = poll.dates.all()
    answers = PollAnswer.objects.filter(reply__poll=poll).order_by()
    said = answers.values_list("date", "suits").annotate(count=Count("pk"))
    together(dates, said)
    counts = {(date, suits): count for date, suits, count in said}
    standing = [each for each in dates if each.withdrawn_at is None]
    tallies = {
        each.pk: Tally(
            each.pk, *(counts.get((each.pk, suits), 0) for suits in (Suits.YES, Suits.MAYBE, Suits.NO))
        )
        for each in standing
    }
    best = set(best_of(tallies[each.pk] for each in standing if each.starts_at > at))
    return Dates(
        [Column(each, said_date(poll, each), tallies[each.pk], each.pk in best) for each in standing],
        [said_date(poll, each) for each in dates if each.withdrawn_at],
    )


def replies_to(poll: Poll) -> QuerySet[PollReply]:
    return poll.replies.filter(replied_at__isnull=False).select_related("person")


def silent_in(poll: Poll) -> list[PollReply]:
    return list(poll.replies.filter(replied_at=None).select_related("person"))


def lines_of(replies: Sequence[PollReply], columns: Sequence[Column]) -> list[Line]:
    answers = PollAnswer.objects.filter(reply__in=replies).values_list("reply", "date", "suits")
    said = {(reply, date): str(Suits(suits).label) for reply, date, suits in answers}
    return [
        Line(
            each,
            [(column.when, said.get((each.pk, column.date.pk), "")) for column in columns],
            each.person is not None and folded(each.person.name) != folded(each.name),
        )
        for each in replies
    ]


def reply_behind(link: Link) -> PollReply | None:
    rows = PollReply.objects.select_related("person", "poll__instance__structure__territory", "poll__shared")
    return rows.filter(link=link).first()


def poll_behind(link: Link) -> Poll | None:
    """None as long as nobody opened it."""
    rows = Poll.objects.select_related("instance__structure__territory")
    return rows.filter(shared=link, is_shared=True).first()
