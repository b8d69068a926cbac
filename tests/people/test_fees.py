"""Fees: a period without gap, a debt asked once, a payment noted once, a receipt that has one number."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput, euros
from maillage.people import services
from maillage.people.documents import receipt
from maillage.people.models import College, Fee, FeeRule, Payment, Person
from maillage.people.queries.fees import UNPAID, fees_on, told, up_to_date
from maillage.people.rules import anniversary, fee_period
from maillage.people.services import GivenDemand, leave
from maillage.structures.models import Structure

TODAY = date(2026, 3, 5)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


# Periods


@pytest.mark.parametrize(
    ("basis", "joined", "on", "since", "until", "from_month"),
    [
        ("glissante", date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), date(2029, 3, 1), None),
        ("glissante", date(2028, 2, 29), date(2029, 2, 28), date(2028, 2, 29), date(2029, 3, 1), None),
        ("glissante", date(2028, 2, 29), date(2029, 3, 1), date(2029, 3, 1), date(2030, 3, 1), None),
        ("glissante", date(2028, 2, 29), date(2032, 2, 29), date(2032, 2, 29), date(2033, 3, 1), None),
        ("civile", date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1), None),
        ("civile", date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31), date(2028, 1, 1), 11),
        ("civile", date(2026, 11, 1), date(2027, 6, 1), date(2026, 11, 1), date(2028, 1, 1), 11),
        ("civile", date(2026, 10, 31), date(2026, 12, 31), date(2026, 10, 31), date(2027, 1, 1), 11),
        ("civile", date(2026, 11, 1), date(2028, 1, 1), date(2028, 1, 1), date(2029, 1, 1), 11),
        ("civile", date(2026, 3, 28), date(2030, 7, 1), date(2030, 1, 1), date(2031, 1, 1), None),
    ],
)
def test_a_period_is_that_of_the_statutes(
    basis: str, joined: date, on: date, since: date, until: date, from_month: int | None
) -> None:
    assert fee_period(basis, joined, on, next_year_from=from_month) == (since, until)


@given(
    basis=st.sampled_from(["civile", "glissante"]),
    joined=DAYS,
    wait=st.integers(0, 4000),
    from_month=st.none() | st.integers(1, 12),
)
def test_periods_follow_one_another_without_gap_nor_overlap(
    basis: str, joined: date, wait: int, from_month: int | None
) -> None:
    on = joined + timedelta(days=wait)
    since, until = fee_period(basis, joined, on, next_year_from=from_month)
    assert joined <= since <= on < until
    assert fee_period(basis, joined, until, next_year_from=from_month)[0] == until
    for inside in (since, until - timedelta(days=1)):
        assert fee_period(basis, joined, inside, next_year_from=from_month) == (since, until)


def test_the_day_after_the_last_of_february_is_an_anniversary() -> None:
    assert [anniversary(date(2028, 2, 29), years) for years in (0, 1, 4)] == [
        date(2028, 2, 29), date(2029, 3, 1), date(2032, 2, 29),
    ]  # fmt: skip


# Asking and receiving


@pytest.fixture
def members(structure: Structure, founder: User) -> list[Person]:
    """Ada and two others belong, and were asked nothing; what the cast paid is put aside."""
    Payment.objects.all().delete()
    Fee.objects.all().delete()
    rules = structure.joining_rules
    found = [structure.people.get(name="Max Fictif")]
    for name in ("Kim Fictif", "Lou Fictif"):
        demand = services.ask_to_join(
            rules, GivenDemand(name, "infirmier", "liberal", "Bressols", "x@example.org"),
            college=None, key=uuid4(), on=TODAY,
        )  # fmt: skip
        found.append(services.accept(demand, None, by=founder, on=TODAY).person)
    return found


def asked(structure: Structure, by: User, on: date = TODAY) -> list[Fee]:
    services.ask_fees(structure, by=by, on=on)
    return fees_on(structure, on)


def test_a_fee_is_asked_once_a_period(structure: Structure, members: list[Person], founder: User) -> None:
    assert [services.ask_fees(structure, by=founder, on=TODAY) for _ in range(3)] == [3, 0, 0]
    assert services.ask_fees(structure, by=founder, on=date(2027, 1, 1)) == 3
    kim = members[1]
    assert [
        fee.until == after.since for fee, after in zip(kim.fees.all(), kim.fees.all()[1:], strict=False)
    ] == [True]


def test_one_payer_settles_several_and_is_noted_once(
    structure: Structure, members: list[Person], founder: User
) -> None:
    fees = [fee.pk for fee in asked(structure, founder)]
    payment = services.receive(
        structure, fees, paid_on=TODAY, means="cheque", payer="Cabinet fictif", by=founder
    )
    with pytest.raises(BadInput, match="déjà réglées"):
        services.receive(structure, fees, paid_on=TODAY, means="cheque", by=founder)
    read = told(fees_on(structure, TODAY))
    assert (read.asked, read.settled, read.received, read.awaited) == (3, 3, Decimal(60), Decimal())
    printed = receipt(payment)
    assert "Cabinet fictif" in str(printed)
    assert all(person.name in str(printed) for person in members)
    assert printed.sections[0].blocks[1].total == ("Total", "", euros(60))  # type: ignore[union-attr]


def test_up_to_date_is_a_fact_of_the_day(structure: Structure, members: list[Person], founder: User) -> None:
    assert up_to_date(structure, on=TODAY) == set()  # something is asked, nobody was
    fees = asked(structure, founder)
    first = next(fee for fee in fees if fee.person == members[1])
    services.receive(structure, [first.pk], paid_on=TODAY, means="virement", by=founder)
    assert up_to_date(structure, on=TODAY) == {members[1].pk}
    assert up_to_date(structure, on=date(2027, 1, 1)) == set()
    leave(members[1].adhesions.get(), by=founder, on=date(2026, 4, 1))
    assert up_to_date(structure, on=date(2026, 4, 1)) == set()
    FeeRule.objects.all().delete()
    assert up_to_date(structure, on=TODAY) == {person.pk for person in members}


def test_a_free_period_owes_nothing_and_has_no_receipt(
    structure: Structure, members: list[Person], founder: User
) -> None:
    services.set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal()}, by=founder)
    fees = asked(structure, founder)
    assert all(fee.is_settled for fee in fees)
    with pytest.raises(BadInput):
        services.receive(structure, [fees[0].pk], paid_on=TODAY, means="virement", by=founder)
    assert up_to_date(structure, on=TODAY) == {person.pk for person in members}


def test_a_college_has_its_own_amount_and_what_was_asked_stays(
    structure: Structure, members: list[Person], founder: User
) -> None:
    college = College.objects.get(structure=structure)
    amounts = {None: Decimal(20), college: Decimal("7.50")}
    services.set_fees(structure, basis="civile", next_year_from=None, amounts=amounts, by=founder)
    asked(structure, founder)
    assert members[0].fees.get().amount == Decimal("7.50")
    services.set_fees(
        structure, basis="civile", next_year_from=None, amounts={college: Decimal(9)}, by=founder
    )
    assert members[0].fees.get().amount == Decimal("7.50")


def test_a_payment_taken_back_is_owed_again_and_its_number_is_never_given_again(
    structure: Structure, members: list[Person], founder: User
) -> None:
    fee = asked(structure, founder)[0]
    first = services.receive(structure, [fee.pk], paid_on=TODAY, means="carte", by=founder)
    services.take_back(first, by=founder)
    services.take_back(first, by=founder)
    fee.refresh_from_db()
    assert not fee.is_settled
    second = services.receive(structure, [fee.pk], paid_on=TODAY, means="carte", by=founder)
    assert second.number == first.number + 1
    assert "ne vaut plus rien" in str(receipt(first))


@pytest.mark.django_db(transaction=True)
def test_the_same_cheque_noted_by_several_at_once_is_one_payment(
    structure: Structure, members: list[Person], founder: User, at_once: Callable[..., list[Any]]
) -> None:
    fees = [fee.pk for fee in asked(structure, founder)]

    def note() -> Payment:
        return services.receive(structure, fees, paid_on=TODAY, means="cheque", by=founder)

    said = at_once(note, note, note)
    assert sum(isinstance(each, Payment) for each in said) == 1
    assert sorted(Payment.objects.values_list("number", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_receipts_have_numbers_that_follow_whoever_notes_them(
    structure: Structure, members: list[Person], founder: User, at_once: Callable[..., list[Any]]
) -> None:
    fees = [fee.pk for fee in asked(structure, founder)]

    def note(fee: int) -> Callable[[], Payment]:
        return lambda: services.receive(structure, [fee], paid_on=TODAY, means="cheque", by=founder)

    at_once(*map(note, fees))
    assert sorted(Payment.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_nobody_owes_before_an_amount_is_written(
    structure: Structure, members: list[Person], founder: User
) -> None:
    services.set_fees(structure, basis="civile", next_year_from=None, amounts={None: None}, by=founder)
    with pytest.raises(BadInput, match="montant"):
        services.ask_fees(structure, by=founder, on=TODAY)


# Pages


def test_the_receipt_is_a_pdf_for_whom_may_edit(structure: Structure, founder: User, member: User) -> None:
    url = reverse("people:receipt", args=[structure.slug, Payment.objects.get().pk])
    answer = client_of(founder).get(url)
    assert answer.content.startswith(b"%PDF")
    assert client_of(member).get(url).status_code == 403


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "-1"}, "0"),
        ({"amount": "12.345"}, "après la virgule"),
        ({"basis": "lunaire"}, "choix"),
        ({"next_year_from": "13"}, "choix"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_sentence(
    structure: Structure, founder: User, fields: dict[str, str], sentence: str
) -> None:
    url = reverse("people:fees", args=[structure.slug])
    answer = client_of(founder).post(url, {"basis": "civile", "amount": "20", **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert FeeRule.objects.get().amounts.get().amount == 20


def test_a_payment_is_noted_from_the_page(structure: Structure, members: list[Person], founder: User) -> None:
    fees = asked(structure, founder)
    client, slug = client_of(founder), structure.slug
    sent = {"fee": [fees[0].pk], "paid_on": "2026-03-05", "means": "virement", "payer": ""}
    page = client.post(reverse("people:receive", args=[slug]), sent, follow=True).content.decode()
    assert "reçu n° 1" in page
    assert "40\N{NARROW NO-BREAK SPACE}€" in page or "40\N{NO-BREAK SPACE}€" in page  # what is awaited still
    assert (
        "Cochez d’abord"
        in client.post(reverse("people:receive", args=[slug]), {}, follow=True).content.decode()
    )


@pytest.mark.parametrize(("joined", "told"), [(date(2026, 12, 31), "1 jour"), (date(2026, 12, 1), "")])
def test_so_short_a_period_is_told_before_it_is_paid(
    joined: date, told: str, structure: Structure, founder: User
) -> None:
    person = structure.people.get(name="Ada Fictif")
    since, until = fee_period("civile", joined, joined)
    Fee.objects.create(person=person, since=since, until=until, amount=Decimal(20))
    page = client_of(founder).get(reverse("people:fees", args=[structure.slug])).content.decode()
    assert (
        "(1 jour)" in page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    ) == bool(told)


def test_without_a_payer_each_has_a_receipt_of_their_own(structure: Structure, founder: User) -> None:
    """Two ticked at once is two who paid, unless somebody paid for both."""
    rows = [
        (name, structure.people.create(name=name, profession="infirmier")) for name in ("Lou Un", "Lou Deux")
    ]
    for _, card in rows:
        card.fees.create(since=TODAY, until=TODAY + timedelta(days=365), amount=Decimal(20))
    chosen = [card.fees.get().pk for _, card in rows]
    url = reverse("people:receive", args=[structure.slug])
    sent = {"fee": chosen, "paid_on": TODAY.isoformat(), "means": "virement", "payer": ""}
    assert client_of(founder).post(url, sent).status_code == 302
    payments = [Fee.objects.get(person=card).payment for _, card in rows]
    assert [payment.payer for payment in payments if payment] == [name for name, _ in rows]
    assert len({payment.number for payment in payments if payment}) == 2
    client_of(founder).post(url, sent)  # sent again: nothing more is noted
    assert structure.fee_payments.count() == len(set(payments)) + 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite says of its plan")
def test_what_is_owed_is_looked_for_among_what_is(structure: Structure) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(Fee.objects.filter(UNPAID, person__structure=structure).order_by().values_list("pk", "amount"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(line) for line in cursor.fetchall())
    assert "fee_unpaid" in plan
