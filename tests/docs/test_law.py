"""The worked examples of `docs/law.md` are the law as it stands in the tree."""

from datetime import date
from pathlib import Path

import yaml

from docs.pages import fences
from maillage import legislation
from maillage.kernel.paths import PROJECT
from maillage.legislation.papers import Plan
from overlays import FORM, laid_over, write

PAGE = PROJECT / "docs" / "law.md"
LAW = PROJECT / "src" / "maillage" / "legislation"
TREE = LAW / "parameters" / "cpts" / "ceiling.yaml"
CASES = PROJECT / "tests" / "legislation" / "cases" / "money.yaml"
FORMAT, CHANGE, CASE, TREE_SHOWN, DOCUMENT, LIFE = (yaml.safe_load(block) for block in fences(PAGE, "yaml"))


def test_the_file_shown_is_the_one_of_the_tree() -> None:
    tree = yaml.safe_load(TREE.read_text("utf-8"))
    assert FORMAT["description"] == tree["description"]
    ((day, shown),) = FORMAT["size_1"]["values"].items()
    there = tree["size_1"]["values"][day]
    assert (shown["value"], shown["metadata"]["grade"]) == (there["value"], there["metadata"]["grade"])


def test_the_change_shown_is_the_one_that_was_made() -> None:
    ((day, shown),) = CHANGE.items()
    there = yaml.safe_load(TREE.read_text("utf-8"))["size_2"]["values"][day]
    assert shown["value"] is there["value"] is None
    assert shown["metadata"].items() <= there["metadata"].items()


def test_the_case_shown_is_run() -> None:
    (case,) = CASE
    assert case in yaml.safe_load(CASES.read_text("utf-8"))


def test_the_rule_shown_is_the_one_applied() -> None:
    (rule,) = fences(PAGE, "python")
    assert rule in (LAW / "rules" / "cpts.py").read_text("utf-8")


def test_the_document_shown_is_one_that_a_form_may_write() -> None:
    (clause,) = Plan.model_validate(DOCUMENT).clauses
    assert clause.options[0].blanks == ("nom", "delai_reponse")


def test_the_life_shown_is_one_that_a_form_may_have(tmp_path: Path) -> None:
    form = yaml.safe_load(FORM) | LIFE
    with laid_over(write(tmp_path, forms__esi=yaml.safe_dump(form, allow_unicode=True))):
        stages = [stage.key for stage in legislation.stages("esi")]
    assert stages == ["emergence", "projet_depose", "projet_valide", "agrement"]


def test_the_tree_shown_is_read_and_followed_to_each_of_its_ends() -> None:
    shown = fences(PAGE, "yaml")[3]
    made = legislation.read_tree(shown)
    assert made.key == TREE_SHOWN["key"]
    ends = {
        end.key
        for answers in (
            {"soin": "non"},
            {"soin": "oui", "combien": 2},
            {"soin": "oui", "combien": 3, "qui": "hopital"},
        )
        if (end := legislation.run(made, answers, on=date(2026, 11, 30)).end)
    }
    assert ends == {"lundi", "tournee", "had"}
    (rows,) = fences(PAGE, "text")
    typed = legislation.read_tree(rows)
    assert {each.key for each in typed.ends} == ends
    assert [each.kind for each in typed.questions] == [each.kind for each in made.questions]
