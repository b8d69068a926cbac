"""`make bench`: what the site costs, each line beside its aim. Nothing here passes or fails, and nothing is kept.

A module of this folder has `rows()`: the work, its figure, its aim; then, when it is compared, with what and how it
stands beside it.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
# What the tests fill a structure with, which they call among themselves as pytest does.
sys.path.append(str(Path(__file__).parents[1] / "tests"))

NOT_ONE = "—"


class Measure(NamedTuple):
    work: str
    figure: str
    aim: str = NOT_ONE
    reference: str = NOT_ONE
    ratio: str = NOT_ONE
