"""What the jobs room and those that work through it tell each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of work made, in a sentence, and the path of the page where it is read."""

    sentence: str
    path: str = ""


#: What a room does of one of its jobs. Called again after a worker that died: done twice, it must be done once.
#: Raises BadInput, with the sentence its person reads.
Doing = Callable[[Any], Outcome]
