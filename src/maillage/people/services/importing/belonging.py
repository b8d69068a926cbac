"""The adhésion that a line says, before those that its card has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from maillage.kernel import folded
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, College, Person
from maillage.people.services.importing.cells import quoted
from maillage.people.services.importing.columns import SINCE
from maillage.people.services.importing.rows import Line, Options

#: An adhésion, its column, before, after, in words.
Changed = tuple[Adhesion, str, str, str, str]


@dataclass(slots=True)
class Joining:
    """An adhésion to create. `is_presumed`: its first day is the one given for all the lines that say none."""

    adhesion: Adhesion
    is_presumed: bool

    @property
    def sentence(self) -> str:
        since = f"{Belonging(self.adhesion.kind).label} depuis le {written(self.adhesion.since)}"
        return f"{since}, faute de date lisible" if self.is_presumed else since


class Told(Protocol):
    notes: list[str]
    is_undated: bool


class Belongings:
    """`of`: the adhésions of each card, by its `id`; those of the lines read before are among them."""

    def __init__(
        self,
        kinds: Sequence[Belonging],
        colleges: Mapping[str, College],
        options: Options,
        of: dict[int, list[Adhesion]],
        *,
        on: date,
    ) -> None:
        self.kinds, self.colleges, self.options, self.of, self.on = kinds, colleges, options, of, on
        self.made: dict[int, Joining] = {}  # by the id of its adhésion

    def _why_not(self, line: Line, since: date) -> str:
        """Why this adhésion cannot be; its person comes all the same."""
        if line.kind and line.kind not in self.kinds:
            label = quoted(Belonging(line.kind).label)
            return (
                f"À titre de {label} : on n’appartient pas ainsi à cette structure. Adhésion laissée de côté."
            )
        if line.until and line.until < since:
            return "L’adhésion finit avant de commencer : laissée de côté."
        return ""

    def read(self, card: Person, line: Line, fate: Told) -> tuple[Joining | None, list[Changed]]:
        """The adhésion to create, and what changes of another; one that cannot be is left, and told."""
        since = line.since or self.options.since
        if not line.belongs:
            return None, []
        kind = line.kind or self.kinds[0].value
        held = [each for each in self.of[id(card)] if each.kind == kind]
        there = self._same(held, line)
        if there is not None:
            return None, self._changed(there, line, fate)
        fate.is_undated = line.since is None
        if since is None:
            return None, []
        if why := self._why_not(line, since):
            fate.notes.append(why)
            return None, []
        college = self._college(line, fate)
        adhesion = Adhesion(person=card, kind=kind, since=since, until=line.until, college=college)
        self.of[id(card)].append(adhesion)
        joining = self.made[id(adhesion)] = Joining(adhesion, is_presumed=line.since is None)
        return joining, []

    def _same(self, held: Sequence[Adhesion], line: Line) -> Adhesion | None:
        """The one that the line speaks of: the same days, the same first day, else one that it overlaps."""
        if line.since is None:
            return next((each for each in held if each.until is None or each.until > self.on), None)
        exact = [each for each in held if (each.since, each.until) == (line.since, line.until)]
        begun = [each for each in held if each.since == line.since]
        overlapping = [
            each
            for each in held
            if (each.until is None or each.until > line.since)
            and (line.until is None or line.until > each.since)
        ]
        return next(iter([*exact, *begun, *overlapping]), None)

    def _changed(self, there: Adhesion, line: Line, fate: Told) -> list[Changed]:
        """What the line says more of it, or otherwise."""
        college = self._college(line, fate)
        wanted: list[tuple[str, str, Any, Any, str]] = []
        made = self.made.get(id(there))
        if line.since and made and made.is_presumed:
            # A day that a line says is worth more than the one given for those that say none.
            there.since, made.is_presumed = line.since, False
        if line.since and there.since != line.since:
            wanted.append(("since", SINCE, there.since, line.since, f"{line.since:%d/%m/%Y}"))
        if line.until and there.until != line.until:
            wanted.append(("until", "Jusqu’au", there.until, line.until, f"{line.until:%d/%m/%Y}"))
        if college and there.college_id != college.pk:
            wanted.append(("college", "Collège", there.college, college, college.name))
        for _, words, kept, _, shown in (each for each in wanted if each[2] and not self.options.replaces):
            fate.notes.append(
                f"{words} : l’adhésion garde {quoted(written(kept))}, la liste dit {quoted(shown)}."
            )
        taken = [each for each in wanted if not each[2] or self.options.replaces]
        days = {column: given for column, _, _, given, _ in taken}
        until = days.get("until", there.until)
        if until and until < days.get("since", there.since):
            fate.notes.append("L’adhésion finirait avant de commencer : dates laissées de côté.")
            taken = [each for each in taken if each[0] == "college"]
        for column, _, _, given, _ in taken:
            setattr(there, column, given)
        return [
            (there, column, stored(kept), stored(given), f"{words} : {quoted(shown)}")
            for column, words, kept, given, shown in taken
        ]

    def _college(self, line: Line, fate: Told) -> College | None:
        college = self.colleges.get(folded(line.college))
        if line.college and college is None:
            fate.notes.append(
                f"Collège {quoted(line.college)} : il n’est pas dans vos règles. Laissé de côté."
            )
        return college


def written(value: Any) -> str:
    """« 04/03/2026 », or the name of a college."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def stored(value: Any) -> str:
    """As ImportedChange keeps a column of an adhésion: a day, the number of a college, or nothing."""
    return str(value.pk) if isinstance(value, College) else value.isoformat() if value else ""
