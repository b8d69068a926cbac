"""The static map files: one GeoJSON per département, and one of all of them, drawn without a tile server."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from maillage.geography.shapes import Shapes, edges_alone

DECIMALS = 4  # 11 m: finer than the outlines themselves

COUNTRY_DECIMALS = 3  # 110 m
COUNTRY_TOLERANCE = 0.01  # degrees: about a pixel, when the whole country is on a screen


def write_departements(place: Path, units: list[list[Any]], shapes: Shapes) -> None:
    """Write `<département>.json` for each: its communes, not simplified (the source already is).

    A city that has arrondissements is drawn by them. A unit without shape is a feature without geometry: the
    list beside the map counts it all the same. `units` are rows of names.json.
    """
    import shapely

    rounded = shapely.transform(shapes, lambda points: np.round(points, DECIMALS))
    cities = {city for *_, city, _ in units if city}
    drawn = [
        pair for pair in zip(units, shapely.to_geojson(rounded), strict=True) if pair[0][0] not in cities
    ]
    drawn.sort(key=lambda pair: (pair[0][3], pair[0][0]))
    for departement, group in groupby(drawn, key=lambda pair: str(pair[0][3])):
        _write(place / f"{departement}.json", (_unit(row, geometry) for row, geometry in group))


def _unit(row: list[Any], geometry: str | None) -> str:
    code, name, population, _, _, epci = row[:6]
    return _feature({"code": code, "name": name, "epci": epci, "population": population}, geometry)


def write_country(file: Path, departements: list[list[Any]], homes: Sequence[str], shapes: Shapes) -> None:
    """Write the light outlines of all départements that have one; `homes` is the département of each shape.

    Lines are simplified once each, between the points where three départements meet: no gap, no overlap.
    """
    import shapely

    drawn = ~shapely.is_missing(shapes)
    home = np.array(homes)[drawn]
    rounded = shapely.transform(shapes[drawn], lambda points: np.round(points, COUNTRY_DECIMALS))
    ends = np.concatenate([edges_alone(rounded[home == code])[0] for code in np.unique(home)])
    ends = np.sort(ends.view(np.complex128)[:, :, 0], axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)  # one line where two départements meet
    lines = np.asarray(shapely.linestrings(ends.view(np.float64).reshape(-1, 2, 2)))
    borders = shapely.simplify(shapely.line_merge(shapely.multilinestrings(lines)), COUNTRY_TOLERANCE)

    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(borders))))
    face, commune = shapely.STRtree(shapes[drawn]).query(shapely.point_on_surface(faces), predicate="within")
    features = []
    for code, name, *_ in departements:
        outline = shapely.union_all(faces[face[home[commune] == code]])
        if not outline.is_empty:
            geometry = shapely.set_precision(outline, 10**-COUNTRY_DECIMALS)
            features.append(_feature({"code": code, "name": name}, shapely.to_geojson(geometry)))
    _write(file, features)


def _feature(properties: dict[str, Any], geometry: str | None) -> str:
    text = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","id":"{properties["code"]}","properties":{text},"geometry":{geometry or "null"}}}'


def _write(file: Path, features: Iterable[str]) -> None:
    file.write_text(f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}', "utf-8")
