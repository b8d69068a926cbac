"""Compile the atlas: once per version of the sources, in a few seconds, before the site starts."""

import json
import os
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.geography import geojson
from maillage.geography.gaps import fill_gaps
from maillage.geography.shapes import Shapes, write_mesh
from maillage.geography.sources import (
    LEFT_GUADELOUPE,
    MAYOTTE_CENSUS,
    ShapeRow,
    Sources,
    find_sources,
    read_shapes,
    read_table,
)
from maillage.kernel import folded, paths

FORMAT = 7  # raise it when what is written changes
DRAWINGS = "geo"

EPCI, CITY = 5, 8  # in a row of a unit
UNITS = {"COM", "ARM"}  # kinds of shapes; the others are parts of communes

#: Degrees (about 200 m). A town hall farther than that from its commune is not believed: the source sends
#: some 1,850 of them to another one, a few of them overseas; the outlines themselves are generalised.
STRAY = 2e-3


@dataclass(frozen=True, slots=True)
class Report:
    """Result of a build. `seconds` is 0 when everything was up to date."""

    built: bool
    communes: int
    without_shape: tuple[str, ...]
    split: tuple[str, ...]  # among those: their only outline is that of a commune nouvelle now undone
    completed: tuple[str, ...]  # communes whose outline the source left unfinished, and this build finished
    borders: int
    cog_year: int
    population_year: int
    seconds: float


