"""Measure each module of this folder, or those named, then print one table that docs/benchmarks.md can hold."""

import sys
import traceback
from importlib import import_module
from pathlib import Path
from platform import python_version

import django

from bench import Measure
from bench._instance import fill, own_instance

HEADERS = Measure("work", "figure", "aim", "reference", "ratio")
#: As they are read: the reference and the ratio explain the figure, the aim judges it.
ORDER = ("work", "figure", "reference", "ratio", "aim")


def main(wanted: list[str]) -> None:
    names = wanted or sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    sys.path.append(
        str(Path(__file__).parents[1] / "tests")
    )  # where the crowds of each room are, as for pytest
    measures, stopped = list[Measure](), list[str]()
    with own_instance():
        django.setup()
        fill()
        for name in names:
            print(f"measuring {name}…", file=sys.stderr, flush=True)
            try:
                measures += [Measure(*row) for row in import_module(f"bench.{name}").rows()]
            except Exception:  # what the others measured is told all the same
                traceback.print_exc()
                stopped.append(name)
    print(
        f"Python {python_version()}, Django {django.get_version()}. Trust the ratios more than the figures.\n"
    )
    print(*table(measures), sep="\n")
    if stopped:
        sys.exit(f"stopped: {', '.join(stopped)}")


def table(measures: list[Measure]) -> list[str]:
    lines = [[getattr(each, column) for column in ORDER] for each in (HEADERS, *measures)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    padded.insert(1, ["-" * width for width in widths])
    return [f"| {' | '.join(line)} |" for line in padded]


if __name__ == "__main__":
    main(sys.argv[1:])
