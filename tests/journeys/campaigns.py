"""Campaigns of the demonstration, and what peers do in them; links are made here."""

from collections.abc import Sequence

from django.utils import timezone
from playwright.sync_api import Page

from journeys.joining import camille, structure
from journeys.steps import unfold, without_checks
from maillage.directory.models import Person as Known
from maillage.outreach import services
from maillage.outreach.models import Caller, Campaign
from maillage.outreach.queries.calling import candidates
from maillage.people import services as people
from maillage.people.models import Person

CAMPAIGNS = "/s/cpts-du-grand-montauban-demonstration/campagnes/"
PROFESSIONS = ("infirmier", "medecin_generaliste", "pharmacien")


def opened(count: int = 3, professions: Sequence[str] = PROFESSIONS) -> list[Caller]:
    """A campaign to these professions, where one of each calls."""
    given = services.GivenCampaign("Trois métiers d’abord", "avant_lettre", PROFESSIONS)
    today = timezone.localdate()
    campaign = services.launch(structure(), given, by=camille(), on=today)
    return [joined(campaign, number, professions[number]) for number in range(count)]


def joined(campaign: Campaign, number: int, profession: str) -> Caller:
    card = Person.objects.create(
        structure=structure(),
        name=f"Appelante {number} Fictif",
        profession=profession,
        commune="Montauban",
    )
    people.enter(card, "adherent", by=camille(), on=timezone.localdate())
    return services.add_caller(campaign, card.pk, by=camille(), at=timezone.now(), address_of=str)


def none(page: Page) -> None:
    Campaign.objects.all().delete()
    page.reload()


def listed(page: Page) -> None:
    opened()
    page.goto(CAMPAIGNS)


def refused(page: Page) -> None:
    without_checks(page)
    page.get_by_role("button", name="Ouvrir la campagne").click()
    page.locator(".error-summary").wait_for()


def followed(page: Page) -> None:
    first, *_ = opened()
    answered(first)
    page.goto(f"{CAMPAIGNS}{first.campaign_id}/")
    unfold(page)


def retargeted(page: Page) -> None:
    followed(page)
    page.goto(f"{page.url}qui/")


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
    unfold(page)


def without_a_day(page: Page) -> None:
    with_names(page)
    page.get_by_role("button", name="À rappeler").first.click()
    page.get_by_role("alert").wait_for()


def closed(page: Page) -> None:
    (caller,) = opened(1)
    services.close(caller.campaign, by=camille(), on=timezone.localdate())
    page.goto(caller.link.get_absolute_url())


def followed_by_a_reader(page: Page) -> None:
    page.goto(f"{CAMPAIGNS}{Campaign.objects.get().pk}/")


def followed_and_closed(page: Page) -> None:
    first, *_ = opened()
    services.withdraw(first, by=camille(), at=timezone.now())
    services.close(first.campaign, by=camille(), on=timezone.localdate())
    page.goto(f"{CAMPAIGNS}{first.campaign_id}/")


def to_choose(page: Page) -> None:
    page.goto(opened(1, ["sage_femme"])[0].link.get_absolute_url())


def known(page: Page) -> None:
    (caller,) = opened(1)
    answered(caller)
    left = candidates(caller, at=timezone.now())[0]
    page.goto(caller.link.get_absolute_url())
    page.get_by_text("Je connais quelqu’un").click()
    page.get_by_label("Son nom").fill(left.name)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Je l’appelle").first.wait_for()


def looked_for(page: Page) -> None:
    """One of those found asked for no more calls already."""
    person = Known.objects.filter(sort__startswith="ma")[0]
    services.leave_alone(structure(), person.national, by=camille(), on=timezone.localdate())
    page.goto(f"{CAMPAIGNS}ne-plus-contacter/?q={person.family}+{person.given}")
    unfold(page)
