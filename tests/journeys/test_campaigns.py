"""Three peers call on their telephones at the same time, and the structure sees whom it reached."""

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER, overflow
from journeys import campaigns
from journeys.conftest import OpenWindow
from maillage.people.queries.coverage import coverage

pytestmark = IN_A_BROWSER


def test_three_peers_share_the_names_and_the_coverage_moves(window: OpenWindow) -> None:
    before = coverage(campaigns.structure(), on=timezone.localdate()).known.reached
    called: list[str] = []
    for caller in campaigns.opened():
        page = window(width=360, has_touch=True).new_page()
        page.goto(caller.link.get_absolute_url())
        page.get_by_role("button", name="Recevoir dix noms").click()
        names = page.locator(".calls h2")
        expect(names.first).to_be_visible()
        called += names.all_inner_texts()
        page.get_by_role("button", name="Réfléchit").first.click()
        expect(page.get_by_role("button", name="Annuler")).to_be_visible()
        assert overflow(page) == 0
    assert len(called) == len(set(called)) >= 3
    assert coverage(campaigns.structure(), on=timezone.localdate()).known.reached == before + 3
