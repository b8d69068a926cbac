"""A printable map of communes by class, as SVG text: densities, duty sectors, who covers whom."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Any, Literal

import numpy as np

from maillage.geography.map_page import (
    INK,
    LABEL_SIZE,
    LETTER_WIDTH,
    MARGIN,
    OUTSIDE,
    SCALE_ABOVE,
    SCALE_BELOW,
    SOFT,
    WIDTH,
    Frame,
    Points,
    document,
    named,
    path,
    scale_bar,
    text,
    undrawn_message,
    with_legend,
)
from maillage.geography.mesh import Mesh
from maillage.geography.names import Names
from maillage.geography.records import Commune
from maillage.geography.selection import EMPTY, shortened
from maillage.kernel import BadInput, plural, with_no_break_spaces

Pattern = Literal["", "rising", "falling", "dots", "lines", "grid"]

#: How a pattern is drawn in its tile, a square of TILE pixels, over the colour of the class.
PATTERNS: dict[Pattern, str] = {
    "rising": '<path d="M-1 9L9 -1M-1 1L1 -1M7 9L9 7"/>',
    "falling": '<path d="M-1 -1L9 9M7 -1L9 1M-1 7L1 9"/>',
    "dots": '<g stroke-width="1.1"><circle cx="2" cy="2" r="0.55"/><circle cx="6" cy="6" r="0.55"/></g>',
    "lines": '<path d="M0 2H8M0 6H8"/>',
    "grid": '<path d="M0 4H8M4 0V8"/>',
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
    ('class="drawn-halo" fill="none" stroke="#fff" stroke-width="5" stroke-linejoin="round"'),
    (f'class="drawn-line" fill="none" stroke="{INK}" stroke-width="2.5" stroke-linejoin="round"'),
)
AROUND = 0.5  # of the outline's width and height, on each side: what a map shows beyond it
SLIVER = 4  # square pixels: a hole between two outlines that do not quite meet
LINE, SWATCH, GAP = 22, 30, 26  # of the legend, in pixels


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of a map: its key among the values, its words in the legend, its ink.

    `tone` names the colour of the pages' style sheet that replaces `fill` there: `series-1`, `class-5`…
    """

    key: str
    label: str
    fill: str
    pattern: Pattern = ""
    tone: str = ""

    @property
    def ink(self) -> str:
        """Attributes of what is filled with the colour of the class."""
        return f'class="tone-{self.tone}" fill="{self.fill}"' if self.tone else f'fill="{self.fill}"'


NOT_KNOWN = MapClass("", "Non connu", "#fff", "dots", "paper")


def sequential(labelled: Mapping[str, str]) -> tuple[MapClass, ...]:
    """Classes from the lightest to the darkest, keys and labels lowest first. Raises KeyError past five."""
    steps = SPREAD[len(labelled)]
    return tuple(
        MapClass(key, label, STEPS[step], tone=f"class-{step + 1}")
        for (key, label), step in zip(labelled.items(), steps, strict=True)
    )


def categories(labelled: Mapping[str, str], *, others: str = "") -> tuple[MapClass, ...]:
    """Classes without order, up to six, each with its pattern; then a pale one, of key `others`, if asked."""
    if len(labelled) > len(SERIES):
        raise ValueError(f"{len(labelled)} classes are more than {len(SERIES)} colours.")
    classes = tuple(
        MapClass(key, label, fill, pattern, f"series-{place}")
        for place, ((key, label), (fill, pattern)) in enumerate(
            zip(labelled.items(), SERIES, strict=False), 1
        )
    )
    return (*classes, MapClass(others, others.capitalize(), "#e4e1da", tone="others")) if others else classes


