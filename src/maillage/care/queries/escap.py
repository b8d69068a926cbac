"""Teams around a patient as they are read: what the law room finds, what is due, what ends soon."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from maillage import legislation
from maillage.care.enums import Ability, EscapState
from maillage.care.models import Escap, EscapMember
from maillage.care.types import Grid, Part, Telling
from maillage.geography import atlas
from maillage.kernel import date_in_french, plural
from maillage.legislation import Circumstances, DatedValue, Finding, Member, Team, professions_by_key
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import OwnLine, Task, Wanted

#: Its end is told before its day.
TOLD_BEFORE = timedelta(days=60)
MOST = 50
#: What is not over yet.
OPEN = (EscapState.PROPOSED, EscapState.AGREED, EscapState.RUNNING)
THRESHOLDS = (
    ("Score", "escap.composition.score.threshold", "escap.composition.score.items"),
    (
        "Score, femme enceinte",
        "escap.composition.score.threshold_pregnant",
        "escap.composition.score.items_pregnant",
    ),
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """« 13 sur 26 », as the law room knows it that day."""

    label: str
    at_least: DatedValue | None
    of: DatedValue | None


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """All that is told of one."""

    escap: Escap
    commune: str
    team: Sequence[tuple[EscapMember, str]]  # each with their profession in words
    findings: Sequence[Finding]
    is_over_due: bool  # its last day is past, and nobody said what follows


def judged(grid: Grid, *, on: date) -> list[Finding]:
    """What the law room finds of the grid alone."""
    about = Circumstances.model_validate(
        {
            "patient_situation": grid.situation or None,
            "pregnant": grid.is_pregnant,
            "score": grid.score,
            "patient_agrees": True,
        }
    )
    found = legislation.check("escap", Team((), is_known=False), on=on, about=about)
    return [each for each in found if each.key.rpartition(".")[2] in {"situation", "score"}]


def team_found(escap: Escap, *, on: date) -> list[Finding]:
    """What the law room finds of the team, and of the agreement of the patient."""
    members = tuple(
        Member(each.profession, role="attending_doctor" if each.is_attending else "")
        for each in escap.team.all()
    )
    about = Circumstances(patient_agrees=True if escap.agreed_on else None)
    found = legislation.check("escap", Team(members), on=on, about=about)
    wanted = {"professionals", "attending_doctors", "consent"}
    return [each for each in found if each.key.rpartition(".")[2] in wanted]


def thresholds(on: date) -> list[Threshold]:
    return [
        Threshold(label, legislation.rule(least).at(on), legislation.rule(of).at(on))
        for label, least, of in THRESHOLDS
    ]


def escaps_of(structure: Structure, *, is_open: bool) -> QuerySet[Escap]:
    rows = structure.escaps.select_related("desk").prefetch_related("team")
    return rows.filter(state__in=OPEN) if is_open else rows.exclude(state__in=OPEN)


def commune_name(code: str) -> str:
    return atlas().commune(code).name


def team_sheet(escap: Escap, *, on: date) -> TeamSheet:
    trades = professions_by_key()
    team = list(escap.team.select_related("person"))
    return TeamSheet(
        escap,
        commune_name(escap.commune),
        [
            (each, trades[each.profession].label if each.profession in trades else each.profession)
            for each in team
        ],
        team_found(escap, on=max(on, escap.proposed_on)),
        bool(escap.state == EscapState.RUNNING and escap.ends_on and escap.ends_on <= on),
    )


def part(structure: Structure) -> Telling:
    sizes = yield Wanted(sizes={"running": structure.escaps.filter(state=EscapState.RUNNING)})
    running = sizes["running"]
    return Part(
        "ESCAP",
        "care:escaps",
        "L’équipe d’un seul patient, pour un an : un code, trois professionnels, des dates, des forfaits.",
        f"{plural(running, 'équipe')} en cours." if running else "",
    )


@prepared
def _ending(structure: Structure, by: date) -> QuerySet[Escap]:
    running = Escap.objects.filter(structure=structure, state=EscapState.RUNNING, ends_on__lte=by)
    return running.order_by("ends_on", "pk")[:MOST]


class Waited:
    """What the home of a structure asks of teams."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.structure = structure
        self.ending = _ending(structure, on + TOLD_BEFORE)
        self.lists = (self.ending,)

    def tasks(self) -> Iterator[Task]:
        for each in self.ending[:3]:
            url = reverse("care:escap", args=[self.structure.slug, each.pk])
            words = f"ESCAP {each.code} : renouveler ou finir"
            yield Task(words, url, "", Ability.COORDINATE, each.ends_on, Role.COORDINATION)
        if len(self.ending) > 3:
            url = reverse("care:escaps", args=[self.structure.slug])
            words = f"{plural(len(self.ending) - 3, 'autre ESCAP', 'autres ESCAP')} à renouveler ou à finir"
            yield Task(words, url, "", Ability.COORDINATE, self.ending[3].ends_on, Role.COORDINATION)


def running_of(person: Person) -> QuerySet[Escap]:
    rows = Escap.objects.filter(team__person=person, state=EscapState.RUNNING)
    return rows.select_related("desk").order_by("ends_on", "pk")


def own_lines(rows: Iterable[Escap]) -> Iterator[OwnLine]:
    for each in rows:
        where = each.desk.name if each.desk else "la coordination"
        until = f" jusqu’au {date_in_french(each.ends_on)}" if each.ends_on else ""
        yield OwnLine("Vos ESCAP", f"Équipe {each.code}{until} ; qui c’est : demandez à {where}.")


def contents(structure: Structure) -> list[Mapping[str, Any]]:
    """For the export of the structure."""
    rows = structure.escaps.select_related("desk").prefetch_related("team__person", "moves")
    return [
        plain(each)
        | {
            "desk": each.desk.name if each.desk else None,
            "team": [plain(row) | {"person": str(row)} for row in each.team.all()],
            "moves": [plain(row) for row in each.moves.all()],
        }
        for each in rows
    ]
