"""What stands around the figures of a diagnosis: places, official figures, neighbours, surveys, habits."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.territories.models import Territory
from maillage.territories.queries.drawing import Overlap, overlaps


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Read each time: other rooms and other people change it."""

    overlaps: Sequence[Overlap]


def surroundings(codes: Sequence[str], *, territory: Territory | None = None) -> Surroundings:
    return Surroundings(overlaps=overlaps(codes, apart_from=territory.pk if territory else None))
