"""`make bench` measures every part: one that no longer starts would say nothing of what it costs."""

import sys
from pathlib import Path

from processes import run

ROOT = Path(__file__).parents[2]
PARTS = sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
STARTED = """
import sys
from importlib import import_module

import django

import bench

django.setup()
print(*(name for name in sys.argv[1:] if callable(import_module(f"bench.{name}").rows)))
"""


def test_every_part_starts_as_make_starts_it() -> None:
    """From the root of the repository, with nothing on its path but what is installed."""
    program = f"import sys; sys.path[:0] = [{str(ROOT / 'src')!r}]\n{STARTED}"
    said = run([sys.executable, "-c", program, *PARTS], cwd=ROOT, env={"PYTHONPATH": ""})
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == PARTS
