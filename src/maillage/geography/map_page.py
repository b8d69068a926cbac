"""The paper of our printed maps: where a commune falls, the names that fit, the scale, the words under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.geography.mesh import EARTH_RADIUS_KM
from maillage.geography.records import Commune
from maillage.geography.selection import listed
from maillage.kernel import decimal_in_french, in_xml, with_no_break_spaces

WIDTH, HIGHEST, MARGIN = 720, 640, 28  # pixels; a map is as high as its territory asks, up to HIGHEST
MOST_LABELS, LABEL_SIZE = 30, 13
#: Of the names on a phone, where a map is scaled to less than half its width.
MOST_ON_PHONE, PHONE_SIZE = 14, 26
#: Under a map of a page, whose legend is not in the drawing.
SCALE_ABOVE, SCALE_BELOW = 22, 14
LETTER_WIDTH = 0.56  # of Source Sans 3, in ems, on average with some room
BAR_SHARE = 0.2  # of the width, at most, for the scale bar

# Attributes, not a style sheet: the pages' Content-Security-Policy refuses inline ones. The classes are for the
# style sheet of the pages (ui/parts.css), which turns the drawing dark; a document prints the attributes.
INK, SOFT, MESH = "#1d2b2f", "#6b7678", "#0b5d5e"
OUTSIDE = f'class="drawn-edge" fill="none" stroke="{SOFT}" stroke-width="0.7" stroke-dasharray="1.5 2.5"'
NAME = (
    'text-anchor="middle" stroke="#fff" stroke-width="{halo}" stroke-linejoin="round" paint-order="stroke" '
    'class="drawn-names'
)
WIDE_NAMES, PHONE_NAMES = (
    f'{NAME.format(halo=3)}"',
    f'{NAME.format(halo=6)} drawn-for-phones" font-size="{PHONE_SIZE}" display="none"',
)

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to pixels: a plane around the middle of the territory, at one scale."""

    west: float
    north: float
    latitude: float  # of the middle
    pixels_per_km: float
    left: float
    height: float

    @classmethod
    def around(cls, bounds: Points) -> "Frame":
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

    def holds(self, point: Sequence[float]) -> bool:
        x, y = point
        return 0 < x < WIDTH and 0 < y < self.height


def document(title: str, description: str, parts: list[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" '
        f"""font-family="'Source Sans 3', sans-serif" font-size="{LABEL_SIZE}" fill="{INK}">"""
        f"<title>{in_xml(title)}</title><desc>{in_xml(description)}</desc>"
        f'<rect class="drawn-paper" width="{WIDTH}" height="{height:.0f}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def with_legend(drawn: str, entries: Iterable[tuple[str, str]], undrawn: list[str]) -> str:
    """A drawing in HTML: its legend is a list under it, which no scale makes smaller.

    `entries` are the mark of each line, where its `box` goes, and its words.
    """
    box = 'x="1.5" y="1.5" width="21" height="13"'
    opening = '<svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" focusable="false">'
    lines = [f"{opening}{mark.format(box=box)}</svg>{in_xml(label)}" for mark, label in entries]
    if undrawn:
        lines.append(in_xml(undrawn_message(undrawn)))
    return f'{drawn}<ul class="drawn-legend">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'


def undrawn_message(undrawn: list[str]) -> str:
    """Names of communes that no map can show."""
    return with_no_break_spaces(f"Sans contour dans nos sources : {listed(undrawn)}.")


def path(shape: Any, name: str = "") -> str:
    """The rings of a shape, to a tenth of a pixel; `name` is what a pointer that rests there reads."""
    import shapely

    rings = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = np.round(shapely.get_coordinates(ring)[:-1], 1).tolist()
        rings.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    drawn = f'<path d="{"".join(rings)}"'
    return f"{drawn}><title>{in_xml(name)}</title></path>" if name else f"{drawn}/>"


def scale_bar(frame: Frame, y: float, *, on_page: bool = False) -> list[str]:
    """A round number of kilometres at the right, its words under it, or on a page before it: they may grow."""
    km = _round_length((WIDTH - 2 * MARGIN) * BAR_SHARE / frame.pixels_per_km)
    bar = km * frame.pixels_per_km
    right = WIDTH - MARGIN
    words = f"{_length(km)}\N{NO-BREAK SPACE}km"
    line = f'<path class="drawn-line" d="M{right - bar:.1f} {y - 8:.1f}v6h{bar:.1f}v-6" fill="none" stroke="{INK}"/>'
    if on_page:
        return ['<g class="drawn-scale">', line, text(right - bar - 10, y, words, anchor="end"), "</g>"]
    return [line, text(right - bar / 2, y + 14, words, anchor="middle")]


def largest(communes: Iterable[Commune]) -> list[Commune]:
    """The most peopled first."""
    return sorted(communes, key=lambda commune: (-(commune.population or 0), commune.code))


def labels(
    communes: Sequence[Commune], points: Points, height: float, *, on_phone: bool = False
) -> list[str]:
    """Names, the most peopled commune first, each where it covers no other; fewer and larger for a phone."""
    most, size = (MOST_ON_PHONE, PHONE_SIZE) if on_phone else (MOST_LABELS, LABEL_SIZE)
    where = dict(zip((commune.code for commune in communes), points.tolist(), strict=True))
    taken: list[tuple[float, float, float, float]] = []
    written = []
    for commune in largest(communes):
        x, y = where[commune.code]
        half = len(commune.name) * size * LETTER_WIDTH / 2
        x = min(max(x, half + 2), WIDTH - half - 2)
        box = (x - half, y - size * 0.7, x + half, y + size * 0.7)
        if len(taken) < most and box[3] < height and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            written.append(text(x, y + size * 0.35, commune.name))
    return written


def named(communes: Sequence[Commune], points: Points, height: float, *, on_page: bool) -> list[str]:
    """The names of a map; on a page, those of a phone too, of which its style sheet shows one or the other."""
    wide = f"<g {WIDE_NAMES}>{''.join(labels(communes, points, height))}</g>"
    if not on_page:
        return [wide]
    return [wide, f"<g {PHONE_NAMES}>{''.join(labels(communes, points, height, on_phone=True))}</g>"]


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _round_length(longest: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten (kilometres) that is not above `longest`."""
    power = 10.0 ** np.floor(np.log10(longest))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest))


def _length(km: float) -> str:
    return decimal_in_french(km, 0 if km >= 1 else 1)


def text(x: float, y: float, content: str, *, anchor: str = "") -> str:
    attributes = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{in_xml(content)}</text>'
