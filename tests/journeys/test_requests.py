"""A return home asked by a hospital without account: taken in a tap from the mail, told to the others, closed."""

import re
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.requests import desk
from journeys.steps import go_through, said
from maillage.care.enums import RequestState
from maillage.care.models import CareRequest
from maillage.mail.models import Recipient

pytestmark = IN_A_BROWSER


def mails(request: CareRequest) -> list[Recipient]:
    """What was written to those who were told, at once."""
    keys = [f"care.offer {pk}" for pk in request.offers.order_by("pk").values_list("pk", flat=True)]
    rows = Recipient.objects.filter(sending__key__in=keys).select_related("sending")
    return list(rows.order_by("pk"))


def read(page: Page, mail: Recipient) -> None:
    """Open the first link of a message."""
    found = re.search(r"https?://\S+", mail.sending.body)
    assert found
    page.goto(urlsplit(found.group()).path)


def test_a_return_home_asked_by_a_hospital_is_taken_in_a_tap_and_the_loop_is_closed(
    window: OpenWindow,
) -> None:
    hospital, nurse, other = (window(width=360, has_touch=True).new_page() for _ in range(3))
    hospital.goto(desk().get_absolute_url())
    go_through(hospital.get_by_role("link", name="Un retour à domicile"))
    hospital.get_by_label("Profession", exact=True).select_option("Infirmier")
    hospital.get_by_label("Soin").select_option("Pansement")
    hospital.get_by_label("Commune où se rendre").select_option("Lalbenque")
    hospital.get_by_label("C’est urgent").check()
    hospital.get_by_label("La personne est d’accord").check()
    go_through(hospital.get_by_role("button", name="Chercher quelqu’un"))
    request = CareRequest.objects.order_by("-pk")[0]
    expect(hospital.get_by_role("heading", name=f"Demande {request.code}")).to_be_visible()
    first, second, *_ = mails(request)
    for page, mail in ((nurse, first), (other, second)):
        read(page, mail)
        expect(page.get_by_role("button", name="Je la prends")).to_be_visible()
    go_through(nurse.get_by_role("button", name="Je la prends"))
    expect(nurse.get_by_text(request.code)).to_be_visible()
    expect(nurse.get_by_role("link", name="05 65 00 00 03")).to_be_visible()
    go_through(other.get_by_role("button", name="Je la prends"))
    assert re.search(r"Déjà prise à \d+ h( \d\d)?, merci\.", said(other.get_by_role("main")))
    go_through(hospital.get_by_role("link", name="Voir où elle en est"))
    assert hospital.get_by_text("Prise par").count() == 1
    go_through(nurse.get_by_role("button", name="J’ai joint qui demande"))
    go_through(nurse.get_by_role("button", name="C’est fait"))
    hospital.reload()
    expect(hospital.get_by_text("Aboutie")).to_be_visible()


def test_on_a_friday_evening_a_return_home_is_taken_in_minutes(
    window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ward closes at 19:00: asked on its computer at 18:30, taken on a telephone at 18:34, done the next morning."""
    paris = ZoneInfo("Europe/Paris")
    friday = next(
        day for ahead in range(1, 8) if (day := timezone.localdate() + timedelta(ahead)).weekday() == 4
    )
    clock = [datetime.combine(friday, time(18, 30), paris)]
    monkeypatch.setattr(timezone, "now", lambda: clock[0].astimezone(UTC))
    ward, nurse = window(width=1280).new_page(), window(width=360, has_touch=True).new_page()
    ward.goto(desk().step("retour"))
    ward.get_by_label("Profession", exact=True).select_option("Infirmier")
    ward.get_by_label("Soin").select_option("Perfusion")
    ward.get_by_label("Commune où se rendre").select_option("Lalbenque")
    ward.get_by_label("La personne est d’accord").check()
    go_through(ward.get_by_role("button", name="Chercher quelqu’un"))
    request = CareRequest.objects.order_by("-pk")[0]
    assert request.asked_at == clock[0]
    told = mails(request)
    assert told, "somebody is written to at once, and not at the opening of Monday"
    assert {mail.sending.made_at for mail in told} == {clock[0]}

    clock[0] += timedelta(minutes=4)
    read(nurse, told[0])
    go_through(nurse.get_by_role("button", name="Je la prends"))
    expect(nurse.get_by_role("link", name="05 65 00 00 03")).to_be_visible()
    ward.reload()
    expect(ward.get_by_text("Prise par")).to_be_visible()
    assert "4 min après" in said(ward.get_by_role("main"))
    request.refresh_from_db()
    assert request.taken_at == request.asked_at + timedelta(minutes=4)

    clock[0] += timedelta(minutes=6)
    go_through(nurse.get_by_role("button", name="J’ai joint qui demande"))
    clock[0] += timedelta(hours=15)
    go_through(nurse.get_by_role("button", name="C’est fait"))
    ward.reload()
    expect(ward.get_by_text("Aboutie")).to_be_visible()
    assert "à 9 h 40" in said(ward.get_by_role("main"))
    request.refresh_from_db()
    assert (request.state, request.closed_at) == (RequestState.DONE, clock[0])
