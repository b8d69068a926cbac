"""A receipt photographed on a phone by who belongs, approved on a desk by who keeps the money."""

from io import BytesIO

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from browser import IN_A_BROWSER, overflow
from journeys.conftest import OpenWindow
from journeys.spending import EXPENSES
from journeys.steps import CAMILLE, SACHA, go_through, said
from journeys.takings import RUNNING
from journeys.test_every_page import key_of
from maillage.funding.models import Expense

pytestmark = IN_A_BROWSER


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 90), "white").save(out, "JPEG")
    return out.getvalue()


def test_a_receipt_is_photographed_on_a_phone_then_approved(window: OpenWindow, site: str) -> None:
    pocket = window(width=360, has_touch=True)
    pocket.add_cookies([{"name": "sessionid", "value": key_of(SACHA), "url": site}])
    phone = pocket.new_page()
    phone.goto(RUNNING)
    phone.goto(EXPENSES)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mes frais")
    go_through(phone.get_by_role("link", name="Noter une dépense"))
    assert overflow(phone) == 0
    ticket = {"name": "ticket.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    phone.get_by_label("La pièce").set_input_files([ticket])
    phone.get_by_label("Objet").fill("Train pour Toulouse")
    phone.get_by_label("Date").fill(timezone.localdate().isoformat())
    phone.get_by_label("Montant").fill("vingt")  # a slip of the thumb: the photo is not asked again
    phone.get_by_role("button", name="Noter cette dépense").click()
    expect(phone.get_by_text("Déjà reçue : ticket.jpg")).to_be_visible()
    phone.get_by_label("Montant").fill("23,40")
    phone.get_by_role("button", name="Noter cette dépense").click()
    expect(phone.get_by_role("link", name="ticket.jpg")).to_be_visible()

    made = Expense.objects.get(label="Train pour Toulouse")
    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(EXPENSES)
    page.get_by_role("row", name="Train pour Toulouse").get_by_role("link").click()
    page.get_by_label("Pour", exact=True).select_option(label="Fonctionnement")
    page.get_by_role("button", name="Approuver").click()
    expect(page.get_by_text("Noter le paiement")).to_be_visible()
    assert "23,40 €" in said(page.get_by_role("heading", level=1))
    made.refresh_from_db()
    assert (made.state, made.papers.count()) == ("approuvee", 1)
