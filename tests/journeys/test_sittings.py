"""A meeting from its preparation to its papers, as the coordinator who holds it, on a telephone."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys import dates, sittings
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, go_in, go_through
from maillage.governance.models import Meeting
from maillage.governance.queries.vote_file import counted
from maillage.mail.models import Sending

pytestmark = IN_A_BROWSER


@pytest.fixture
def telephone(window: OpenWindow) -> Page:
    page = window(width=360, has_touch=True).new_page()
    go_in(page, CAMILLE, sittings.MEETINGS)
    return page


def test_a_meeting_goes_from_its_preparation_to_its_papers(telephone: Page) -> None:
    page, day = telephone, timezone.localdate().replace(year=timezone.localdate().year + 1)
    page.goto(sittings.MEETINGS)
    page.get_by_role("link", name="Bureau", exact=True).click()
    page.get_by_label("Titre").fill("Bureau d’hiver")
    page.get_by_label("Jour", exact=True).fill(day.isoformat())
    page.get_by_label("Commence à").fill("20:00")
    page.get_by_label("Finit à").fill("22:00")
    page.get_by_label("Ordre du jour").fill("Budget (20 min)\nRésolution : Le budget est approuvé.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Bureau d’hiver")).to_be_visible()
    page.get_by_role("button", name="Convoquer").click()
    expect(page.get_by_text("Convocation partie")).to_be_visible()
    meeting = Meeting.objects.get(title="Bureau d’hiver")
    assert Sending.objects.filter(key=f"governance.convocation {meeting.pk} 0").count() <= 1


def test_one_answers_from_a_mail_without_account(window: OpenWindow) -> None:
    """On a telephone, without script; the coordinator sees it."""
    meeting = sittings.convoked()
    first = meeting.invitations.select_related("person", "link").earliest("pk")
    page = window(width=360, java_script_enabled=False).new_page()
    page.goto(first.link.get_absolute_url())
    page.get_by_label("Je viens", exact=True).check()
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_text("Vous avez répondu")).to_be_visible()
    host = window().new_page()
    go_in(host, CAMILLE, sittings.at(sittings.TO_COME))
    expect(host.locator("dl.figures > div", has_text="Viennent").first).to_contain_text("1")


def test_who_is_there_decides_and_takes_the_papers_away(telephone: Page) -> None:
    page = telephone
    sittings.tonight()
    page.goto(sittings.at("Ce soir", "presences/"))
    expect(page.get_by_text("Le quorum n’est pas atteint.")).to_be_visible()
    for name in ("Camille Fictif", "Sacha Fictif"):
        page.get_by_role("button", name=f"Pointer {name}").click()
    expect(page.get_by_text("Le quorum n’est pas atteint.")).to_have_count(0)
    page.goto(sittings.at("Ce soir"))
    page.get_by_text("Écrire une décision").click()
    page.get_by_label("Ce qui est décidé").fill("Le budget est approuvé.")
    page.locator("#decision_pour").fill("2")
    page.get_by_role("button", name="Écrire cette décision").click()
    expect(page.locator(".sitting-decision").get_by_text("Adoptée")).to_be_visible()
    page.get_by_text("Confier une tâche").click()
    page.locator("#task_title").fill("Envoyer le budget")
    go_through(page.get_by_role("button", name="Confier cette tâche"))
    go_through(page.get_by_role("button", name="La réunion est finie"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Relevé de décisions (PDF)").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    page.goto("/s/cpts-du-grand-montauban-demonstration/a-faire/")
    page.get_by_role("button", name="C’est fait : Envoyer le budget").click()
    expect(page.get_by_role("button", name="Reprendre : Envoyer le budget")).to_be_visible()


def test_a_secret_vote_is_cast_on_a_telephone_by_keyboard_and_without_script(window: OpenWindow) -> None:
    """With a pouvoir: its holder casts two voices. Nobody learns who wrote what, and the host sees how many voted."""
    vote = sittings.under_way(
        "Deux membres du bureau", kind="noms", is_secret=True, candidates=sittings.THREE, seats=2, absent=True
    )
    ways = [{"width": 360, "has_touch": True}, {}, {"java_script_enabled": False}]
    doors = [each.link.step("vote") for each in sittings.expected(vote)]
    host = window().new_page()
    go_in(host, CAMILLE, sittings.vote_page(vote))
    telephone, keyboard, still = (window(**way).new_page() for way in ways)
    for page, door in zip((telephone, keyboard, still), doors, strict=True):
        page.goto(door)
        expect(page.get_by_text("jamais ce que vous avez voté")).to_be_visible()
    holder = telephone.get_by_role("group", name="qui vous a donné pouvoir")
    holder.get_by_label("Autre candidate").check()
    telephone.get_by_role("group", name="Votre voix").get_by_label("Une candidate").check()
    telephone.get_by_role("button", name="Voter").tap()
    keyboard.get_by_label("Une candidate").focus()
    for key in ("Space", "Tab", "Space", "Enter"):
        keyboard.keyboard.press(key)
    still.get_by_label("Blanc").check()
    still.get_by_role("button", name="Voter").click()
    for page in (telephone, keyboard, still):
        expect(page.get_by_text("Vous avez voté.", exact=True)).to_be_visible()
    expect(host.locator("dl.figures > div", has_text="Ont voté")).to_contain_text("4", timeout=15_000)
    host.get_by_role("button", name="Clore et compter").click()
    expect(host.get_by_role("row", name="Une candidate a un siège")).to_contain_text("2")
    with host.expect_download() as taken:
        host.get_by_role("link", name="Le dépouillement (JSON)").click()
    assert '"elected"' not in taken.value.path().read_text()
    told = counted(json.loads(taken.value.path().read_text()))
    assert told.elected == ("Une candidate",)
    assert set(told.tied) == {"Un candidat", "Autre candidate"}
    still.reload()
    expect(still.get_by_text("Clos.")).to_be_visible()


def test_dates_are_answered_without_account_and_one_is_chosen(window: OpenWindow) -> None:
    """By one's own link without script, by the shared link on a telephone; the host makes a meeting of it."""
    poll = dates.answered()
    own = window(java_script_enabled=False).new_page()
    own.goto(poll.replies.latest("pk").link.get_absolute_url())
    for each in own.get_by_label("Non", exact=True).all():
        each.check()
    own.get_by_role("button", name="Répondre").click()
    expect(own.get_by_text("notée")).to_be_visible()
    other = window(width=360, has_touch=True).new_page()
    other.goto(poll.shared.get_absolute_url())
    other.get_by_label("Votre nom").fill("Zoé Fictif")
    other.get_by_label("Oui", exact=True).first.check()
    other.get_by_role("button", name="Répondre").click()
    expect(other.get_by_text("Gardez l’adresse")).to_be_visible()
    host = window().new_page()
    go_in(host, CAMILLE, f"{sittings.MEETINGS}sondages/{poll.pk}/")
    expect(host.get_by_role("row", name="Zoé Fictif")).to_be_visible()
    host.get_by_role("button", name="Choisir").first.click()
    expect(host.get_by_role("heading", name=dates.NAME)).to_be_visible()
