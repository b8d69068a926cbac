"""An idea to what comes of it, and the concertations of a year, as those who live them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, violations
from journeys import ideas, sittings
from journeys.conftest import OpenWindow
from journeys.joining import camille, structure
from journeys.steps import CAMILLE, said
from journeys.test_every_page import key_of
from maillage.governance.services import decisions, presences
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER
TITLE = "Un numéro pour les sorties d’hôpital"


@pytest.fixture
def desk(window: OpenWindow, site: str) -> Page:
    context = window()
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    return context.new_page()


def test_an_idea_goes_from_a_link_to_what_comes_of_it(window: OpenWindow, desk: Page) -> None:
    """Proposed on a telephone, upheld without script, answered, decided, entrusted; its author sees it all."""
    author, other = structure().people.exclude(email="").order_by("-pk")[:2]
    phone, still = (
        window(**way).new_page()
        for way in ({"width": 360, "has_touch": True}, {"java_script_enabled": False})
    )
    phone.goto(own_ideas(author))
    clean(phone)
    five_lines(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    clean(phone)

    still.goto(own_ideas(other))
    still.get_by_role("link", name=TITLE).click()
    still.get_by_role("button", name="Soutenir cette idée").click()
    expect(still.locator(".idea-support")).to_contain_text("1 soutien")

    desk.goto(ideas.IDEAS)
    clean(desk)
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Retenue").check()
    day = timezone.localdate() - timedelta(days=1)
    desk.get_by_label("Le", exact=True).fill(day.isoformat())
    desk.get_by_role("button", name="Écrire cette réponse").click()
    expect(desk.locator("main")).to_contain_text("Retenue")
    clean(desk)

    decision = decided()
    desk.reload()
    desk.get_by_text("La lier à une décision").click()
    desk.get_by_label("Décision qui en parle").select_option(value=str(decision.pk))
    desk.get_by_role("button", name="Lier", exact=True).click()
    expect(desk.get_by_role("link", name=f"Décision {decision.reference}")).to_be_visible()
    desk.get_by_text("En faire une tâche").click()
    desk.locator("#task_title").fill("Demander une ligne")
    desk.get_by_role("button", name="Confier cette tâche").click()
    expect(desk.locator("main")).to_contain_text("Demander une ligne")
    clean(desk)
    desk.goto(f"{ideas.SPACE}a-faire/")
    desk.get_by_role("button", name="C’est fait : Demander une ligne").click()
    expect(desk.get_by_role("button", name="Reprendre : Demander une ligne")).to_be_visible()

    phone.reload()
    followed = said(phone.locator("main"))
    for words in ("1 soutien", "Retenue", decision.reference, "Demander une ligne", "fait"):
        assert words in followed
    clean(phone)


def own_ideas(person: Person) -> str:
    return doors_to([person], on=timezone.localdate())[person.pk].step("idees")


def five_lines(page: Page) -> None:
    page.get_by_label("L’idée, en une phrase").fill(TITLE)
    page.get_by_label("Ce que c’est").fill("Une ligne où l’hôpital nous joint.")
    page.get_by_label("Pour qui").fill("Les patients qui sortent")
    page.get_by_label("Le besoin auquel elle répond").fill("Une sortie sur trois sans rendez-vous")
    page.get_by_label("Par qui").fill("La coordination")
    page.get_by_role("button", name="Proposer cette idée").click()


def decided() -> decisions.Decision:
    """At a meeting of the bureau, tonight."""
    meeting, now = sittings.tonight(), timezone.now()
    for person in structure().people.filter(mandates__instance=meeting.instance):
        presences.arrive(meeting, person, by=camille(), at=now)
    given = decisions.GivenDecision(
        "Un numéro est ouvert.", "Demandé par les adhérents.", hands=decisions.Hands(4, 0, 0)
    )
    return decisions.decide(meeting, given, key=uuid4(), by=camille(), at=now)


def test_the_six_concertations_of_a_year_are_counted_as_the_agreement_asks(desk: Page) -> None:
    page, today = desk, timezone.localdate()
    Structure.objects.get(slug=ideas.MSP).rcp_sessions.all().delete()
    page.goto(f"/s/{ideas.MSP}/rcp/")
    expect(page.get_by_text("Aucune concertation n’est notée.")).to_be_visible()
    clean(page)
    for number in range(6):
        note(page, is_first=not number)
        expect(page.locator(".roster > li")).to_have_count(number + 1)
    row = page.get_by_role("row", name=str(today.year))
    # Six concertations of two situations in ALD and one of more than 75 years, an hour each.
    assert [said(each) for each in row.get_by_role("cell").all()] == ["6", "18", "12", "6", "0", "360"]
    assert "6 réunions par an au moins" in said(page.locator("main"))
    clean(page)


def note(page: Page, *, is_first: bool) -> None:
    if not is_first:
        page.get_by_text("Noter une concertation").click()
    page.get_by_label("Tenue le").fill(timezone.localdate().isoformat())
    for trade in ("Infirmier", "Médecin généraliste"):
        page.get_by_role("checkbox", name=trade, exact=True).check()
    page.get_by_label("Situations de patients en ALD").fill("2")
    page.get_by_label("De plus de 75 ans, hors ALD").fill("1")
    page.get_by_label("Durée").fill("60")
    page.get_by_role("button", name="Noter cette concertation").click()


def clean(page: Page) -> None:
    assert (page.url, violations(page)) == (page.url, [])
