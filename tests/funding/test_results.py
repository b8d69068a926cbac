"""What a contract is measured by: weights, what was reached, and the steps of a variable part up to its money."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from funding.test_contracts import SIGNED, line_of, only, receive, sign
from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.funding.enums import RateState
from maillage.funding.models import Indicator, ResultStep
from maillage.funding.queries.results import weighed_in
from maillage.funding.rules.variable import goes_back, reached, weighing, weights_of
from maillage.funding.services import results
from maillage.funding.services.results import GivenIndicator, GivenStep
from maillage.funding.types.results import Measure
from maillage.kernel import BadInput
from maillage.structures.models import Structure

VARIABLE = "aci:1:variable:parcours"
TODAY = date(2027, 5, 1)
CENT = Decimal("0.01")
RATES = st.integers(0, 10_000).map(lambda each: Decimal(each).scaleb(-4))
EUROS = st.integers(0, 50_000_000).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def measures(draw: st.DrawFn) -> list[Measure]:
    """Weights that make one, to the hundredth of a percent; rates that may lack."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=5)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return [
        Measure(f"I{rank}", Decimal(weight).scaleb(-4), draw(st.dictionaries(st.just(1), RATES)))
        for rank, weight in enumerate(weights)
    ]


def variable_of(envelope: Decimal, indicators: list[dict[str, object]]) -> legislation.MissionDue:
    mission = {"key": "parcours", "start": SIGNED, "variable": [envelope], "indicators": indicators}
    signed = legislation.read_contract({"signed": SIGNED, "population": 95_000, "missions": [mission]})
    return legislation.entitlements(signed)[0].missions[0]


@settings(deadline=None, max_examples=60)
@drawn(measures(), EUROS, st.none() | RATES)
def test_the_variable_part_is_the_envelope_times_what_was_reached_rounded_once(
    measured: list[Measure], envelope: Decimal, whole: Decimal | None
) -> None:
    """Each indicator weighs; when one has no rate that of the mission stands for all, else its bounds do."""
    told = variable_of(envelope, weighing(measured, {1: whole})).variable
    known = [each for each in measured if 1 in each.rates]
    low = sum(((each.weight or 0) * each.rates[1] for each in known), Decimal())
    rate = low if len(known) == len(measured) else whole
    assert reached(measured, 1) == (low if len(known) == len(measured) else None)
    if rate is not None:
        assert told.value == (envelope * rate).quantize(CENT, ROUND_HALF_UP)
    else:
        unknown = sum(((each.weight or 0) for each in measured if 1 not in each.rates), Decimal())
        assert told.low == (envelope * low).quantize(CENT, ROUND_HALF_UP)
        assert told.high == (envelope * (low + unknown)).quantize(CENT, ROUND_HALF_UP)


@drawn(
    st.lists(st.builds(Measure, st.just("I"), st.none() | RATES, st.just({1: Decimal(1)})), max_size=4), RATES
)
def test_weights_that_do_not_make_a_hundred_leave_the_rate_of_the_mission(
    measured: list[Measure], rate: Decimal
) -> None:
    if weights_of(measured) != 1:
        assert reached(measured, 1) is None
        assert weighing(measured, {1: rate}) == [{"weight": 1, "rate": [rate, None, None, None, None]}]


@pytest.mark.parametrize(
    ("state", "before", "is_back"),
    [
        ("propose", "estime", False),
        ("estime", "notifie", True),
        ("retenu", "retenu", False),
        ("estime", "", False),
    ],
)
def test_a_step_goes_forward_or_back(state: str, before: str, is_back: bool) -> None:
    assert goes_back(state, before) is is_back


def step(structure: Structure, by: User, state: str = "propose", **said: Any) -> ResultStep:
    given = {"on": date(2027, 4, 1), "reason": "Courrier", "rate": Decimal("0.9"), **said}
    number, mission = said.get("number", 1), given.pop("mission", "parcours")
    given.pop("number", None)
    return results.step(
        only(structure), mission, number, GivenStep(state, **given), key=uuid4(), by=by, today=TODAY
    )


def measure(structure: Structure, by: User, name: str, weight: str | None) -> Indicator:
    given = GivenIndicator(name, mission="parcours", weight=None if weight is None else Decimal(weight))
    return results.add_indicator(only(structure), given, key=uuid4(), by=by)


@pytest.fixture
def two(structure: Structure, founder: User) -> tuple[Indicator, Indicator]:
    only(structure).indicators.all().delete()
    return measure(structure, founder, "Parcours écrits", "60"), measure(structure, founder, "Patients", "40")


def expected(structure: Structure) -> Decimal | None:
    return line_of(structure, VARIABLE).expected.amount.value


def test_a_step_changes_what_is_expected_and_says_who_when_why(structure: Structure, founder: User) -> None:
    assert expected(structure) == 16_000  # 80 % of twenty thousand, estimated
    made = step(structure, founder)
    line = line_of(structure, VARIABLE)
    assert (line.expected.amount.value, line.expected.state) == (18_000, "Proposé par la caisse")
    assert (made.by, made.on, made.reason, made.is_correction) == (
        founder,
        date(2027, 4, 1),
        "Courrier",
        False,
    )
    assert only(structure).missions.get().years.get().rate_state == "propose"


def test_indicators_give_the_rate_and_the_step_keeps_it(
    structure: Structure, founder: User, two: tuple[Indicator, Indicator]
) -> None:
    given = {two[0].pk: (Decimal(3), Decimal("0.855")), two[1].pk: (None, Decimal("0.5"))}
    made = step(structure, founder, rate=None, reached=given)
    assert made.rate == Decimal("0.713")  # 60 % of 85.5 %, 40 % of 50 %
    assert expected(structure) == Decimal("14260.00")


