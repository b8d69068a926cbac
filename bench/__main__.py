"""Print every row of every module of this folder: the work, what was measured, the aim."""

import sys
from importlib import import_module
from pathlib import Path
from platform import python_version

import django


def main(wanted: list[str]) -> None:
    django.setup()
    modules = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    print(
        f"Python {python_version()}, Django {django.get_version()}. Trust the ratios more than the figures.\n"
    )
    for name in modules:
        if wanted and name not in wanted:
            continue
        print(name)
        for work, measured, aim in import_module(f"bench.{name}").rows():
            print(f"  {work:<62} {measured:>22}   {aim}")


if __name__ == "__main__":
    main(sys.argv[1:])
