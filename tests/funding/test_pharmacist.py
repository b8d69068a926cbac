"""What a pharmacist is due from counts: each month by its rule, unknown never zero, nobody's patient."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from funding.houses import a_house
from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.funding.enums import Ability
from maillage.funding.models import PharmacistCount, PharmacistYear
from maillage.funding.queries.contents import contents, of_card
from maillage.funding.queries.pharmacist import counts_in_rows, fees_on_page, money_of, year_of
from maillage.funding.rules.pharmacist import BY_PATIENT, fee_kinds, kinds, money, step_key, step_price, times
from maillage.funding.services import pharmacist as services
from maillage.funding.types.pharmacist import StepKind
from maillage.kernel import BadInput
from maillage.people.models import Person

HERE: dict[str, bool | None] = {"overseas": False, "first_year": False}
JUNE = date(2025, 6, 30)


def paid(counts: dict[str, int], true: dict[str, bool | None] | None = None, year: int = 2025) -> Any:
    return money(year, {6: counts}, HERE if true is None else true)


def law(fee: str, **facts: object) -> Decimal:
    value = legislation.fee(fee, legislation.read_facts(fee, {**facts, "overseas": False}), on=JUNE).value
    assert value is not None
    return value


def test_a_month_without_a_count_is_unknown_and_zero_is_zero() -> None:
    assert money(2025, {}, HERE).total is None
    none = paid({"vaccination.injections": 0, "vaccination.own_prescriptions": 0})
    assert none.total.value == 0


def test_each_count_is_paid_as_the_law_room_says() -> None:
    told = paid({"vaccination.injections": 10, "vaccination.own_prescriptions": 4})
    assert told.total.value == law("vaccination", injections=10, own_prescriptions=4)
    assert told.months[5].fees[0].answer.sources
    assert [month.number for month in told.months if month.total is not None] == [6]


def test_the_counts_of_a_page_are_paid_each_pharmacist_apart_to_who_reads_the_money(
    founder: User,
) -> None:
    structure = a_house(founder).structure
    ada, max_ = (
        Person.objects.create(structure=structure, name=name, profession="pharmacien")
        for name in ("Ada Fictif", "Max Fictif")
    )
    for each in (ada, max_):
        PharmacistYear.objects.create(person=each, year=2025, **HERE)
    counter = {"teleconsultation.count": 900, "vaccination.injections": 10, "correspondant.renouvellement": 3}
    counts = SimpleNamespace(
        slug=structure.slug, year=2025, by_person={ada.pk: {6: counter}, max_.pk: {6: counter}}
    )
    assert fees_on_page({"abilities": {"read_care"}}, counts) == {}
    found = fees_on_page({"abilities": {Ability.READ}}, counts)
    ((first, june),) = found["months"]
    assert (first, june.value) == (
        date(2025, 6, 1),
        2 * law("vaccination", injections=10, own_prescriptions=0),
    )
    alone = money(2025, {6: {"teleconsultation.count": 900}}, HERE).yearly[0].answer
    together = money(2025, {6: {"teleconsultation.count": 1800}}, HERE).yearly[0].answer
    assert found["yearly"].low == 2 * alone.low > together.low
    unknown = SimpleNamespace(slug="", year=2025, by_person={None: {6: {"vaccination.injections": 10}}})
    told = fees_on_page({"abilities": {Ability.READ}}, unknown)["whole"]
    assert told.value is None
    assert told.low < told.high


def test_half_of_what_a_rule_reads_gives_bounds() -> None:
    told = paid({"vaccination.injections": 10})
    assert told.total.value is None
    assert told.total.low == law("vaccination", injections=10, own_prescriptions=0)


def test_a_pharmacy_whose_place_is_unknown_gives_bounds_that_hold_both() -> None:
    told = paid({"test_direct.tests": 3, "test_direct.antibiotics": 1}, {})
    assert told.total.value is None
    assert told.total.low <= law("test_direct", tests=3, antibiotics=1) <= told.total.high


@pytest.mark.parametrize("first", [True, False])
def test_steps_make_together_what_a_patient_pays(first: bool) -> None:
    for theme, (of_first, of_later) in legislation.INTERVIEW_STEPS.items():
        steps = of_first if first else of_later
        prices = [step_price(StepKind(theme, first, rank), False, JUNE) for rank in range(1, steps + 1)]
        if steps and all(price.is_known for price in prices):
            whole = law("entretien", theme=theme, first_year=first, steps=steps)
            assert sum(price.value or 0 for price in prices) == whole


def test_a_step_that_no_source_prices_is_unknown() -> None:
    told = paid({step_key(StepKind("anticancereux_autre", True, 1)): 2})
    assert told.total.value is None
    assert told.total.missing


def test_before_steps_had_a_price_none_is_invented() -> None:
    told = paid({step_key(StepKind("avk", True, 1)): 2}, year=2023)
    assert (told.total.value, told.total.why) == (None, BY_PATIENT)


def test_a_year_counts_its_months_together_up_to_its_maximum() -> None:
    counts = {month: {"teleconsultation.count": 1000} for month in (1, 2)}
    told = money(2025, counts, HERE)
    facts = legislation.read_facts("teleconsultation", {"count": 2000, "first_year": False})
    assert (
        told.yearly[0].answer.value == legislation.fee("teleconsultation", facts, on=date(2025, 12, 31)).value
    )


@given(st.dictionaries(st.sampled_from(sorted(kinds())), st.integers(0, 50), max_size=8))
def test_the_year_is_the_sum_of_its_rules(counts: dict[str, int]) -> None:
    counts.pop("test_direct.antibiotics", None)
    counts.pop("ordonnance_conditionnelle.positives", None)
    told = paid(counts)
    if told.total is None:
        assert not counts
        return
    assert sum(each.low or 0 for _, each in told.by_fee) == (told.total.low or 0)


def test_none_of_it_is_nothing_whatever_its_price() -> None:
    price = step_price(StepKind("anticancereux_autre", True, 1), False, JUNE)
    assert times(price, 0).value == 0


def test_every_kind_has_one_key() -> None:
    keys = [kind.key for fee in fee_kinds() for kind in fee.kinds]
    assert len(keys) == len(set(keys))
    assert max(map(len, keys)) <= 60


def test_no_column_can_hold_a_patient() -> None:
    words = (models.CharField, models.TextField, models.FileField, models.JSONField)
    found = {
        field.name
        for model in (PharmacistYear, PharmacistCount)
        for field in model._meta.concrete_fields
        if isinstance(field, words)
    }
    assert found == {"kind"}


@pytest.fixture
def card(founder: User) -> Person:
    return a_house(founder).structure.people.get(profession="pharmacien")


@pytest.fixture
def visit(card: Person, founder: User) -> Callable[..., Any]:
    def send(name: str, *args: object, data: Any = None, query: str = "annee=2025") -> Any:
        client = client_of(founder)
        url = f"{reverse(name, args=[card.structure.slug, *args])}?{query}"
        return client.get(url) if data is None else client.post(url, data)

    return send


@pytest.mark.django_db
def test_a_month_is_noted_on_its_page_and_read_on_the_year(visit: Callable[..., Any], card: Person) -> None:
    assert visit("funding:pharmacist").status_code == 302  # the only one
    assert visit("funding:pharmacist_year", card.pk, data={"overseas": "non"}).status_code == 302
    data = {"vaccination-injections": "10", "vaccination-own_prescriptions": "0"}
    assert visit("funding:pharmacist_month", card.pk, 2025, 6, data=data).status_code == 302
    shown = visit("funding:pharmacist_year", card.pk).content.decode().replace("\xa0", " ")
    assert f"{law('vaccination', injections=10, own_prescriptions=0)}".split(".")[0] in shown
    file = visit("funding:pharmacist_file", card.pk, "csv").content.decode("utf-8-sig")
    assert "2025-06" in file


@pytest.mark.django_db
def test_what_cannot_be_is_refused_and_nothing_is_lost(visit: Callable[..., Any], card: Person) -> None:
    data = {"test_direct-tests": "2", "test_direct-antibiotics": "3"}
    answer = visit("funding:pharmacist_month", card.pk, 2025, 6, data=data)
    assert answer.status_code == 422
    assert "3 antibiotiques pour 2 tests" in answer.content.decode()
    assert not PharmacistCount.objects.exists()
    assert visit("funding:pharmacist_month", card.pk, 2025, 6, data={"garde-night": "-1"}).status_code == 422
    assert visit("funding:pharmacist_month", card.pk, 2025, 13).status_code == 404
    assert visit("funding:pharmacist_month", card.pk, 9999, 1).status_code == 404


@pytest.mark.django_db
def test_sent_twice_a_month_is_noted_once_and_an_empty_count_goes(card: Person, founder: User) -> None:
    for _ in range(2):
        services.note_month(card, 2025, 6, {"garde.night": 4}, by=founder)
    assert PharmacistCount.objects.get().count == 4
    services.note_month(card, 2025, 6, {"garde.night": None}, by=founder)
    assert not PharmacistCount.objects.exists()
    with pytest.raises(BadInput, match="n’existe pas"):
        services.note_month(card, 2025, 6, {"patient": 1}, by=founder)


@pytest.mark.django_db
def test_counts_leave_with_the_card_and_with_the_export(card: Person, founder: User) -> None:
    services.note_month(card, 2025, 6, {"garde.night": 4}, by=founder)
    assert contents(card.structure)["pharmacists"][0]["counts"] == [
        {"month": 6, "kind": "garde.night", "count": 4}
    ]
    assert of_card(card)["Actes comptés, par mois"][0]["Nombre"] == "4"
    rows = list(counts_in_rows(money_of(2025, year_of(card, 2025))))
    assert {len(row) for row in rows} == {len(rows[0])}
    card.delete()
    assert not PharmacistYear.objects.exists()


@pytest.mark.django_db
def test_somebody_who_is_no_pharmacist_has_no_page(visit: Callable[..., Any], card: Person) -> None:
    other = card.structure.people.get(name="Ada Fictif")
    assert visit("funding:pharmacist_year", other.pk).status_code == 404
