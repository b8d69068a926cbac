"""The printable map: well-formed, legible, the same twice."""

from xml.etree import ElementTree as ET

import pytest

from maillage.kernel import BadInput

SVG = "{http://www.w3.org/2000/svg}"
CASES = {
    "one": ["75056"],
    "pieces": ["82121", "82037"],
    "islands": ["29155", "29083", "29232"],
    "overseas": ["97411", "97415"],
    "half without shape": ["15031", "15141"],
    "without shape": ["98735"],
}


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  our own text


@pytest.fixture(scope="module")
def montauban(france):
    return france.outline_svg(france.epci("248200099").members, title="Carte <du> territoire")


@pytest.mark.parametrize("codes", CASES.values(), ids=CASES)
def test_any_selection_makes_a_well_formed_map_twice_the_same(france, codes):
    svg = france.outline_svg(codes)
    root = ET.fromstring(svg)  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("width") == "720"
    assert root.findtext(f"{SVG}title") == "Carte du territoire"
    assert root.findtext(f"{SVG}desc")
    assert france.outline_svg(reversed(codes)) == svg


def test_a_map_names_its_communes_and_says_its_scale(montauban):
    assert {"Montauban", "Bressols", "Léojac", "Communes du territoire", "Communes voisines"} <= set(
        texts(montauban)
    )
    assert "5\u00a0km" in texts(montauban)


def test_the_title_is_escaped_and_no_style_sheet_is_needed(montauban):
    assert "Carte &lt;du&gt; territoire" in montauban
    assert "<style" not in montauban
    assert " style=" not in montauban


def test_names_do_not_cover_each_other(france):
    names = texts(france.outline_svg(commune.code for commune in france.communes_of("82")))
    assert 15 < len(names) < 40


def test_what_cannot_be_drawn_is_written(france):
    assert "Sans contour dans nos sources\u00a0: Papeete." in texts(france.outline_svg(["98735"]))
    assert "Sans contour dans nos sources\u00a0: Celles et Neussargues-Moissac." in texts(
        france.outline_svg(["15031", "15141", "15138"])
    )


def test_a_map_of_nothing_is_refused(france):
    with pytest.raises(BadInput, match="Choisissez au moins une commune"):
        france.outline_svg([])


@pytest.mark.parametrize("codes", CASES.values(), ids=CASES)
def test_on_a_page_the_legend_is_a_list_and_a_phone_has_its_names(france, codes):
    svg = france.outline_svg(codes)
    page = france.outline_svg(codes, on_page=True)
    drawing, _, legend = page.partition("<ul")
    assert "drawn-for-phones" not in svg
    if not legend:  # nothing can be drawn: the sentence is the map
        assert page == svg
        return
    lines = ["".join(item.itertext()) for item in ET.fromstring(f"<ul{legend}").iter("li")]  # noqa: S314
    assert lines[0] == "Communes du territoire"
    assert not set(lines) & set(texts(drawing))
    [phone] = [group for group in ET.fromstring(drawing).iter(f"{SVG}g") if group.get("font-size") == "26"]  # noqa: S314
    assert phone.get("display") == "none"
    assert len(phone)
