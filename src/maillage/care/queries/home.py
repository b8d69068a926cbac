"""The subjects of care, each with what it has to say on the first page."""

from collections.abc import Callable, Mapping, Sequence

from maillage.care.queries import (
    alerts,
    crises,
    escap,
    helping,
    pathways,
    protocols_part,
    requests_home,
    seasons,
)
from maillage.care.queries.doctors_home import desks_part, doctors_part
from maillage.care.queries.roster_part import on_duty
from maillage.care.types import Part, Telling
from maillage.structures.models import Structure
from maillage.structures.queries.together import read_all

#: One function a subject, in the order of the page: structure → its part.
PARTS: tuple[Callable[[Structure], Telling], ...] = (
    doctors_part,
    requests_home.part,
    on_duty,
    helping.part,
    requests_home.questions_part,
    pathways.part,
    escap.part,
    protocols_part.protocols_part,
    protocols_part.pharmacy_part,
    alerts.part,
    seasons.part,
    crises.part,
    desks_part,
)


def parts_of(structure: Structure) -> Sequence[Part]:
    """What all of them want is read in one question."""
    telling = [part(structure) for part in PARTS]
    sizes = read_all(next(each) for each in telling)
    return [_told(each, there) for each, there in zip(telling, sizes, strict=True)]


def _told(telling: Telling, sizes: Mapping[str, int]) -> Part:
    try:
        telling.send(sizes)
    except StopIteration as end:
        found: Part = end.value
        return found
    raise RuntimeError("A subject asks once, then tells.")
