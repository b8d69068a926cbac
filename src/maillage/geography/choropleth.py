"""A printable map of communes by class, as SVG text: densities, duty sectors, who covers whom."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Literal

import numpy as np

from maillage.geography.mesh import Mesh
from maillage.geography.names import Names
from maillage.geography.records import Commune
from maillage.geography.selection import EMPTY, shortened
from maillage.geography.sheet import (
    INK,
    LABEL_SIZE,
    LETTER_WIDTH,
    MARGIN,
    NAME,
    OUTSIDE,
    SOFT,
    WIDTH,
    Frame,
    Points,
    document,
    labels,
    path,
    scale_bar,
    text,
    undrawn_message,
)
from maillage.kernel import BadInput, plural, with_no_break_spaces

Pattern = Literal["", "rising", "falling", "dots", "lines", "grid"]

#: How a pattern is drawn in its tile, a square of TILE pixels, over the colour of the class.
PATTERNS: dict[Pattern, str] = {
    "rising": '<path d="M-1 9L9 -1M-1 1L1 -1M7 9L9 7" {ink}/>',
    "falling": '<path d="M-1 -1L9 9M7 -1L9 1M-1 7L1 9" {ink}/>',
    "dots": f'<circle cx="2" cy="2" r="1.1" fill="{INK}"/><circle cx="6" cy="6" r="1.1" fill="{INK}"/>',
    "lines": '<path d="M0 2H8M0 6H8" {ink}/>',
    "grid": '<path d="M0 4H8M4 0V8" {ink}/>',
}
TILE = 8
PATTERN_INK = f'fill="none" stroke="{INK}" stroke-width="0.8"'

#: Okabe-Ito, each with its pattern: told apart by whoever sees them, and in grey.
SERIES: tuple[tuple[str, Pattern], ...] = (
    ("#e69f00", ""),
    ("#56b4e9", "rising"),
    ("#009e73", "dots"),
    ("#f0e442", "falling"),
    ("#0072b2", "lines"),
    ("#d55e00", "grid"),
)
STEPS = ("#e6efe9", "#b5d5cd", "#7fb5ae", "#438b89", "#0b5d5e")
#: How many shades apart so that few classes are told apart too.
SPREAD = {1: (2,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}

HAIRLINE = f'stroke="{SOFT}" stroke-width="0.5" stroke-linejoin="round"'
OUTLINE = (
    ('fill="none" stroke="#fff" stroke-width="5" stroke-linejoin="round"'),
    (f'fill="none" stroke="{INK}" stroke-width="2.5" stroke-linejoin="round"'),
)
AROUND = 0.5  # of the outline's width and height, on each side: what a map shows beyond it
SLIVER = 4  # square pixels: a hole between two outlines that do not quite meet
LINE, SWATCH, GAP = 22, 30, 26  # of the legend, in pixels


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of a map: its key among the values, its words in the legend, its ink."""

    key: str
    label: str
    fill: str
    pattern: Pattern = ""


NOT_KNOWN = MapClass("", "Non connu", "#fff", "dots")


def sequential(labelled: Mapping[str, str]) -> tuple[MapClass, ...]:
    """Classes from the lightest to the darkest, keys and labels lowest first. Raises KeyError past five."""
    steps = SPREAD[len(labelled)]
    return tuple(
        MapClass(key, label, STEPS[step]) for (key, label), step in zip(labelled.items(), steps, strict=True)
    )


def categories(labelled: Mapping[str, str], *, others: str = "") -> tuple[MapClass, ...]:
    """Classes without order, up to six, each with its pattern; then a pale one, of key `others`, if asked."""
    if len(labelled) > len(SERIES):
        raise ValueError(f"{len(labelled)} classes are more than {len(SERIES)} colours.")
    classes = tuple(
        MapClass(key, label, fill, pattern)
        for (key, label), (fill, pattern) in zip(labelled.items(), SERIES, strict=False)
    )
    return (*classes, MapClass(others, others.capitalize(), "#e4e1da")) if others else classes


def choropleth_svg(
    names: Names,
    mesh: Mesh,
    values: Mapping[str, str | None],
    classes: Sequence[MapClass],
    *,
    outline: Collection[str] = (),
    title: str,
    unknown: str = NOT_KNOWN.label,
) -> str:
    """See `Atlas.choropleth_svg`."""
    given = sorted({*values, *outline})
    if not given:
        raise BadInput(EMPTY, field="communes")
    shown = [names.communes[code] for code in given]
    if None in values.values():
        classes = (*classes, MapClass(NOT_KNOWN.key, unknown, NOT_KNOWN.fill, NOT_KNOWN.pattern))
    keyed = {code: NOT_KNOWN.key if value is None else value for code, value in values.items()}
    if odd := set(keyed.values()) - {each.key for each in classes}:
        raise ValueError(f"No class of the map is called {sorted(odd)}.")
    undrawn = [commune.name for commune in shown if not commune.has_shape]
    drawn = [commune for commune in shown if commune.has_shape]
    description = _description(keyed, classes)
    if not drawn:
        message = undrawn_message(undrawn)
        return document(title, description, [text(WIDTH / 2, 40, message, anchor="middle")], 80)
    return _Map(names, mesh, keyed, classes, frozenset(outline), drawn).document(title, description, undrawn)


def _description(keyed: Mapping[str, str], classes: Sequence[MapClass]) -> str:
    counts = Counter(keyed.values())
    said = (f"{each.label} : {plural(counts[each.key], 'commune')}." for each in classes)
    return with_no_break_spaces(" ".join(said))


