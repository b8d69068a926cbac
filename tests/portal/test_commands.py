"""The `maillage` command: the JSON other programs rely on, French sentences for people, never a traceback."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.portal import commands
from maillage.structures.models import Structure
from maillage.structures.services import set_visibility
from overlays import MINIMUM, laid_over, write
from players import FOUNDED_ON
from processes import run
from tables.books import plain

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Maillage = Callable[..., Said]


@pytest.fixture
def maillage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Maillage:
    """Type a command."""

    def typed(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["maillage", *words])
        code = 0
        try:
            commands.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capsys.readouterr())

    return typed


def posted(url: str, body: dict[str, Any]) -> Any:
    response = Client().post(url, body, content_type="application/json")
    assert response.status_code == 200
    return response.json()


# The JSON that was promised


def test_a_territory_as_other_programs_read_it(maillage: Maillage) -> None:
    report = maillage("territory", "--communes", "82121,82037", "--json").json
    promised = {
        "communes", "population", "population_year", "size_class", "to_next_threshold", "area_km2", "density",
        "contiguous", "pieces", "unknown_codes", "departements", "epci", "overlaps",
    }  # fmt: skip
    assert promised <= report.keys()
    assert (report["communes"], report["size_class"], report["contiguous"], report["pieces"]) == (
        2,
        2,
        False,
        2,
    )
    assert (report["unknown_codes"], report["departements"], report["overlaps"]) == ([], ["82"], [])
    assert all(part.keys() == {"code", "name", "members_in", "members_total"} for part in report["epci"])


def test_funding_as_other_programs_read_it(maillage: Maillage) -> None:
    report = maillage(
        "funding", "--form", "cpts", "--population", "62000", "--signed", "2024-03-01", "--json"
    ).json
    assert report["size_class"] == 2
    assert report["running"]["value"] == 60_000
    assert report["running"]["sources"]
    ceiling = report["ceiling"]
    assert ceiling["value"] is None
    assert ceiling["low"] < ceiling["high"]
    assert ceiling["missing"]
    assert report["deadlines"]
    assert all(
        {"mission", "start_by", "deployed_by", "source"} <= line.keys() for line in report["deadlines"]
    )


def test_before_the_agreement_there_is_no_amount_and_the_reason_is_said(maillage: Maillage) -> None:
    report = maillage("funding", "--population", "62000", "--signed", "2018-06-01", "--json").json
    for amount in (report["running"], report["ceiling"]):
        assert amount["value"] is amount["low"] is amount["high"] is None
        assert "2019" in amount["why"]
    assert report["deadlines"] == []


@pytest.mark.parametrize(("population", "low", "high"), [(40_000, 1, 2), (80_000, 2, 3), (175_000, 3, 4)])
def test_at_a_bound_the_answer_is_one_size_or_says_that_it_may_be_either(
    population: int, low: int, high: int, maillage: Maillage
) -> None:
    report = maillage("funding", "--population", str(population), "--signed", "2024-03-01", "--json").json
    if report["size_class"] is None:
        assert (report["size_low"], report["size_high"]) == (low, high)
        assert report["running"]["missing"]
    else:
        assert report["size_class"] in {low, high}


def test_a_rule_of_a_day_has_one_value_and_its_text(maillage: Maillage) -> None:
    rule = maillage("rules", "show", "cpts.running_cost.size_2", "--at", "2024-06-01", "--json").json
    (value,) = rule["values"]
    assert value["value"] == 60_000
    assert value["source"]["title"]
    before = maillage("rules", "show", "cpts.running_cost.size_2", "--at", "2018-01-01", "--json").json
    assert before["values"] == []
    assert before["why"]


# The same answers by the API


def test_the_api_says_of_a_territory_what_the_command_says(
    maillage: Maillage, structure: Structure, founder: User
) -> None:
    set_visibility(structure, declared=True, public=True, by=founder, on=FOUNDED_ON)
    said = maillage(
        "territory", "--communes", "82121,82037,99999,75101", "--epci", "200066652", "--json"
    ).json
    body = {"communes": ["82121", "82037", "99999", "75101"], "epci": ["200066652"]}
    assert posted("/api/v1/territories/summary", body) == said
    assert [overlap["name"] for overlap in said["overlaps"]] == [structure.name]


@pytest.mark.parametrize("signed", ["2024-03-01", "2018-06-01", "2022-04-01"])
@pytest.mark.parametrize("population", [1, 40_000, 62_000, 175_000, 900_000])
def test_the_api_says_of_funding_what_the_command_says(
    population: int, signed: str, maillage: Maillage
) -> None:
    said = maillage("funding", "--population", str(population), "--signed", signed, "--json").json
    assert posted("/api/v1/funding/cpts", {"population": population, "signed": signed}) == said


def test_the_api_says_of_the_rules_what_the_command_says(maillage: Maillage) -> None:
    said = maillage("rules", "list", "--json").json
    for rule in (listed := Client().get("/api/v1/rules").json())["rules"]:
        rule.pop("why", None)
    assert listed == said
    one = maillage("rules", "show", "cpts.running_cost.size_2", "--at", "2024-06-01", "--json").json
    assert Client().get("/api/v1/rules/cpts.running_cost.size_2", {"at": "2024-06-01"}).json() == one


# For people


def test_the_same_in_french_for_people(maillage: Maillage) -> None:
    territory = maillage("territory", "--epci", "248200099")
    assert "82\u202f095 habitants" in territory.out
    assert "d’un seul tenant" in territory.out
    assert "60\u202f000\u00a0€" in maillage("funding", "--population", "62000", "--signed", "2024-03-01").out
    assert "cpts.running_cost.size_2" in maillage("rules", "list").out
    assert "60\u202f000\u00a0€" in maillage("rules", "show", "cpts.running_cost.size_2").out
    assert maillage("--help").code == 0


def test_every_way_to_name_communes_leads_to_the_same_territory(maillage: Maillage, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("\ufeff" + "\r\n".join(atlas().epci("248200099").members), encoding="utf-8")
    named = maillage("territory", "--epci", "248200099", "--json").json
    listed = maillage("territory", "--file", str(codes), "--json").json
    assert [row["kept"] for row in listed.pop("rows")] == [
        [code] for code in codes.read_text("utf-8-sig").split()
    ]
    assert listed == named
    assert (
        maillage("territory", "--communes", ",".join(atlas().epci("248200099").members), "--json").json
        == named
    )
    assert maillage("territory", "--departement", "82", "--json").json["departements"] == ["82"]


def test_arrondissements_are_units_of_a_territory(maillage: Maillage) -> None:
    report = maillage("territory", "--communes", "13211,13213", "--json").json
    assert (report["communes"], report["population"], report["notes"]) == (2, 154_995, [])
    assert report["in_part"] == ["13055"]
    assert "dont Marseille en partie" in maillage("territory", "--communes", "13211,13213").out
    whole = maillage("territory", "--communes", "13055,13213", "--json").json
    assert (whole["communes"], whole["population"]) == (1, 886_040)
    assert "compté une fois avec la ville" in whole["notes"][0]


def test_a_table_of_our_own_is_read_row_by_row(maillage: Maillage, tmp_path: Path) -> None:
    """14343, the population of Castelsarrasin, is the INSEE code of a commune of Calvados."""
    table = tmp_path / "communes.csv"
    table.write_text(
        "commune;code_insee;population\nCastelsarrasin;82033;14343\nParisot;;\nNullepart;;\n", "cp1252"
    )
    refused = maillage("territory", "--file", str(table), "--around", "82")
    assert refused.code == 2
    assert "Nullepart" in refused.err
    report = maillage("territory", "--file", str(table), "--around", "82", "--accept", "--json").json
    assert report["communes"] == 2
    assert [(row["line"], row["kept"]) for row in report["rows"]] == [
        (1, []), (2, ["82033"]), (3, ["82137"]), (4, []),
    ]  # fmt: skip
    assert "Nullepart" in report["rows"][3]["why"]


@pytest.mark.parametrize(("code", "people"), [("97801", "31\u202f160"), ("98414", "non publiée")])
def test_what_no_source_gives_is_neither_none_nor_zero(maillage: Maillage, code: str, people: str) -> None:
    out = maillage("territory", "--communes", code).out
    assert people in out
    assert "None" not in out
    assert " 0 habitants" not in out.replace("\u00a0", " ")


# What is refused


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("territory", "vide"),
        ("territory --communes 99999", "99999"),
        ("territory --communes ,", "vide"),
        ("territory --epci 1", "SIREN"),
        ("territory --departement 00", "département"),
        ("territory --file /nulle/part", "ne se lit pas"),
        ("territory --file /", "ne se lit pas"),
        ("territory --nimporte", "--nimporte n’existe pas"),
        ("funding --population beaucoup", "--population n’est pas comprise"),
        ("funding --population -3", "population"),
        ("funding --population 0", "population"),
        ("funding --population 62000 --signed hier", "« hier »"),
        ("funding --population 62000 --signed 2024-02-30", "2024-02-30"),
        ("funding --form msp --population 62000", "msp"),
        ("funding --population", "n’est pas comprise"),
        ("rules", "Il manque une commande"),
        ("rules show", "Il manque"),
        ("tree run angine_au_comptoir", "Il manque --answers"),
        ("tree run", "Il manque ARBRE"),
        ("rules show rien", "« rien »"),
        ("rules show cpts.running_cost.size_2 --at 2024-13-01", "2024-13-01"),
        ("serve --port abc", "--port n’est pas comprise"),
        ("serve --port 99999", "--port n’est pas comprise"),
        ("serve --threads 0", "--threads n’est pas comprise"),
        ("account export personne@example.org", "Aucun compte"),
        ("nimporte", "n’est pas comprise"),
        ("", "Il manque une commande"),
    ],
)
def test_a_refusal_is_one_french_sentence_and_a_code(words: str, sentence: str, maillage: Maillage) -> None:
    said = maillage(*words.split())
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err.replace("\u00a0", " ")
    assert said.err.count("\n") == 1
    assert not any(english in said.err for english in ("Usage", "Error", "Invalid", "No such"))


@pytest.mark.parametrize(
    "words", ["rules list", "rules show cpts.ceiling.size_1", "funding --form cpts", "serve"]
)
def test_a_fault_in_the_law_is_refused_with_its_file(words: str, maillage: Maillage, tmp_path: Path) -> None:
    folder = write(tmp_path, parameters__esi__composition=MINIMUM.replace("2020-01-01", "2020-13-01"))
    with laid_over(folder):
        done = maillage(*words.split())
    assert (done.code, done.out) == (2, "")
    assert "parameters/esi/composition.yaml" in done.err
    assert "2020-13-01" in done.err


def test_a_failure_of_the_instance_is_a_sentence_and_another_code(
    maillage: Maillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("maillage.portal.services.make_demo", fail)
    said = maillage("demo")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Maillage n’a pas pu finir (OperationalError, connection refused).")
    assert said.err.count("\n") == 1


def test_a_fresh_instance_without_data_or_tables_says_what_to_do(tmp_path: Path) -> None:
    """The whole command, in its own process: nothing was built there."""
    command = Path(sys.executable).with_name("maillage")
    said = run([command, "territory", "--communes", "82121"], env={"MAILLAGE_VAR": str(tmp_path)})
    assert (said.returncode, said.stdout) == (1, "")
    assert "make setup" in said.stderr
    assert "Traceback" not in said.stderr


MSP_TEAM = [
    {"name": "Ada Fictif", "profession": "infirmier", "status": "liberal"},
    {"profession": "medecin_generaliste", "count": 1},
]


def founding(folder: Path, *, team: Any = None, site: Any = None) -> list[str]:
    """The options that name the two files."""
    words = []
    for name, content in (("team", team), ("site", site)):
        if content is not None:
            file = folder / f"{name}.json"
            file.write_text(json.dumps(content), "utf-8")
            words += [f"--{name}", str(file)]
    return words


def test_a_founding_is_rehearsed_and_leaves_nothing(maillage: Maillage, tmp_path: Path) -> None:
    files = founding(tmp_path, team=MSP_TEAM, site={"commune": "Montauban"})
    said = maillage("found", "--form", "msp", *files, "--name", "Essai", "--dry-run", "--json").json
    assert [step["key"] for step in said["steps"]][:2] == ["diagnostic", "projet_de_sante"]
    assert said["steps"][1]["documents"]
    assert "broken" in {finding["status"] for finding in said["findings"]}, (
        "two general practitioners are wanted"
    )
    assert not Structure.objects.exists()
    assert not User.objects.exists()


def test_a_founding_says_its_findings_in_french(maillage: Maillage, tmp_path: Path) -> None:
    files = founding(tmp_path, team=MSP_TEAM, site={"commune": "Montauban"})
    said = plain(maillage("found", "--form", "msp", *files, "--name", "Essai", "--dry-run").out)
    assert "manque : " in said
    assert not any(word in said for word in ("broken", "satisfied", "unknown"))


def test_a_structure_is_founded_by_a_command(maillage: Maillage, founder: User, tmp_path: Path) -> None:
    files = founding(
        tmp_path, team=MSP_TEAM, site=[{"commune": "82121"}, {"commune": "82001", "is_antenna": True}]
    )
    said = maillage("found", "--form", "msp", *files, "--name", "Essai", "--founder", founder.email)
    assert said.code == 0, said.err
    structure = Structure.objects.get()
    assert structure.form == "msp"
    assert [person.name for person in structure.people.all()] == ["Ada Fictif", "À nommer"]
    assert [site.is_antenna for site in structure.sites.all()] == [False, True]


@pytest.mark.parametrize(
    ("form", "team", "site", "why"),
    [
        ("zzz", [], {"commune": "82121"}, "n'est pas connu ici"),
        ("msp", [], None, "au moins un site"),
        ("msp", [], {}, "commune du site"),
        ("msp", [], {"commune": "Nulle-Part-sur-Rien"}, "ne trouvons pas"),
        ("msp", [], {"commune": 82121}, "« commune »"),
        ("msp", [], {"ville": "Montauban"}, "« ville »"),
        ("msp", [], {"commune": "82121", "finess": "12"}, "neuf caractères"),
        ("msp", {}, {"commune": "82121"}, "liste de membres"),
        ("msp", [{"profession": "infirmier", "role": "associe", "status": "salarie"}], {"commune": "82121"}, "associé"),
        ("cpts", [], None, "sélection est vide"),
    ],
)  # fmt: skip
def test_what_cannot_be_founded_is_one_sentence(
    form: str, team: Any, site: Any, why: str, maillage: Maillage, tmp_path: Path
) -> None:
    files = founding(tmp_path, team=team, site=site)
    said = maillage("found", "--form", form, *files, "--name", "Essai", "--dry-run")
    assert said.code == 2, said
    assert why in plain(said.err)
    assert not Structure.objects.exists()


def test_a_form_is_shown_as_its_data(maillage: Maillage) -> None:
    said = maillage("forms", "show", "msp", "--json").json
    assert (said["founded_on"], said["carried_by"][-1]) == ("sites", "sisa")
    aci = said["steps"][-1]["stages"][0]
    assert aci["opens"][0]["until"] == "immatriculation"
    assert "Projet de santé" in maillage("forms", "show", "msp").out


def test_the_demonstration_prepares_the_tables_and_the_directory_it_reads(
    maillage: Maillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a new instance, before any `maillage serve`."""
    done: list[str] = []
    monkeypatch.setattr("maillage.portal.services.prepare_tables", lambda: done.append("tables"))
    monkeypatch.setattr("maillage.portal.services.make_demo", lambda: done.append("demo") or "Faite.")
    assert maillage("demo").out == "Faite.\n"
    assert done == ["tables", "demo"]


def test_answers_saved_by_a_windows_editor_are_read(maillage: Maillage, tmp_path: Path) -> None:
    answers = tmp_path / "reponses.json"
    answers.write_text('{"formation": "non"}', encoding="utf-8-sig")
    assert maillage("tree", "run", "angine_au_comptoir", "--answers", str(answers), "--json").json["outcome"]
