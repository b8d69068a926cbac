"""The coordinator of a maison de santé notes what is kept, on a phone, and sees the sum and what is missing."""

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.places import MSP
from journeys.steps import CAMILLE, go_in, go_through, unfold
from maillage.funding.models import AccordFact

pytestmark = IN_A_BROWSER


def test_the_coordinator_notes_what_is_kept_and_sees_what_is_missing(window: OpenWindow) -> None:
    page = window(width=360).new_page()
    go_in(page, CAMILLE, f"{MSP}argent/accord/")
    sums = page.get_by_role("region", name="Sommes de l’année")
    expect(sums).to_contain_text("entre")
    expect(sums).to_contain_text("À compléter")

    go_through(page.get_by_role("link", name="Noter ce qui est tenu"))
    unfold(page)
    for name, value in {
        "concertation_share": "5",
        "meetings": "6",
        "traineeships": "2",
        "precarity_uplift": "0",
    }.items():
        page.locator(f"[name='kept-{name}']").fill(value)
    page.locator("[name='kept-ipa_in_meetings']").select_option("non")
    page.locator("[name='kept-coordination']").select_option("non")
    page.get_by_role("button", name="Enregistrer et compter").click()
    expect(page.get_by_text("Pas tenu")).to_be_visible()
    expect(page.get_by_text("sont perdus")).to_be_visible()

    go_through(page.get_by_role("link", name="Noter ce qui est tenu"))
    unfold(page)
    page.locator("[name='kept-coordination']").select_option("oui")
    page.get_by_role("button", name="Enregistrer et compter").click()
    expect(page.get_by_text("Pas tenu")).to_have_count(0)
    first = sums.get_by_role("row").nth(1)
    expect(first).not_to_contain_text("entre")
    kept = AccordFact.objects.get(name="concertation_share", accord_year__year=timezone.localdate().year)
    assert kept.kept == "0.05"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
