"""A value year by year, with what it aimed at, as SVG text: bars from zero, targets as strokes. Unknown is said in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maillage.kernel import in_xml

INK, SOFT, LINE, MESH = "#1d2b2f", "#6b7678", "#dcd8cf", "#0b5d5e"
WIDTH, HEIGHT, TOP, FOOT, SIDE = 640, 240, 30, 34, 16
UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True)
class YearPoint:
    """`said`: the value in words, as it is written above its bar."""

    label: str
    value: float | None
    target: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Years:
    points: Sequence[YearPoint]
    title: str
    base: float | None = None

    @property
    def svg(self) -> str:
        known = [value for each in self.points for value in (each.value, each.target) if value is not None]
        known += [0.0, *([self.base] if self.base is not None else [])]
        low, high = min(known), max(known)
        span = (high - low) or 1.0

        def y(value: float) -> float:
            return TOP + (high - value) / span * (HEIGHT - TOP - FOOT)

        step = (WIDTH - 2 * SIDE) / max(len(self.points), 1)
        parts = [f'<rect class="drawn-paper" width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
        if self.base is not None:
            line = f"M{SIDE} {y(self.base):.1f}H{WIDTH - SIDE}"
            parts.append(
                f'<path d="{line}" class="drawn-faint" stroke="{LINE}" stroke-width="1.5" stroke-dasharray="5 4" fill="none"/>'
            )
        for rank, each in enumerate(self.points):
            parts += _bar(each, SIDE + step * rank, step, y)
        zero = f"M{SIDE} {y(0):.1f}H{WIDTH - SIDE}"
        parts.append(f'<path d="{zero}" class="drawn-line" stroke="{INK}" fill="none"/>')
        told = ". ".join(f"{each.label}\N{NO-BREAK SPACE}: {each.said}" for each in self.points)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f"""width="{WIDTH}" height="{HEIGHT}" font-family="'Source Sans 3', sans-serif" font-size="14" """
            f'fill="{INK}"><title>{in_xml(self.title)}</title><desc>{in_xml(told)}.</desc>{"".join(parts)}</svg>'
        )


def _bar(point: YearPoint, left: float, step: float, y: Callable[[float], float]) -> list[str]:
    width, middle = min(step * 0.5, 56.0), left + step / 2
    parts = [_text(middle, HEIGHT - 10, point.label, f'class="drawn-soft" fill="{SOFT}"')]
    if point.value is None:
        parts.append(_text(middle, y(0) - 8, UNKNOWN, f'class="drawn-soft" fill="{SOFT}"'))
    else:
        top, foot = sorted((y(point.value), y(0)))
        box = f'x="{middle - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" height="{max(foot - top, 1):.1f}"'
        parts.append(f'<rect {box} class="drawn-mesh" fill="{MESH}" fill-opacity="0.75"/>')
        parts.append(_text(middle, top - 7, point.said, 'font-weight="600"'))
    if point.target is not None:
        at = y(point.target)
        line = f"M{middle - width / 2 - 8:.1f} {at:.1f}h{width + 16:.1f}"
        parts.append(f'<path d="{line}" class="drawn-line" stroke="{INK}" stroke-width="2" fill="none"/>')
    return parts


def _text(x: float, y: float, content: str, attributes: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {attributes}>{in_xml(content)}</text>'
