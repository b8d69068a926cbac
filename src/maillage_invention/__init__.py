"""National files that never were: official formats, real communes, plausible proportions, invented people and places.

Everything is drawn from a seed: the same rows, seed and départements give the same files, byte for byte.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from maillage.kernel import BadInput, integer
from maillage.registers import ACTIVITY_FILE, DIPLOMA_FILE, FINESS_FILE, SKILL_FILE
from maillage_invention.cabinets import Cabinets
from maillage_invention.communes import Communes, communes_of
from maillage_invention.files import all_or_nothing, write_people
from maillage_invention.finess import write_finess
from maillage_invention.names import Names
from maillage_invention.people import People
from maillage_invention.places import Founder
from maillage_invention.professions import Professions
from maillage_invention.staff import Staffed

__all__ = ["Invention", "invent"]

FILES = (ACTIVITY_FILE, SKILL_FILE, DIPLOMA_FILE, FINESS_FILE)
FRANCE = 2_300_000  # rows of the true file, in September 2026
MOST = 5_000_000  # numbers of entities run out above
INHABITANTS_PER_ROW = 5


@dataclass(frozen=True, slots=True)
class Invention:
    """What was written: rows of activities, people, FINESS places (closed ones too), and the files."""

    rows: int
    people: int
    places: int
    files: tuple[Path, ...]


def invent(
    output: Path,
    *,
    rows: int,
    seed: int,
    departements: Collection[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Invention:
    """Write in `output` the three RPPS files, of `rows` activities, and the FINESS file of the places they name.

    No département means all of them. `progress` is told how many rows were just written. Files come whole or not at
    all. Raises BadInput.
    """
    communes = communes_of(departements, seed=seed)
    refuse_too_many(rows, communes)
    scale = rows / FRANCE
    draw = Random(f"{seed} people").random  # noqa: S311 -- no secret
    names = Names(words("names"), draw)
    place_words = words("places")
    staffed = Staffed(communes)
    density = scale * communes.whole_population / communes.population
    people = People(
        Professions(words("professions")),
        communes=communes,
        cabinets=Cabinets(communes, names, place_words, scale=density),
        staffed=staffed,
        names=names,
        draw=draw,
        seed=seed,
    )
    with all_or_nothing(output, FILES) as aside:
        founder = Founder(communes, names, place_words, seed=seed, scale=scale)
        places = write_finess(aside[FINESS_FILE], staffed.by(founder.entities()))
        count = write_people(aside, people, rows=rows, progress=progress)
    return Invention(rows, count, places, tuple(output / name for name in FILES))


def refuse_too_many(rows: int, communes: Communes) -> None:
    """Raises BadInput for a number of rows that these communes, or our numbers, cannot hold."""
    most = min(MOST, max(200, communes.population // INHABITANTS_PER_ROW))
    if 1 <= rows <= most:
        return
    if rows < 1:
        raise BadInput("Il faut au moins une ligne.", field="rows")
    raise BadInput(
        f"C’est trop de lignes pour ces départements : demandez-en {integer(most)} au plus, "
        "ou nommez d’autres départements.",
        field="rows",
    )


def words(name: str) -> dict[str, Any]:
    """A vocabulary, kept beside this file."""
    import yaml

    content: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    return content
