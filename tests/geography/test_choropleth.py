"""Communes by class: every commune once, told apart in grey, a legend that says it all, a contour over it."""

import re
from xml.etree import ElementTree as ET

import pytest

from maillage.geography import MapClass, categories, sequential
from maillage.kernel import BadInput

SVG = "{http://www.w3.org/2000/svg}"
GRAND_MONTAUBAN = "248200099"
SECTORS = categories({"nord": "Secteur de Caussade", "sud": "Secteur de Montech"}, others="autres")


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own text


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def hovered(svg: str) -> list[str]:
    return [path.findtext(f"{SVG}title") or "" for path in parsed(svg).iter(f"{SVG}path") if len(path)]


@pytest.fixture(scope="module")
def values(france):
    codes = [commune.code for commune in france.communes_of("82")]
    return {code: ("nord", "sud", "autres", None)[place % 4] for place, code in enumerate(codes)}


@pytest.fixture(scope="module")
def drawn(france, values):
    return france.choropleth_svg(values, SECTORS, title="Secteurs de <garde>")


def test_each_commune_is_coloured_once_and_says_its_class(france, values, drawn):
    names = {commune.name for commune in france.communes_of("82")}
    assert len(hovered(drawn)) == len(values)
    assert {said.split(", ")[0] for said in hovered(drawn)} == names
    labels = {
        "nord": "Secteur de Caussade",
        "sud": "Secteur de Montech",
        "autres": "Autres",
        None: "Non connu",
    }
    assert f"Montauban, {labels[values['82121']]}" in hovered(drawn)


def test_the_legend_names_every_class_and_what_is_not_known(drawn):
    assert {"Secteur de Caussade", "Secteur de Montech", "Autres", "Non connu"} <= set(texts(drawn))
    assert "20\u00a0km" in texts(drawn)


def test_nothing_unknown_nothing_said_of_it(france):
    svg = france.choropleth_svg({"82121": "nord"}, SECTORS, title="Carte")
    assert "Non connu" not in texts(svg)


def test_the_unknown_takes_the_words_of_the_page(france):
    svg = france.choropleth_svg({"82121": None}, SECTORS, title="Carte", unknown="Sans population publiée")
    assert "Sans population publiée" in texts(svg)


def test_title_and_description_are_read_aloud(drawn, values):
    root = parsed(drawn)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Secteurs de <garde>"
    north = sum(value == "nord" for value in values.values())
    assert f"Secteur de Caussade\u00a0: {north}\u00a0communes." in (root.findtext(f"{SVG}desc") or "")


def test_no_style_sheet_is_needed_and_the_same_map_is_drawn_twice(france, values, drawn):
    assert "<style" not in drawn
    assert " style=" not in drawn
    assert france.choropleth_svg(values, SECTORS, title="Secteurs de <garde>") == drawn


def test_two_maps_of_a_page_share_no_id(france, values, drawn):
    other = france.choropleth_svg({**values, "82001": "sud"}, SECTORS, title="Secteurs de <garde>")
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids)) == 2  # one pattern of a class, one of what is not known
    assert not set(ids) & set(re.findall(r' id="([^"]+)"', other))


def test_six_classes_without_order_differ_by_colour_and_by_pattern():
    six = categories({letter: letter for letter in "abcdef"}, others="autres")
    assert len({each.fill for each in six}) == len(six) == 7
    assert len({each.pattern for each in six[:6]}) == 6
    with pytest.raises(ValueError, match="7 classes"):
        categories({letter: letter for letter in "abcdefg"})


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_ordered_classes_go_from_light_to_dark(count):
    fills = [each.fill for each in sequential({str(number): "" for number in range(count)})]
    lightness = [sum(int(fill[at : at + 2], 16) for at in (1, 3, 5)) for fill in fills]
    assert len(fills) == count
    assert lightness == sorted(lightness, reverse=True)


def test_the_contour_surrounds_the_territory_and_the_map_stays_around_it(france):
    everywhere = {commune.code: "nord" for commune in france.communes_of("82")}
    members = france.epci(GRAND_MONTAUBAN).members
    svg = france.choropleth_svg(everywhere, SECTORS, outline=members, title="Carte")
    assert "Contour du territoire" in texts(svg)
    assert 'stroke-width="2.5"' in svg
    drawn = {said.split(", ")[0] for said in hovered(svg)}
    assert {"Montauban", "Montech"} <= drawn
    assert "Laguépie" not in drawn  # the far end of the département
    assert "Contour du territoire" not in texts(france.choropleth_svg(everywhere, SECTORS, title="Carte"))