def test_an_indicator_without_rate_leaves_bounds_between_the_readings(
    structure: Structure, founder: User, two: tuple[Indicator, Indicator]
) -> None:
    results.write_reached(only(structure), "parcours", 1, {two[0].pk: (None, Decimal(1))})
    year = only(structure).missions.get().years.get()
    year.rate, year.rate_state = None, ""
    year.save()
    told = line_of(structure, VARIABLE).expected.amount
    assert (told.value, told.low, told.high) == (None, 12_000, 20_000)


def test_a_step_back_is_a_correction_that_somebody_calls_so(structure: Structure, founder: User) -> None:
    step(structure, founder, "notifie")
    with pytest.raises(BadInput, match="C’est une correction") as refusal:
        step(structure, founder, "propose")
    assert refusal.value.field == "state"
    made = step(structure, founder, "propose", is_correction=True, on=date(2027, 3, 20))
    assert made.is_correction
    assert [each.state for each in ResultStep.objects.all()] == ["estime", "notifie", "propose"]


@pytest.mark.parametrize(
    ("said", "words", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "pas encore venu", "on"),
        ({"on": SIGNED - timedelta(days=1)}, "avant la signature", "on"),
        ({"rate": None}, "Écrivez un taux", "rate"),
        ({"mission": "prevention"}, "pas dans l’annexe", "mission"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    said: dict[str, Any], words: str, field: str, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        step(structure, founder, **said)
    assert (refusal.value.field, ResultStep.objects.count()) == (field, 1)


def test_a_step_does_not_come_before_the_last(structure: Structure, founder: User) -> None:
    step(structure, founder)
    with pytest.raises(BadInput, match="même jour ou après"):
        step(structure, founder, "retenu", on=date(2027, 3, 31))


def test_a_rate_that_the_indicators_contradict_is_refused_and_nothing_is_written(
    structure: Structure, founder: User, two: tuple[Indicator, Indicator]
) -> None:
    given = {each.pk: (None, Decimal(1)) for each in two}
    with pytest.raises(BadInput, match="Les indicateurs donnent"):
        step(structure, founder, reached=given)
    assert not two[0].reached.exists()
    step(structure, founder, reached=given, rate=Decimal(1))


def test_weights_say_by_how_much_they_miss_and_block_nothing(structure: Structure, founder: User) -> None:
    only(structure).indicators.all().delete()
    measure(structure, founder, "Un", "60")
    assert "il manque 40\xa0%" in weighed_in(only(structure))[0].said
    measure(structure, founder, "Deux", "50")
    assert "10\xa0% de trop" in weighed_in(only(structure))[0].said
    measure(structure, founder, "Trois", None)
    assert "1 sans poids" in weighed_in(only(structure))[0].said
    assert expected(structure) == 16_000


def test_an_indicator_that_reached_something_is_not_dropped_by_a_click(
    structure: Structure, founder: User, two: tuple[Indicator, Indicator]
) -> None:
    results.write_reached(only(structure), "parcours", 1, {two[0].pk: (Decimal(3), None)})
    with pytest.raises(BadInput, match="videz-les"):
        results.drop_indicator(two[0], by=founder)
    results.write_reached(only(structure), "parcours", 1, {two[0].pk: (None, None)})
    results.drop_indicator(two[0], by=founder)


def test_a_contract_without_missions_has_axes(structure: Structure, founder: User) -> None:
    fund = sign(structure, founder, kind="fir", name="FIR", population=None)
    client = client_of(founder)
    url = reverse("funding:indicators", args=[structure.slug, fund.pk])
    sent = {
        "key": str(uuid4()),
        "name": "Usagers reçus",
        "axis": "Accès",
        "weight": "100",
        "unit": "personnes",
    }
    assert client.post(url, sent).status_code == 302
    page = reverse("funding:results", args=[structure.slug, fund.pk, 1, "ensemble"])
    made = fund.indicators.get()
    step_sent = {
        "key": str(uuid4()), "state": "estime", "on": timezone.localdate().isoformat(), "reason": "Compte rendu",
        f"value-{made.pk}": "40", f"rate-{made.pk}": "80",
    }  # fmt: skip
    assert client.post(page, step_sent).status_code == 302
    assert "Estimé par nous" in client.get(page).content.decode()
    assert made.reached.get().value == 40


def test_the_page_tells_the_way_up_to_the_money(structure: Structure, founder: User) -> None:
    receive(structure, founder, key=VARIABLE)
    url = reverse("funding:results", args=[structure.slug, only(structure).pk, 1, "parcours"])
    client = client_of(founder)
    page = client.get(url).content.decode()
    assert page.index("Estimé par nous") < page.index("<strong>Reçu")
    refused = client.post(
        url, {"key": str(uuid4()), "state": "notifie", "on": "2026-03-10", "rate": "101", "reason": "x"}
    )
    assert refused.status_code == 422
    assert 'value="101"' in refused.content.decode()


def test_every_state_has_its_step() -> None:
    """A state that is added takes its place in the way."""
    assert not any(goes_back(each, each) for each in RateState.values)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_step_sent_twice_at_once_is_one(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    key, given = uuid4(), GivenStep("propose", date(2027, 4, 1), "Courrier", Decimal("0.9"))

    def send() -> ResultStep:
        return results.step(only(structure), "parcours", 1, given, key=key, by=founder, today=TODAY)

    assert len({each.pk for each in at_once(send, send)}) == 1
