"""The interval engine: what it promises, and the property that proves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maillage.kernel import Missing, Source
from maillage.legislation.engine.parameters import DatedValue, Parameter
from maillage.legislation.engine.quantity import INFINITY, Quantity, choose, pick
from maillage.legislation.engine.rules import Facts, Law, NotInForce, fact, rule

AMOUNT = Missing("amount", "Montant", "annexe II")
ARTICLE = Source("Article 1", rule="article_1")
ANNEX = Source("Annexe", rule="annex")

ONE = Quantity.exactly(1)
ZERO = Quantity.exactly(0)


def unknown(low: int | None = None, high: int | None = None, *, name: str = "amount") -> Quantity:
    bottom = -INFINITY if low is None else Decimal(low)
    top = INFINITY if high is None else Decimal(high)
    return Quantity.between(bottom, top, frozenset({ANNEX}), frozenset({Missing(name, name)}))


def test_a_point_misses_nothing_and_an_interval_says_what_it_misses():
    with pytest.raises(ValueError, match="says what is missing"):
        Quantity(Decimal(1), Decimal(2))
    with pytest.raises(ValueError, match="says what is missing"):
        Quantity(Decimal(1), Decimal(1), missing=frozenset({AMOUNT}))


@pytest.mark.parametrize(("low", "high"), [("2", "1"), ("Infinity", "Infinity"), ("-Infinity", "-Infinity")])
def test_an_empty_or_infinite_number_is_refused(low, high):
    with pytest.raises(ValueError, match="Not an interval"):
        Quantity(Decimal(low), Decimal(high), missing=frozenset({AMOUNT}))


def test_sums_of_money_are_exact_to_the_cent():
    assert (Quantity.exactly(Decimal("262144.36")) + Decimal("0.01")).low == Decimal("262144.37")
    assert sum([Quantity.exactly(Decimal("0.10"))] * 3, ZERO).low == Decimal("0.30")


def test_zero_times_an_unknown_is_a_certain_zero_that_owes_it_nothing():
    closed = Quantity.exactly(0, ARTICLE)
    assert closed * unknown() == unknown() * closed == closed


def test_an_unknown_never_turns_into_zero():
    assert (unknown() + 0).low == -INFINITY
    assert not (unknown(0) * 5).is_known
    assert not (unknown() - unknown()).is_known


def test_a_bound_that_meets_the_other_leaves_nothing_unknown():
    assert unknown(7, 7).is_known


def test_infinite_sides_multiply_and_divide_without_nonsense():
    assert (unknown(0) * unknown(2)).low == 0
    assert (unknown(1) / unknown(2)).low == 0
    assert (unknown(1) / unknown(2)).high == INFINITY
    assert (unknown(0) * unknown(None, -2)).low == -INFINITY


def test_dividing_by_a_certain_zero_is_an_error_and_by_a_possible_one_tells_nothing():
    with pytest.raises(ZeroDivisionError):
        ONE / 0
    assert (ONE / unknown(0, 5)).low == -INFINITY
    assert (ONE / unknown(-1, 5)).high == INFINITY


def test_numbers_may_stand_on_either_side():
    assert (Quantity.exactly(2), Quantity.exactly(2), Quantity.exactly(2)) == (1 + ONE, 3 - ONE, 2 * ONE)
    assert (ONE < 2).is_yes
    assert (ONE > 1).is_yes is False


def test_a_verdict_refuses_to_be_tested_by_if():
    with pytest.raises(TypeError, match="unknown is not no"):
        bool(ONE < 2)


def test_a_verdict_says_what_would_settle_it():
    assert (unknown(0, 5) < 3).missing == {Missing("amount", "amount")}
    assert (unknown(0, 2) < 3).missing == frozenset()


def test_a_choice_cites_the_verdict_and_the_branch_it_took_only():
    verdict = Quantity.exactly(1, ARTICLE) < 2
    assert choose(verdict, Quantity.exactly(5), Quantity.exactly(6, ANNEX)) == Quantity.exactly(5, ARTICLE)


def test_an_unknown_choice_covers_both_branches():
    chosen = choose(unknown(0, 5) < 3, 10, 20)
    assert (chosen.low, chosen.high) == (10, 20)
    assert chosen.missing == {Missing("amount", "amount")}


def test_an_unknown_choice_between_equals_is_certain():
    assert choose(unknown() < 3, 10, 10).is_known


def test_pick_reads_nothing_outside_the_bounds():
    read: list[int] = []

    def amount(size: int) -> Quantity:
        read.append(size)
        return Quantity.exactly(size * 10)

    picked = pick(unknown(2, 3), amount)
    assert (picked.low, picked.high, read) == (20, 30, [2, 3])


# -- soundness over random expressions

OPERATIONS: dict[str, Callable[[Quantity, Quantity], Quantity]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a / b,
    "<": lambda a, b: choose(a < b, a, b),
    ">": lambda a, b: choose(a > b, b * 2, a + 1),
    "pick": lambda a, b: pick(choose(a < b, 1, 2), {1: a, 2: b}.__getitem__),
}


@dataclass(frozen=True)
class World:
    """Leaves as partly known, the same completed, and the operations that fold them from the left or right."""

    partial: tuple[Quantity, ...]
    complete: tuple[Quantity, ...]
    steps: tuple[tuple[str, int], ...]

    def result(self, leaves: tuple[Quantity, ...]) -> Quantity:
        values = list(leaves)
        for operation, index in self.steps:
            values.append(OPERATIONS[operation](values[-1], values[index % len(values)]))
        return values[-1]


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def leaf(draw: st.DrawFn) -> tuple[Quantity, Quantity]:
    """A quantity, and the same completed by any number within its bounds."""
    exact = draw(NUMBERS)
    low, high = draw(st.none() | NUMBERS), draw(st.none() | NUMBERS)
    name = f"unknown_{draw(st.integers(0, 3))}"
    bottom = -INFINITY if low is None else min(low, exact)
    top = INFINITY if high is None else max(high, exact)
    known = draw(st.booleans())
    missing = frozenset({Missing(name, name)})
    partial = Quantity.between(exact if known else bottom, exact if known else top, frozenset(), missing)
    return partial, Quantity.exactly(exact)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    leaves = draw(st.lists(leaf(), min_size=2, max_size=5))
    steps = draw(st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 20)), max_size=8))
    partial, complete = zip(*leaves, strict=True)
    return World(partial, complete, tuple(steps))


@given(worlds())
def test_an_interval_holds_every_world_it_allows(world):
    """Complete the unknowns as you like within their bounds: the exact result lies inside."""
    try:
        exact = world.result(world.complete)
    except ZeroDivisionError:
        assume(False)
    assert world.result(world.partial).holds(exact.low)


# -- dated rules


@dataclass(frozen=True)
class ToyFacts:
    people: int | None = fact("Habitants", where="Insee", low=0)


@rule("toy.amount", since="2019-01-01", until="2022-01-01", unit="currency-EUR", text="le premier texte")
def first_amount(facts: Facts, law: Law) -> Quantity:
    """Montant jouet

    La deuxième ligne n'est pas le titre.
    """
    return facts.people * law["toy.rate"]


@rule("toy.amount", since="2022-01-01", unit="currency-EUR")
def second_amount(facts: Facts, law: Law) -> Quantity:
    """Montant jouet"""
    return facts.people * 2


@rule("toy.total", since="2019-01-01", unit="currency-EUR")
def total(facts: Facts, law: Law) -> Quantity:
    """Total jouet"""
    return first_amount(facts, law) + 1


RATE = Parameter("toy.rate", "Taux", "/1", (DatedValue(date(2020, 1, 1), None, Decimal(3), "official"),))


def toy(on: date, people: int | None = 10) -> tuple[Facts, Law]:
    law = Law({"toy.rate": RATE}, on)
    return Facts(ToyFacts(people), law), law


def test_a_rule_applies_the_version_in_force_that_day():
    assert total(*toy(date(2021, 12, 31))).low == 31
    assert total(*toy(date(2022, 1, 1))).low == 21


def test_a_rule_not_yet_law_and_a_value_not_yet_law_both_say_since_when():
    with pytest.raises(NotInForce) as absence:
        total(*toy(date(2018, 12, 31)))
    assert absence.value.since == date(2019, 1, 1)
    with pytest.raises(NotInForce) as absence:
        total(*toy(date(2019, 12, 31)))
    assert (absence.value.label, absence.value.since) == ("Taux", date(2020, 1, 1))


def test_a_fact_not_given_is_missing_never_a_default():
    result = total(*toy(date(2021, 6, 1), people=None))
    assert (result.low, result.high) == (1, INFINITY)
    assert result.missing == {Missing("people", "Habitants", "Insee", is_fact=True)}


def test_a_fact_that_does_not_exist_is_a_programming_error():
    facts, _ = toy(date(2021, 6, 1))
    with pytest.raises(AttributeError):
        facts.peuple  # noqa: B018


def test_the_journal_is_the_tree_of_rules_with_what_each_read():
    facts, law = toy(date(2021, 6, 1))
    total(facts, law)
    (top,) = law.journal.steps
    (below,) = top.steps
    assert (top.title, below.title) == ("Total jouet", "Montant jouet")
    assert (list(top.values), list(below.facts), list(below.values)) == ([], ["people"], ["toy.rate"])
    assert (top.result, below.result) == (Quantity.exactly(31), Quantity.exactly(30))


def test_two_versions_of_a_rule_cannot_be_in_force_on_the_same_day():
    with pytest.raises(ValueError, match=r"Two versions of toy\.amount"):
        rule("toy.amount", since="2021-12-31", unit="currency-EUR")(second_amount)
