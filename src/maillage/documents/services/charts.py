"""Charts as SVG text, the same on a page and in a document. Attributes only: pages refuse inline styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from maillage.kernel import decimal_in_french

WIDTH, LABELS, VALUES, ROW, TOP, BOTTOM = 720, 236, 76, 30, 34, 34  # pixels
INK, SOFT, LINE, MESH = "#1d2b2f", "#6b7678", "#dcd8cf", "#0b5d5e"
FARTHEST = 2.0  # what is beyond stands at the edge, with an arrow


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the chart: a value over the reference's, and its band when it is an estimate."""

    label: str
    value: float | None  # None is unknown
    low: float | None = None
    high: float | None = None


def ratios_svg(rows: Sequence[Ratio], *, title: str, reference: str) -> str:
    """Each value as a dot around the line of the reference (1), bands as bars; unknown is said in words."""
    height = TOP + ROW * len(rows) + BOTTOM
    bottom = TOP + ROW * len(rows)
    described = ". ".join(f"{row.label}\N{NO-BREAK SPACE}: {in_words(row)}" for row in rows)
    parts = [
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *(_graduation(at, bottom) for at in (0.0, 0.5, 1.0, 1.5, 2.0)),
        _text(_x(1), 18, reference, anchor="middle", weight="600"),
        *(part for number, row in enumerate(rows) for part in _row(row, TOP + ROW * number + ROW / 2)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f"""height="{height}" font-family="'Source Sans 3', sans-serif" font-size="14" fill="{INK}">"""
        f"<title>{escape(title)}</title><desc>{escape(described)}.</desc>{''.join(parts)}</svg>"
    )


def in_words(row: Ratio) -> str:
    """« × 0,82 », « × 0,82 (de 0,74 à 0,91) », or « inconnu »."""
    if row.value is None:
        return "inconnu"
    said = f"×\N{NO-BREAK SPACE}{decimal_in_french(row.value, 2)}"
    if row.low is None or row.high is None:
        return said
    return f"{said} (de {decimal_in_french(row.low, 2)} à {decimal_in_french(row.high, 2)})"


def _x(value: float) -> float:
    return LABELS + min(max(value, 0), FARTHEST) / FARTHEST * (WIDTH - LABELS - VALUES)


def _graduation(at: float, bottom: float) -> str:
    stroke = f'stroke="{INK}" stroke-width="1.5"' if at == 1 else f'stroke="{LINE}"'
    line = f'<path d="M{_x(at):.1f} {TOP - 8}V{bottom}" {stroke} fill="none"/>'
    return line + _text(_x(at), bottom + 20, decimal_in_french(at), anchor="middle", fill=SOFT)


def _row(row: Ratio, y: float) -> list[str]:
    parts = [_text(LABELS - 12, y + 5, row.label, anchor="end")]
    if row.value is None:
        return [*parts, _text(LABELS + 8, y + 5, "inconnu", fill=SOFT)]
    if row.low is not None and row.high is not None:
        width = max(_x(row.high) - _x(row.low), 1)
        parts.append(
            f'<rect x="{_x(row.low):.1f}" y="{y - 5:.1f}" width="{width:.1f}" height="10" rx="5" '
            f'fill="{MESH}" fill-opacity="0.28"/>'
        )
    else:
        parts.append(
            f'<path d="M{_x(1):.1f} {y:.1f}H{_x(row.value):.1f}" stroke="{MESH}" stroke-width="2" fill="none"/>'
        )
    if row.value > FARTHEST:
        edge = _x(FARTHEST)
        parts.append(f'<path d="M{edge - 7:.1f} {y - 7:.1f}l8 7l-8 7z" fill="{MESH}"/>')
    else:
        parts.append(f'<circle cx="{_x(row.value):.1f}" cy="{y:.1f}" r="6" fill="{MESH}"/>')
    said = f"×\N{NO-BREAK SPACE}{decimal_in_french(row.value, 2)}"
    return [*parts, _text(WIDTH - 8, y + 5, said, anchor="end", weight="600")]


def _text(
    x: float, y: float, content: str, *, anchor: str = "start", weight: str = "400", fill: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
        f"{escape(content)}</text>"
    )
