"""A caisse asks for somebody by its link, and a doctor takes them in a tap from a mail: on a telephone, without account."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, overflow, violations
from journeys import doctors
from journeys.conftest import OpenWindow
from journeys.steps import go_through, said, without_checks
from maillage.care.services import doctor_turns
from maillage.mail.models import Sending
from maillage.people.models import Person

pytestmark = IN_A_BROWSER


@pytest.fixture
def phone(window: OpenWindow) -> Page:
    return window(width=360, has_touch=True).new_page()


def test_what_a_caisse_asks_a_doctor_takes_in_one_tap_from_the_link_of_a_mail(phone: Page) -> None:
    desk = doctors.a_desk()
    for each in Person.objects.filter(structure=desk.structure, doctor_capacity__isnull=False, email=""):
        each.email = f"{each.pk}@example.org"  # whoever has the turn, it is told by mail
        each.save()
    phone.goto(desk.link.get_absolute_url())
    clean(phone)
    go_through(phone.get_by_role("link", name="Un médecin traitant", exact=True))
    without_checks(phone)
    go_through(phone.get_by_role("button", name="Envoyer la demande"))
    expect(phone.get_by_role("alert").first).to_contain_text("Commune")
    phone.get_by_label("Commune où habite la personne").select_option(label="Lalbenque")
    phone.get_by_label("75 ans et plus").check()
    phone.get_by_label("Affection de longue durée").check()
    phone.get_by_label("Grossesse").check()
    phone.get_by_label("La personne est d’accord").check()
    clean(phone)
    go_through(phone.get_by_role("button", name="Envoyer la demande"))
    code = said(phone.locator(".care-code")).removeprefix("Code :").strip()
    clean(phone)

    offer = doctor_turns.propose(desk.requests.get(code=code), at=timezone.now())
    mail = Sending.objects.get(key=f"care.offer {offer.pk}")
    assert code not in f"{mail.subject} {mail.body}"
    link = re.search(r"/l/\S+/place-\d+/", mail.body)
    assert link
    phone.goto(link[0])
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Une personne de Lalbenque")
    clean(phone)
    go_through(phone.get_by_role("button", name="Oui, je la prends"))
    expect(phone.locator(".notice-satisfied")).to_contain_text(code)
    clean(phone)
    go_through(phone.get_by_role("link", name="Vos patients à venir").last)
    expect(phone.locator("main")).to_contain_text(code)
    clean(phone)

    phone.goto(desk.link.get_absolute_url())
    expect(phone.get_by_role("row", name=code)).to_contain_text("Prise")


def clean(page: Page) -> None:
    assert overflow(page) <= 0
    assert violations(page) == []
