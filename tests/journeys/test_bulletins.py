"""A bulletin, from a blank page to who reads it, and to who wants no more of it."""

import re
from pathlib import Path

from click.testing import CliRunner
from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import bulletins
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, go_through, said, send_by
from journeys.test_every_page import key_of
from mail.returns import postfix
from maillage.mail.enums import State
from maillage.mail.services import deliver_due
from maillage.outreach.enums import Wish
from maillage.portal.commands import cli

pytestmark = IN_A_BROWSER


def test_a_bulletin_is_written_sent_received_and_stopped(window: OpenWindow, site: str) -> None:
    bulletins.let_in()
    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(bulletins.BULLETINS)
    page.get_by_label("Titre").fill("Nouvelles de mars")
    page.get_by_role("button", name="Écrire un bulletin").click()
    page.get_by_label("Votre texte").fill(bulletins.WORDS)
    page.get_by_label("Sacha Fictif").uncheck()
    go_through(page.get_by_role("button", name="Enregistrer et relire"))
    received = page.locator(".received")
    assert "Le compte rendu est en ligne" in said(received)
    assert "nous rejoint" in said(received)
    assert "Sacha Fictif" not in said(received)
    assert "sans courriel et 1 dont le courriel revient : à prévenir autrement" in said(page.locator("main"))
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_role("heading", name="Ce qu’il est devenu")).to_be_visible()

    assert deliver_due(limit=100, now=timezone.now).accepted
    page.goto(bulletins.BULLETINS)
    expect(page.get_by_role("row", name="Nouvelles de mars")).to_be_visible()

    phone = window(width=360, has_touch=True).new_page()
    phone.goto("/demonstration/messages/")
    phone.get_by_role("link", name="Nouvelles de mars").click()
    expect(phone.get_by_text("Le compte rendu est en ligne")).to_be_visible()
    phone.get_by_role("link", name="Ne plus recevoir ces messages").first.click()
    expect(phone.get_by_text("Vous recevez le bulletin")).to_be_visible()
    phone.get_by_label("Arrêter").check()
    phone.get_by_role("button", name="Valider").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est noté")
    refusals = bulletins.structure().subscriptions.filter(wish=Wish.REFUSED)
    assert refusals.count() == 2  # with that of the demonstration
    phone.get_by_role("button", name="Annuler").click()
    expect(phone.get_by_text("Vous recevez le bulletin")).to_be_visible()
    assert refusals.count() == 1


def test_a_message_that_comes_back_is_told_and_its_card_is_corrected(
    window: OpenWindow, site: str, tmp_path: Path
) -> None:
    bulletin = bulletins.sent()
    assert bulletin.sending
    row = bulletin.sending.recipients.filter(state=State.ACCEPTED)[0]
    (tmp_path / "report").write_bytes(postfix(row))
    told = CliRunner().invoke(cli, ["mail", "bounces", str(tmp_path / "report")])
    assert "1 adresse arrêtée" in told.output.replace("\xa0", " ")

    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(f"{bulletins.BULLETINS}{bulletin.pk}/")
    page.get_by_role("link", name="à prévenir autrement").click()
    line = page.get_by_role("row").filter(has_text=row.address)
    expect(line).to_contain_text("n’existe pas")
    line.get_by_role("link", name=row.name).click()
    expect(page.get_by_role("heading", name="Courriel à vérifier")).to_be_visible()
    page.get_by_role("textbox", name="Courriel").fill("corrige@ch-fictif.example")
    send_by(page.get_by_role("button", name="Enregistrer").first)
    page.goto(bulletins.UNREACHED)
    expect(page.get_by_role("heading", level=1)).to_have_text("À prévenir autrement")
    expect(page.get_by_text(row.address)).to_have_count(0)
