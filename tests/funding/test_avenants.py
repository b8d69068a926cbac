"""The annex in force: the contract, then each avenant from its day; the calendar follows, to the cent."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from funding.test_contracts import SIGNED, line_of, only, sign
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.models import Avenant
from maillage.funding.queries.avenants import avenants_told
from maillage.funding.queries.budget import population_of
from maillage.funding.queries.calendar import calendar, in_order
from maillage.funding.queries.contracts import differences, terms_at
from maillage.funding.rules.annex import amended, changed, in_force, versions
from maillage.funding.rules.following import CUT, ended, followed, readings_of
from maillage.funding.services import avenants, contracts
from maillage.funding.services.avenants import GivenAvenant
from maillage.funding.services.contracts import GivenYear
from maillage.funding.types.annex import Change, MissionTerms, Terms
from maillage.funding.types.calendar import Expected
from maillage.kernel import Answer, BadInput
from maillage.structures.models import Structure

DAYS = st.dates(date(2026, 3, 2), date(2031, 3, 1))
EUROS = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
SUMS = st.dictionaries(st.integers(1, 5), EUROS, max_size=5)
MISSIONS = st.dictionaries(st.sampled_from(["a", "b"]), st.builds(MissionTerms, st.none(), SUMS, SUMS))
TERMS = st.builds(
    Terms, st.none() | DAYS, st.none() | st.integers(1, 200_000), st.none() | st.integers(1, 4), MISSIONS
)
CHANGES = st.lists(st.tuples(DAYS, TERMS), max_size=5).map(
    lambda rows: [
        Change(n, day, terms) for n, (day, terms) in enumerate(sorted(rows, key=lambda row: row[0]), 1)
    ]
)


@drawn(TERMS, CHANGES, DAYS)
def test_the_annex_in_force_is_the_last_version_of_its_day(
    signed: Terms, changes: list[Change], day: date
) -> None:
    held = [terms for since, terms in versions(signed, changes) if since <= day][-1]
    assert in_force(signed, changes, on=day) == held
    assert in_force(signed, changes, on=date(2026, 3, 1)) == signed


@drawn(TERMS, TERMS)
def test_what_a_change_leaves_empty_stays_and_said_twice_it_changes_once(
    before: Terms, change: Terms
) -> None:
    after = amended(before, change)
    assert amended(after, change) == after
    assert amended(before, Terms()) == before
    assert not [*changed(after, amended(after, change))]
    for each in changed(before, after):
        assert each.before != each.after


def exactly(amount: Decimal | int) -> Answer:
    value = Decimal(amount)
    return Answer(value, value, value)


#: One year, its advance on the first day.
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def year_of(base: Decimal) -> list[Expected]:
    """Three quarters, then what is left; what is nothing is not there."""
    advance = (base * 3 / 4).quantize(Decimal("0.01"))
    parts = [
        ("mission_advance", FIRST, FIRST, advance),
        ("mission_balance", None, LAST + timedelta(1), base - advance),
    ]
    return [
        Expected(f"aci:1:{kind}:a", kind, due, before, exactly(sum_), True, 1, "a", kind)
        for kind, due, before, sum_ in parts
        if sum_
    ]


@drawn(EUROS, st.lists(st.tuples(st.dates(FIRST - timedelta(30), LAST + timedelta(30)), EUROS), max_size=4))
def test_the_payments_of_a_year_sum_to_the_annex_of_its_last_day(
    base: Decimal, rows: list[tuple[date, Decimal]]
) -> None:
    rows = sorted(rows, key=lambda row: row[0])
    told = followed(
        readings_of([(date.min, year_of(base)), *((day, year_of(sum_)) for day, sum_ in rows)]), {1: LAST}
    )
    at_last = [base, *(sum_ for day, sum_ in rows if day <= LAST)][-1]
    at_first = [base, *(sum_ for day, sum_ in rows if day <= FIRST)][-1]
    paid = sum((each.amount.value or Decimal() for each in told), Decimal())
    advance = (at_first * 3 / 4).quantize(Decimal("0.01"))
    assert paid == max(at_last, advance)  # money that came is not taken back by a calendar: the page says so
    assert all((each.amount.value or 0) > 0 for each in told)
    if advance > at_last:
        assert "dépasse" in told[0].why
    assert len({each.key for each in told}) == len(told)


def test_what_the_end_cuts_has_no_value_and_what_follows_is_not_awaited() -> None:
    two = [
        *year_of(Decimal(100)),
        *(
            replace(each, contract_year=2, due_on=None, not_before=LAST + timedelta(1))
            for each in year_of(Decimal(100))
        ),
    ]
    starts, lasts = {1: FIRST, 2: LAST + timedelta(1)}, {1: LAST, 2: date(2027, 12, 31)}
    told = ended(two, starts, lasts, date(2026, 6, 30))
    assert [(each.contract_year, each.amount.value) for each in told] == [(1, 75), (1, None)]
    assert told[1].why == CUT.format(day="30\xa0juin\xa02026")
    assert told[1].amount.high == 25
    assert ended(two, starts, lasts, lasts[2]) == two


def noted(structure: Structure, by: User, effect_on: date, **said: Any) -> Avenant:
    given = GivenAvenant(SIGNED, effect_on, "Montants", **said)
    return avenants.amend(only(structure), given, key=uuid4(), by=by)


def pay(avenant: Avenant, mission: str, by: User, *, year: int = 1, **sums: int) -> None:
    years = {year: GivenYear(**{name: Decimal(each) for name, each in sums.items()})}
    avenants.write_avenant_mission(avenant, mission, None, years, by=by)


BALANCE, VARIABLE = "aci:1:mission_balance:parcours", "aci:1:variable:parcours"


def test_an_avenant_changes_what_follows_its_effect_and_not_the_advance(
    structure: Structure, founder: User
) -> None:
    before = line_of(structure, BALANCE).expected.amount.value
    pay(noted(structure, founder, date(2026, 9, 1)), "parcours", founder, fixed=40_000, variable=10_000)
    assert before == Decimal("7500.00")
    assert line_of(structure, "aci:1:mission_advance:parcours").expected.amount.value == Decimal("22500.00")
    assert line_of(structure, BALANCE).expected.amount.value == Decimal("17500.00")
    assert line_of(structure, VARIABLE).expected.amount.value == Decimal("8000.00")  # 80 % of ten thousand


def test_an_avenant_of_the_next_year_leaves_this_one(structure: Structure, founder: User) -> None:
    next_year = date(2027, 3, 2)
    pay(noted(structure, founder, next_year), "parcours", founder, fixed=40_000)
    assert line_of(structure, BALANCE).expected.amount.value == Decimal("7500.00")
    pay(noted(structure, founder, next_year - timedelta(days=1)), "parcours", founder, fixed=40_000)
    assert line_of(structure, BALANCE).expected.amount.value == Decimal("17500.00")


def test_avenants_hold_in_order_of_effect_whatever_the_order_they_are_noted_in(
    structure: Structure, founder: User
) -> None:
    pay(noted(structure, founder, date(2026, 9, 1)), "parcours", founder, fixed=50_000)
    pay(noted(structure, founder, date(2026, 6, 1)), "parcours", founder, fixed=40_000)
    fixed = [
        terms_at(only(structure), day).missions["parcours"].fixed[1]
        for day in (date(2026, 7, 1), date(2026, 9, 1))
    ]
    assert fixed == [40_000, 50_000]
    told = [(each.number, [one.before for one in each.changes]) for each in avenants_told(only(structure))]
    assert [number for number, _ in told] == [1, 2, 3]
    assert told[2][1] == ["40\u202f000\xa0€"]


def test_an_avenant_brings_a_mission_and_takes_it_back_with_it(structure: Structure, founder: User) -> None:
    made = noted(structure, founder, date(2026, 9, 1))
    years = {1: GivenYear(fixed=Decimal(8_000))}
    avenants.write_avenant_mission(made, "prevention", date(2026, 9, 1), years, by=founder)
    advance = line_of(structure, "aci:1:mission_advance:prevention")
    assert advance.expected.due_on == date(2026, 9, 1)
    avenants.drop_avenant(made, by=founder)
    assert "prevention" not in terms_at(only(structure), date.max).missions


def test_population_and_size_move_the_running_part_from_their_day(
    structure: Structure, founder: User
) -> None:
    first = line_of(structure, "aci:2:running_advance:").expected.amount.value
    noted(structure, founder, date(2027, 3, 2), size=1, population=20_000)
    assert line_of(structure, "aci:2:running_advance:").expected.amount.value != first
    assert line_of(structure, "aci:1:running_signature:").received == 75_000
    assert population_of(structure, [only(structure)], date(2026, 12, 31)) == 95_000
    assert population_of(structure, [only(structure)], date(2027, 12, 31)) == 20_000


def test_an_end_that_comes_sooner_ends_the_calendar(structure: Structure, founder: User) -> None:
    noted(structure, founder, date(2026, 9, 1), ends_on=date(2027, 3, 1))
    years = {line.expected.contract_year for _, line in in_order(calendar(structure, on=SIGNED))}
    assert years == {1, None}


@pytest.mark.parametrize(
    ("said", "words", "field"),
    [
        ({"effect_on": date(2026, 3, 1)}, "avant le contrat", "effect_on"),
        ({"effect_on": date(2031, 3, 2)}, "après la fin du contrat, le 1er\xa0mars\xa02031", "effect_on"),
        ({"effect_on": SIGNED, "ends_on": date(2026, 3, 1)}, "finirait avant", "ends_on"),
    ],
)
def test_an_avenant_that_cannot_be_is_refused_and_nothing_is_written(
    said: dict[str, Any], words: str, field: str, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        noted(structure, founder, **said)
    assert (refusal.value.field, only(structure).avenants.count()) == (field, 1)


def test_an_effect_after_the_end_that_another_avenant_gave_is_refused(
    structure: Structure, founder: User
) -> None:
    noted(structure, founder, date(2026, 9, 1), ends_on=date(2027, 3, 1))
    with pytest.raises(BadInput, match="après la fin"):
        noted(structure, founder, date(2027, 4, 1))


def test_a_contract_is_not_moved_past_its_avenants(structure: Structure, founder: User) -> None:
    contracts.drop_mission(only(structure).missions.get(), by=founder)
    found = only(structure)
    given = contracts.GivenContract("aci", found.name, date(2026, 4, 1), population=95_000)
    with pytest.raises(BadInput, match="avant le contrat"):
        contracts.write(found, found.legal_person, given, by=founder)


def test_an_avenant_of_a_contract_of_29_february_ends_with_its_fifth_year(
    structure: Structure, founder: User
) -> None:
    signed = sign(structure, founder, signed_on=date(2024, 2, 29))
    given = GivenAvenant(date(2024, 2, 29), date(2029, 2, 28), "Trop tard")
    with pytest.raises(BadInput, match="27\xa0février\xa02029"):
        avenants.amend(signed, given, key=uuid4(), by=founder)
    avenants.amend(signed, replace(given, effect_on=date(2029, 2, 27)), key=uuid4(), by=founder)


def test_an_avenant_out_of_the_bounds_of_the_agreement_is_shown(structure: Structure, founder: User) -> None:
    pay(noted(structure, founder, date(2027, 3, 2)), "parcours", founder, year=2, fixed=9_000_000)
    assert [(each.year, each.part) for each in differences(only(structure))] == [(2, "part fixe")]


def test_the_page_says_before_and_after_and_lets_write(structure: Structure, founder: User) -> None:
    client, found = client_of(founder), only(structure)
    url = reverse("funding:amend", args=[structure.slug, found.pk])
    sent = {
        "key": str(uuid4()),
        "signed_on": "2026-08-01",
        "effect_on": "2026-09-01",
        "purpose": "Plus de parcours",
    }
    made = client.post(url, sent).url
    again = client.post(url, sent).url
    assert made == again
    key = found.avenants.get(purpose="Plus de parcours").pk
    years = reverse("funding:avenant_mission", args=[structure.slug, found.pk, key, "parcours"])
    assert client.post(years, {"fixed-1": "40000"}).status_code == 302
    page = client.get(made).content.decode()
    assert "30\u202f000\xa0€" in page
    assert "40\u202f000\xa0€" in page
    refused = client.post(made, {**sent, "effect_on": "2032-01-01"})
    assert refused.status_code == 422
    assert "après la fin du contrat" in refused.content.decode()
    assert (
        client.post(reverse("funding:drop_avenant", args=[structure.slug, found.pk, key])).status_code == 302
    )
    assert found.avenants.count() == 1
