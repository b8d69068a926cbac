"""Files of people, where hosting is stated: the demonstration has none; an invented one is made when it is looked at."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.projects import SLUG, running
from journeys.steps import CAMILLE, unfold
from maillage.accounts.models import User
from maillage.care.enums import ConsentScope, PlanPart
from maillage.care.models import HostingStatement, PatientFile
from maillage.care.services import record

FILES = f"/s/{SLUG}/soins/dossiers/"


def made() -> PatientFile:
    """With a plan and a reconciliation; nobody reads it yet."""
    structure, by, now = running(), User.objects.get(email=CAMILLE), timezone.now()
    record.state_hosting(
        structure, host="Un hébergeur fictif", certificate="HDS fictif", until=date(2099, 1, 1), said_by="Ada Fictif",
        on=now.date(),
    )  # fmt: skip
    person = record.Person("Jeanne Ouvrard-Inventée", "1941-05-03", "Sa fille, 06 39 98 00 02", "Max Fictif")
    file = record.open_file(
        structure, person, consents=tuple(ConsentScope), means="oral", role="Infirmière", kept_until=date(2098, 1, 1),
        key=uuid4(), by=by, on=now.date(),
    )  # fmt: skip
    record.write_part(file, PlanPart.values[0], "Rester chez elle, avec son chat.", version=0, by=by, at=now)
    record.reconcile(
        file, drug="Un médicament fictif, le matin", decision="gardé", said_by="Max Fictif", key=uuid4(), by=by, on=now.date(),
    )  # fmt: skip
    return file


def opened() -> PatientFile:
    file, by = made(), User.objects.get(email=CAMILLE)
    record.read(file, reason="Préparer la visite", by=by, is_outside=False, at=timezone.now())
    return file


def files(page: Page) -> None:
    made()
    page.goto(FILES)
    unfold(page)


def reconciliations(page: Page) -> None:
    made()
    page.goto(f"{FILES}conciliations/")


def why(page: Page) -> None:
    page.goto(f"{FILES}{made().pk}/")


def file(page: Page) -> None:
    page.goto(f"{FILES}{opened().pk}/")
    unfold(page)


def plan(page: Page) -> None:
    page.goto(f"{FILES}{opened().pk}/plan/{PlanPart.values[0]}/")


def closed(page: Page) -> None:
    """The certificate of who hosts is over."""
    made()
    HostingStatement.objects.update(until=timezone.localdate() - timedelta(days=1))
    page.goto(FILES)


def kept(page: Page) -> None:
    made()
    page.goto(f"/s/{SLUG}/soins/confidentialite/")
