"""A printable map of a selection, as SVG text: for documents, for print, for a page without script."""

from collections.abc import Sequence

from maillage.geography.map_page import (
    MARGIN,
    MESH,
    OUTSIDE,
    SCALE_ABOVE,
    SCALE_BELOW,
    WIDTH,
    Frame,
    document,
    largest,
    named,
    path,
    scale_bar,
    text,
    undrawn_message,
    with_legend,
)
from maillage.geography.mesh import Mesh
from maillage.geography.names import Names
from maillage.geography.selection import EMPTY, listed
from maillage.kernel import BadInput, plural, with_no_break_spaces

LEGEND_HEIGHT = 56
INSIDE = f'class="drawn-inside" fill="{MESH}" fill-opacity="0.35" stroke="{MESH}"'


def outline_svg(names: Names, mesh: Mesh, codes: Sequence[str], title: str, *, on_page: bool = False) -> str:
    """Draw communes, their neighbours, the largest names, a scale, a legend. Raises BadInput if none."""
    communes = [names.units[code] for code in names.whole(codes)]
    if not communes:
        raise BadInput(EMPTY, field="communes")
    drawn = [commune for commune in communes if commune.has_shape]
    undrawn = [commune.name for commune in communes if not commune.has_shape]
    if not drawn:
        return document(
            title,
            undrawn_message(undrawn),
            [text(WIDTH / 2, 40, undrawn_message(undrawn), anchor="middle")],
            80,
        )

    import shapely

    inside = [names.index[commune.code] for commune in drawn]
    around = _neighbours(names, mesh, inside)
    shapes = mesh.shapes(inside)
    frame = Frame.around(shapely.total_bounds(shapes))
    inside_shapes = shapely.transform(shapes, frame.project)
    outside_shapes = shapely.transform(mesh.shapes(around), frame.project)
    names_at = shapely.get_coordinates(shapely.point_on_surface(inside_shapes))
    parts = [
        f'<svg width="{WIDTH}" height="{frame.height:.0f}">',  # neighbours are cut at its edge
        f"<g {OUTSIDE}>{''.join(map(path, outside_shapes))}</g>",
        f"<g {INSIDE}>{''.join(map(path, inside_shapes))}</g>",
        *named(drawn, names_at, frame.height, on_page=on_page),
        "</svg>",
    ]
    description = with_no_break_spaces(
        f"{plural(len(communes), 'commune')} : {listed([commune.name for commune in largest(communes)])}."
    )
    if on_page:
        scale_at = frame.height + SCALE_ABOVE
        parts += scale_bar(frame, scale_at, on_page=True)
        entries = [(f"<rect {INSIDE} {{box}}/>", "Communes du territoire")]
        if around:
            entries.append((f'<path {OUTSIDE} d="M1 8h22"/>', "Communes voisines"))
        return with_legend(document(title, description, parts, scale_at + SCALE_BELOW), entries, undrawn)
    parts += _legend(frame, undrawn, has_neighbours=bool(around))
    return document(title, description, parts, frame.height + LEGEND_HEIGHT + 18 * bool(undrawn))


def _neighbours(names: Names, mesh: Mesh, inside: Sequence[int]) -> list[int]:
    """Units around, each ground once."""
    doubles = {names.index[code] for code in names.doubles(names.coded(inside))}
    return sorted({other for index in inside for other in mesh.touching(index)} - set(inside) - doubles)


def _legend(frame: Frame, undrawn: list[str], *, has_neighbours: bool) -> list[str]:
    y = frame.height + 24
    parts = [
        f'<rect {INSIDE} x="{MARGIN}" y="{y - 11:.1f}" width="22" height="14"/>',
        text(MARGIN + 30, y, "Communes du territoire"),
        *scale_bar(frame, y),
    ]
    if has_neighbours:
        parts.append(f'<path {OUTSIDE} d="M{MARGIN + 200} {y - 4:.1f}h22"/>')
        parts.append(text(MARGIN + 230, y, "Communes voisines"))
    if undrawn:
        parts.append(text(MARGIN, y + 32, undrawn_message(undrawn)))
    return parts
