"""A crisis called, answered on phones without account, its last place taken by one; its board read and printed."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, violations
from journeys import alerting
from journeys.conftest import OpenWindow
from journeys.projects import running
from journeys.steps import CAMILLE, go_through, said, send_by
from journeys.test_every_page import key_of
from maillage.care.services import alert_mail
from maillage.mail.models import Sending
from maillage.mail.services import deliver_due

pytestmark = IN_A_BROWSER
TITLE = "Coupure d’eau dans huit communes"


@pytest.fixture
def desk(window: OpenWindow, site: str) -> Page:
    context = window()
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    return context.new_page()


def test_a_roll_call_is_answered_from_a_mail_and_the_last_place_goes_to_one(
    window: OpenWindow, desk: Page
) -> None:
    switch_on(desk)
    one, two = links_mailed()
    phones = [window(width=360, has_touch=True).new_page() for _ in range(2)]
    for phone, link in zip(phones, (one, two), strict=True):
        phone.goto(link)
        expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert violations(phones[0]) == []
    send_by(phones[0].get_by_role("button", name="Je suis disponible"))
    expect(phones[0].locator("main")).to_contain_text("Votre réponse")
    phones[1].get_by_text("Plus tard, ou pour préciser").click()
    send_by(phones[1].get_by_role("button", name="Disponible à partir de cette heure"))
    expect(phones[1].locator("main")).to_contain_text("À partir de quand")
    phones[1].get_by_label("À partir de").fill("20:30")
    send_by(phones[1].get_by_role("button", name="Disponible à partir de cette heure"))

    # both see the last place; the first tap has it
    for phone in phones:
        phone.goto(phone.url)
    send_by(phones[0].get_by_role("button", name="Je prends : Distribution"))
    expect(phones[0].locator("main")).to_contain_text("à vous")
    send_by(phones[1].get_by_role("button", name="Je prends : Distribution"))
    expect(phones[1].get_by_role("alert")).to_contain_text("La dernière place vient d’être prise")

    desk.reload()
    assert re.search(r"Disponibles 1 Plus tard 1", said(desk.locator("dl.figures")))
    expect(desk.locator("main")).to_contain_text("complet (1)")
    desk.get_by_label("Ce qui se passe").fill("Premiers packs distribués")
    send_by(desk.get_by_role("button", name="Écrire cette ligne"))
    expect(desk.locator(".log li").first).to_contain_text("Premiers packs distribués")
    desk.get_by_role("button", name="Lever le plan").click()
    send_by(desk.locator("dialog").get_by_role("button", name="Lever le plan"))
    expect(desk.get_by_role("heading", name="Retour d’expérience")).to_be_visible()
    phones[1].reload()
    expect(phones[1].locator("main")).to_contain_text("C’est terminé")


def switch_on(desk: Page) -> None:
    """From the plan to a post of one place; nobody is written to before the roll is called."""
    desk.goto(f"{alerting.CARE}crise/")
    go_through(desk.get_by_role("link", name="Déclencher le plan, ou un exercice"))
    desk.get_by_label("Une crise, déclarée par une autorité").check()
    desk.get_by_label("Famille").select_option("offre")
    desk.get_by_label("Ce qui arrive").fill(TITLE)
    send_by(desk.get_by_role("button", name="Déclencher", exact=True))
    expect(desk.locator("main")).to_contain_text("Seules les autorités déclarent une crise")
    desk.get_by_label("Autorité qui l’a déclarée").fill("Préfecture, par téléphone")
    desk.get_by_label("Prévenus le").fill(timezone.localdate().isoformat())
    desk.get_by_label("À quelle heure").fill("00:00")
    go_through(desk.get_by_role("button", name="Déclencher", exact=True))
    go_through(desk.get_by_role("button", name="Appeler tous les adhérents"))
    desk.get_by_text("Ouvrir un poste").click()
    for label, value in (("Poste", "Distribution"), ("De", "08:00"), ("Places", "1")):
        desk.get_by_label(label, exact=True).fill(value)
    desk.locator("#post_ends").fill("12:00")
    go_through(desk.get_by_role("button", name="Ouvrir ce poste"))


def links_mailed() -> list[str]:
    """What the worker writes leaves; the links of two nurses, as their messages hold them."""
    alert_mail.write_due(timezone.now())
    assert deliver_due(limit=100, now=timezone.now).accepted
    called = running().crises.get(title=TITLE).called.filter(profession="infirmier").order_by("pk")[:2]
    bodies = [Sending.objects.get(key=f"care.called {each.pk} 0").body for each in called]
    return [next(word for word in body.split() if "/crise-" in word) for body in bodies]
