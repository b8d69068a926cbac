"""The whole law read once, so that a fault in a file stops a server before it opens."""

from maillage.legislation.advice.answers import questions
from maillage.legislation.care_library import read_care
from maillage.legislation.catalogue import every_form, glossary, neighbours, plans
from maillage.legislation.composition.checks import checks
from maillage.legislation.funding import form_subjects
from maillage.legislation.library import read_library
from maillage.legislation.team import professions
from maillage.legislation.values import parameters


def read_law() -> None:
    """Read our files and those of `MAILLAGE_RULES`. Raises BadInput, naming the file and the value."""
    parameters()
    every_form()
    form_subjects()
    checks()
    professions()
    questions()
    neighbours()
    glossary()
    read_library()
    read_care()
    plans()
