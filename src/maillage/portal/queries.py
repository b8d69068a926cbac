"""What a stranger sees of the site before any account: the examples, and one of their pages in small."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillage.structures.models import Structure
from maillage.structures.perms import founders_abilities
from maillage.structures.queries import gather, recognition_ribbon, said_of
from maillage.territories.queries import drawing_of_territory, map_of
from maillage.ui.slots import Task

DEMO = Path(__file__).with_name("demo.yaml")


@dataclass(frozen=True, slots=True)
class Example:
    structure: Structure
    say: str  # what is to be seen there, in one sentence


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A structure as its founder finds it when coming home."""

    structure: Structure
    stages: Any  # as the bar of its pages shows them
    tasks: list[Task]
    map: SafeString


def scripts() -> list[dict[str, Any]]:
    """What the demonstration is made of, one for each structure."""
    return list(script_of_demo()["structures"])


@cache
def script_of_demo() -> dict[str, Any]:
    """Read once: the home asks it of each visitor."""
    return dict(yaml.safe_load(DEMO.read_text(encoding="utf-8")))


def examples() -> list[Example]:
    """The structures that everyone may open, in the order of the demonstration."""
    opened = {structure.name: structure for structure in Structure.objects.filter(is_example=True)}
    return [
        Example(opened[each["name"]], each["example"])
        for each in scripts()
        if each.get("example") and each["name"] in opened
    ]


def glimpse(structure: Structure) -> Glimpse:
    gather(structure)
    tasks = said_of(structure, founders_abilities(structure)).tasks
    drawing = drawing_of_territory(structure.territory, signed=timezone.localdate())
    drawn = map_of(drawing, structure.name, on_page=True) if drawing else ""
    return Glimpse(structure, recognition_ribbon(structure), tasks, mark_safe(drawn))  # noqa: S308 -- drawn by us
