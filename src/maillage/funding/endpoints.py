"""The money of a structure for another program, by a key that its keyholders let read it: nobody's name."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from maillage.funding.enums import Ability
from maillage.funding.queries.calendar import calendar_report
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.returns import return_of, return_report
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.structures.services.keys import structure_of
from maillage.structures.types import KeyedRequest
from maillage.ui.endpoints import KeyOfSlug, Refusals
from maillage.ui.queries import module_of

router = Router(tags=["Argent"])
#: Civil years that the books may tell.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class MoneyKey(KeyOfSlug):
    """One that was let read the money, while the structure has that module."""

    openapi_description = "Une clé de la structure qui lit l’argent, faite dans ses réglages."

    def opened(self, secret: str, slug: str) -> Structure | None:
        found = structure_of(secret, slug, on=timezone.localdate(), money=True)
        return found if found and module_of(Ability.READ) in modules_of(found) else None


class YearIn(Schema):
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)


class ContractOut(Schema):
    name: str
    kind: str
    legal_person: str
    signed: date
    why: str


class PaymentOut(Schema):
    """Sums are texts, null while unknown."""

    contract: str
    key: str
    label: str
    contract_year: int | None
    kind: str
    mission: str | None
    date: str | None
    not_before: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rule: str
    why: str
    received: Decimal
    state: str
    gap: Decimal | None


class CalendarOut(Schema):
    structure: str
    on: date
    contracts: list[ContractOut]
    payments: list[PaymentOut]


class PostOut(Schema):
    mission: str | None
    label: str
    planned: Decimal
    carried: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    left: Decimal
    received: Decimal
    awaited: Decimal | None


class TimeOut(Schema):
    label: str
    people: int
    minutes: int
    paid_minutes: int
    volunteer_minutes: int
    amount: Decimal


class ReturnOut(Schema):
    form: str
    year: int
    population: int | None
    received: Decimal
    posts: list[PostOut]
    meetings: dict[str, int]
    by_function: list[TimeOut]
    by_profession: list[TimeOut]


@router.get("/{slug}/money/calendar", auth=MoneyKey(), response={200: CalendarOut, 401: Refusals})
def money_calendar(request: KeyedRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Les versements que les contrats promettent, et ce qui est arrivé. Un montant inconnu est nul, jamais zéro."""
    return calendar_report(request.auth, on=timezone.localdate())


@router.get("/{slug}/money/return", auth=MoneyKey(), response={200: ReturnOut, 401: Refusals, 422: Refusals})
def money_return(
    request: KeyedRequest,
    slug: str,  # noqa: ARG001 -- its key tells it
    given: Query[YearIn],
) -> dict[str, Any]:
    """Une année civile, poste par poste, sans nommer personne."""
    structure = request.auth
    person = payer_of(structure)
    if person is None:
        raise BadInput("Aucune personne morale ne porte cette structure : notez d’abord laquelle.")
    person.structure = structure
    return return_report(return_of(person, given.year, on=timezone.localdate()))
