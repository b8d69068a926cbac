"""What another process reads is what this one would have read, and neither outlives the other."""

import errno
import os
import signal
import sqlite3
import struct
import sys
from collections.abc import Generator
from functools import partial
from multiprocessing import Pipe, active_children
from multiprocessing.reduction import ForkingPickler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.services.ahead import LARGE, _received, ahead
from maillage.directory.services.columns import Texts
from maillage.directory.services.fetching import ImportFailed
from maillage.directory.services.reading import Progress
from maillage.kernel import BadInput
from processes import running

SMALL_AND_LARGE = pytest.mark.parametrize("size", [LARGE - 1, LARGE])

Work = Generator[Any, None, Any]


def counted(most: int, progress: Progress) -> Generator[int, None, str]:
    for number in range(most):
        progress(10)
        yield number
    return f"read by {os.getpid()}"


def failing(failure: Exception, progress: Progress) -> Work:
    progress(1)
    yield "something"
    raise failure


@SMALL_AND_LARGE
def test_all_that_is_read_comes_in_order_then_the_result(size: int) -> None:
    told: list[int] = []
    with ahead(partial(counted, 1000), size=size, progress=told.append) as reading:
        assert list(reading) == list(range(1000))
    assert sum(told) == 10_000
    assert (reading.result == f"read by {os.getpid()}") is (size < LARGE)


@SMALL_AND_LARGE
def test_a_refusal_is_raised_where_the_reading_is_awaited(size: int) -> None:
    refusal = BadInput("Ce fichier est vide.", field="file")
    read: list[str] = []
    with (
        pytest.raises(BadInput, match="Ce fichier est vide") as caught,
        ahead(partial(failing, refusal), size=size, progress=lambda _: None) as reading,
    ):
        read.extend(reading)
    assert read == ["something"]
    assert caught.value.field == "file"


def test_an_error_says_where_it_happened() -> None:
    with (
        pytest.raises(ZeroDivisionError) as caught,
        ahead(partial(failing, ZeroDivisionError()), size=LARGE, progress=lambda _: None) as reading,
    ):
        list(reading)
    assert "in failing" in caught.value.__notes__[0]


def test_a_full_disk_is_known_as_one() -> None:
    """Importing says its sentence from these codes."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    for failure in (full, OSError(errno.ENOSPC, "No space left on device")):
        with (
            pytest.raises(type(failure)) as caught,
            ahead(partial(failing, failure), size=LARGE, progress=lambda _: None) as reading,
        ):
            list(reading)
        assert vars(caught.value) | {"__notes__": []} == vars(failure) | {"__notes__": []}
        assert getattr(caught.value, "errno", None) == getattr(failure, "errno", None)


def killed(progress: Progress) -> Work:
    progress(1)
    yield "something"
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_reader_that_the_system_kills_is_said() -> None:
    with (
        pytest.raises(ImportFailed, match="faute de mémoire"),
        ahead(killed, size=LARGE, progress=lambda _: None) as reading,
    ):
        list(reading)


def test_a_reader_that_is_killed_within_a_message_is_said_too() -> None:
    """Ahead of the one that stores, it waits there most of the time."""
    mouth, end = Pipe(duplex=False)
    os.write(end.fileno(), struct.pack("!i", 100) + b"half of the message")
    end.close()
    with mouth, pytest.raises(ImportFailed, match="faute de mémoire"):
        list(_received(mouth, lambda _: None))


class Odd(Exception):
    """Cannot be made again from what it says."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def test_an_error_that_only_its_own_process_can_hold_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    odd, unpicklable = Odd(reason="Une raison."), ValueError("Une autre.", lambda: None)
    for failure, said in ((odd, "Odd: Une raison."), (unpicklable, "ValueError: .*Une autre.")):
        with (
            pytest.raises(RuntimeError, match=said) as caught,
            ahead(partial(failing, failure), size=LARGE, progress=lambda _: None) as reading,
        ):
            list(reading)
        assert "in failing" in caught.value.__notes__[0]
    assert capfd.readouterr().err == ""


def test_without_another_process_to_be_had_this_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    with ahead(partial(counted, 3), size=LARGE, progress=lambda _: None) as reading:
        assert list(reading) == [0, 1, 2]
    assert reading.result == f"read by {os.getpid()}"


def test_nobody_reads_for_nobody() -> None:
    """Leaving in the middle stops the reader, which would wait for ever for room."""
    with ahead(partial(counted, 10**9), size=LARGE, progress=lambda _: None) as reading:
        assert next(iter(reading)) == 0
        assert len(active_children()) == 1
    assert active_children() == []


def test_a_reader_stops_whatever_this_process_makes_of_a_signal() -> None:
    """A worker finishes its task before it obeys."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with ahead(partial(counted, 10**9), size=LARGE, progress=lambda _: None) as reading:
            assert next(iter(reading)) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    assert active_children() == []


#: Reads without end in another process.
ENDLESS = f"""
import os, sys, time
from maillage.directory.services.ahead import ahead

def numbers(progress):
    yield "started"
    while True:
        if sys.argv[1] == "computing":
            time.sleep(600)
        yield 1

with ahead(numbers, size={LARGE}, progress=lambda _: None) as reading:
    print(next(iter(reading)), flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("busy", ["sending", "computing"])
def test_the_reader_does_not_outlive_the_one_that_stores(how: signal.Signals, busy: str) -> None:
    with running([sys.executable, "-c", ENDLESS, busy]) as storing:
        assert storing.stdout is not None
        assert storing.stdout.readline() == "started\n"
        storing.send_signal(how)
        storing.communicate()  # its output ends when the reader, which has it too, is gone


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
def test_a_column_of_cells_goes_whole_from_one_process_to_the_other(cells: list[str]) -> None:
    assert ForkingPickler.loads(ForkingPickler.dumps(Texts(cells))) == cells
