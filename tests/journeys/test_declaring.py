"""The coordinator of a maison de santé prepares her yearly declaration on a phone, from what the site holds."""

from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.places import MSP
from journeys.steps import CAMILLE, go_in, go_through, unfold
from maillage.project.enums import EvidenceKind
from maillage.project.models import Evidence
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER


def a_proof() -> Evidence:
    """Kept elsewhere, dated of this year."""
    structure = Structure.objects.get(slug=MSP.split("/")[2])
    today = timezone.localdate()
    number = max((each.number for each in structure.evidences.all()), default=0) + 1
    return Evidence.objects.create(
        structure=structure, number=number, kind=EvidenceKind.OUTSIDE, title="Trois protocoles signés", dated_on=today,
        words="Classeur de la coordination", added_on=today, key=uuid4(),
    )  # fmt: skip


def test_a_line_is_ready_with_its_proof_and_its_owner(window: OpenWindow) -> None:
    proof, page = a_proof(), window(width=360).new_page()
    go_in(page, CAMILLE, f"{MSP}declaration/")
    expect(page.get_by_role("heading", name="Prérequis")).to_be_visible()
    line = page.locator("#protocols")
    expect(line).to_contain_text("pièce à joindre")
    go_through(line.get_by_role("link", name="Préparer"))
    page.get_by_label(f"n° {proof.number}, {proof.title}").check()
    page.get_by_role("button", name="Enregistrer cette ligne").click()
    expect(line).to_contain_text("Prête")

    unfold(page)
    page.get_by_label("Thème, ou formation").fill("Plaies chroniques, deuxième année")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("rowheader", name="Plaies chroniques, deuxième")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
