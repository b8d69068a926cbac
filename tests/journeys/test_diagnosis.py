"""From a territory to a signed chapter: figures with their source, a need in one click, the file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.places import GRAND_MONTAUBAN, SPACE
from journeys.steps import CAMILLE, download, go_in
from journeys.test_print import printed
from maillage.project.models import Need

pytestmark = IN_A_BROWSER


def open_diagnosis(page: Page) -> None:
    go_in(page, CAMILLE, f"{SPACE}diagnostic/")
    expect(page.get_by_role("heading", name="Diagnostic", level=1)).to_be_visible()


def open_chapter(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name, level=2).click()


@pytest.mark.parametrize("script", [True, False])
def test_a_figure_becomes_a_need_in_one_click_with_or_without_script(
    window: OpenWindow, script: bool
) -> None:
    page = window(java_script_enabled=script).new_page()
    open_diagnosis(page)
    open_chapter(page, "Soignants")
    page.get_by_role("row", name="Infirmiers").first.get_by_role("button", name="Besoin").click()
    written = page.get_by_role("link", name="Besoin écrit :")
    expect(written).to_be_visible()  # one goes on reading where one was
    written.click()
    need = page.locator(".needs > li")
    expect(need).to_contain_text("Infirmiers en ville")
    expect(need).to_contain_text("Source")
    expect(need).to_contain_text(Need.objects.get(figure="offre.infirmier").source)


@pytest.mark.parametrize("label", ["Télécharger (Word)", "ODT", "PDF"])
def test_the_chapter_leaves_with_its_needs_and_their_sources(page: Page, tmp_path: Path, label: str) -> None:
    open_diagnosis(page)
    page.get_by_role("link", name="Écrire les besoins dans le projet").click()
    page.get_by_label("Besoin", exact=True).fill("Des consultations le samedi.")
    page.get_by_role("button", name="Ajouter ce besoin").click()
    expect(page.locator(".needs > li")).to_contain_text("Des consultations le samedi.")
    page.goto(f"{SPACE}diagnostic/")
    words = words_of(download(page, label, tmp_path))
    assert "Des consultations le samedi." in words
    assert "RPPS" in words
    assert "estimation Maillage" in words


def test_a_visitor_reads_the_diagnosis_of_a_drawing(page: Page) -> None:
    page.goto(f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}")
    page.get_by_role("link", name="Voir le diagnostic").click()
    expect(page.get_by_role("heading", name="Diagnostic du territoire")).to_be_visible()
    expect(page.locator(".points > div").first).to_be_visible()
    expect(page.get_by_role("rowheader", name="Médecins généralistes").first).to_be_hidden()
    page.locator(".points").get_by_role("link", name="Soignants").click()
    expect(page.get_by_role("rowheader", name="Médecins généralistes").first).to_be_visible()
    expect(page.get_by_role("heading", name="Soignants")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("anchor", ["acces", "chiffre-offre-infirmier", "chiffre-lieux-ehpad"])
def test_a_link_opens_the_chapter_of_what_it_leads_to(window: OpenWindow, anchor: str, script: bool) -> None:
    page = window(java_script_enabled=script).new_page()
    open_diagnosis(page)
    page.goto(f"{SPACE}diagnostic/#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.locator(".chapter[open]")).to_have_count(1)


def test_chapters_open_with_the_keyboard_and_all_at_once(page: Page) -> None:
    page.goto(DRAWN)
    expect(page.locator(".chapter[open]")).to_have_count(0)
    page.locator(".chapter > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chapter[open]")).to_have_count(1)
    page.get_by_role("button", name="Tout ouvrir").click()
    expect(page.locator(".chapter:not([open])")).to_have_count(0)
    page.get_by_role("button", name="Tout fermer").click()
    expect(page.locator(".chapter[open]")).to_have_count(0)


def test_what_one_reads_in_a_minute_fits_two_screens(page: Page) -> None:
    page.goto(DRAWN)
    assert page.evaluate("document.documentElement.scrollHeight") <= 2 * 800


def test_paper_has_every_chapter_that_the_screen_keeps_closed(page: Page) -> None:
    page.goto(DRAWN)
    page.emulate_media(media="print")
    words = " ".join(printed(page))
    for closed in (
        "Premiers recours",
        "Autres professions",
        "Contour du territoire",
        "Pharmacies",
        "Tarn-et-Garonne",
    ):
        assert closed in words, closed
    assert "Tout ouvrir" not in words


DRAWN = f"/territoire/diagnostic/?codes={GRAND_MONTAUBAN}"
WHERE_THE_MAPS_ARE = (
    f"{SPACE}diagnostic/",
    f"{SPACE}diagnostic/habitudes/",
    f"{SPACE}territoire/",
    "/territoire/zones-blanches/82/",
)


def open_maps(page: Page, address: str) -> None:
    open_diagnosis(page)
    page.goto(address)
    if address.endswith("habitudes/"):
        page.locator(".cards a").first.click()
    if address.endswith("/diagnostic/"):
        page.get_by_role("button", name="Tout ouvrir").click()
    expect(page.locator(".drawing").first).to_be_visible()


@pytest.mark.parametrize("address", WHERE_THE_MAPS_ARE)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_charts_and_maps_are_whole_in_the_width_of_the_screen(
    window: OpenWindow, width: int, address: str
) -> None:
    page = window(width=width).new_page()
    open_maps(page, address)
    frames = page.locator(".drawing")
    for number in range(frames.count()):
        frame = frames.nth(number)
        [shown] = [svg for svg in frame.locator("svg.drawn").all() if svg.is_visible()]
        box, around = shown.bounding_box(), frame.bounding_box()
        assert box
        assert around
        assert around["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= around["x"] + around["width"] + 1 <= width + 1
        assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
        # Letters are measured in the drawing and shown at its scale.
        heights = shown.evaluate(
            """svg => [...svg.querySelectorAll('text')].filter(text => text.getBoundingClientRect().width)
                 .map(text => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a)"""
        )
        assert heights
        assert min(heights) >= (9.5 if width == 320 else 10.5)


def test_a_reader_hears_one_chart_and_a_sheet_of_paper_shows_one(window: OpenWindow) -> None:
    page = window(width=360).new_page()
    open_diagnosis(page)
    open_chapter(page, "Soignants")
    chart = page.get_by_role("img", name="Professionnels en ville par habitant")
    expect(chart).to_have_count(1)
    expect(page.locator(".drawing-narrow").first).to_be_visible()
    page.set_viewport_size({"width": 643, "height": 900})  # 170 mm
    page.emulate_media(media="print")
    expect(page.locator(".drawing-wide").first).to_be_visible()
    expect(page.locator(".drawing-narrow").first).to_be_hidden()


@pytest.mark.parametrize("address", WHERE_THE_MAPS_ARE)
def test_in_the_dark_charts_and_maps_are_dark(window: OpenWindow, address: str) -> None:
    page = window(color_scheme="dark").new_page()
    open_maps(page, address)
    for paper in page.locator(".drawn-paper").all():
        fill = paper.evaluate("paper => getComputedStyle(paper).fill")
        assert max(map(int, fill.strip("rgb()").split(","))) < 80, fill
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.locator(".drawn-paper").first.evaluate("paper => getComputedStyle(paper).fill")
        == "rgb(255, 255, 255)"
    )
