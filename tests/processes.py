"""Processes that tests start: with the signals of a terminal, and never left behind."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer, current_thread, main_thread

Process = subprocess.Popen[str]
PATIENCE = 120  # seconds, on the busiest machine
#: What a shell may have this process ignore (`nohup make test &`), and a process it starts after it.
INHERITED = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
#: They run the sources that are tested, whichever checkout the environment was installed from.
SOURCES = str(Path(__file__).parents[1] / "src")


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    patience: float = PATIENCE,
) -> Iterator[Process]:
    """A process whose output and errors are read as text, in our environment and `env`.

    It is killed, with the processes it started, when the block ends or its patience does: reading what it writes
    never waits for ever.
    """
    with heeded_signals():
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": SOURCES, **(env or {})}, cwd=cwd, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    alarm = Timer(patience, kill, [process])
    alarm.start()
    try:
        with process:
            try:
                yield process
            finally:
                kill(process)
    finally:
        alarm.cancel()


def run(command: Sequence[str | Path], **options: object) -> "subprocess.CompletedProcess[str]":
    """A process that ends by itself; arguments as for `running`."""
    with running(command, **options) as process:  # type: ignore[arg-type]
        output, errors = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def kill(process: Process) -> None:
    """The whole group, once: the number of a group that ended may be another's."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def heeded_signals() -> Iterator[None]:
    """What is started meanwhile ignores no signal: a process inherits what is ignored, never what is handled."""
    # Only the main thread sets handlers: for the others, what the shell had us ignore is handled once, below.
    ignored = [each for each in INHERITED if signal.getsignal(each) is signal.SIG_IGN]
    if current_thread() is not main_thread():
        ignored = []
    for each in ignored:
        signal.signal(each, lambda *_: None)
    try:
        yield
    finally:
        for each in ignored:
            signal.signal(each, signal.SIG_IGN)


for _each in INHERITED:
    if signal.getsignal(_each) is signal.SIG_IGN:
        signal.signal(_each, lambda *_: None)
