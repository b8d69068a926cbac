"""The money of the running CPTS of the demonstration: each page is reached by its links, its address being made here."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.people.services import doors_to

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
            page.get_by_role("main").get_by_role("link", name=name).first.click()
        if send:
            page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
            page.get_by_role("main").get_by_role("button", name=send).first.click()

    return walk


def simulate(page: Page) -> None:
    """Thirds of a thousand euros, by what each gave."""
    page.goto(f"{SHARINGS}simuler/")
    page.get_by_label("Ce qui est partagé").fill("Essai")
    page.get_by_label("Montant à partager").fill("1000")
    page.get_by_label("Règle", exact=True).select_option("equal")
    page.get_by_role("button", name="Simuler").click()
    page.get_by_role("heading", name="Ce que cela donne").wait_for()


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
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
        page.get_by_role("main").get_by_role("button", name=send).click()
        page.locator(".error-summary, .field-broken").first.wait_for()


def own_claim(page: Page) -> None:
    own(page, f"demande-{somebody().pk}")
