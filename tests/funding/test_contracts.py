"""A contract, its annex, what it pays, what came: from its paper to the calendar."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.funding.commands import money
from maillage.funding.models import Contract, Receipt
from maillage.funding.queries.awaiting import awaiting
from maillage.funding.queries.calendar import calendar, in_order
from maillage.funding.queries.contracts import contracts_of, differences
from maillage.funding.services import avenants, contracts, receipts
from maillage.funding.services.contracts import GivenContract, GivenPayment, GivenYear
from maillage.funding.services.receipts import GivenReceipt
from maillage.kernel import BadInput
from maillage.structures.models import Structure

SIGNED = date(2026, 3, 2)
FIRST, ADVANCE = "aci:1:running_signature:", "aci:1:mission_advance:parcours"


def only(structure: Structure) -> Contract:
    return contracts_of(structure).get()


def sign(structure: Structure, by: User, **said: Any) -> Contract:
    given = {"kind": "aci", "name": "Autre", "signed_on": SIGNED, "population": 95_000, **said}
    return contracts.sign(structure.legal_persons.get(), GivenContract(**given), key=uuid4(), by=by)


def line_of(structure: Structure, key: str, on: date = SIGNED) -> Any:
    return next(line for _, line in in_order(calendar(structure, on=on)) if line.expected.key == key)


def receive(structure: Structure, by: User, key: str = ADVANCE, **said: Any) -> Receipt:
    given = GivenReceipt(**{"received_on": date(2026, 3, 10), "amount": Decimal(1_000), **said})
    return receipts.receive(only(structure), key, given, key=uuid4(), by=by, on=date(2026, 3, 10))


def test_the_calendar_says_what_came_and_what_the_annex_promises(structure: Structure) -> None:
    first, advance = line_of(structure, FIRST), line_of(structure, ADVANCE)
    assert (first.received, first.arrival) == (Decimal(75_000), "recu")
    assert advance.expected.due_on == SIGNED
    assert advance.expected.amount.value == Decimal("22500.00")  # three quarters of 30 000 €


def test_the_start_of_a_mission_changes_its_day_and_not_its_key(structure: Structure, founder: User) -> None:
    contracts.write_mission(only(structure), "parcours", None, {}, by=founder)
    assert line_of(structure, ADVANCE).expected.due_on is None


def test_what_came_stays_when_the_annex_loses_its_mission(structure: Structure, founder: User) -> None:
    receive(structure, founder)
    contracts.drop_mission(only(structure).missions.get(), by=founder)
    kept = line_of(structure, ADVANCE)
    assert (kept.received, kept.expected.amount.value) == (Decimal(1_000), None)


def test_the_same_form_twice_notes_one(structure: Structure, founder: User) -> None:
    key, given = uuid4(), GivenReceipt(date(2026, 3, 10), Decimal(10))
    for _ in range(2):
        receipts.receive(only(structure), ADVANCE, given, key=key, by=founder, on=date(2026, 3, 10))
    assert line_of(structure, ADVANCE).received == 10
    contract_key, told = uuid4(), GivenContract("fir", "FIR", SIGNED)
    for _ in range(2):
        contracts.sign(structure.legal_persons.get(), told, key=contract_key, by=founder)
    assert contracts_of(structure).filter(name="FIR").count() == 1


def test_a_receipt_is_undone_by_another_row_and_once(structure: Structure, founder: User) -> None:
    noted = receive(structure, founder)
    undone = [receipts.undo(noted, by=founder, on=date(2026, 3, 11)) for _ in range(2)]
    assert undone[0] == undone[1]
    assert Receipt.objects.filter(pk=noted.pk).exists()
    assert line_of(structure, ADVANCE).received == 0
    with pytest.raises(BadInput, match="notez de nouveau"):
        receipts.undo(undone[0], by=founder, on=date(2026, 3, 11))


def test_no_receipt_takes_money_away(structure: Structure, founder: User) -> None:
    noted = receive(structure, founder)
    noted.pk, noted.key, noted.amount = None, uuid4(), Decimal(-1)
    with pytest.raises(IntegrityError):
        noted.save(force_insert=True)


@pytest.mark.parametrize(
    ("said", "words", "field"),
    [
        ({"received_on": date(2026, 3, 11)}, "pas encore venu", "received_on"),
        ({"received_on": date(2026, 3, 1)}, "avant la signature", "received_on"),
        ({"is_last": True}, "pourquoi", "note"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(
    said: dict[str, Any], words: str, field: str, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        receive(structure, founder, **said)
    assert refusal.value.field == field


def test_a_contract_signed_on_29_february_has_its_years(structure: Structure, founder: User) -> None:
    signed = sign(structure, founder, signed_on=date(2024, 2, 29))
    days = {line.expected.due_on for _, line in in_order(calendar(structure, on=SIGNED)) if _ == signed}
    assert {date(2024, 2, 29), date(2025, 2, 28), date(2028, 2, 29)} <= days


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"signed_on": date(2018, 1, 1)}, "aucun contrat"),
        ({"ends_on": date(2020, 1, 1)}, "avant d’être signé"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(
    said: dict[str, Any], words: str, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match=words):
        sign(structure, founder, **said)


def test_an_avenant_does_not_come_before_its_contract(structure: Structure, founder: User) -> None:
    given = avenants.GivenAvenant(date(2026, 3, 1), SIGNED, "Trop tôt")
    with pytest.raises(BadInput, match="avant le contrat"):
        avenants.amend(only(structure), given, key=uuid4(), by=founder)


def test_a_mission_does_not_start_out_of_its_contract_and_nothing_is_written(
    structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match="hors du contrat"):
        contracts.write_mission(only(structure), "parcours", date(2025, 1, 1), {}, by=founder)
    assert only(structure).missions.get().years.count() == 1


def test_an_annex_out_of_the_bounds_of_the_agreement_is_shown(structure: Structure, founder: User) -> None:
    assert not [*differences(only(structure))]
    years = {1: GivenYear(fixed=Decimal(9_000_000))}
    contracts.write_mission(only(structure), "parcours", SIGNED, years, by=founder)
    told = [*differences(only(structure))]
    assert [(each.year, each.part) for each in told] == [(1, "part fixe")]


def test_a_payment_that_was_answered_is_not_withdrawn(structure: Structure, founder: User) -> None:
    planned = only(structure).planned.get()
    noted = receive(structure, founder, key=f"annonce:{planned.pk}")
    with pytest.raises(BadInput, match="annulez-la"):
        contracts.withdraw(planned, by=founder)
    receipts.undo(noted, by=founder, on=SIGNED)
    contracts.withdraw(planned, by=founder)
    assert not only(structure).planned.exists()


def test_a_fund_that_is_no_agreement_pays_what_it_announces(structure: Structure, founder: User) -> None:
    signed = sign(structure, founder, kind="fir", name="FIR", population=None)
    contracts.announce(
        signed, GivenPayment("Acompte", Decimal("8000.50"), date(2026, 4, 1)), key=uuid4(), by=founder
    )
    told = [line for each, line in in_order(calendar(structure, on=date(2026, 4, 2))) if each == signed]
    assert [(line.expected.amount.value, line.arrival) for line in told] == [
        (Decimal("8000.50"), "en-retard")
    ]


def test_a_late_payment_is_on_the_home_with_its_gesture(structure: Structure) -> None:
    late = [task for task in tasks_of(awaiting(structure)) if "en retard" in task.text]
    assert [task.due for task in late] == [SIGNED]
    assert late[0].url == reverse("funding:receive", args=[structure.slug, only(structure).pk, ADVANCE])


def test_the_command_tells_every_payment(structure: Structure) -> None:
    ran = CliRunner().invoke(money, ["calendar", structure.slug, "--json"])
    told = json.loads(ran.output)
    assert told["on"] == timezone.localdate().isoformat()
    first = next(each for each in told["payments"] if each["key"] == FIRST)
    assert (first["amount"], first["received"], first["state"]) == ("75000.00", "75000.00", "recu")
    variable = next(
        each for each in told["payments"] if each["kind"] == "variable" and each["contract_year"] == 2
    )
    assert (variable["amount"], variable["date"]) == (None, None)
    assert "dialogue de gestion" in variable["why"]


def test_the_page_of_the_annex_keeps_what_was_typed(structure: Structure, founder: User) -> None:
    url = reverse("funding:mission", args=[structure.slug, only(structure).pk, "prevention"])
    refused = client_of(founder).post(url, {"starts_on": "2026-03-02", "fixed-1": "douze"})
    assert refused.status_code == 422
    assert "douze" in refused.content.decode()
    sent = {"starts_on": "2026-04-01", "fixed-1": "12000.50", "variable-2": "0"}
    assert client_of(founder).post(url, sent).status_code == 302
    first, second = only(structure).missions.get(mission="prevention").years.all()
    assert (first.fixed, first.variable) == (Decimal("12000.50"), None)
    assert (second.fixed, second.variable) == (None, Decimal(0))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_treasurers_undo_a_receipt_once(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    noted = receive(structure, founder)
    undoing = [lambda: receipts.undo(noted, by=founder, on=SIGNED)] * 2
    done = at_once(*undoing)
    assert len({each.pk for each in done}) == 1
