"""Taking up a sheet: of the library of the law room, or of another structure of the instance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.legislation import Sheet, professions_by_key
from maillage.people.models import Person
from maillage.project.models import Action, ActionNote, ActionStep, Objective
from maillage.project.services.actions import GivenAction, add_action
from maillage.structures.models import Structure

#: Columns that go with an action taken up elsewhere: its words, never its people, its notes, its partners.
COPIED = (
    "statement", "goal", "aims", "public", "existing", "roles", "sought", "hours", "coordination", "purchases", "proofs",
    "risks", "sheet",
)  # fmt: skip
LONGEST_STEP, LONGEST_WHO = 200, 80


@dataclass(frozen=True, slots=True)
class Taking:
    """What is said when a sheet is taken up: when it begins here, under what, by whom."""

    starts_on: date
    mission: str = ""
    objective: Objective | None = None
    owner: Person | None = None


@transaction.atomic
def take_sheet(
    structure: Structure, sheet: Sheet, taking: Taking, *, key: UUID, by: User, on: date
) -> Action:
    """An action filled with the sheet, its steps dated from its first day; the same key takes it up once."""
    trades = professions_by_key()
    roles = [(trades.get(each.profession), each) for each in sheet.roles]
    columns = {
        "statement": sheet.need,
        "goal": sheet.general_goal,
        "aims": "\n".join(sheet.goals),
        "public": sheet.public,
        "existing": sheet.existing,
        "roles": "\n".join(
            f"{trade.label if trade else each.profession} : {each.say}" for trade, each in roles
        ),
        "sought": "\n".join(sheet.partners),
        "hours": "\n".join(sheet.means),
        "proofs": "\n".join(sheet.proofs),
        "risks": "\n".join(sheet.risks),
        "sheet": sheet.key,
        "origin": f"Bibliothèque de Maillage : {sheet.title}",
        "origin_on": on,
    }
    weeks = [(each.what, each.who, timedelta(weeks=each.after_weeks)) for each in sheet.steps]
    action, is_new = _begun(structure, sheet.title, taking, columns, key=key, by=by, after=weeks[-1][2])
    if is_new:
        _steps(action, ((what, who, taking.starts_on + after) for what, who, after in weeks))
        small = f"Pour commencer petit : {sheet.first_third}"
        ActionNote.objects.create(action=action, noted_on=on, words=small, key=uuid4())
    return action


@transaction.atomic
def copy_action(
    structure: Structure, known: Action, taking: Taking, *, key: UUID, by: User, on: date
) -> Action:
    """The words and the steps of an action of another structure, as they stand; its origin says whose, and which
    version. Who may read it is for the caller to say (`perms.takeable`)."""
    columns = {name: getattr(known, name) for name in COPIED} | {
        "origin": f"{known.structure.name}, fiche {known.number}, version {known.version}",
        "origin_on": on,
    }
    steps = list(known.steps.all())
    days = [each.due_on for each in steps if each.due_on]
    first = known.starts_on or (min(days) if days else None)
    dated = [
        (each.what, each.who_in_words, each.due_on - first if each.due_on and first else None)
        for each in steps
    ]
    ends = known.ends_on - first if known.ends_on and first else None
    action, is_new = _begun(structure, known.title, taking, columns, key=key, by=by, after=ends)
    if is_new:
        _steps(
            action,
            ((what, who, None if after is None else taking.starts_on + after) for what, who, after in dated),
        )
    return action


def _begun(
    structure: Structure,
    title: str,
    taking: Taking,
    columns: dict[str, object],
    *,
    key: UUID,
    by: User,
    after: timedelta | None,
) -> tuple[Action, bool]:
    is_known = Action.objects.filter(key=key).exists()
    ends_on = taking.starts_on + after if after and after > timedelta(0) else None
    given = GivenAction(
        title, taking.mission, taking.objective, taking.owner, taking.starts_on, ends_on, columns
    )
    return add_action(structure, given, key=key, by=by), not is_known


def _steps(action: Action, rows: Iterable[tuple[str, str, date | None]]) -> None:
    ActionStep.objects.bulk_create(
        ActionStep(
            action=action, what=what[:LONGEST_STEP], who_in_words=who[:LONGEST_WHO], due_on=day, key=uuid4()
        )
        for what, who, day in rows
    )
