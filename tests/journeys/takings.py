"""The money of the running CPTS of the demonstration: each page is reached by its links, its address being made here."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from journeys.steps import go_through, unfold, without_checks
from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim, Contract
from maillage.links.models import Link
from maillage.links.services import open_link
from maillage.people.services import doors_to
from maillage.structures.models import Structure

RUNNING = "/s/cpts-du-pays-de-lalbenque-demonstration/"
MONEY, HOURS, SCALE, SIGNING = (
    f"{RUNNING}argent/{rest}" for rest in ("", "heures/", "bareme/", "contrats/ajouter/")
)
SHARINGS = "/s/maison-de-sante-de-caussade-et-septfonds-demonstration/argent/partages/"
AGREEMENT, GRANT = "ACI 2024-2029 (fictif)", "FIR, appui à la coordination (fictif)"


def follow(*names: str, since: str = MONEY, send: str = "") -> Callable[[Page], None]:
    """Click these links, one after the other; then the button `send`, past what the browser refuses by itself."""

    def walk(page: Page) -> None:
        page.goto(since)
        for name in names:
            go_through(page.get_by_role("main").get_by_role("link", name=name).first)
        if send:
            without_checks(page)
            go_through(page.get_by_role("main").get_by_role("button", name=send).first)

    return walk


def last_year(since: str) -> Callable[[Page], None]:
    return follow(str(timezone.localdate().year - 1), since=since)


def a_month(since: str) -> Callable[[Page], None]:
    """January of last year, all folds open."""

    def walk(page: Page) -> None:
        follow(str(timezone.localdate().year - 1), "Corriger", since=since)(page)
        unfold(page)

    return walk


def typed(since: str, field: str, text: str, send: str) -> Callable[[Page], None]:
    """A field of a form, by its name, then the form is sent."""

    def walk(page: Page) -> None:
        page.goto(since)
        unfold(page)
        page.locator(f"[name='{field}']").fill(text)
        go_through(page.get_by_role("main").get_by_role("button", name=send))

    return walk


def agreement() -> Contract:
    return Contract.objects.get(name=AGREEMENT)


def address_of_results(year: int, mission: str) -> str:
    return f"{MONEY}contrats/{agreement().pk}/resultats/{year}/{mission}/"


def results(page: Page, *, send: str = "") -> None:
    """The variable part of a year that was discussed; its button, past what the browser refuses by itself."""
    page.goto(address_of_results(2, "parcours"))
    if send:
        without_checks(page)
        page.get_by_role("main").get_by_role("button", name=send).click()
        page.locator(".error-summary").wait_for()


def simulate(page: Page) -> None:
    """Thirds of a thousand euros, by what each gave."""
    page.goto(f"{SHARINGS}simuler/")
    page.get_by_label("Ce qui est partagé").fill("Essai")
    page.get_by_label("Montant à partager").fill("1000")
    page.get_by_label("Règle", exact=True).select_option("equal")
    page.get_by_role("button", name="Simuler").click()
    page.get_by_role("heading", name="Ce que cela donne").wait_for()


def calls(page: Page) -> None:
    """A campaign where one calls, and a line of the *barème* that pays it."""
    structure, today = Structure.objects.get(slug=RUNNING.split("/")[2]), timezone.localdate()
    campaign = structure.campaigns.create(
        title="Trois métiers d’abord", phase="avant_lettre", words="Bonjour", opened_on=today
    )
    link, card = open_link("appels"), structure.people.earliest("pk")
    caller = campaign.callers.create(person=card, link=link, added_on=today)
    caller.times.create(on=today, minutes=90)
    payer = structure.legal_persons.get(until=None)
    payer.scale.create(kind="indemnite", amount=50, since=today)
    page.goto(f"{HOURS}campagnes/{campaign.pk}/")


def somebody() -> Claim:
    """A claim that waits, its person holding the link of their card."""
    return (
        Claim.objects.filter(state=ClaimState.ASKED, person__isnull=False)
        .select_related("person")
        .latest("pk")
    )


def own(page: Page, rest: str, *, send: str = "") -> None:
    person = somebody().person
    assert person is not None
    page.goto(doors_to([person], on=timezone.localdate())[person.pk].step(rest))
    if send:
        unfold(page)
        without_checks(page)
        page.get_by_role("main").get_by_role("button", name=send).click()
        page.locator(".error-summary, .field-broken").first.wait_for()


def own_claim(page: Page) -> None:
    own(page, f"demande-{somebody().pk}")


def paid_door() -> Link:
    """Of somebody to whom money was paid."""
    paid = Claim.objects.filter(state=ClaimState.PAID, person__isnull=False).select_related("person")
    person = paid.latest("pk").person
    assert person is not None
    return doors_to([person], on=timezone.localdate())[person.pk]


def own_paid(page: Page) -> None:
    page.goto(paid_door().step("sommes"))
