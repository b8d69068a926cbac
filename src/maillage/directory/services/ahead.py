"""Have a process of its own read, while this one stores: both cores of a small machine are at work."""

import fcntl
import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from multiprocessing.reduction import ForkingPickler
from threading import Thread
from traceback import format_exc
from typing import Any, Generic, TypeVar

from maillage.directory.services.fetching import ImportFailed
from maillage.directory.services.reading import Progress

LARGE = 16 << 20  # bytes: a smaller file is read before a process is of any use
ROOM = 1 << 20  # bytes that wait between the two: the most that Linux grants
NICE = 10  # the site first
KILLED = (
    "Le système a arrêté la lecture, sans doute faute de mémoire. L’annuaire d’avant sert toujours : libérez de la "
    "mémoire, puis relancez la commande."
)

Item = TypeVar("Item")
Result = TypeVar("Result")


class Reading(Generic[Item, Result]):
    """What a generator yields, once; then, in `result`, what it returned."""

    result: Result

    def __init__(self, work: Generator[Item, None, Result], *, is_elsewhere: bool = False) -> None:
        self._work, self.is_elsewhere = work, is_elsewhere

    def __iter__(self) -> Iterator[Item]:
        self.result = yield from self._work


class Kind(Enum):
    """What goes from one process to the other; one of the last two ends it."""

    READ = auto()  # a number of bytes
    ITEM = auto()
    RESULT = auto()
    FAILURE = auto()


@contextmanager
def ahead(
    work: Callable[[Progress], Generator[Item, None, Result]], *, size: int, progress: Progress
) -> Iterator[Reading[Item, Result]]:
    """What `work` reads, in a process of its own when there is much of it: `size` is in bytes.

    What it changes outside itself is lost: it says all it has to say in what it returns. It touches no database: this
    process keeps its connections to itself. What it raises is raised here; ImportFailed when the system killed it.
    """
    reader = _started(work) if size >= LARGE else None
    if reader is None:  # little to read, or no process to be had
        yield Reading(work(progress))
        return
    process, mouth = reader
    try:
        yield Reading(_received(mouth, progress), is_elsewhere=True)
    finally:
        process.terminate()
        process.join()
        mouth.close()


def _started(work: Callable[[Progress], Generator[Any, None, Any]]) -> tuple[ForkProcess, Connection] | None:
    """The process that reads, and where it speaks; None when the system gives no process."""
    context = get_context("fork")  # what is in memory already, it has: geography, who is who
    mouth, end = context.Pipe(duplex=False)
    with suppress(AttributeError, OSError):  # another system, or too many pipes: less room then
        fcntl.fcntl(mouth.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
    process = context.Process(target=_send, args=(work, end), daemon=True)
    try:
        process.start()
    except OSError:
        mouth.close()
        return None
    finally:
        end.close()
    return process, mouth


def _send(work: Callable[[Progress], Generator[Any, None, Any]], end: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process hears it too, and stops this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what a worker does of it would not end this one
    os.nice(NICE)
    gc.disable()  # nothing it makes goes round in circles, and memory that both share is not copied by a look at it
    try:
        Thread(target=_follow, daemon=True).start()
        reading = Reading(work(lambda read: end.send((Kind.READ, read))))
        for item in reading:
            end.send((Kind.ITEM, item))
        end.send((Kind.RESULT, reading.result))
    except Exception as failure:
        failure.add_note(format_exc())
        end.send((Kind.FAILURE, _carried(failure)))


def _carried(failure: Exception) -> Exception:
    """Itself when another process can make it again; else what it says."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(failure))
    except Exception:  # its class decides what goes wrong
        told = RuntimeError(f"{type(failure).__name__}: {failure}")
        told.__notes__ = failure.__notes__
        return told
    return failure


def _follow() -> None:
    """Stop with the process that stores, even when it is killed: this one holds its lock too."""
    if parent := parent_process():
        parent.join()
    os._exit(1)


def _received(mouth: Connection, progress: Progress) -> Generator[Any, None, Any]:
    while True:
        try:
            kind, content = mouth.recv()
        except (EOFError, OSError):  # between two messages, within one
            raise ImportFailed(KILLED) from None
        match kind:
            case Kind.READ:
                progress(content)
            case Kind.ITEM:
                yield content
            case Kind.RESULT:
                return content
            case Kind.FAILURE:
                raise content
