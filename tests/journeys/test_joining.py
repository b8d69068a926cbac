"""Joining from a phone, and the answer of the bureau: from the link of a poster to « Qui sommes-nous »."""

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import joining
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, said, send_by
from journeys.test_every_page import key_of
from maillage.people.models import Adhesion, Person

pytestmark = IN_A_BROWSER


def test_one_joins_in_two_minutes_on_a_phone_and_the_bureau_lets_them_in(
    window: OpenWindow, site: str
) -> None:
    someone = joining.someone()
    phone = window(width=360, has_touch=True).new_page()
    phone.goto(joining.link())
    phone.get_by_label("Votre nom, ou votre numéro RPPS").fill(f"{someone.given} {someone.family}")
    phone.get_by_role("button", name="Me trouver").click()
    phone.locator(".join-person").first.click()
    phone.get_by_label("Courriel", exact=True).fill("moi@example.org")
    phone.get_by_label("Collège").select_option(label="Soignants")
    for box in ("J’accepte", "J’ai lu"):
        phone.get_by_label(box).check()
    phone.get_by_role("button", name="Envoyer ma demande").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est noté")

    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(f"{joining.MEMBERS}couverture/")
    before = said(page.locator(".figure-value").first)
    page.goto(joining.MEMBERS)
    send_by(page.get_by_role("button", name=f"Accepter {someone.given}"))
    page.goto(f"{joining.MEMBERS}?q={someone.family}")
    card = page.get_by_role("link", name=f"{someone.given} {someone.family}")
    expect(card).to_be_visible()
    page.goto(f"{joining.MEMBERS}couverture/")
    assert said(page.locator(".figure-value").first) != before
    assert Adhesion.objects.get(person__rpps=someone.number).college


def test_the_door_is_gone_through_by_keyboard_alone(window: OpenWindow) -> None:
    someone = joining.someone()
    page = window().new_page()
    page.goto(joining.link())
    page.keyboard.type(someone.number)  # the field has the focus
    page.keyboard.press("Enter")
    expect(page.locator(".join-person")).to_have_count(1)
    while page.evaluate("document.activeElement.className") != "join-person":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".join-chosen")).to_be_visible()
    assert not Person.objects.filter(rpps=someone.number).exists()


DIRTY = """Liste des adhérents (fictif);;;;;
Nom;Prénom;Métier;Ville;Tél;Mail
FICTIVE;Zélie;IDEL;Bressols;612345678;zelie@example.org
fictive;zélie;IDEL;bressols;;
;;;;;
Camille FICTIF;;Infirmier;Montauban;;
SANSMETIER;Max;dompteur;Montauban;;
Total;2;;;;
"""


def test_a_dirty_list_is_seen_brought_in_and_given_back(window: OpenWindow, site: str) -> None:
    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    before = Person.objects.count()
    page.goto(f"{joining.MEMBERS}importer/")
    page.locator("input[type=file]").set_input_files(
        {"name": "adherents.csv", "mimeType": "text/csv", "buffer": DIRTY.encode("cp1252")}
    )
    page.get_by_role("button", name="Lire la liste").click()
    preview = page.locator(".preview")
    expect(preview).to_contain_text("dompteur")
    assert Person.objects.count() == before  # seen, not kept
    send_by(page.get_by_role("button", name="Importer").last)
    page.goto(f"{joining.MEMBERS}?q=zélie&state=tous")
    expect(page.get_by_role("link", name="Zélie FICTIVE")).to_have_count(1)
    assert Person.objects.get(name="Zélie FICTIVE").phone == "0612345678"
    page.goto(f"{joining.MEMBERS}importer/")
    page.get_by_role("button", name="Annuler cet import : adherents.csv").first.click()
    expect(page.get_by_text("Import annulé")).to_be_visible()
    assert Person.objects.count() == before


def test_a_fee_is_noted_and_its_receipt_opens(window: OpenWindow, site: str) -> None:
    desk = window(width=360)
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(f"{joining.MEMBERS}cotisations/")
    due = said(page.locator(".figure-value").last)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Noter ce paiement").click()
    expect(page.get_by_text("Paiement noté, reçu n°")).to_be_visible()
    assert said(page.locator(".figure-value").last) != due
    with page.expect_download() as taken:
        page.get_by_role("link", name="Reçu en PDF").first.click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
