"""All that is kept of the project: for the export of the structure, and of somebody, in words."""

from typing import Any

from maillage.accounts.models import User
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.project.models import (
    Action,
    ActionMeeting,
    ActionNote,
    ActionPartner,
    ActionStep,
    ActionTask,
    Maturity,
    MaturityAnswer,
    Objective,
)
from maillage.project.queries import indicators_contents
from maillage.structures.models import Structure
from maillage.structures.queries import plain, together


def contents(structure: Structure) -> dict[str, Any]:
    """Read in one question: what hangs on each row is sorted here."""
    needs, objectives = structure.needs.all(), structure.objectives.all()
    actions = structure.project_actions.select_related("owner", "co_owner", "instance", "objective")
    mine = {"action__structure": structure}
    steps = ActionStep.objects.filter(**mine).select_related("who")
    partners = ActionPartner.objects.filter(**mine).select_related("partner")
    notes, tasks = ActionNote.objects.filter(**mine), ActionTask.objects.filter(**mine).select_related("task")
    meetings = ActionMeeting.objects.filter(**mine).select_related("meeting")
    talks = structure.maturities.all()
    answers = MaturityAnswer.objects.filter(maturity__structure=structure)
    of_objectives = _pairs(Objective.needs, "objective", "need", objective__structure=structure)
    of_actions = _pairs(Action.needs, "action", "need", **mine)
    of_talks = _pairs(Maturity.actions, "maturity", "action", maturity__structure=structure)
    together(
        needs, objectives, actions, steps, partners, notes, tasks, meetings, talks, answers, of_objectives,
        of_actions, of_talks,
    )  # fmt: skip
    texts, numbers = {each.pk: each.text for each in needs}, {each.pk: each.number for each in actions}
    return {
        "needs": [plain(need) for need in needs],
        "objectives": [
            plain(each) | {"needs": [texts[need] for owner, need in of_objectives if owner == each.pk]}
            for each in objectives
        ],
        "actions": [
            plain(each)
            | {
                "objective": each.objective.text if each.objective else None,
                "owner": each.owner.name if each.owner else None,
                "co_owner": each.co_owner.name if each.co_owner else None,
                "instance": each.instance.name if each.instance else None,
                "needs": [texts[need] for owner, need in of_actions if owner == each.pk],
                "steps": [
                    plain(row) | {"who": row.who.name if row.who else None} for row in _of(steps, each.pk)
                ],
                "partners": [plain(row) | {"partner": row.partner.name} for row in _of(partners, each.pk)],
                "meetings": [row.meeting.title for row in _of(meetings, each.pk)],
                "tasks": [row.task.title for row in _of(tasks, each.pk)],
                "notes": [plain(row) for row in _of(notes, each.pk)],
            }
            for each in actions
        ],
        "maturity": [
            plain(each)
            | {
                "answers": [plain(row) for row in answers if row.maturity_id == each.pk],
                "actions": [numbers[action] for owner, action in of_talks if owner == each.pk],
            }
            for each in talks
        ],
        **indicators_contents.contents(structure),
    }


def _pairs(relation: Any, owner: str, held: str, **mine: Any) -> Any:
    """The rows of a many-to-many relation, as pairs of numbers."""
    rows = relation.through._base_manager.filter(**mine).order_by("pk")
    return rows.values_list(f"{owner}_id", f"{held}_id")


def _of(rows: Any, action: int) -> list[Any]:
    return [row for row in rows if row.action_id == action]


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody: the actions that they answer for, their steps, what they said of maturity."""
    return {
        "Actions du projet": [
            {"Action": str(each), "Rôle": role, "État": each.get_state_display()}
            for role, rows in (
                ("responsable", person.owned_actions.all()),
                ("coresponsable", person.co_owned_actions.all()),
            )
            for each in rows
        ],
        "Étapes d’actions": [
            {
                "Étape": each.what,
                "Action": each.action.title,
                "Pour le": date_in_french(each.due_on) if each.due_on else "",
                "Faite le": date_in_french(each.done_on) if each.done_on else "",
            }
            for each in person.action_steps.select_related("action")
        ],
        "Maturité": said_by(MaturityAnswer.objects.filter(person=person)),
        **indicators_contents.of_card(person),
    }


def of_account(user: User) -> dict[str, list[dict[str, str]]]:
    """What an account said that has no card where it said it, and the notes of its hand."""
    notes = ActionNote.objects.filter(written_by=user).select_related("action")
    found = {
        "Maturité": said_by(MaturityAnswer.objects.filter(account=user)),
        "Notes d’actions": [
            {"Action": each.action.title, "Le": date_in_french(each.noted_on), "Note": each.words}
            for each in notes
        ],
    }
    return {heading: rows for heading, rows in found.items() if rows}


def said_by(answers: Any) -> list[dict[str, str]]:
    return [
        {
            "Conversation du": date_in_french(each.maturity.opened_on),
            "Question": each.question,
            "Niveau": str(each.level),
        }
        for each in answers.select_related("maturity")
    ]
