"""What paper keeps of the pages: what is read stays, what is clicked goes."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser import IN_A_BROWSER
from journeys import ideas
from journeys.conftest import OpenWindow
from journeys.places import GRAND_MONTAUBAN, PLACES, SPACE
from journeys.steps import CAMILLE, go_in, map_of, spaces
from journeys.test_every_page import key_of

pytestmark = IN_A_BROWSER


def printed(page: Page) -> list[str]:
    """The text of each sheet."""
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    return [spaces(sheet.extract_text()) for sheet in reader.pages]


def test_the_territory_is_printed_with_its_map_and_every_figure(page: Page) -> None:
    go_in(page, CAMILLE, f"{SPACE}territoire/")
    page.emulate_media(media="print")
    expect(page.locator(".territory-map svg").first).to_be_visible()
    for apart in (".site-header", ".rail", ".site-footer", ".btn"):
        expect(page.locator(apart).first).to_be_hidden()
    sheets = printed(page)
    words = " ".join(sheets)
    for expected in (
        "CPTS du Grand Montauban (démonstration)",
        "12 communes, 82 095 habitants, taille 3",
        "75 000 €",
        "entre 437 500 € et 500 000 €",
        "1er juin 2027",
        "Albefeuille-Lagarde",
        "Populations municipales, Insee 2023",
    ):
        assert expected in words, expected
    assert "Redessiner" not in words
    assert len(sheets) <= 4


def test_a_drawing_is_printed_with_its_figures_and_its_law(page: Page) -> None:
    map_of(page, dep="82", codes=GRAND_MONTAUBAN)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Ce que la loi donne")).to_be_visible()
    words = " ".join(printed(page))
    for expected in ("Bressols", "82 095", "Toutes les communes se touchent", "75 000 €"):
        assert expected in words, expected
    assert "Tout effacer" not in words


def test_a_form_is_printed_with_what_its_page_folds(page: Page) -> None:
    page.goto("/formes/msp/")
    folded = page.locator(".fold:not(.no-print)").first
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).not_to_have_attribute("open", "")
    words = " ".join(printed(page))
    for expected in ("Vous pouvez être associé de la SISA", "Contrat tripartite signé", "178 178,70"):
        assert expected in words, expected
    assert "Compter mon équipe" not in words


def test_what_is_filled_in_on_a_page_is_not_printed(page: Page, site: str) -> None:
    """Folds open to print: not those that hold an empty form."""
    page.context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page.goto(f"/s/{ideas.MSP}/rcp/")
    words = " ".join(printed(page))
    assert "Registre" in words
    assert "Professions présentes" not in words


#: Points of an inch of a page, and of an inch of a worn photocopier.
ON_SCREEN, COPIED = 96, 110
POSTERS = ("joining, its poster", "what one gains, its poster", "survey, its poster", "event, its poster")


def photocopied(picture: Image.Image) -> Image.Image:
    """Twice: fewer points, soft edges, grey where it was black, a little askew."""
    for askew in (1.2, -2.0):
        size = (picture.width * COPIED // (2 * ON_SCREEN), picture.height * COPIED // (2 * ON_SCREEN))
        soft = picture.convert("L").resize(size).filter(ImageFilter.GaussianBlur(0.8))
        pale = soft.point(lambda grey: 40 + grey * 200 // 255)
        picture = pale.rotate(askew, fillcolor=240).resize((size[0] * 2 * ON_SCREEN // COPIED,) * 2)
    return picture


@pytest.mark.parametrize("name", POSTERS)
def test_the_code_of_a_poster_is_read_from_a_worn_photocopy(window: OpenWindow, name: str) -> None:
    """At least 2.5 cm wide, the address in clear beneath it (O17)."""
    place = PLACES[name]
    page = window(width=800, height=1100, device_scale_factor=2).new_page()
    go_in(page, place.who, place.path)
    place.then(page)
    page.emulate_media(media="print", color_scheme="light")
    code = page.locator(".qr-code svg").first
    box = code.bounding_box()
    assert box is not None
    assert box["width"] >= 2.5 / 2.54 * ON_SCREEN
    picture = Image.open(BytesIO(code.screenshot()))
    (found,) = zxingcpp.read_barcodes(photocopied(picture))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    typed = found.text.partition("://")[2].rstrip("/")
    assert typed in spaces(page.locator("main").inner_text())
    assert page.request.get(found.text).status in {200, 410}
