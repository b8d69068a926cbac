"""One structure, three browsers: a letter then a project written by two and judged by the ARS, the contract that follows, and what
the caisse keeps of it."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys import dialogues, reviews, takings
from journeys.conftest import OpenWindow
from journeys.dossiers import begun
from journeys.steps import CAMILLE, SACHA, go_in, go_through, write_section
from maillage.accounts.models import User
from maillage.dossier.models import Document
from maillage.funding.models import Contract
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = IN_A_BROWSER
LETTER, PROJECT, CONTRACT = "Lettre d’intention", "Projet de santé", "ACI du projet arrêté"


def write_in(page: Page, title: str, section: str, words: str) -> None:
    """In a document of the structure, begun if nobody did."""
    begun(page, takings.RUNNING, title)
    write_section(page, section, words)
    expect(page.get_by_text(words).first).to_be_visible()


def judged_and_frozen(page: Page, officer: Page, plan: str, title: str, section: str) -> None:
    """Opened by who coordinates, read by the officer from a mail, then frozen as it was read."""
    document = Document.objects.get(structure__slug=dialogues.SLUG, plan=plan)
    opening = reviews.open_to_the_ars(page, document)
    reviews.read_and_judge(officer, title, section)
    assert opening.opinions.get().verdict == "favorable"
    reviews.freeze(page, document)


def sign(page: Page) -> Contract:
    """On the page of the money, with the annex of a mission; its first year has begun."""
    page.goto(takings.SIGNING)
    page.get_by_label("Nature").select_option("aci")
    page.get_by_label("Nom", exact=True).fill(CONTRACT)
    page.get_by_label("Signé le").fill(f"{timezone.localdate() - timedelta(days=200):%Y-%m-%d}")
    go_through(page.get_by_role("main").get_by_role("button", name="Enregistrer", exact=True))
    contract = Contract.objects.get(name=CONTRACT)
    page.goto(f"{takings.MONEY}contrats/{contract.pk}/annexe/parcours/")
    page.get_by_label("Année 1, part fixe").fill("30000")
    page.get_by_label("Année 1, part variable").fill("20000")
    go_through(page.get_by_role("main").get_by_role("button", name="Enregistrer", exact=True))
    return contract


def test_what_two_write_and_the_ars_judges_ends_in_what_the_contract_pays(window: OpenWindow) -> None:
    camille = User.objects.get(email=CAMILLE)
    structure = Structure.objects.get(slug=dialogues.SLUG)
    give_access(structure, SACHA, [Role.COORDINATION, Role.TREASURY], by=camille, on=date(2026, 3, 2))
    coordinator, treasurer, officer = (window().new_page() for _ in range(3))
    go_in(coordinator, CAMILLE, takings.RUNNING)
    go_in(treasurer, SACHA, takings.RUNNING)

    write_in(coordinator, LETTER, "Origine et contexte", "Douze soignants se sont réunis.")
    write_in(treasurer, LETTER, "Premiers freins", "Personne ne tient encore les comptes.")
    judged_and_frozen(coordinator, officer, "lettre_d_intention_cpts", LETTER, "Origine et contexte")

    write_in(coordinator, PROJECT, "La démarche", "Quatre réunions en un an.")
    write_in(treasurer, PROJECT, "Le territoire", "Vingt-trois communes, une seule vallée.")
    judged_and_frozen(coordinator, officer, "projet_de_sante_cpts", PROJECT, "La démarche")

    contract = sign(treasurer)
    held = dialogues.open_for(coordinator, contract)
    dialogues.conclude(coordinator, held)
    treasurer.goto(f"{takings.MONEY}contrats/{contract.pk}/resultats/1/parcours/")
    expect(treasurer.get_by_text("Retenu").first).to_be_visible()
    expect(treasurer.get_by_text("80\N{NO-BREAK SPACE}%").first).to_be_visible()
    assert contract.missions.get().years.get(number=1).variable == Decimal(20_000)
