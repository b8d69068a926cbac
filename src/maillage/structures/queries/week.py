"""What awaits a structure, as a week: late, this week, later; mine, or somebody else's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import date_in_french, plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class Week:
    """From a Monday to its Sunday. Each task is in one place; those without a date, as the rooms gave them."""

    monday: date
    sunday: date
    late: Sequence[Task]
    this_week: Sequence[Task]
    undated: Sequence[Task]
    later: Sequence[Task]
    #: Waits for a role that somebody else holds: its label → its tasks.
    of_others: Sequence[tuple[str, Sequence[Task]]]

    @property
    def parts(self) -> list[tuple[str, Sequence[Task]]]:
        """What waits for whoever looks, the most pressing first; empty parts are not shown."""
        parts = [
            ("En retard", self.late),
            ("Cette semaine", self.this_week),
            ("À faire, sans date", self.undated),
            ("Plus tard", self.later),
        ]
        return [(title, tasks) for title, tasks in parts if tasks]

    @property
    def said(self) -> str:
        first = date_in_french(self.monday)
        if self.monday.month == self.sunday.month:
            first = first.partition("\N{NO-BREAK SPACE}")[0]
        return f"Semaine du {first} au {date_in_french(self.sunday)}"

    def when(self, task: Task, today: date) -> str:
        """« depuis 12 jours », « jeudi »; empty when its group says enough."""
        if task.due is None or task.due > self.sunday:
            return ""
        if task.due < today:
            return f"depuis {plural((today - task.due).days, 'jour')}"
        return "aujourd’hui" if task.due == today else DAYS[task.due.weekday()]


def week_of(structure: Structure, tasks: Iterable[Task], roles: Collection[str], *, today: date) -> Week:
    """`roles`: those that whoever looks holds. A task of a role that nobody holds is everybody's."""
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    held = {each.role for each in structure.memberships.all() if each.left_on is None}
    mine, others = [], dict[str, list[Task]]()
    for task in tasks:
        if task.desk in held and not {task.desk, Role.FOUNDER} & set(roles):
            others.setdefault(Role(task.desk).label, []).append(task)
        else:
            mine.append(task)
    dated = sorted((task for task in mine if task.due), key=lambda task: task.due or today)
    return Week(
        monday,
        sunday,
        late=[task for task in dated if task.due and task.due < today],
        this_week=[task for task in dated if task.due and today <= task.due <= sunday],
        undated=[task for task in mine if task.due is None],
        later=[task for task in dated if task.due and task.due > sunday],
        of_others=list(others.items()),
    )
