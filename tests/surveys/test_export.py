"""What a structure takes away: its surveys as their pages tell them, its needs, its layers; nothing of one person."""

import json

from maillage.accounts.models import User
from maillage.habits.queries import export as export_layers
from maillage.project.queries.contents import contents
from maillage.project.services.needs import add_need
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from maillage.surveys.queries import export
from surveys.surveying import answer, closed


def test_a_survey_leaves_as_counts_and_never_answer_by_answer(survey: Survey, founder: User) -> None:
    for trade in ["infirmier"] * 6 + ["sage_femme"]:
        answer(survey, trade, words="Du temps.")
    answer(survey, "pharmacien", words="Mme Durand")
    (open_one,) = export(survey.structure)
    assert (open_one["received"], open_one["counted"], open_one["questions"]) == (8, 0, [])
    closed(survey, founder)
    (told,) = export(survey.structure)
    text = json.dumps(told, ensure_ascii=False)
    assert told["questions"][0]["total"]["answers"] == 8
    assert told["questions"][0]["total"]["choices"]["Oui"] == 8
    assert told["questions"][-1]["texts"] == ["Du temps."] * 7
    assert "Durand" not in text
    assert [question.get("groups") for question in told["questions"]] == [[]] * len(told["questions"])


def test_needs_and_layers_leave_as_they_were_given(structure: Structure, founder: User) -> None:
    add_need(structure, "Des gardes.", by=founder)
    (need,) = contents(structure)["needs"]
    (layer,) = export_layers(structure)
    assert json.loads(json.dumps(layer)) == layer
    assert need["text"] == "Des gardes."
    assert [row["commune"] for row in layer["rows"]] == ["82121", "82025", "82125"]
