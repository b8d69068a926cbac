"""An evening of duty that is handed over on two telephones, and a call that is counted: no account anywhere."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER, violations
from journeys import duties
from journeys.conftest import OpenWindow
from journeys.steps import go_through, said
from maillage.care.models import Swap

pytestmark = IN_A_BROWSER


def test_a_turn_is_handed_over_by_link_and_who_is_on_duty_follows(window: OpenWindow) -> None:
    """Who gives and who takes, each on a telephone; the switchboard reads the new name, and counts a call by two taps."""
    roster = duties.evenings()
    today = timezone.localdate()
    turn = roster.duties.filter(day__gt=today + timedelta(days=7), published__isnull=False, swaps=None)
    duty = turn.select_related("published").order_by("day")[0]
    giver = duty.published
    assert giver
    taker = roster.members.exclude(person=giver).order_by("pk")[0].person
    hers, his, desk = (window(width=360, has_touch=True).new_page() for _ in range(3))

    hers.goto(duties.door(giver, "gardes"))
    go_through(hers.locator(f"a[href$='garde-{duty.pk}/']"))
    hers.get_by_label("À qui le demander").select_option(label=taker.name)
    assert violations(hers) == []
    go_through(hers.get_by_role("button", name="Demander"))
    expect(hers.get_by_role("heading", name="J’ai demandé")).to_be_visible()

    swap = Swap.objects.get(duty=duty)
    his.goto(duties.door(taker, f"remplacement-{swap.pk}"))
    assert giver.name in said(his.locator("main"))
    assert violations(his) == []
    go_through(his.get_by_role("button", name="Je prends ce tour"))
    expect(his.locator(".notice-satisfied")).to_contain_text("C’est vous qui remplacez")

    desk.goto(f"{duties.DUTY}{roster.pk}/?mois={duty.day:%Y-%m}")
    row = desk.locator(".duty-month tr", has_text=f"à la place de {giver.name}")
    expect(row.filter(has_text=taker.name).first).to_be_visible()
    duties.board(desk)
    assert roster.name in said(desk.locator("main"))
    duties.taps(desk)
    go_through(desk.get_by_role("link", name="Infirmier", exact=True))
    go_through(desk.get_by_role("button", name="Refusé"))
    expect(desk.get_by_text("Dernier compté")).to_contain_text("refusé")
    go_through(desk.get_by_role("button", name="Annuler"))
    expect(desk.locator(".purpose")).to_contain_text("0\N{NO-BREAK SPACE}cas")
