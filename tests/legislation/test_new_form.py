"""A form of law is data: three files bring one, and nothing in Python knows its key."""

from datetime import date
from pathlib import Path

import pytest

from maillage.kernel import BadInput
from maillage.legislation import advise, check, checkable, form, form_subjects, forms, read_law, read_team
from overlays import CHECKS, FORM, MINIMUM, invented_form, laid_over, write

TODAY = date(2026, 1, 1)


def test_three_files_bring_a_form(tmp_path: Path) -> None:
    with laid_over(invented_form(tmp_path)):
        read_law()
        assert "esi" in {entry.key for entry in forms(on=TODAY)}
        assert "esi" in checkable()
        assert form_subjects()["esi"].rules == ("ess.start_up",)
        (advice,) = (advice for advice in advise({"infirmier": "2"}, on=TODAY) if advice.form == "esi")
        assert advice.fits == "unknown"
        found = check("esi", read_team([{"profession": "infirmier", "count": 2}]), on=TODAY)
        assert [finding.status for finding in found] == ["satisfied", "unknown"]
    assert "esi" not in {entry.key for entry in forms(on=TODAY)}


def test_forms_that_fit_as_well_come_by_their_rank(tmp_path: Path) -> None:
    last = [advice.form for advice in advise({}, on=TODAY)]
    assert last.index("esp") < last.index("msp")  # as written in their files
    with laid_over(write(tmp_path, forms__esi=FORM.replace("rank: 9", "rank: 0"))):
        ranked = sorted(advise({}, on=TODAY), key=lambda advice: advice.rank)
        assert ranked[0].form == "esi"


def test_a_form_that_nothing_checks_never_fits(tmp_path: Path) -> None:
    with laid_over(write(tmp_path, forms__esi=FORM)):
        fits = {advice.form: advice.fits for advice in advise({"infirmier": "2"}, on=TODAY)}
        assert fits["esi"] == "unknown"


def test_a_form_whose_money_nothing_counts_is_not_computed(tmp_path: Path) -> None:
    without = FORM.replace("money: {facts: EssFacts, rules: [ess.start_up]}\n", "")
    with laid_over(write(tmp_path, forms__esi=without)):
        assert form("esi", on=TODAY).money is None
        assert "esi" not in form_subjects()


@pytest.mark.parametrize(
    ("files", "named", "why"),
    [
        ({"forms__esi": FORM.replace("rank: 9\n", "")}, "forms/esi.yaml", "rank"),
        ({"forms__esi": FORM.replace("EssFacts", "NoFacts")}, "forms/esi.yaml", "NoFacts"),
        ({"forms__esi": FORM.replace("ess.start_up", "ess.nothing")}, "forms/esi.yaml", "ess.nothing"),
        (
            {
                "forms__esi": FORM.replace(
                    "start_up]}", "start_up], starts: [{key: a, label: A, facts: {beds: 1}}]}"
                )
            },
            "forms/esi.yaml",
            "beds",
        ),
        ({"forms__esi": FORM.replace("start_up]}", "start_up], starts: [A]}")}, "forms/esi.yaml", "starts"),
        ({"forms__other": FORM}, "forms/other.yaml", "esi.yaml"),
        ({"forms__esi": FORM.replace("patientèle", "planète")}, "forms/esi.yaml", "level"),
        ({"forms__esi": FORM.replace("guide_pharmaciens", "on_dit")}, "forms/esi.yaml", "on_dit"),
        ({"forms__esi": FORM.replace("content:", "delay: esi.none, content:")}, "forms/esi.yaml", "esi.none"),
        (
            {"forms__esi": FORM.replace("content:", "planned: {nulle: Part}, content:")},
            "forms/esi.yaml",
            "nulle",
        ),
        ({"forms__esi": FORM, "checks__esi": CHECKS}, "checks/esi.yaml", "esi.composition.professionals"),
        (
            {
                "checks__esi": CHECKS.replace("university_agrees", "nobody"),
                "parameters__esi__composition": MINIMUM,
            },
            "checks/esi.yaml",
            "nobody",
        ),
        (
            {
                "checks__esi": CHECKS.replace("  must_be: university_agrees\n", ""),
                "parameters__esi__composition": MINIMUM,
            },
            "checks/esi.yaml",
            "university",
        ),
    ],
)
def test_a_form_that_cannot_be_counted_is_refused_with_its_file(
    files: dict[str, str], named: str, why: str, tmp_path: Path
) -> None:
    with laid_over(write(tmp_path, **files)), pytest.raises(BadInput) as refusal:
        read_law()
    assert named in str(refusal.value)
    assert why in str(refusal.value)
