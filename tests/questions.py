"""Which tests PostgreSQL needs, by the questions that the product asks of a database.

The first half of `.ci/run` runs every test on SQLite and writes what each asked (`--questions-into`). The second, on
PostgreSQL, runs the quickest tests that together ask all of it again (`--questions-of`), beside those that only there show
what they are for: races, hostile values. Without that option it runs them all.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.db import DatabaseError, connection

from maillage.kernel.paths import PROJECT

#: A list of any length is one list; numbers are those of limits, columns and aliases.
LIST, NUMBER = re.compile(r"%s(?:, ?%s)+"), re.compile(r"\d+")
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")
SOURCES = str(PROJECT / "src")
#: The module whose values are what it tries.
OF_VALUES = "test_hostile"


@dataclass(frozen=True)
class Heard:
    """What a test asked, and how long it took."""

    seconds: float
    questions: frozenset[int]


class Listener:
    """Writes in a folder what each test of this process asked."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._heard, self._shapes = folder, dict[str, tuple[float, list[int]]](), {"": ""}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if not item.get_closest_marker("database"):
            return (yield)
        asked, began = set[int](), time.perf_counter()
        with connection.execute_wrapper(self._hear(asked)):
            result = yield
        self._heard[item.nodeid] = (time.perf_counter() - began, sorted(asked))
        return result

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._heard:
            self._folder.mkdir(parents=True, exist_ok=True)
            worker = getattr(session.config, "workerinput", {}).get("workerid", "alone")
            (self._folder / f"{worker}.json").write_text(json.dumps(self._heard))

    def _hear(self, asked: set[int]) -> Callable[..., Any]:
        """A question is a statement without its values, the line of ours that asks it, and how it ends.

        The same statement of two lines is two questions: `for update` shows on PostgreSQL only.
        """

        def ask(
            execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
        ) -> Any:
            end = ""
            try:
                return execute(sql, params, many, context)
            except DatabaseError as error:
                end = type(error).__name__
                raise
            finally:
                if not sql.startswith(NOT_QUESTIONS):
                    asked.add(crc32(f"{self._shape(sql)} {line_of_ours()} {end}".encode()))

        return ask

    def _shape(self, sql: str) -> str:
        if sql not in self._shapes:
            self._shapes[sql] = NUMBER.sub("0", LIST.sub("%s", sql))
        return self._shapes[sql]


def line_of_ours() -> str:
    """The nearest line of the product; empty where a test asks for itself."""
    frame = sys._getframe(2)
    while frame.f_back and not frame.f_code.co_filename.startswith(SOURCES):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame.f_back else ""


class Chooser:
    """Runs, where all the tests would be too long, those that ask whatever was heard. What was not heard is run."""

    def __init__(self, folder: Path) -> None:
        self._heard = {
            name: Heard(seconds, frozenset(asked))
            for path in sorted(folder.glob("*.json"))
            for name, (seconds, asked) in json.loads(path.read_text()).items()
        }

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Among those that marks left."""
        sure = {item.nodeid for item in items if item.nodeid not in self._heard or shows_more(item)}
        known = {question for name in sure & self._heard.keys() for question in self._heard[name].questions}
        others = {item.nodeid: self._heard[item.nodeid] for item in items if item.nodeid not in sure}
        chosen = sure | quickest(others, known)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in chosen])
        items[:] = [item for item in items if item.nodeid in chosen]


def shows_more(item: pytest.Item) -> bool:
    """Whether it tries several connections, or values: what it asks does not tell what it is for."""
    marker = item.get_closest_marker("django_db")
    return bool(
        item.get_closest_marker("postgres")
        or (marker and marker.kwargs.get("transaction"))
        or "transactional_db" in getattr(item, "fixturenames", ())
        or item.path.stem == OF_VALUES
    )


def quickest(heard: dict[str, Heard], known: Iterable[int]) -> set[str]:
    """Tests that together ask every question that is not `known`: each time, the one that asks most in a second.

    What it would ask anew only lessens: the best of the heap, if it is still the best once counted again, is the best.
    """
    asked, chosen = set(known), set[str]()
    heap = [(-len(test.questions) / test.seconds, name) for name, test in heard.items()]
    heapify(heap)
    while heap:
        _, name = heappop(heap)
        if not (new := heard[name].questions - asked):
            continue
        again = (-len(new) / heard[name].seconds, name)
        if heap and again > heap[0]:
            heappush(heap, again)
        else:
            chosen.add(name)
            asked |= new
    return chosen
