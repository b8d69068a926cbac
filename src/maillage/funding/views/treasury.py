"""The treasury, month by month."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.funding.enums import Ability
from maillage.funding.models import BankAccount
from maillage.funding.queries.calendar import calendar_of, in_order
from maillage.funding.queries.contracts import Signed
from maillage.funding.queries.treasury import Purse, last_days, too_late, treasury_in
from maillage.funding.types.treasury import Month, Treasury
from maillage.structures.perms import find
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request

#: Of the drawing: a month is that wide, the whole that high.
WIDE, HIGH = 10, 60


@require_safe
def treasury(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today, signed = today_in(structure), Signed.of(structure)
    purse = Purse.of(structure, on=today)
    together(*purse.lists, *signed.lists)
    contracts = signed.contracts()
    shown = calendar_of(contracts, structure.form, on=today)
    told = treasury_in(structure, purse, shown, on=today)
    context = {
        "told": told,
        "bars": bars_of(told),
        "width": WIDE * len(told.months),
        "height": HIGH,
        "zero": zero_of(told),
        "late": too_late(in_order(shown), on=today),
        "last_days": last_days(contracts, structure.form, on=today),
        "today": today,
        "has_bank": BankAccount.objects.filter(legal_person__structure=structure).exists(),
    }
    return render(request, "funding/treasury.html", context)


def bars_of(told: Treasury) -> list[dict[str, object]]:
    """One for each month: its place and its height, from the line of zero."""
    zero, scale = zero_of(told), scale_of(told)
    return [
        {
            "x": WIDE * rank + 1,
            "y": round(min(zero, zero - float(each.held * scale)), 2),
            "height": round(abs(float(each.held * scale)), 2),
            "kind": kind_of(each),
        }
        for rank, each in enumerate(told.months)
        if each.held is not None
    ]


def kind_of(month: Month) -> str:
    if (month.held or 0) < 0:
        return "treasury-below"
    return "treasury-ahead" if month.is_to_come else "treasury-held"


def scale_of(told: Treasury) -> Decimal:
    """Of a euro, in units of the drawing."""
    held = [each.held for each in told.months if each.held is not None]
    most, least = max([*held, Decimal()]), min([*held, Decimal()])
    return HIGH / (most - least) if most != least else Decimal()


def zero_of(told: Treasury) -> float:
    most = max([*(each.held for each in told.months if each.held is not None), Decimal()])
    return round(float(most * scale_of(told)), 2)
