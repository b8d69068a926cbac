"""The commands of the law: shapes other programs rely on, and sums that hold."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from maillage.kernel import BadInput
from maillage.portal.commands import cli


def asked(*words: str) -> Any:
    done = CliRunner().invoke(cli, [*words, "--json"], standalone_mode=False, catch_exceptions=False)
    if done.exception:
        raise done.exception
    return json.loads(done.output)


def written(folder: Path, what: object) -> str:
    path = folder / "given.json"
    path.write_text(json.dumps(what), encoding="utf-8")
    return str(path)


TEAM = [
    {"profession": "medecin", "specialty": "generaliste", "status": "liberal", "role": "associate"},
    {"profession": "10", "skill": "SM54", "status": "L"},
    {"profession": "infirmier", "status": "liberal", "role": "associate"},
]


def test_a_team_is_checked_rule_by_rule(tmp_path: Path) -> None:
    team = written(tmp_path, TEAM)
    found = asked("check", "--form", "msp", "--team", team, "--at", "2026-01-01", "--region", "52")
    first = found["findings"][0]
    assert {"rule", "status", "text", "source"} <= first.keys()
    assert first["status"] == "broken"  # Pays de la Loire asks for three doctors
    elsewhere = asked("check", "--form", "msp", "--team", team, "--at", "2026-01-01", "--region", "76")
    assert elsewhere["findings"][0]["status"] == "satisfied"


def test_the_forms_come_ranked(tmp_path: Path) -> None:
    answers = written(
        tmp_path, {"medecin_generaliste.liberal": "2", "infirmier.liberal": "2", "region": "76"}
    )
    found = asked("advise", "--answers", answers)
    order = ["yes", "almost", "unknown", "several", "no"]
    assert [order.index(each["fits"]) for each in found] == sorted(
        order.index(each["fits"]) for each in found
    )
    assert {"form", "fits", "findings", "next_steps"} <= found[0].keys()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["correspondant", "--patients", "237", "--zone", "ZIP"], 337),
        (["correspondant", "--patients", "400", "--zone", "ZAC"], 500),
        (["correspondant", "--patients", "401", "--zone", "ZIP"], 500),
        (["correspondant", "--patients", "237", "--zone", "aucune"], 0),
        (["teleconsultation", "--count", "63", "--first-year"], 1550),
        (["teleconsultation", "--count", "63", "--no-first-year"], 325),
        (["teleconsultation", "--count", "63"], None),
    ],
)
def test_a_fee_is_counted_to_the_euro(words: list[str], value: int | None) -> None:
    assert asked("fee", *words, "--at", "2024-06-01")["value"] == value


def test_a_fee_without_its_facts_is_unknown_not_zero() -> None:
    found = asked("fee", "correspondant", "--at", "2024-06-01")
    assert found["value"] is None
    assert {gap["label"] for gap in found["missing"]} >= {"Zonage de la pharmacie"}


def test_a_fact_left_out_is_to_fill_in_and_keeps_what_is_certain(tmp_path: Path) -> None:
    given = written(tmp_path, {"points": 9000, "prerequisites_met": True})
    said = CliRunner().invoke(cli, ["funding", "--form", "msp", "--facts", given]).output.splitlines()
    total, advance = (
        next(line for line in said if line.startswith(name)) for name in ("Rémunération", "Avance")
    )
    assert "entre 63\N{NARROW NO-BREAK SPACE}000" in total
    assert "Majoration de précarité — à compléter" in total
    assert "non publié" not in f"{total}{advance}"
    assert "Avance minimale réduite au prorata" in advance.split("— à lire")[0]


def test_what_the_law_says_otherwise_of_the_facts_is_told(tmp_path: Path) -> None:
    facts = written(tmp_path, {"population": 200_000, "size": 1})
    (caution,) = asked("funding", "--form", "cpts", "--facts", facts, "--at", "2026-06-01")["cautions"]
    assert caution["field"] == "size"
    assert caution["source"]["title"]
    words = ["funding", "--form", "cpts", "--facts", facts, "--at", "2026-06-01"]
    in_words = CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False).output
    assert f"À savoir\N{NO-BREAK SPACE}: {caution['text']}" in in_words


def test_a_maison_is_counted_by_the_national_scale(tmp_path: Path) -> None:
    facts = written(tmp_path, {"patients": 12000, "protocols": 9, "protocols_with_ipa": 2})
    found = asked("funding", "--form", "msp", "--facts", facts, "--at", "2025-06-01")
    told = {line["rule"]: line for line in found["lines"]}
    assert told["msp.coordination_amount"]["value"] == 38_500
    assert told["msp.protocols_amount"]["value"] == 6_160
    assert told["msp.amount"]["value"] is None
    assert told["msp.users_amount"] | {"sources": []} == {
        "rule": "msp.users_amount",
        "label": "Implication des usagers",
        "value": None,
        "low": 0,
        "high": 7_700,
        "unit": "currency-EUR",
        "missing": [
            {
                "id": "users_level",
                "label": "Implication des usagers, niveau atteint",
                "where": "Bilan de l’année",
                "is_fact": True,
            }
        ],
        "sources": [],
        "why": "",
    }


def test_a_long_list_of_questions_is_counted_on_the_terminal(tmp_path: Path) -> None:
    given = written(tmp_path, {"patients": 4000})
    said = (
        CliRunner().invoke(cli, ["funding", "--form", "msp", "--facts", given, "--at", "2025-06-01"]).output
    )
    total = next(line for line in said.splitlines() if line.startswith("Points de l'année"))
    assert re.search(r"\s; et \d+\sautres questions\)$", total)


CEILING = "social_security.annual_ceiling"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-06-01", "48060\tprofessional"),
        ("2027-06-01", "inconnu\tunknown"),
        ("2021-06-01", "depuis le 2022-01-01\tà venir"),
    ],
)
def test_a_list_of_rules_tells_the_value_in_force_that_day(day: str, told: str) -> None:
    said = CliRunner().invoke(cli, ["rules", "list", "--at", day]).output.splitlines()
    assert next(line for line in said if line.startswith(CEILING)).startswith(f"{CEILING}\t{told}\t")


@pytest.mark.parametrize(
    ("day", "grade"), [("2026-06-01", "professional"), ("2027-06-01", "unknown"), ("2021-06-01", None)]
)
def test_a_report_of_rules_has_the_grade_in_force_that_day(day: str, grade: str | None) -> None:
    listed = {rule["id"]: rule for rule in asked("rules", "list", "--at", day)["rules"]}
    assert listed[CEILING]["grade"] == grade
    assert asked("rules", "show", CEILING, "--at", day)["grade"] == grade
    assert len(listed[CEILING]["values"]) > 3  # through time, whatever the day


def test_payments_of_a_contract_year_sum_to_what_it_is_due(tmp_path: Path) -> None:
    contract = written(
        tmp_path,
        {
            "signed": "2023-09-15",
            "size": 2,
            "prorata": "months",
            "start_year_prorated": True,
            "missions": [
                {
                    "key": "acces_aux_soins",
                    "start": "2024-03-15",
                    "fixed": "10000",
                    "variable": "5000",
                    "indicators": [{"weight": "1", "rate": "0.8"}],
                }
            ],
        },
    )
    words = ("funding", "--form", "cpts", "--contract", contract, "--years", "5")
    payments, years = asked(*words, "--calendar"), asked(*words)["years"]
    assert {"date", "kind", "mission", "amount", "rule"} <= payments[0].keys()
    for year in years:
        paid = [each["amount"] for each in payments if each["contract_year"] == year["number"]]
        assert sum(Decimal(str(amount)) for amount in paid) == Decimal(str(year["total"]["value"]))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--form", "lune", "--team"),
        ("advise", "--answers"),
        ("funding", "--form", "msp", "--facts"),
        ("funding", "--contract"),
    ],
)
def test_a_file_that_means_nothing_is_refused_in_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\."):
        asked(*words, written(tmp_path, {"pirate": "oui"}))
