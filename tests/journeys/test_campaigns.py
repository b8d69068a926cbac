"""Three peers call on their telephones at the same time, and the structure sees whom it reached."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, overflow
from journeys import campaigns
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, go_in, said
from maillage.outreach.models import Call, DoNotContact
from maillage.outreach.rules import TEN
from maillage.people.queries.coverage import coverage

pytestmark = IN_A_BROWSER
#: Two of one profession, and another.
TRADES = ("medecin_generaliste", "medecin_generaliste", "infirmier")
COVERAGE = "/s/cpts-du-grand-montauban-demonstration/adherents/couverture/"


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


def known_in(page: Page) -> int:
    """« Connus, sans adhésion », as the page of the coverage says it."""
    page.goto(COVERAGE)
    figure = page.locator(".figures > div", has_text="Connus, sans adhésion")
    return int(re.sub(r"\D", "", said(figure.locator("dd").first)))


def test_peers_who_ask_together_never_share_a_name_and_the_page_of_the_coverage_moves(
    window: OpenWindow,
) -> None:
    desk = window().new_page()
    go_in(desk, CAMILLE, COVERAGE)
    before = known_in(desk)
    peers = [window(width=width).new_page() for width in (360, 1280, 1280)]
    for page, caller in zip(peers, campaigns.opened(3, TRADES), strict=True):
        page.goto(caller.link.get_absolute_url())
    for page in peers:  # none waits for the others
        page.evaluate("setTimeout(() => document.querySelector('[name=take]').click(), 50)")
    for page in peers:
        expect(page.locator(".calls h2").first).to_be_visible()
    held = [page.locator(".calls h2").all_inner_texts() for page in peers]
    assert len({name for names in held for name in names}) == sum(map(len, held)) > 2 * TEN

    first, second, third = peers
    first.get_by_role("button", name="Adhère").first.click()
    expect(first.locator(".calls h2")).to_have_count(len(held[0]) - 1)
    first.get_by_role("button", name="Ne répond pas").first.click()
    expect(first.locator(".calls").get_by_text("Sans réponse le")).to_be_visible()
    second.get_by_role("button", name="Laisser à un autre").first.click()
    expect(second.locator(".calls h2")).to_have_count(len(held[1]) - 1)
    second.get_by_role("button", name="Ne plus me contacter").first.click()
    expect(second.locator(".calls h2")).to_have_count(len(held[1]) - 2)
    third.get_by_label(re.compile("^Rappeler le")).first.fill(
        (timezone.localdate() + timedelta(days=2)).isoformat()
    )
    third.get_by_role("button", name="À rappeler").first.click()
    expect(third.get_by_text("À rappeler le")).to_be_visible()
    third.get_by_label("Minutes passées").fill("25")
    third.get_by_role("button", name="J’ai passé ces minutes").click()
    expect(third.get_by_text("25 minutes")).to_be_visible()
    assert overflow(first) == 0

    assert known_in(desk) == before + 3
    refused = Call.objects.filter(answer="ne_plus_contacter").latest("pk").national
    assert DoNotContact.objects.filter(national=refused).exists()
