"""National files that never were: real communes, plausible proportions, invented people, the official formats.

Everything is drawn from a seed: the same rows, seed and départements give the same files, byte for byte.
"""

import gzip
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from maillage.directory.enums import (
    ACTIVITY_COLUMNS,
    ACTIVITY_FILE,
    DIPLOMA_COLUMNS,
    DIPLOMA_FILE,
    FINESS_FILE,
    SKILL_COLUMNS,
    SKILL_FILE,
)
from maillage.kernel import BadInput

__all__ = ["Invention", "invent"]

HERE = Path(__file__).parent
NATION = 2_300_000  # rows of the true file, in 2026


@dataclass(frozen=True, slots=True)
class Invention:
    """What was written: lines of activities, people, FINESS places, and the files."""

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
    """Write the three RPPS files (`rows` activities) and the FINESS file that goes with them in `output`.

    `progress` is told how many rows were just written. Raises BadInput.
    """
    from maillage.directory.services.invention.cabinets import Cabinets
    from maillage.directory.services.invention.communes import Communes
    from maillage.directory.services.invention.names import Names
    from maillage.directory.services.invention.people import People
    from maillage.directory.services.invention.places import Invented

    if rows < 1:
        raise BadInput("Il faut au moins une ligne.", field="rows")
    output.mkdir(parents=True, exist_ok=True)
    communes = Communes(departements, seed=seed)
    scale = rows / NATION
    draw = Random(f"{seed} people").random  # noqa: S311 -- not a secret
    names = Names(words("names"), draw)
    vocabulary = words("places")
    invented = Invented(communes, names, vocabulary, seed=seed, scale=scale)
    write_finess(output / FINESS_FILE, invented)
    people = People(
        words("professions"),
        communes=communes,
        cabinets=Cabinets(
            communes, names, vocabulary, scale=scale * communes.everywhere / communes.population
        ),
        staffed=invented.staffed,
        names=names,
        draw=draw,
        seed=seed,
    )
    count = write_rpps(output, people, rows, progress or (lambda _: None))
    files = (ACTIVITY_FILE, SKILL_FILE, DIPLOMA_FILE, FINESS_FILE)
    return Invention(rows, count, invented.count, tuple(output / name for name in files))


def words(name: str) -> dict[str, Any]:
    import yaml

    found: dict[str, Any] = yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return found


def write_finess(path: Path, invented: Any) -> None:
    from maillage.directory.services.invention.finess import entity_json

    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0, filename="") as file,
    ):
        file.write(
            b'{"schemaVersion":"v1.0.0","generatedAt":"2026-09-05T00:00:00Z","gcc":[],"gco":[],"pmej":['
        )
        separator = b""
        for entity in invented.entities():
            file.write(
                separator
                + json.dumps(entity_json(entity), ensure_ascii=False, separators=(",", ":")).encode()
            )
            separator = b",\n"
        file.write(b"]}\n")


def write_rpps(output: Path, people: Any, rows: int, progress: Callable[[int], None]) -> int:
    with (
        (output / ACTIVITY_FILE).open("w", encoding="utf-8", newline="\n") as activities,
        (output / SKILL_FILE).open("w", encoding="utf-8", newline="\n") as skills,
        (output / DIPLOMA_FILE).open("w", encoding="utf-8", newline="\n") as diplomas,
    ):
        for file, columns in (
            (activities, ACTIVITY_COLUMNS),
            (skills, SKILL_COLUMNS),
            (diplomas, DIPLOMA_COLUMNS),
        ):
            file.write("|".join(columns) + "\n")
        left, count = rows, 0
        for lines in people:
            if left <= 0:
                break
            count += 1
            activities.writelines(islice(lines.activities, left))
            skills.writelines(lines.skills)
            diplomas.writelines(lines.diplomas)
            progress(min(left, len(lines.activities)))
            left -= len(lines.activities)
    return count