def test_a_commune_of_the_contour_without_value_is_left_blank(france):
    svg = france.choropleth_svg({"82121": "nord"}, SECTORS, outline=["82121", "82025"], title="Carte")
    assert hovered(svg) == ["Montauban, Secteur de Caussade"]


def test_what_cannot_be_drawn_is_written(france):
    by_hand = [MapClass("nord", "Secteur", "#fff")]
    for values in ({"98735": "nord"}, {"98735": "nord", "82121": "nord"}):
        svg = france.choropleth_svg(values, by_hand, title="Carte")
        assert "Sans contour dans nos sources\u00a0: Papeete." in texts(svg)


def test_a_map_of_nothing_or_of_an_unknown_class_is_refused(france):
    with pytest.raises(BadInput, match="Choisissez au moins une commune"):
        france.choropleth_svg({}, SECTORS, title="Carte")
    with pytest.raises(ValueError, match="est"):
        france.choropleth_svg({"82121": "est"}, SECTORS, title="Carte")
    with pytest.raises(KeyError):
        france.choropleth_svg({"99999": "nord"}, SECTORS, title="Carte")


def test_legend_lines_stay_on_the_sheet(france):
    long = categories({str(number): f"Secteur de garde de la commune numéro {number}" for number in range(6)})
    svg = france.choropleth_svg({"82121": "0"}, long, title="Carte")
    height = float(parsed(svg).get("height") or 0)
    for element in parsed(svg).iter(f"{SVG}text"):
        assert float(element.get("y") or 0) < height
        if (element.text or "").startswith("Secteur"):
            assert float(element.get("x") or 0) + len(element.text or "") * 13 * 0.56 <= 720


# --- on a page -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(france, values):
    members = france.epci(GRAND_MONTAUBAN).members
    return france.choropleth_svg(values, SECTORS, outline=members, title="Secteurs", on_page=True)


def split(page: str) -> tuple[str, str]:
    """The drawing, and the legend under it."""
    drawing, list_, legend = page.partition("<ul")
    return drawing, list_ + legend


def test_the_legend_of_a_page_is_a_list_that_does_not_shrink_with_the_map(page):
    drawing, legend = split(page)
    lines = ["".join(item.itertext()) for item in parsed(legend).iter("li")]
    assert lines == [
        "Secteur de Caussade",
        "Secteur de Montech",
        "Autres",
        "Non connu",
        "Contour du territoire",
    ]
    assert not set(lines) & set(texts(drawing))
    patterns = set(re.findall(r' id="([^"]+)"', drawing))
    assert set(re.findall(r"url\(#([^)]+)\)", legend)) == patterns


def test_a_phone_has_names_twice_as_large_and_a_document_none_of_them(page, drawn):
    """Hidden by an attribute, which the page's style sheet overrides."""
    assert "drawn-for-phones" not in drawn
    groups = [group for group in parsed(split(page)[0]).iter(f"{SVG}g") if group.get("font-size")]
    [phone] = groups
    assert (phone.get("font-size"), phone.get("display")) == ("26", "none")
    written = [name.text for name in phone]
    assert "Montauban" in written
    assert len(written) <= 14


def test_what_cannot_be_drawn_is_said_under_the_legend(france):
    page = france.choropleth_svg({"98735": "nord", "82121": "nord"}, SECTORS, title="Carte", on_page=True)
    assert "<li>Sans contour dans nos sources\u00a0: Papeete.</li>" in page


def test_every_colour_has_a_name_the_page_can_recolour(france, values, page):
    """But the patterns drawn over a colour, which stay dark."""
    tones = sequential({"0": "peu", "1": "beaucoup"})
    for svg in (
        page,
        france.choropleth_svg({"82121": "0", "82025": None}, tones, title="Carte", on_page=True),
    ):
        for tag in re.findall(
            r"<[^/][^>]*>", re.sub(r'<g fill="none" stroke="#1d2b2f" stroke-width="0.8">', "", svg)
        ):
            if re.search(r'(fill|stroke)="#', tag):
                assert re.search('class="(drawn|tone-)', tag), tag
