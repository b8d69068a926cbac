"""An event, from its page to the attestation: at a desk and on phones, then with hands on the keyboard."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser import IN_A_BROWSER
from journeys import events
from journeys.conftest import OpenWindow
from journeys.keyboard import go_to, press
from journeys.steps import CAMILLE, said
from journeys.test_every_page import key_of
from maillage.mail.services import deliver_due

pytestmark = IN_A_BROWSER
TITLE = "Plaies et pansements"


def test_an_event_goes_from_its_page_to_the_attestation(
    window: OpenWindow, site: str, tmp_path: Path
) -> None:
    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    door = announce(page)

    phone = window(width=360, has_touch=True).new_page()
    register(phone, door, "Lou Fictif")
    expect(phone.get_by_text("Un message part à votre adresse")).to_be_visible()
    late = window(width=360, has_touch=True).new_page()
    late.goto(door)
    expect(late.get_by_text("Toutes les places sont prises.")).to_be_visible()
    waits = {"button": "M’inscrire en liste d’attente", "told": "Liste d’attente, rang 1"}
    register(late, door, "Zoe Fictif", **waits)

    assert deliver_due(limit=100, now=timezone.now).accepted == 2
    for name, words in (("Lou Fictif", "Votre place est retenue."), ("Zoe Fictif", "au rang 1")):
        link = events.registered(events.event(TITLE), name).link
        assert link
        phone.goto(link.get_absolute_url())
        expect(phone.get_by_role("heading", level=1)).to_have_text(name)
        expect(phone.get_by_text(words).first).to_be_visible()

    events.begin(events.event(TITLE))
    host = window(width=360, has_touch=True)
    host.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    tick(host.new_page())

    lou = events.registered(events.event(TITLE), "Lou Fictif")
    assert lou.link
    phone.goto(lou.link.get_absolute_url())
    with phone.expect_download() as leaving:
        phone.get_by_role("link", name="Mon attestation (PDF)").click()
    leaving.value.save_as(tmp_path / "attestation.pdf")
    text = "".join(each.extract_text() for each in PdfReader(tmp_path / "attestation.pdf").pages)
    assert "Lou Fictif" in text
    phone.get_by_role("link", name="Dire ce que j’en pense").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre avis")
    for question in ("Très bien", "Oui, dès demain", "Non"):
        phone.get_by_label(question, exact=True).last.check()
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Merci, c’est noté")


def announce(page: Page) -> str:
    """An evening with one seat, prepared and announced; where one registers."""
    page.goto(events.EVENTS)
    page.get_by_role("link", name="Préparer un événement").click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Jour", exact=True).fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_label("Commence à").fill("20:30")
    page.get_by_label("Finit à").fill("22:00")
    page.get_by_label("Lieu").fill("Salle fictive")
    page.get_by_label("Places").fill("1")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Annoncer").click()
    expect(page.get_by_label("Lien à envoyer")).to_be_visible()
    return page.get_by_label("Lien à envoyer").input_value()


def register(
    page: Page, door: str, name: str, *, button: str = "M’inscrire", told: str = "C’est noté"
) -> None:
    page.goto(door)
    page.get_by_label("Prénom et nom").fill(name)
    page.get_by_label("Profession").select_option(label="Infirmier")
    page.get_by_label("Courriel", exact=True).fill(f"{name.split(maxsplit=1)[0].lower()}@example.org")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(told)


def tick(page: Page) -> None:
    """At the door, on a phone: who is there, then it is over."""
    page.goto(events.at(TITLE))
    page.get_by_role("link", name="Pointer les présents").click()
    page.get_by_label("Chercher un nom").fill("lou")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Pointer Lou Fictif").click()
    expect(page.get_by_role("button", name="Présent")).to_be_visible()
    assert "1 sur 2" in said(page.locator("main"))
    page.get_by_role("button", name="Terminer l’événement").click()
    expect(page.get_by_role("link", name="Attestations (PDF)")).to_be_visible()


def test_a_seat_is_taken_and_given_back_with_the_keyboard(page: Page, site: str) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    door = announce(page)
    page.goto(door)
    go_to(page, page.get_by_label("Prénom et nom"))
    page.keyboard.type("Lou Fictif")
    go_to(page, page.get_by_label("Profession"))
    page.keyboard.type("Infirmier")
    go_to(page, page.get_by_label("Courriel", exact=True))
    page.keyboard.type("lou@example.org")
    go_to(page, page.get_by_role("button", name="M’inscrire"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté")
    lou = events.registered(events.event(TITLE), "Lou Fictif")
    assert lou.link
    page.goto(lou.link.get_absolute_url())
    go_to(page, page.get_by_label("Je viens", exact=True))
    press(page, "ArrowDown")
    go_to(page, page.get_by_role("button", name="Valider"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous avez dit que vous ne venez plus.")).to_be_visible()
    events.begin(events.event(TITLE))
    page.goto(events.at(TITLE, "presences/"))
    go_to(page, page.locator("summary", has_text="Quelqu’un vient sans être inscrit"))
    press(page, "Enter")
    go_to(page, page.get_by_label("Prénom et nom"))
    page.keyboard.type("Zoe Fictif")
    go_to(page, page.get_by_label("Profession"))
    page.keyboard.type("Pharmacien")
    go_to(page, page.get_by_role("button", name="Inscrire et pointer"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Zoe Fictif")).to_be_visible()
    go_to(page, page.get_by_role("button", name="Terminer l’événement"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Attestations (PDF)")).to_be_visible()
