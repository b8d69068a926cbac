"""Pages of a dialogue de gestion."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from journeys.steps import go_through, unfold
from maillage.dossier.models import Dialogue, MissionSheet
from maillage.funding.models import Contract

YEAR = timezone.localdate().year
SLUG = "cpts-du-pays-de-lalbenque-demonstration"
DIALOGUES = f"/s/{SLUG}/dialogue/"


def dialogue(*, is_closed: bool) -> Dialogue:
    known = Dialogue.objects.filter(contract__legal_person__structure__slug=SLUG)
    return known.filter(closed_on__isnull=not is_closed)[0]


def the_one(*, is_closed: bool) -> str:
    return f"{DIALOGUES}{dialogue(is_closed=is_closed).pk}/"


def prepared(page: Page) -> None:
    page.goto(the_one(is_closed=False))
    unfold(page)


def concluded(page: Page) -> None:
    page.goto(the_one(is_closed=True))


def mission(page: Page) -> None:
    held = MissionSheet.objects.filter(dialogue__contract__legal_person__structure__slug=SLUG)
    key = held.get(dialogue__closed_on=None).mission
    page.goto(f"{the_one(is_closed=False)}missions/{key}/")


def to_conclude(page: Page) -> None:
    page.goto(f"{the_one(is_closed=False)}conclure/")


def keep_every_rate(page: Page) -> None:
    """Each mission, at what is asked: a rate for each of its lines."""
    for place in range(page.get_by_role("link", name="Noter").count()):
        go_through(page.get_by_role("link", name="Noter").nth(place))
        for field in page.locator("[name^='kept-']").all():
            field.fill("80")
        for field in page.locator("[name^='proposed-']").all():
            field.fill("80")
        page.get_by_role("button", name="Enregistrer cette mission").click()
        expect(page.get_by_role("heading", name="Mission par mission")).to_be_visible()


def open_for(page: Page, contract: Contract) -> Dialogue:
    """Its first year."""
    page.goto(DIALOGUES)
    page.get_by_label("Année à préparer").select_option(f"{contract.pk}-1")
    go_through(page.get_by_role("button", name="Préparer ce dialogue"))
    expect(page.get_by_role("heading", name="Mission par mission")).to_be_visible()
    return Dialogue.objects.get(contract=contract, number=1)


def conclude(page: Page, held: Dialogue) -> None:
    """Held yesterday; every rate kept at what is asked."""
    Dialogue.objects.filter(pk=held.pk).update(meets_on=timezone.localdate() - timedelta(days=1))
    page.goto(f"{DIALOGUES}{held.pk}/")
    keep_every_rate(page)
    go_through(page.get_by_role("link", name="Conclure le dialogue"))
    page.get_by_label("Participants").fill("Camille, coordination\nUne référente de la caisse")
    page.get_by_label("Accord donné par").fill("Signatures du jour")
    page.get_by_role("button", name="Conclure", exact=True).click()
    expect(page.get_by_text("Accord donné par : Signatures du jour")).to_be_visible()
