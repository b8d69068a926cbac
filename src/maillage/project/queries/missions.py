"""What the project of a structure is told by: the missions of its agreement, or the axes of its accord."""

from dataclasses import dataclass
from datetime import date

from maillage.legislation import Axis
from maillage.structures.models import Structure
from maillage.structures.queries import missions_of

#: Forms whose accord is read by axis.
WITH_AXES = ("msp", "mspu", "cds")
WHOLE, BESIDE = "Le projet", "En dehors de l’accord"


@dataclass(frozen=True, slots=True)
class Group:
    """A mission, an axis, or what is of neither (no key)."""

    key: str
    label: str


def groups_of(structure: Structure, *, on: date) -> tuple[Group, ...]:
    """In their order; what is of none comes last, and is alone for a form without missions nor axes."""
    known = {axis.value: axis.label for axis in Axis} if structure.form in WITH_AXES else {}
    known |= {mission.key: mission.label for mission in missions_of(structure, on=on)}
    groups = [Group(key, label) for key, label in known.items()]
    return (*groups, Group("", BESIDE if groups else WHOLE))
