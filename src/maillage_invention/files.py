"""The RPPS files as text, and files that come whole or not at all."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

from maillage.kernel import BadInput
from maillage.registers import (
    ACTIVITY_COLUMNS,
    ACTIVITY_FILE,
    DIPLOMA_COLUMNS,
    DIPLOMA_FILE,
    SKILL_COLUMNS,
    SKILL_FILE,
)
from maillage_invention.people import Lines

STEP = 1_000  # rows between two words of progress
STRAY, HELD = 97, 500


#: What stops people from writing, in French; the others are « le système refuse ».
REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EACCES: "vous n’en avez pas le droit",
    errno.EROFS: "le disque est en lecture seule",
    errno.EEXIST: "ce n’est pas un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
}


@contextmanager
def all_or_nothing(output: Path, names: Iterable[str]) -> Iterator[Mapping[str, Path]]:
    """Paths to write aside, put in place when all is well. Raises BadInput when the folder cannot be written."""
    aside = {name: output / f".{name}.part" for name in names}
    try:
        output.mkdir(parents=True, exist_ok=True)
        yield aside
        for name, path in aside.items():
            os.replace(path, output / name)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, "le système refuse")
        raise BadInput(
            f"On ne peut pas écrire dans {output} : {reason}. Faites de la place, ou donnez un autre dossier.",
            field="output",
        ) from error
    finally:
        for path in aside.values():
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()


def write_people(
    paths: Mapping[str, Path],
    people: Iterable[Lines],
    *,
    rows: int,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write people until there are `rows` activities; how many people that makes.

    The rows of a person follow each other, but for a few that come later: a reader must not count on it.
    """
    count, left, told = 0, rows, 0
    held: list[str] = []
    with (
        headed(paths[ACTIVITY_FILE], ACTIVITY_COLUMNS) as activities,
        headed(paths[SKILL_FILE], SKILL_COLUMNS) as skills,
        headed(paths[DIPLOMA_FILE], DIPLOMA_COLUMNS) as diplomas,
    ):
        for count, lines in enumerate(people, 1):
            written = list(islice(lines.activities, left))
            left -= len(written)
            if count % STRAY == 0 and len(written) > 1:
                held.append(written.pop())
            activities.writelines(written)
            skills.writelines(lines.skills)
            diplomas.writelines(lines.diplomas)
            if len(held) == HELD or not left:
                activities.writelines(held)
                held.clear()
            if progress and (rows - left - told >= STEP or not left):
                progress(rows - left - told)
                told = rows - left
            if not left:
                break
    return count


@contextmanager
def headed(path: Path, columns: Iterable[str]) -> Iterator[TextIO]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("|".join(columns) + "\n")
        yield file
