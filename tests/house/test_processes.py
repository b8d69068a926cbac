"""A process that a test starts obeys signals, and ends with the test."""

import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from select import select

import pytest

from maillage.kernel.paths import PROJECT
from processes import PATIENCE, run, running

WAITS = "import signal; print('ready', flush=True); signal.pause()"
#: Has a child that waits too, and holds the same output.
BEARS = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITS!r}]).wait()"


@pytest.mark.parametrize("ignored", [signal.SIGINT, signal.SIGHUP])
def test_a_process_obeys_a_signal_that_this_one_ignores(ignored: signal.Signals) -> None:
    before = signal.signal(ignored, signal.SIG_IGN)
    try:
        with running([sys.executable, "-c", WAITS]) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            process.send_signal(ignored)
            assert process.wait() == -ignored
        assert signal.getsignal(ignored) is signal.SIG_IGN
    finally:
        signal.signal(ignored, before)


def test_a_process_runs_the_sources_that_are_tested(tmp_path: Path) -> None:
    said = run([sys.executable, "-c", "import maillage; print(maillage.__file__)"], cwd=tmp_path)
    assert Path(said.stdout.strip()) == PROJECT / "src/maillage/__init__.py"


def test_neither_a_process_nor_its_child_outlives_a_test_that_fails() -> None:
    with suppress(ZeroDivisionError), running([sys.executable, "-c", BEARS]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        output = os.dup(process.stdout.fileno())
        raise ZeroDivisionError
    assert process.returncode == -signal.SIGKILL
    ended, _, _ = select([output], [], [], PATIENCE)  # when nobody holds its other end
    assert ended
    os.close(output)


def test_a_process_that_never_ends_is_not_waited_for() -> None:
    with running([sys.executable, "-c", WAITS], patience=0.1) as process:
        process.communicate()
        assert process.returncode == -signal.SIGKILL


def test_tests_start_processes_in_one_way() -> None:
    tests = PROJECT / "tests"
    apart = {tests / "processes.py", Path(__file__)}
    started = re.compile(r"\bsubprocess\b|\bPopen\b|\bos\.(fork|system|spawn|exec|popen)\w*\(")
    assert [
        path for path in tests.rglob("*.py") if path not in apart and started.search(path.read_text())
    ] == []
