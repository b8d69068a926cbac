"""A printable map of a selection, as SVG text: for documents, for print, for a page without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from maillage.geography.mesh import EARTH_RADIUS_KM, Mesh
from maillage.geography.names import Names
from maillage.geography.records import Commune
from maillage.geography.selection import EMPTY, listed
from maillage.kernel import BadInput, decimal_in_french, plural, with_no_break_spaces

WIDTH, HIGHEST, MARGIN = 720, 640, 28  # pixels; a map is as high as its territory asks, up to HIGHEST
LEGEND_HEIGHT = 56
MOST_LABELS, LABEL_SIZE = 30, 13
LETTER_WIDTH = 0.56  # of Source Sans 3, in ems, on average with some room
BAR_SHARE = 0.2  # of the width, at most, for the scale bar

INK, SOFT, MESH = "#1d2b2f", "#6b7678", "#0b5d5e"
# Attributes, not a style sheet: the pages' Content-Security-Policy refuses inline ones.
INSIDE = f'fill="{MESH}" fill-opacity="0.35" stroke="{MESH}"'
OUTSIDE = f'fill="none" stroke="{SOFT}" stroke-width="0.7" stroke-dasharray="1.5 2.5"'
NAME = 'text-anchor="middle" stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to pixels: a plane around the middle of the territory, at one scale."""

    west: float
    north: float
    latitude: float  # of the middle
    pixels_per_km: float
    left: float
    height: float

    @classmethod
    def around(cls, bounds: Points) -> "_Frame":
        west, south, east, north = bounds.tolist()
        latitude = (south + north) / 2
        degree = np.radians(1) * EARTH_RADIUS_KM
        width_km = max((east - west) * degree * np.cos(np.radians(latitude)), 0.1)
        height_km = max((north - south) * degree, 0.1)
        scale = min((WIDTH - 2 * MARGIN) / width_km, (HIGHEST - 2 * MARGIN) / height_km)
        left = (WIDTH - width_km * scale) / 2
        return cls(west, north, latitude, scale, left, height_km * scale + 2 * MARGIN)

    def project(self, points: Points) -> Points:
        degree = np.radians(1) * EARTH_RADIUS_KM * self.pixels_per_km
        x = (points[:, 0] - self.west) * degree * np.cos(np.radians(self.latitude)) + self.left
        y = (self.north - points[:, 1]) * degree + MARGIN
        return np.column_stack([x, y])


def outline_svg(names: Names, mesh: Mesh, codes: Sequence[str], title: str) -> str:
    """Draw communes, their neighbours, the largest names, a scale, a legend. Raises BadInput if none."""
    communes = [names.communes[code] for code in sorted(set(codes))]
    if not communes:
        raise BadInput(EMPTY, field="communes")
    drawn = [commune for commune in communes if commune.has_shape]
    undrawn = [commune.name for commune in communes if not commune.has_shape]
    if not drawn:
        return _document(
            title, _message(undrawn), [_text(WIDTH / 2, 40, _message(undrawn), anchor="middle")], 80
        )

    import shapely

    inside = [names.index[commune.code] for commune in drawn]
    around = sorted({other for index in inside for other in mesh.touching(index)} - set(inside))
    shapes = mesh.shapes(inside)
    frame = _Frame.around(shapely.total_bounds(shapes))
    inside_shapes = shapely.transform(shapes, frame.project)
    outside_shapes = shapely.transform(mesh.shapes(around), frame.project)
    names_at = shapely.get_coordinates(shapely.point_on_surface(inside_shapes))
    parts = [
        f'<svg width="{WIDTH}" height="{frame.height:.0f}">',  # neighbours are cut at its edge
        f"<g {OUTSIDE}>{''.join(map(_path, outside_shapes))}</g>",
        f"<g {INSIDE}>{''.join(map(_path, inside_shapes))}</g>",
        f"<g {NAME}>{''.join(_labels(drawn, names_at, frame.height))}</g>",
        "</svg>",
        *_legend(frame, undrawn, has_neighbours=bool(around)),
    ]
    description = with_no_break_spaces(
        f"{plural(len(communes), 'commune')} : {listed([commune.name for commune in _largest(communes)])}."
    )
    return _document(title, description, parts, frame.height + LEGEND_HEIGHT + 18 * bool(undrawn))


def _document(title: str, description: str, parts: list[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" '
        f"""font-family="'Source Sans 3', sans-serif" font-size="{LABEL_SIZE}" fill="{INK}">"""
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _message(undrawn: list[str]) -> str:
    return with_no_break_spaces(f"Sans contour dans nos sources : {listed(undrawn)}.")


def _path(shape: Any) -> str:
    """The rings of a shape, to a tenth of a pixel."""
    import shapely

    rings = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = np.round(shapely.get_coordinates(ring)[:-1], 1).tolist()
        rings.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return f'<path d="{"".join(rings)}"/>'


def _largest(communes: Sequence[Commune]) -> list[Commune]:
    return sorted(communes, key=lambda commune: (-(commune.population or 0), commune.code))


def _labels(communes: Sequence[Commune], points: Points, height: float) -> list[str]:
    """Names, the most peopled commune first, each where it covers no other."""
    where = dict(zip((commune.code for commune in communes), points.tolist(), strict=True))
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for commune in _largest(communes):
        x, y = where[commune.code]
        half = len(commune.name) * LABEL_SIZE * LETTER_WIDTH / 2
        x = min(max(x, half + 2), WIDTH - half - 2)
        box = (x - half, y - LABEL_SIZE * 0.7, x + half, y + LABEL_SIZE * 0.7)
        if len(taken) < MOST_LABELS and box[3] < height and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            labels.append(_text(x, y + LABEL_SIZE * 0.35, commune.name))
    return labels


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _legend(frame: _Frame, undrawn: list[str], *, has_neighbours: bool) -> list[str]:
    y = frame.height + 24
    km = _round_length((WIDTH - 2 * MARGIN) * BAR_SHARE / frame.pixels_per_km)
    bar = km * frame.pixels_per_km
    right = WIDTH - MARGIN
    parts = [
        f'<rect {INSIDE} x="{MARGIN}" y="{y - 11:.1f}" width="22" height="14"/>',
        _text(MARGIN + 30, y, "Communes du territoire"),
        f'<path d="M{right - bar:.1f} {y - 8:.1f}v6h{bar:.1f}v-6" fill="none" stroke="{INK}"/>',
        _text(right - bar / 2, y + 14, f"{_length(km)}\N{NO-BREAK SPACE}km", anchor="middle"),
    ]
    if has_neighbours:
        parts.append(f'<path {OUTSIDE} d="M{MARGIN + 200} {y - 4:.1f}h22"/>')
        parts.append(_text(MARGIN + 230, y, "Communes voisines"))
    if undrawn:
        parts.append(_text(MARGIN, y + 32, _message(undrawn)))
    return parts


def _round_length(longest: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten (kilometres) that is not above `longest`."""
    power = 10.0 ** np.floor(np.log10(longest))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest))


def _length(km: float) -> str:
    return decimal_in_french(km, 0 if km >= 1 else 1)


def _text(x: float, y: float, content: str, *, anchor: str = "") -> str:
    attributes = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{escape(content)}</text>'
