"""Campaigns of the demonstration, and what peers do in them; links are made here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.joining import camille, structure
from maillage.outreach import services
from maillage.outreach.models import Caller, Campaign
from maillage.people import services as people
from maillage.people.models import Person

CAMPAIGNS = "/s/cpts-du-grand-montauban-demonstration/campagnes/"
PROFESSIONS = ("infirmier", "medecin_generaliste", "pharmacien")


def opened(count: int = 3) -> list[Caller]:
    """A campaign to three professions, where one of each calls."""
    given = services.GivenCampaign("Trois métiers d’abord", "avant_lettre", PROFESSIONS)
    today = timezone.localdate()
    campaign = services.launch(structure(), given, by=camille(), on=today)
    return [joined(campaign, number) for number in range(count)]


def joined(campaign: Campaign, number: int) -> Caller:
    card = Person.objects.create(
        structure=structure(),
        name=f"Appelante {number} Fictif",
        profession=PROFESSIONS[number],
        commune="Montauban",
    )
    people.enter(card, "adherent", by=camille(), on=timezone.localdate())
    return services.add_caller(campaign, card.pk, by=camille(), at=timezone.now(), address_of=str)


def listed(page: Page) -> None:
    opened()
    page.goto(CAMPAIGNS)


def refused(page: Page) -> None:
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    page.get_by_role("button", name="Ouvrir la campagne").click()
    page.locator(".error-summary").wait_for()


def followed(page: Page) -> None:
    first, *_ = opened()
    answered(first)
    page.goto(f"{CAMPAIGNS}{first.campaign_id}/")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def answered(caller: Caller) -> None:
    now = timezone.now()
    services.take(caller, at=now)
    services.answer(caller, caller.calls.all()[0].pk, services.Told("adhere"), at=now)


def nothing_yet(page: Page) -> None:
    page.goto(opened(1)[0].link.get_absolute_url())


def with_names(page: Page) -> None:
    (caller,) = opened(1)
    answered(caller)
    page.goto(caller.link.get_absolute_url())
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def without_a_day(page: Page) -> None:
    with_names(page)
    page.get_by_role("button", name="À rappeler").first.click()
    page.get_by_role("alert").wait_for()


def closed(page: Page) -> None:
    (caller,) = opened(1)
    services.close(caller.campaign, by=camille(), on=timezone.localdate())
    page.goto(caller.link.get_absolute_url())
