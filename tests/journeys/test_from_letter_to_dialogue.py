"""One structure, three browsers: a project written by two, judged by the ARS, filed; then what the caisse keeps of it."""

from datetime import date

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import dialogues, reviews, takings
from journeys.conftest import OpenWindow
from journeys.dossiers import begun
from journeys.steps import CAMILLE, SACHA, go_in, write_section
from maillage.accounts.models import User
from maillage.dossier.models import Document
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = IN_A_BROWSER


def test_a_project_written_by_two_and_judged_outside_ends_in_what_the_contract_pays(
    window: OpenWindow,
) -> None:
    structure, camille = Structure.objects.get(slug=dialogues.SLUG), User.objects.get(email=CAMILLE)
    give_access(structure, SACHA, [Role.COORDINATION, Role.TREASURY], by=camille, on=date(2026, 3, 2))
    coordinator, treasurer, officer = (window().new_page() for _ in range(3))
    go_in(coordinator, CAMILLE, takings.RUNNING)
    begun(coordinator, takings.RUNNING, "Projet de santé")
    write_section(coordinator, "La démarche", "Quatre réunions en un an.")
    go_in(treasurer, SACHA, takings.RUNNING)
    begun(treasurer, takings.RUNNING, "Projet de santé")
    write_section(treasurer, "Le territoire", "Vingt-trois communes, une seule vallée.")
    expect(treasurer.get_by_text("une seule vallée").first).to_be_visible()

    document = Document.objects.get(structure=structure, plan="projet_de_sante_cpts")
    opening = reviews.open_to_the_ars(coordinator, document)
    reviews.read_and_judge(officer, "Projet de santé", "La démarche")
    assert opening.opinions.get().verdict == "favorable"
    reviews.freeze(coordinator, document)

    held = dialogues.conclude(coordinator)
    treasurer.goto(takings.address_of_results(held.number, "parcours"))
    expect(treasurer.get_by_text("Retenu").first).to_be_visible()
    expect(treasurer.get_by_text("80\N{NO-BREAK SPACE}%").first).to_be_visible()