def choropleth_svg(
    names: Names,
    mesh: Mesh,
    values: Mapping[str, str | None],
    classes: Sequence[MapClass],
    *,
    outline: Collection[str] = (),
    title: str,
    unknown: str = NOT_KNOWN.label,
    on_page: bool = False,
) -> str:
    """See `Atlas.choropleth_svg`."""
    given = sorted({*values, *outline})
    if not given:
        raise BadInput(EMPTY, field="communes")
    shown = [names.units[code] for code in given]
    if None in values.values():
        classes = (*classes, replace(NOT_KNOWN, label=unknown))
    keyed = {code: NOT_KNOWN.key if value is None else value for code, value in values.items()}
    if odd := set(keyed.values()) - {each.key for each in classes}:
        raise ValueError(f"No class of the map is called {sorted(odd)}.")
    undrawn = [commune.name for commune in shown if not commune.has_shape]
    drawn = [commune for commune in shown if commune.has_shape]
    description = _description(keyed, classes)
    if not drawn:
        message = undrawn_message(undrawn)
        return document(title, description, [text(WIDTH / 2, 40, message, anchor="middle")], 80)
    map_ = _Map(names, mesh, keyed, classes, frozenset(outline), drawn)
    return (map_.html if on_page else map_.document)(title, description, undrawn)


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
        legend, below = self._legend(self.frame.height + 24, undrawn)
        return document(title, description, [*self._drawing(on_page=False), *legend], below)

    def html(self, title: str, description: str, undrawn: list[str]) -> str:
        scale_at = self.frame.height + SCALE_ABOVE
        parts = [*self._drawing(on_page=True), *scale_bar(self.frame, scale_at, on_page=True)]
        drawn = document(title, description, parts, scale_at + SCALE_BELOW)
        return with_legend(drawn, self._entries(), undrawn)

    def _drawing(self, *, on_page: bool) -> list[str]:
        return [
            f"<defs>{''.join(self._patterns())}</defs>",
            f'<svg width="{WIDTH}" height="{self.frame.height:.0f}">',  # what is around is cut at its edge
            f"<g {OUTSIDE}>{''.join(map(path, self._around()))}</g>",
            *self._coloured(),
            *self._limit(),
            *self._names(on_page=on_page),
            "</svg>",
        ]

    def _patterns(self) -> Iterator[str]:
        for number, each in enumerate(self.classes):
            if each.pattern:
                # On the ground of the page the pattern turns with it; on a colour, it stays dark.
                turning = ' class="drawn-line"' if each.tone == "paper" else ""
                yield (
                    f'<pattern id="{self.id}-{number}" width="{TILE}" height="{TILE}" '
                    f'patternUnits="userSpaceOnUse"><rect width="{TILE}" height="{TILE}" {each.ink}/>'
                    f"<g{turning} {PATTERN_INK}>{PATTERNS[each.pattern]}</g></pattern>"
                )

    def _fill(self, number: int) -> str:
        each = self.classes[number]
        return f'fill="url(#{self.id}-{number})"' if each.pattern else each.ink

    def _coloured(self) -> Iterator[str]:
        for number, each in enumerate(self.classes):
            paths = [
                path(shape, f"{commune.name}, {each.label}")
                for commune, shape in zip(self.communes, self.shapes, strict=True)
                if self.keyed.get(commune.code) == each.key
            ]
            if paths:
                yield f'<g class="drawn-edge" {HAIRLINE}><g {self._fill(number)}>{"".join(paths)}</g></g>'

    def _around(self) -> Any:
        """Neighbours without a class, and communes of the outline that have none."""
        import shapely

        coloured = {self.names.index[code] for code in self.keyed}
        coloured |= {self.names.index[code] for code in self.names.doubles(self.keyed)}
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

    def _names(self, *, on_page: bool) -> list[str]:
        import shapely

        points: Points = shapely.get_coordinates(shapely.point_on_surface(self.shapes))
        here = [self.frame.holds(point) for point in points.tolist()]
        communes = [commune for commune, kept in zip(self.communes, here, strict=True) if kept]
        return named(communes, points[here], self.frame.height, on_page=on_page)

    def _legend(self, y: float, undrawn: list[str]) -> tuple[list[str], float]:
        """The words under the map, and how far down they go."""
        parts = scale_bar(self.frame, y)
        x, beside_scale = float(MARGIN), y + LINE
        for swatch, whole in self._entries():
            label = shortened(whole)
            wide = SWATCH + len(label) * LABEL_SIZE * LETTER_WIDTH
            if x > MARGIN and x + wide > (WIDTH * 0.74 if y <= beside_scale else WIDTH - MARGIN):
                x, y = float(MARGIN), y + LINE
            box = f'x="{x:.1f}" y="{y - 11:.1f}" width="22" height="14"'
            parts += [swatch.format(box=box), text(x + SWATCH, y, label)]
            x += wide + GAP
        if undrawn:
            y += LINE
            parts.append(text(MARGIN, y, undrawn_message(undrawn)))
        return parts, max(y, beside_scale) + LINE

    def _entries(self) -> Iterator[tuple[str, str]]:
        """The mark of each line of the legend, where its `box` goes, and its words."""
        for number, each in enumerate(self.classes):
            yield (
                f'<g class="drawn-edge" {HAIRLINE}><rect {self._fill(number)} {{box}}/></g>',
                each.label,
            )
        if len(self.outline):
            yield f"<rect {OUTLINE[-1]} {{box}}/>", "Contour du territoire"


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
