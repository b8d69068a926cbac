"""Charts as SVG text, the same on a page and in a document. Attributes only: pages refuse inline styles.

The classes are for the pages' style sheet (ui/parts.css), which turns a chart dark; a document prints the attributes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel import decimal_in_french, in_xml

INK, SOFT, LINE, MESH = "#1d2b2f", "#6b7678", "#dcd8cf", "#0b5d5e"
TOP, BOTTOM = 34, 34  # pixels
FARTHEST = 2.0  # what is beyond stands at the edge, with an arrow


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the chart: a value over the reference's, and its band when it is an estimate."""

    label: str
    value: float | None  # None is unknown
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """Where things stand, in pixels: zero and the farthest value from the left, the words above their line."""

    width: int
    zero: int
    farthest: int
    row: int
    above: int = 0

    def x(self, value: float) -> float:
        return self.zero + min(max(value, 0), FARTHEST) / FARTHEST * (self.farthest - self.zero)


#: Names at the left of their line, values at its right.
WIDE = Paper(width=720, zero=236, farthest=644, row=30)
#: Both above it: what a phone shows without making letters smaller.
NARROW = Paper(width=328, zero=14, farthest=314, row=50, above=21)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Each value as a dot around the line of the reference (1), bands as bars; unknown is said in words."""

    rows: Sequence[Ratio]
    title: str
    reference: str

    @property
    def svg(self) -> str:
        """For a document and a wide page: 720 pixels."""
        return self._on(WIDE)

    @property
    def narrow_svg(self) -> str:
        """For a phone: 328 pixels. A page that has both shows one."""
        return self._on(NARROW)

    @property
    def is_cut(self) -> bool:
        """Whether a value or its band goes beyond what is drawn."""
        return any(max(row.value or 0, row.high or 0) > FARTHEST for row in self.rows)

    def _on(self, paper: Paper) -> str:
        width, bottom = paper.width, TOP + paper.row * len(self.rows)
        height = bottom + BOTTOM
        described = ". ".join(f"{row.label}\N{NO-BREAK SPACE}: {in_words(row)}" for row in self.rows)
        parts = [
            f'<rect class="drawn-paper" width="{width}" height="{height}" fill="#fff"/>',
            *(_graduation(paper, at, bottom) for at in (0.0, 0.5, 1.0, 1.5)),
            _graduation(paper, FARTHEST, bottom, "et plus" if self.is_cut else ""),
            _text(paper.x(1), 18, self.reference, 'text-anchor="middle" font-weight="600"'),
        ]
        for number, row in enumerate(self.rows):
            parts += _row(paper, row, TOP + paper.row * number + (paper.row + paper.above) / 2)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" role="img" viewBox="0 0 {width} {height}" '
            f"""width="{width}" height="{height}" font-family="'Source Sans 3', sans-serif" font-size="14" """
            f'fill="{INK}"><title>{in_xml(self.title)}</title><desc>{in_xml(described)}.</desc>'
            f"{''.join(parts)}</svg>"
        )


def in_words(row: Ratio) -> str:
    """« × 0,82 », « × 0,82 (de 0,74 à 0,91) », or « inconnu »."""
    if row.value is None:
        return "inconnu"
    said = f"×\N{NO-BREAK SPACE}{decimal_in_french(row.value, 2)}"
    if row.low is None or row.high is None:
        return said
    return f"{said} (de {decimal_in_french(row.low, 2)} à {decimal_in_french(row.high, 2)})"


def _graduation(paper: Paper, at: float, bottom: float, beyond: str = "") -> str:
    """`beyond` is said after the last figure when what is farther stands there too: « 2 et plus »."""
    ink = f'class="drawn-line" stroke="{INK}" stroke-width="1.5"'
    stroke = ink if at == 1 else f'class="drawn-faint" stroke="{LINE}"'
    line = f'<path d="M{paper.x(at):.1f} {TOP - 8}V{bottom}" {stroke} fill="none"/>'
    soft = f'class="drawn-soft" fill="{SOFT}"'
    if beyond and paper.above:  # a phone has no room at its right
        return line + _text(paper.width, bottom + 20, f"{at:.0f} {beyond}", f'text-anchor="end" {soft}')
    figure = f"{at:.0f} {beyond}" if beyond else decimal_in_french(at)
    return line + _text(paper.x(at), bottom + 20, figure, f'text-anchor="middle" {soft}')


def _row(paper: Paper, row: Ratio, y: float) -> list[str]:
    """`y` is the height of the dot."""
    words = y + 5 - paper.above
    if paper.above:
        halo = 'class="drawn-names" stroke="#fff" stroke-width="4" paint-order="stroke"'
        parts = [_text(6, words, row.label, halo)]
    else:
        halo = ""
        parts = [_text(paper.zero - 12, words, row.label, 'text-anchor="end"')]
    value = _text(
        paper.width - 8,
        words,
        "inconnu" if row.value is None else f"×\N{NO-BREAK SPACE}{decimal_in_french(row.value, 2)}",
        f'text-anchor="end" font-weight="600" {halo}'.strip(),
    )
    return [*parts, *_mark(paper, row, y), value]


def _mark(paper: Paper, row: Ratio, y: float) -> list[str]:
    if row.value is None:
        return []
    mesh = f'class="drawn-mesh" fill="{MESH}"'
    if row.low is not None and row.high is not None:
        left = paper.x(row.low)
        width = max(paper.x(row.high) - left, 1)
        box = f'x="{left:.1f}" y="{y - 5:.1f}" width="{width:.1f}" height="10" rx="5"'
        parts = [f'<rect {box} {mesh} fill-opacity="0.28"/>']
    else:
        stem = f'class="drawn-stem" stroke="{MESH}" stroke-width="2" fill="none"'
        parts = [f'<path d="M{paper.x(1):.1f} {y:.1f}H{paper.x(row.value):.1f}" {stem}/>']
    if row.value > FARTHEST:
        edge = paper.x(FARTHEST)
        return [*parts, f'<path d="M{edge - 7:.1f} {y - 7:.1f}l8 7l-8 7z" {mesh}/>']
    return [*parts, f'<circle cx="{paper.x(row.value):.1f}" cy="{y:.1f}" r="6" {mesh}/>']


def _text(x: float, y: float, content: str, attributes: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}>{in_xml(content)}</text>'
