"""The treasurer pays: approved, put in a file, called back and validated by another, executed as the bank says."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import money
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, SACHA, go_in, go_through, send_by
from maillage.accounts.models import User
from maillage.funding.models import Claim, TransferBatch
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = IN_A_BROWSER


def test_the_treasurer_pays(window: OpenWindow, tmp_path: Path) -> None:
    structure, today = Structure.objects.get(slug=money.MONEY.split("/")[2]), timezone.localdate()
    camille = User.objects.get(email=CAMILLE)
    give_access(structure, SACHA, [Role.TREASURY], by=camille, on=today)
    page, other = window().new_page(), window(width=360).new_page()

    go_in(page, SACHA, f"{money.MONEY}heures/")
    go_through(page.get_by_role("button", name="Tout approuver"))
    page.get_by_role("button", name="Préparer un lot de virements").click()
    expect(page.get_by_role("heading", name="Sans compte noté, ils ne sont pas dans ce lot")).to_be_visible()
    page.get_by_role("button", name="Préparer ce lot").click()
    expect(page.get_by_text("une deuxième personne le valide").first).to_be_visible()
    address, batch = page.url, TransferBatch.objects.latest("pk")
    expect(page.get_by_role("button", name="Valider ce lot")).to_have_count(0)

    go_in(other, CAMILLE, address)
    held = other.get_by_role("region", name="Virements").get_by_role("row").filter(has_text="À vérifier")
    held.get_by_role("link").first.click()
    other.get_by_label("J’ai rappelé la personne").check()
    other.get_by_role("button", name="Cet IBAN est le bon").click()
    expect(other.get_by_text("Vérifié", exact=True)).to_be_visible()
    other.goto(address)
    other.get_by_role("button", name="Valider ce lot").click()
    expect(other.get_by_role("button", name="Prendre le fichier")).to_be_visible()

    page.goto(address)
    with page.expect_download() as leaving:
        page.get_by_role("button", name="Prendre le fichier").click()
    leaving.value.save_as(tmp_path / "virements.xml")
    content = (tmp_path / "virements.xml").read_text()
    assert f"<MsgId>{batch.reference}</MsgId>" in content
    send_by(page.get_by_role("button", name="Je l’ai déposé à la banque"))
    total = re.findall(r"<CtrlSum>([^<]+)<", content)[0]
    yesterday = today - timedelta(days=1)  # time passes
    TransferBatch.objects.filter(pk=batch.pk).update(executes_on=yesterday)
    money.read(page, f"{money.TITLES}{yesterday:%d/%m/%Y};VIR SEPA EMIS;{total.replace('.', ',')};\n")
    page.get_by_role("button", name="Garder les nouvelles lignes").click()
    send_by(page.get_by_role("button", name="C’est ce lot, exécuté"))
    page.goto(address)
    expect(page.get_by_text("Exécuté").first).to_be_visible()
    paid = Claim.objects.filter(parts__transfer__batch=batch)
    assert {(each.state, each.paid_on) for each in paid} == {("payee", yesterday)}
