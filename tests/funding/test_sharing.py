"""Shares of a sum: to the cent, in any order, by what associates voted; and `maillage money share`."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.commands import money
from maillage.funding.enums import Basis, SharingRule
from maillage.funding.rules.apportioning import apportioned
from maillage.funding.rules.sharing import parts_of, reversed_shares, share
from maillage.funding.types.sharing import Associate, Share
from maillage.kernel import BadInput
from maillage.portal.commands import main

CENT = Decimal("0.01")


def euros_of(*amounts: str) -> list[Decimal]:
    return [Decimal(each) for each in amounts]


def by_points(*points: int) -> list[Associate]:
    return [Associate(f"associé {rank:02}", points=Fraction(each)) for rank, each in enumerate(points)]


def test_a_cent_is_neither_lost_nor_made_among_eleven_associates() -> None:
    found = share(Decimal("8415.67"), {Basis.POINTS: Fraction(1)}, by_points(*[120] * 6, 115, *[95] * 4))
    amounts = [each.amount for each in found.shares]
    assert amounts == euros_of(*["831.18"] * 6, "796.54", "658.02", *["658.01"] * 3)
    assert sum(amounts) == Decimal("8415.67")


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [
        ("99.97", {"a": 25, "b": 75}, ["24.99", "74.98"]),
        ("100", {"a": 1, "b": 1, "c": 1}, ["33.34", "33.33", "33.33"]),
        ("1873.47", {"a": 40, "b": 35, "c": 25}, ["749.39", "655.71", "468.37"]),
        ("0.01", {"a": 1, "b": 2}, ["0.00", "0.01"]),
        ("0", {"a": 1, "b": 2}, ["0.00", "0.00"]),
        ("10", {"a": 0, "b": 2}, ["0.00", "10.00"]),
    ],
)
def test_the_largest_remainders_take_the_cents_left(
    amount: str, weights: dict[str, int], expected: list[str]
) -> None:
    found = apportioned(Decimal(amount), {key: Fraction(weight) for key, weight in weights.items()})
    assert [str(each) for each in found.values()] == expected


def test_a_reversal_mirrors_each_share() -> None:
    shares = share(Decimal(100), {Basis.EQUAL: Fraction(1)}, [Associate(key) for key in "abc"]).shares
    back = reversed_shares(shares)
    assert [one.amount + other.amount for one, other in zip(shares, back, strict=True)] == [0, 0, 0]


def test_a_mixed_rule_weighs_exact_fractions() -> None:
    parts = parts_of(SharingRule.MIXED, {Basis.EQUAL: Fraction(1, 3), Basis.HOURS: Fraction(2, 3)})
    found = share(
        Decimal(900),
        parts,
        [Associate("Maëlys", hours=Fraction(30)), Associate("Côme", hours=Fraction(10))],
    )
    assert [each.amount for each in found.shares] == euros_of("600", "300")
    assert "1/3 à parts égales et 2/3 selon les heures" in found.said


@given(
    st.decimals(min_value=0, max_value=10**7, places=2),
    st.dictionaries(
        st.sampled_from(["Œillard", "Oudot", "oudot", "Côme", "cote", "N’Diaye", "12", "9"]),
        st.fractions(0, 500, max_denominator=60),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_shares_make_the_sum_whatever_the_order(
    amount: Decimal, weights: dict[str, Fraction], random: Any
) -> None:
    whole = sum(weights.values())
    if not whole:
        return
    found = apportioned(amount, weights)
    assert sum(found.values()) == amount
    assert all(abs(Fraction(found[key]) - Fraction(amount) * weights[key] / whole) < CENT for key in weights)
    mixed = list(weights.items())
    random.shuffle(mixed)
    assert apportioned(amount, dict(mixed)) == found


@pytest.mark.parametrize(
    ("amount", "parts", "associates", "said"),
    [
        ("-1", {Basis.EQUAL: Fraction(1)}, [Associate("a")], "négative"),
        ("1.005", {Basis.EQUAL: Fraction(1)}, [Associate("a")], "deux décimales"),
        ("1000000000", {Basis.EQUAL: Fraction(1)}, [Associate("a")], "au plus"),
        ("NaN", {Basis.EQUAL: Fraction(1)}, [Associate("a")], "pas possible"),
        ("1", {Basis.EQUAL: Fraction(1)}, [], "Personne"),
        ("1", {Basis.EQUAL: Fraction(1)}, [Associate("a"), Associate("a")], "deux fois"),
        ("1", {Basis.HOURS: Fraction(1)}, [Associate("a", hours=Fraction(0))], "Zéro heure"),
        ("1", {Basis.HOURS: Fraction(1)}, [Associate("a")], "Il manque les heures de « a »"),
        ("1", {Basis.HOURS: Fraction(1)}, [Associate("a", hours=Fraction(90_000))], "de 0 à 87840"),
        ("1", {Basis.POINTS: Fraction(1)}, [Associate("a", points=Fraction(-1))], "points de « a »"),
    ],
)
def test_what_cannot_be_shared_is_refused_in_one_sentence(
    amount: str, parts: dict[Basis, Fraction], associates: list[Associate], said: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        share(Decimal(amount), parts, associates)
    assert said in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def test_hours_unknown_matter_to_no_other_rule() -> None:
    assert share(Decimal(1), {Basis.EQUAL: Fraction(1)}, [Associate("a")]).shares == (Share("a", Decimal(1)),)


FILE: dict[str, Any] = {
    "amount": "73500.00",
    "rule": "mixed",
    "parts": {"equal": "0.5", "hours": "0.5"},
    "associates": [
        {"name": "Ségolène Œillard", "hours": 12, "points": 3},
        {"name": "Ilan Trébuchet", "hours": 7.5},
        {"name": "Maud Escoffre", "hours": "4"},
    ],
}


def shared(tmp_path: Path, written: Any, *options: str) -> Result:
    path = tmp_path / "partage.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    return CliRunner().invoke(money, ["share", str(path), *options])


def test_a_machine_reads_the_shares(tmp_path: Path) -> None:
    told = json.loads(shared(tmp_path, FILE, "--json").output)
    assert [each["name"] for each in told["shares"]] == [each["name"] for each in FILE["associates"]]
    assert sum(Decimal(each["amount"]) for each in told["shares"]) == Decimal("73500.00")
    assert (
        "50\N{NO-BREAK SPACE}% à parts égales et 50\N{NO-BREAK SPACE}% selon les heures" in told["rule_said"]
    )


def test_a_number_of_a_machine_is_read_to_its_last_decimal(tmp_path: Path) -> None:
    hours = [22 / 3, 1e-05]
    asked = {
        "amount": 100,
        "rule": "hours",
        "associates": [{"name": str(each), "hours": each} for each in hours],
    }
    told = json.loads(shared(tmp_path, asked, "--json").output)
    assert [each["amount"] for each in told["shares"]] == ["100.00", "0.00"]


def test_parts_are_those_of_a_mixed_rule_alone(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="mixte"):
        parts_of(SharingRule.EQUAL, {Basis.EQUAL: Fraction(1)})
    told = json.loads(shared(tmp_path, FILE | {"rule": "equal"}, "--json").output)
    assert {each["amount"] for each in told["shares"]} == {"24500.00"}


def test_a_person_reads_them_in_words(tmp_path: Path) -> None:
    said = shared(tmp_path, FILE | {"rule": "equal", "parts": None}).output
    assert "Maud Escoffre\N{NO-BREAK SPACE}: 24\N{NARROW NO-BREAK SPACE}500\N{NO-BREAK SPACE}€" in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "fichier"),
        ({}, "amount"),
        (FILE | {"amount": "-1"}, "négatif"),
        (FILE | {"amount": "beaucoup"}, "n’est pas un montant"),
        (FILE | {"amount": True}, "montant"),
        (FILE | {"amount": None}, "montant"),
        (FILE | {"rule": "au hasard"}, "au hasard"),
        (FILE | {"rule": "equal", "parts": {"equal": "beaucoup"}}, "parts"),
        (FILE | {"parts": {"equal": "0.5"}}, "au lieu de 100"),
        (FILE | {"parts": {}}, "au lieu de 100"),
        (FILE | {"parts": {"equal": "-1", "hours": "2"}}, "négatif"),
        (FILE | {"associates": [{"name": "a", "hours": True}]}, "nombre"),
        (FILE | {"associates": [{"name": "a", "hours": float("inf")}]}, "nombre"),
        (FILE | {"associates": [{"name": "a", "hours": 1e30}]}, "de 0 à 87840"),
        (FILE | {"associates": [{"name": "a", "hours": -0.5}]}, "négatif"),
        (FILE | {"parts": {"age": "1"}}, "age"),
        (FILE | {"parts": {"points": 1}}, "Il manque les points de « Ilan Trébuchet »"),
        (FILE | {"associates": []}, "Personne"),
        (FILE | {"associates": [{"name": "a", "hours": "-3"}]}, "« -3 » est négatif"),
        (FILE | {"associates": [{"name": "a", "hours": 0}, {"name": "b", "hours": 0}]}, "Zéro heure"),
        (FILE | {"associates": [{"name": " ", "hours": 1}]}, "name"),
        (FILE | {"associates": [{"name": "a", "hours": 1}, {"name": "a ", "hours": 1}]}, "deux fois"),
        (FILE | {"associates": [{"name": "a", "hours": 1, "age": 3}]}, "age"),
    ],
)
def test_a_file_that_is_not_clear_is_refused_in_one_sentence(tmp_path: Path, written: Any, said: str) -> None:
    refusal = shared(tmp_path, written, "--json").exception
    assert isinstance(refusal, BadInput)
    assert said in str(refusal).replace("\N{NO-BREAK SPACE}", " ")


def test_a_refusal_is_a_sentence_on_the_errors_and_leaves_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "partage.json"
    path.write_text(json.dumps(FILE | {"associates": []}), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["maillage", "money", "share", str(path), "--json"])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    assert left.value.code == 2
    assert (printed.out, printed.err.count("\n")) == ("", 1)
