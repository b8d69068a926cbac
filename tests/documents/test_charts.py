"""The chart of ratios: the same values on a wide paper and on a phone, in colours that a page may turn dark."""

import re
from xml.etree import ElementTree as ET

import pytest

from maillage.documents.services import Ratio, Ratios

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (
    Ratio("Masseurs-kinésithérapeutes", 1.77),
    Ratio("Médecins généralistes", 0.82, 0.74, 0.91),
    Ratio("Chirurgiens-dentistes", 3.04),
    Ratio("Sages-femmes", None),
)
CHART = Ratios(ROWS, "Professionnels <en ville>", "France")
SHAPES = {"wide": CHART.svg, "narrow": CHART.narrow_svg}
LETTER = 0.56  # ems of Source Sans 3, on average with some room


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314  our own text


@pytest.mark.parametrize("svg", SHAPES.values(), ids=SHAPES)
def test_every_value_is_written_and_read_aloud(svg: str) -> None:
    words = [text.text for text in texts(svg)]
    assert {row.label for row in ROWS} <= set(words)
    assert {"×\u00a01,77", "×\u00a00,82", "×\u00a03,04", "inconnu", "France"} <= set(words)
    root = ET.fromstring(svg)  # noqa: S314
    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "Professionnels <en ville>")
    said = root.findtext(f"{SVG}desc") or ""
    assert "Médecins généralistes\u00a0: ×\u00a00,82 (de 0,74 à 0,91)" in said
    assert "Sages-femmes\u00a0: inconnu" in said


@pytest.mark.parametrize(("svg", "width"), list(zip(SHAPES.values(), (720, 328), strict=True)), ids=SHAPES)
def test_no_word_leaves_the_paper_nor_meets_another(svg: str, width: int) -> None:
    boxes: list[tuple[float, float, float]] = []
    for text in texts(svg):
        long, x = len(text.text or "") * 14 * LETTER, float(text.get("x") or 0)
        start = x - long * {"end": 1, "middle": 0.5}.get(text.get("text-anchor", ""), 0)
        assert start >= -2
        assert start + long <= width + 2
        boxes.append((float(text.get("y") or 0), start, start + long))
    for number, (y, start, end) in enumerate(boxes):
        assert not any(
            abs(y - other) < 14 and start < right and left < end for other, left, right in boxes[:number]
        )


@pytest.mark.parametrize("shape", ["svg", "narrow_svg"])
@pytest.mark.parametrize(
    ("row", "end"),
    [
        (Ratio("Dentistes", 3.04), "2 et plus"),
        (Ratio("Dentistes", 1.9, 1.7, 2.3), "2 et plus"),
        (Ratio("Dentistes", 1.9), "2,0"),
        (Ratio("Dentistes", None), "2,0"),
    ],
)
def test_a_scale_that_a_value_goes_beyond_says_that_it_is_cut(row: Ratio, end: str, shape: str) -> None:
    words = [text.text for text in texts(getattr(Ratios([row], "Titre", "France"), shape))]
    assert end in words
    assert ("2,0" in words) is (end == "2,0")


def test_a_phone_shows_it_in_its_width_with_letters_as_large() -> None:
    root = ET.fromstring(CHART.narrow_svg)  # noqa: S314
    assert (root.get("width"), root.get("font-size")) == ("328", "14")


@pytest.mark.parametrize("svg", SHAPES.values(), ids=SHAPES)
def test_every_colour_written_in_it_has_a_name_the_page_can_recolour(svg: str) -> None:
    assert " style=" not in svg
    for tag in re.findall(r"<[^/][^>]*>", svg):
        if re.search(r'(fill|stroke)="#', tag):
            assert 'class="drawn' in tag
