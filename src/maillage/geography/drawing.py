"""The static map files: one GeoJSON per département, drawn by the browser without a tile server."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from maillage.geography.shapes import Shapes

DECIMALS = 4  # 11 m: finer than the outlines themselves


def write_departements(place: Path, communes: list[list[Any]], shapes: Shapes) -> None:
    """Write `<département>.json` for each: its communes, not simplified (the source already is).

    A commune without shape is a feature without geometry: the list beside the map counts it all the same.
    `communes` are rows of names.json, sorted by code.
    """
    import shapely

    rounded = shapely.transform(shapes, lambda points: np.round(points, DECIMALS))
    drawn = zip(communes, shapely.to_geojson(rounded), strict=True)
    for departement, group in groupby(drawn, key=lambda pair: pair[0][3]):
        features = ",".join(_feature(row, geometry) for row, geometry in group)
        (place / f"{departement}.json").write_text(
            f'{{"type":"FeatureCollection","features":[{features}]}}', "utf-8"
        )


def _feature(row: list[Any], geometry: str | None) -> str:
    code, name, population, _, _, epci = row[:6]
    properties = {"code": code, "name": name, "epci": epci, "population": population}
    text = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","id":"{code}","properties":{text},"geometry":{geometry or "null"}}}'