class _Map:
    """One map being drawn."""

    def __init__(
        self,
        names: Names,
        mesh: Mesh,
        keyed: Mapping[str, str],
        classes: Sequence[MapClass],
        outline: Collection[str],
        drawn: Sequence[Commune],
    ) -> None:
        import shapely

        self.names, self.mesh, self.keyed, self.classes = names, mesh, keyed, classes
        shapes = mesh.shapes(names.index[commune.code] for commune in drawn)
        within = [commune.code in outline for commune in drawn]
        bounds = _view(shapes, shapes[within])
        self.frame = Frame.around(bounds)
        kept = shapely.intersects(shapes, shapely.box(*bounds))
        self.communes = [commune for commune, here in zip(drawn, kept, strict=True) if here]
        self.shapes = shapely.transform(shapes[kept], self.frame.project)
        self.outline = shapely.transform(shapes[within], self.frame.project)
        # An id is asked of the whole page: two maps must not share one.
        self.id = blake2s(repr((keyed, classes, sorted(outline))).encode(), digest_size=4).hexdigest()

    def document(self, title: str, description: str, undrawn: list[str]) -> str:
        height = self.frame.height
        legend, below = self._legend(height + 24, undrawn)
        parts = [
            f"<defs>{''.join(self._patterns())}</defs>",
            f'<svg width="{WIDTH}" height="{height:.0f}">',  # what is around is cut at its edge
            f"<g {OUTSIDE}>{''.join(map(path, self._around()))}</g>",
            *self._coloured(),
            *self._limit(),
            f"<g {NAME}>{''.join(self._labels())}</g>",
            "</svg>",
            *legend,
        ]
        return document(title, description, parts, below)

    def _patterns(self) -> Iterator[str]:
        for number, each in enumerate(self.classes):
            if each.pattern:
                yield (
                    f'<pattern id="{self.id}-{number}" width="{TILE}" height="{TILE}" '
                    f'patternUnits="userSpaceOnUse"><rect width="{TILE}" height="{TILE}" fill="{each.fill}"/>'
                    f"{PATTERNS[each.pattern].format(ink=PATTERN_INK)}</pattern>"
                )

    def _fill(self, number: int) -> str:
        each = self.classes[number]
        return f"url(#{self.id}-{number})" if each.pattern else each.fill

    def _coloured(self) -> Iterator[str]:
        for number, each in enumerate(self.classes):
            paths = [
                path(shape, f"{commune.name}, {each.label}")
                for commune, shape in zip(self.communes, self.shapes, strict=True)
                if self.keyed.get(commune.code) == each.key
            ]
            if paths:
                yield f'<g fill="{self._fill(number)}" {HAIRLINE}>{"".join(paths)}</g>'

    def _around(self) -> Any:
        """Neighbours without a class, and communes of the outline that have none."""
        import shapely

        coloured = {self.names.index[code] for code in self.keyed}
        inside = [self.names.index[commune.code] for commune in self.communes]
        near = {*inside, *(other for index in inside for other in self.mesh.touching(index))}
        return shapely.transform(self.mesh.shapes(sorted(near - coloured)), self.frame.project)

    def _limit(self) -> Iterator[str]:
        if not len(self.outline):
            return
        import shapely

        union = shapely.union_all(self.outline, grid_size=0.1)
        faces = np.asarray(shapely.polygons(shapely.get_rings(shapely.get_parts(union))))
        whole = shapely.multipolygons(faces[shapely.area(faces) > SLIVER])
        for ink in OUTLINE:
            yield f"<g {ink}>{path(whole)}</g>"

    def _labels(self) -> list[str]:
        import shapely

        points: Points = shapely.get_coordinates(shapely.point_on_surface(self.shapes))
        here = [self.frame.holds(point) for point in points.tolist()]
        communes = [commune for commune, kept in zip(self.communes, here, strict=True) if kept]
        return labels(communes, points[here], self.frame.height)

    def _legend(self, y: float, undrawn: list[str]) -> tuple[list[str], float]:
        """The words under the map, and how far down they go."""
        parts = scale_bar(self.frame, y)
        x, beside_scale = float(MARGIN), y + LINE
        for swatch, label in self._entries():
            wide = SWATCH + len(label) * LABEL_SIZE * LETTER_WIDTH
            if x > MARGIN and x + wide > (WIDTH * 0.74 if y <= beside_scale else WIDTH - MARGIN):
                x, y = float(MARGIN), y + LINE
            parts += [swatch.format(x=f"{x:.1f}", y=f"{y - 11:.1f}"), text(x + SWATCH, y, label)]
            x += wide + GAP
        if undrawn:
            y += LINE
            parts.append(text(MARGIN, y, undrawn_message(undrawn)))
        return parts, max(y, beside_scale) + LINE

    def _entries(self) -> Iterator[tuple[str, str]]:
        box = 'x="{x}" y="{y}" width="22" height="14"'
        for number, each in enumerate(self.classes):
            yield f'<rect fill="{self._fill(number)}" {HAIRLINE} {box}/>', shortened(each.label)
        if len(self.outline):
            yield f"<rect {OUTLINE[-1]} {box}/>", "Contour du territoire"


def _view(shapes: Any, within: Any) -> Points:
    """What the map shows: all its communes, but not far from the outline when there is one."""
    import shapely

    bounds: Points = shapely.total_bounds(shapes)
    if not len(within):
        return bounds
    west, south, east, north = shapely.total_bounds(within).tolist()
    aside, above = (east - west) * AROUND, (north - south) * AROUND
    view: Points = shapely.bounds(
        shapely.intersection(
            shapely.box(*bounds), shapely.box(west - aside, south - above, east + aside, north + above)
        )
    )
    return view