def build(*, force: bool = False) -> Report:
    """Compile names, shapes, neighbours and département drawings, unless they are up to date.

    Everything is written aside, then put in place by renaming: a running site never reads half an atlas.
    Raises SourcesMissing when a package is absent.
    """
    sources = find_sources()
    digest = sources.digest()
    manifest = read_manifest()
    if not force and manifest.get("digest") == digest:
        return _report(manifest, built=False, seconds=0.0)

    start = time.perf_counter()
    data, drawn = _beside(paths.GEOGRAPHY), _beside(paths.ASSETS / DRAWINGS)
    manifest = _compile(sources, data, drawn) | {"digest": digest, "format": FORMAT}
    (data / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    _put_in_place(drawn, paths.ASSETS / DRAWINGS)
    _put_in_place(data, paths.GEOGRAPHY)
    return _report(manifest, built=True, seconds=time.perf_counter() - start)


def read_manifest() -> dict[str, Any]:
    """What the compiled atlas was made from; empty when there is none that this version can read."""
    file = paths.GEOGRAPHY / "manifest.json"
    if not file.is_file() or not (paths.ASSETS / DRAWINGS).is_dir():
        return {}
    manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return manifest if manifest.get("format") == FORMAT else {}


def _report(manifest: dict[str, Any], *, built: bool, seconds: float) -> Report:
    return Report(
        built=built,
        communes=manifest["communes"],
        without_shape=tuple(manifest["without_shape"]),
        split=tuple(manifest["split"]),
        completed=tuple(manifest["completed"]),
        borders=manifest["borders"],
        cog_year=manifest["cog_year"],
        population_year=manifest["population_year"],
        seconds=seconds,
    )


def _compile(sources: Sources, data: Path, drawn: Path) -> dict[str, Any]:
    places = read_table(sources, "communes")
    names = _names(sources, places)
    units = names["units"]
    codes = [row[0] for row in units]
    communes = sum(not row[CITY] for row in units)  # then come the arrondissements
    rows = list(read_shapes(sources))
    outlines = _shapes(codes, names["parts"], rows)
    completed = fill_gaps(outlines[:communes], *_incomplete(codes, names, rows))
    shapes, split = outlines.copy(), _split(units, outlines, _undone(places))
    shapes[split] = None

    cities = {index: codes.index(row[CITY]) for index, row in enumerate(units) if row[CITY]}
    borders = write_mesh(data, shapes, covered=outlines, cities=cities)
    np.save(data / "town_halls.npy", _town_halls(codes, outlines, rows))
    for row, shape in zip(units, shapes, strict=True):
        row.append(int(shape is not None))
    (data / "names.json").write_text(json.dumps(names, ensure_ascii=False, separators=(",", ":")), "utf-8")
    geojson.write_departements(drawn, units, shapes)
    homes = [row[3] for row in units[:communes]]
    geojson.write_country(drawn / "departements.json", names["departements"], homes, outlines[:communes])
    return {
        "sources": {key: str(value) for key, value in asdict(sources).items() if key.endswith("version")},
        "cog_year": sources.cog_year,
        "population_year": sources.population_year,
        "communes": communes,
        "without_shape": [code for code, shape in zip(codes, shapes, strict=True) if shape is None],
        "split": [codes[index] for index in split],
        "completed": [codes[index] for index in completed],
        "borders": borders,
    }


def _names(sources: Sources, places: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that is text or whole number: the content of `names.json`.

    `units` are the rows of communes by code, then those of arrondissements by code.
    """
    epcis = read_table(sources, "epci")
    regions = {row["code"]: row["nom"] for row in read_table(sources, "regions")}
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    current = {row["code"]: row for row in places if row["type"] == "commune-actuelle"}
    parts_of_cities = sorted(
        (row for row in places if row["type"] == "arrondissement-municipal"), key=lambda row: str(row["code"])
    )
    return {
        "units": [
            *(_unit(row, epci_of.get(code)) for code, row in sorted(current.items())),
            *(_unit(row, epci_of.get(row["commune"]), row["commune"]) for row in parts_of_cities),
        ],
        "epcis": [
            [row["code"], row["nom"], row["type"], sorted(member["code"] for member in row["membres"])]
            for row in sorted(epcis, key=lambda row: str(row["code"]))
        ],
        "departements": [
            [row["code"], row["nom"], row["region"], regions[row["region"]]]
            for row in read_table(sources, "departements")
        ],
        "population_years": {
            row["departement"]: MAYOTTE_CENSUS if row["departement"] == "976" else sources.population_year
            for row in current.values()
            if row["zone"] != "com"
        },
        # Communes déléguées and associées: code (often that of the whole), name, whole.
        "parts": [[row["code"], row["nom"], row["chefLieu"]] for row in places if "chefLieu" in row],
        "retired": _retired(places, current),
    }


def _unit(row: dict[str, Any], epci: str | None, city: str = "") -> list[Any]:
    return [
        row["code"],
        row["nom"],
        row.get("population"),
        row["departement"],
        row["region"],
        epci,
        " ".join(row.get("codesPostaux", ())),
        folded(row["nom"]),
        city,
    ]


def _retired(places: list[dict[str, Any]], current: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Old code → [code in force, old name]: former codes, communes déléguées and associées, two islands."""
    retired = {old: [new, current[new]["nom"]] for old, new in LEFT_GUADELOUPE.items()}
    retired |= {old: [code, ""] for code, row in current.items() for old in row.get("anciensCodes", ())}
    for row in places:
        if "chefLieu" in row and row["code"] not in current:
            retired[row["code"]] = [row["chefLieu"], row["nom"]]
    return dict(sorted(retired.items()))


def _shapes(codes: list[str], parts: list[list[str]], rows: list[ShapeRow]) -> Shapes:
    """One shape per code, or None. A commune without outline of its own is the union of its parts."""
    import shapely

    own = {row.code: row.wkb for row in rows if row.kind in UNITS}
    part = {row.code: row.wkb for row in rows if row.kind not in UNITS}
    shapes: Shapes = shapely.from_wkb([own.get(code) for code in codes])
    for index in np.flatnonzero(shapely.is_missing(shapes)):
        wkb = [part.get(code) for code, _, whole in parts if whole == codes[index]]
        if any(wkb):
            shapes[index] = shapely.union_all(shapely.from_wkb(wkb))
    return shapes


def _incomplete(
    codes: list[str], names: dict[str, Any], rows: list[ShapeRow]
) -> tuple[frozenset[int], frozenset[int]]:
    """Communes with a part that has no shape; communes with any former code that has none."""
    number = {code: index for index, code in enumerate(codes)}
    shaped = {row.code for row in rows if row.wkb and row.kind not in UNITS}
    parts = {number[whole] for code, _, whole in names["parts"] if code not in shaped}
    former = {number[new] for old, (new, _) in names["retired"].items() if old not in shaped}
    return frozenset(parts), frozenset(former)


def _undone(places: list[dict[str, Any]]) -> frozenset[str]:
    """Communes that were a commune nouvelle and took nobody in: it came apart, and this one kept its code.

    A SIREN number of a commune begins with 21; that of a commune nouvelle, given since 2007, with 20.
    """
    took_in = {row.get("chefLieu") for row in places}
    return frozenset(
        row["code"]
        for row in places
        if row["type"] == "commune-actuelle" and str(row.get("siren", "")).startswith("20")
        if row["code"] not in took_in and "anciensCodes" not in row
    )


def _split(units: list[list[Any]], shapes: Shapes, undone: frozenset[str]) -> list[int]:
    """Communes drawn with an outline that is not theirs alone: others came out of it, in the same EPCI."""
    sisters = {row[EPCI] for row, shape in zip(units, shapes, strict=True) if shape is None and row[EPCI]}
    return [index for index, row in enumerate(units) if row[0] in undone and row[EPCI] in sisters]


def _town_halls(codes: list[str], shapes: Shapes, rows: list[ShapeRow]) -> NDArray[np.float64]:
    """Longitude and latitude of each town hall; of a point of the commune when it is not known, else NaN.

    A town hall that the source places outside its commune is not known.
    """
    import shapely

    known = {row.code: row.town_hall for row in rows if row.kind in UNITS}
    points = shapely.from_wkb([known.get(code) for code in codes])
    absent = shapely.is_missing(points) | shapely.is_empty(points)
    absent |= ~shapely.is_missing(shapes) & ~shapely.dwithin(points, shapes, STRAY)
    points[absent] = shapely.point_on_surface(shapes[absent])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def _beside(place: Path) -> Path:
    """An empty directory next to `place`, on the same disk: renaming it is instantaneous."""
    aside = place.with_name(f"{place.name}.new-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return aside


def _put_in_place(aside: Path, place: Path) -> None:
    old = place.with_name(f"{place.name}.old-{os.getpid()}")
    if place.exists():
        place.rename(old)
    aside.rename(place)
    shutil.rmtree(old, ignore_errors=True)
