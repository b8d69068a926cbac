"""The palette is legible in light and in dark: WCAG contrast of the pairs that meet on a page."""

import re
from itertools import pairwise

import pytest

from maillage.kernel.paths import PROJECT

TOKENS = (PROJECT / "src/maillage/ui/static/ui/tokens.css").read_text()
COLOURS: dict[str, tuple[str, str]] = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
WORDS = ("ink", "soft", "mesh", "lantern", "satisfied", "broken", "unknown")
TEXT_PAIRS = [
    *((text, ground) for text in WORDS for ground in ("paper", "card")),
    *(("ink", f"{wash}-wash") for wash in ("mesh", "lantern", "satisfied", "broken", "unknown")),
    ("soft", "mesh-wash"),
    ("mesh", "mesh-wash"),
    ("broken", "broken-wash"),
    ("unknown", "unknown-wash"),
    ("mesh-deep", "paper"),
    ("on-mesh", "mesh"),
    ("on-mesh", "mesh-deep"),
    ("on-broken", "broken"),
    ("paper", "ink"),  # toasts
]
#: What is not text but must be seen: edges of inputs, focus, icons of notices.
SHAPE_PAIRS = [
    ("edge", "paper"),
    ("edge", "card"),
    ("mesh", "paper"),
    ("lantern", "lantern-wash"),
    ("satisfied", "satisfied-wash"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_a_word_is_legible_on_its_ground(text: str, ground: str, mode: int) -> None:
    assert contrast(COLOURS[text][mode], COLOURS[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_a_shape_is_seen_on_its_ground(shape: str, ground: str, mode: int) -> None:
    assert contrast(COLOURS[shape][mode], COLOURS[ground][mode]) >= 3


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_classes_of_a_map_keep_their_order_and_are_told_apart(mode: int) -> None:
    """From what is near the ground to what is far from it."""
    steps = [COLOURS[f"class-{step}"][mode] for step in range(1, 6)]
    assert sorted(steps, key=luminance, reverse=mode == 0) == steps
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(steps))
    assert contrast(COLOURS["nobody"][mode], COLOURS["class-3"][mode]) >= 1.3


@pytest.mark.parametrize("number", range(1, 7))
def test_a_series_is_seen_in_the_dark(number: int) -> None:
    """In the light, pale ones have the outline and the pattern of their shapes."""
    [shade] = re.findall(rf"--series-{number}: (?:light-dark\(#\w{{6}}, )?(#\w{{6}})", TOKENS)
    assert contrast(shade, COLOURS["card"][1]) >= 3


def test_every_colour_a_stylesheet_names_is_a_token() -> None:
    """A colour written in a rule would not turn dark."""
    for sheet in ("maillage.css", "parts.css", "print.css"):
        css = (PROJECT / "src/maillage/ui/static/ui" / sheet).read_text()
        literals = [colour for colour in re.findall(r"#[0-9a-f]{3,6}\b", css) if sheet != "print.css"]
        assert literals == []
        assert set(re.findall(r"var\(--(?!tblr-)([\w-]+)\)", css)) <= set(re.findall(r"--([\w-]+):", TOKENS))
