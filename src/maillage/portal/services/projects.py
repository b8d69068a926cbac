"""The project of a structure of the demonstration: needs put in order, objectives, actions in every state, a talk."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from maillage import legislation
from maillage.accounts.models import User
from maillage.governance.queries.ideas import Author
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.portal.services.sittings import named
from maillage.project.models import Action, Need, Objective
from maillage.project.services import actions, library, maturity, needs, objectives, steps
from maillage.structures.models import Structure

#: What an action is given as it is written.
WORDS = ("statement", "goal", "aims", "public", "communes", "existing", "roles", "hours", "coordination", "purchases", "proofs", "risks")  # fmt: skip


def play_project(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    if not script:
        return
    written = [needs.add_need(structure, words, by=by) for words in script.get("needs", ())]
    if "ranked_ago" in script:
        # The first goes one place down and up again: the meeting put all of them in order that day.
        day = today - timedelta(days=script["ranked_ago"])
        for up in (False, True):
            needs.move(written[0], up=up, by=by, on=day)
    aims = [_objective(aim, structure, written, by=by) for aim in script.get("objectives", ())]
    made = [_action(each, structure, aims, written, by=by, today=today) for each in script["actions"]]
    for talk in script.get("maturity", ()):
        _talk(talk, structure, made, by=by, today=today)


def _objective(script: dict[str, Any], structure: Structure, written: list[Need], *, by: User) -> Objective:
    answered = [written[rank - 1] for rank in script.get("needs", ())]
    given = objectives.GivenObjective(script["text"], script.get("mission", ""), answered)
    return objectives.add_objective(structure, given, key=uuid4(), by=by)


def _person(structure: Structure, name: str | None) -> Person | None:
    return named(structure, name) if name else None


def _action(
    script: dict[str, Any],
    structure: Structure,
    aims: list[Objective],
    written: list[Need],
    *,
    by: User,
    today: date,
) -> Action:
    def day(days: int | None) -> date | None:
        return None if days is None else today + timedelta(days=days)

    aim = aims[script["objective"] - 1] if "objective" in script else None
    owner, mission = (
        _person(structure, script.get("owner")),
        script.get("mission", aim.mission if aim else ""),
    )
    if "sheet" in script:
        taking = library.Taking(today + timedelta(days=script["starts"]), mission, aim, owner)
        sheet = legislation.sheet(script["sheet"])
        taken_on = today + timedelta(days=script["starts"] - 20)
        action = library.take_sheet(structure, sheet, taking, key=uuid4(), by=by, on=taken_on)
    else:
        columns = {name: script[name] for name in WORDS if name in script}
        given = actions.GivenAction(
            script["title"], mission, aim, owner, day(script.get("starts")), day(script.get("ends")), columns
        )
        action = actions.add_action(structure, given, key=uuid4(), by=by)
    co_owner, group = _person(structure, script.get("co_owner")), script.get("group")
    instance = structure.instances.get(name=group) if group else None
    action = actions.write_part(
        action,
        {"co_owner": co_owner, "instance": instance},
        version=action.version,
        by=by,
        needs=[written[rank - 1] for rank in script.get("needs", ())],
    )
    _around(script, action, by=by, today=today)
    for move in script.get("moves", ()):
        on = today - timedelta(days=move["ago"])
        reason = move.get("reason", "")
        action = actions.move(action, move["state"], reason, version=action.version, by=by, on=on)
    if script.get("shared"):
        actions.share(action, shared=True, by=by)
    return action


def _around(script: dict[str, Any], action: Action, *, by: User, today: date) -> None:
    """Its steps, its partners, its notes."""
    structure = action.structure
    for told in script.get("steps", ()):
        due = today + timedelta(days=told["in_days"]) if "in_days" in told else None
        given = steps.GivenStep(told["what"], _person(structure, told.get("who")), due)
        step = steps.add_step(action, given, key=uuid4(), by=by)
        if "done" in told:
            steps.finish_step(step, on=today + timedelta(days=told["done"]), by=by)
    for rank, done in enumerate(script.get("done", ())):
        # Of a sheet of the library: its steps are done in their order.
        steps.finish_step(action.steps.all()[rank], on=today + timedelta(days=done), by=by)
    for told in script.get("partners", ()):
        partner = Partner.objects.get(structure=structure, name=told["name"])
        signed = told.get("convention", False)
        steps.bind_partner(action, partner, told["role"], has_convention=signed, by=by)
    for told in script.get("notes", ()):
        on = today - timedelta(days=told["ago"])
        actions.note(action, told["words"], on=on, key=uuid4(), by=by)


def _talk(script: dict[str, Any], structure: Structure, made: list[Action], *, by: User, today: date) -> None:
    """Each answers the questions in their order, by a figure each; what is closed ends with two actions."""
    asked = [question.key for axis in legislation.maturity() for question in axis.questions]
    opened = today - timedelta(days=script["ago"])
    talk = maturity.open_maturity(structure, key=uuid4(), by=by, on=opened)
    for name, levels in script["said"].items():
        said = {key: int(level) for key, level in zip(asked, levels, strict=True)}
        maturity.answer(talk, said, Author(named(structure, name), None))
    if "closed" in script:
        chosen = [made[rank - 1] for rank in script["actions"]]
        maturity.close_maturity(talk, chosen, by=by, on=today - timedelta(days=script["closed"]))
