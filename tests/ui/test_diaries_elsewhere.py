"""The diaries that we write, as those of people read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.event import EventStatus

from diaries import read_elsewhere
from maillage.ui.services import as_calendar
from maillage.ui.slots import DiaryEntry

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
SUMMER = datetime(2027, 7, 15, 18, tzinfo=UTC)
PARIS, CAYENNE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Cayenne")


def written(*entries: DiaryEntry) -> bytes:
    return as_calendar(entries, name="CPTS fictive", at=AT, site="https://maillage.example")


def entry(begins: datetime = SUMMER, title: str = "Bureau", words: str = "") -> DiaryEntry:
    ends = begins.astimezone(UTC) + timedelta(hours=2)
    return DiaryEntry("reunion-7@maillage", begins, ends, title, "Salle fictive", words, "/l/abcd/")


@pytest.mark.parametrize(
    ("begins", "instant"),
    [
        (datetime(2027, 1, 15, 20, tzinfo=PARIS), datetime(2027, 1, 15, 19, tzinfo=UTC)),
        (datetime(2027, 7, 15, 20, tzinfo=PARIS), SUMMER),
        (datetime(2027, 7, 15, 18, tzinfo=CAYENNE), datetime(2027, 7, 15, 21, tzinfo=UTC)),
        # The hour that a night of October has twice.
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_another_reader_finds_the_same_instants_without_a_zone(begins: datetime, instant: datetime) -> None:
    calendar = read_elsewhere(written(entry(begins)))
    (event,) = calendar.events
    assert calendar.timezones == []
    assert (event.dtstart, event.dtend) == (instant, instant + timedelta(hours=2))
    assert begins.astimezone(PARIS) == event.start.astimezone(PARIS)


#: What people type or paste, without the signs that no text file carries.
TYPED = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")) | st.sampled_from("\n;,:\\\"'"), min_size=1
)


@given(TYPED, TYPED)
def test_another_reader_finds_the_words_that_were_typed(title: str, words: str) -> None:
    (event,) = read_elsewhere(written(entry(title=f"« {title} »", words=f"« {words} »"))).events
    assert event.summary == f"« {title} »"
    assert event.description == f"« {words} »\n\nhttps://maillage.example/l/abcd/"
    assert event.location == "Salle fictive"


def test_another_reader_takes_a_cancellation_for_one() -> None:
    off = DiaryEntry(
        "reunion-7@maillage", SUMMER, SUMMER + timedelta(hours=1), "Bureau", version=3, is_off=True
    )
    (event,) = read_elsewhere(written(off)).events
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 3)
    assert event.summary == "ANNULÉ\N{NO-BREAK SPACE}: Bureau"
