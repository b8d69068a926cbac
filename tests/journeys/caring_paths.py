"""Places of help, pathways, education, concertations and ESCAP, on « CPTS du Pays de Lalbenque »."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from journeys.steps import send_by, unfold, without_checks
from maillage.care.models import EtpSession
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure

SLUG = "cpts-du-pays-de-lalbenque-demonstration"
CARE = f"/s/{SLUG}/soins/"


def running() -> Structure:
    return Structure.objects.get(slug=SLUG)


def door_of(name: str, step: str) -> str:
    """The address of a page behind the link of somebody's card."""
    person: Person = running().people.get(name=name)
    link = doors_to([person], on=timezone.localdate())[person.pk]
    return link.step(step) if step else link.get_absolute_url()


def first(rows: str, path: str, **wanted: object) -> Callable[[Page], None]:
    """Go to the page of the first of these rows; `path`: with « {pk} »."""

    def go(page: Page) -> None:
        found = getattr(running(), rows).filter(**wanted).order_by("pk")[0]
        page.goto(f"{CARE}{path.format(pk=found.pk)}")
        unfold(page)

    return go


def refused(page: Page, button: str) -> None:
    without_checks(page)
    send_by(page.get_by_role("button", name=button))


def help_refused(page: Page) -> None:
    refused(page, "Ajouter à l’annuaire")


def escap_refused(page: Page) -> None:
    refused(page, "Proposer et donner un code")


def own(step: str) -> Callable[[Page], None]:
    return lambda page: go_own(page, step)


def go_own(page: Page, step: str) -> None:
    page.goto(door_of("Ange Fictif", step))


def own_pathway(page: Page) -> None:
    """Of who answers for it: their month is there to note."""
    pathway = running().pathways.get(title__startswith="Retour")
    page.goto(door_of("Coordination fictive", f"parcours-{pathway.pk}"))


def own_sheet(page: Page) -> None:
    go_own(page, f"fiche-{running().reflex_sheets.filter(published__isnull=False)[0].pk}")


def own_call(page: Page) -> None:
    go_own(page, f"rcp-{running().rcp_calls.filter(situations=None)[0].pk}")


def own_session(page: Page) -> None:
    """The last one that was held, by the link of somebody of its team."""
    held = EtpSession.objects.filter(
        programme__structure=running(), held_on__lt=timezone.localdate(), is_off=False
    )
    session = held.filter(programme__team__isnull=False).order_by("-held_on")[0]
    member = session.programme.team.all()[0].person
    page.goto(door_of(member.name, f"seance-{session.pk}"))


def by_link(page: Page) -> None:
    page.goto(f"{running().help_door.link.get_absolute_url()}?situation=addictions")
