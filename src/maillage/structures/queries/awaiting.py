"""What a structure waits for."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.jobs.enums import State
from maillage.jobs.queries import jobs_of
from maillage.kernel import BadInput, add_months, date_in_french
from maillage.structures.enums import Ability, MissionStep, Role, Track
from maillage.structures.models import Nesting, Structure
from maillage.structures.queries.life import (
    DueDate,
    MissionLine,
    due_dates,
    founded_on,
    has_missions,
    mission_lines,
    moves_on,
    next_person_step,
    signature_of,
    signed_on,
)
from maillage.structures.queries.nesting import asked_of, waiting_long
from maillage.structures.queries.together import read_all
from maillage.ui.queries import waiting
from maillage.ui.slots import HomeFigure, Task, Waiting, Wanted

T = TypeVar("T")
#: First what is wanted, then what is said (maillage.ui.slots).
Telling = Generator[Wanted | T, Mapping[str, int], None]

#: What is left to do on a mission, by the step it stands at.
TO_DO: dict[str, str] = {MissionStep.PREVUE: "à démarrer", MissionStep.DEMARREE: "à déployer"}
#: Of ours: no text gives a delay to these missions, and two years are enough to know.
MONTHS_BEFORE_ASKING = 24


@dataclass(frozen=True, slots=True)
class Said:
    """What the rooms say of a structure on its home, in their order."""

    tasks: list[Task]
    figures: list[HomeFigure]


def said_of(structure: Structure, abilities: Collection[str], *also: QuerySet[Any]) -> Said:
    """The tasks are those that its visitor may do. `also`: what else the page reads, in the same question."""
    said = list(told(waiting(structure), *also))
    tasks = [
        each for each in said if isinstance(each, Task) and (not each.ability or each.ability in abilities)
    ]
    return Said(tasks, [each for each in said if isinstance(each, HomeFigure)])


def told(rooms: Collection[Telling[T]], *also: QuerySet[Any]) -> Iterator[T]:
    """What each room says, once what they all want is read, in one question."""
    sizes = read_all([*(_wanted(room) for room in rooms), Wanted(also)])
    for room, there in zip(rooms, sizes, strict=False):
        yield from _told(room, there)


def as_one(subjects: Collection[Telling[T]]) -> Telling[T]:
    """Several subjects of a room."""
    sizes = yield Wanted.joined([_wanted(each) for each in subjects])
    for each in subjects:
        yield from _told(each, sizes)


def _wanted(room: Telling[T]) -> Wanted:
    """Nothing of a room that has nothing to say."""
    first = next(room, Wanted())
    if not isinstance(first, Wanted):
        raise TypeError(f"{first!r} is said before what it wants")
    return first


def _told(room: Telling[T], sizes: Mapping[str, int]) -> Iterator[T]:
    try:
        said = room.send(sizes)
        while True:
            if not isinstance(said, Wanted):
                yield said
            said = next(room)
    except StopIteration:
        return


def awaiting(structure: Structure) -> Waiting:
    """What the life and the territory of a structure still ask for, most useful first."""
    asked, unheard = asked_of(structure), waiting_long(structure, on=timezone.localdate())
    failed = jobs_of(structure.pk).filter(state=State.FAILED)
    there = yield Wanted(sizes={"asked": asked, "unheard": unheard, "failed": failed})
    life = reverse("structures:life", args=[structure.slug])
    for due in due_dates(structure):
        limit = f"{due.limit} le" if due.limit else "le"
        yield Task(
            f"{due.say}, {limit} {date_in_french(due.on)}",
            life,
            _noted_beside(structure, due),
            Ability.RUN,
            due.on,
            Role.PRESIDENCY,
        )
    yield from _of_the_missions(structure, timezone.localdate())
    if founded_on(structure.form) == "territory":
        yield from _of_the_territory(structure)
    elif coming := moves_on(structure, Track.RECOGNITION):
        stage = next(known for known in legislation.stages(structure.form) if known.key == coming[0].enters)
        text = f"Prochaine étape : {stage.label}"
        yield Task(text, life, ability=Ability.RUN, desk=Role.PRESIDENCY)
    yield from _of_the_links(structure, asked if there["asked"] else (), unheard if there["unheard"] else ())
    if there["failed"] and (stopped := failed.first()):
        works = reverse("structures:works", args=[structure.slug])
        yield Task(
            f"{stopped.title} : interrompu", works, stopped.outcome, Ability.EDIT, desk=Role.COORDINATION
        )
    if step := next_person_step(structure):
        text = f"Personne morale, prochain pas possible : {step.label}"
        yield Task(text, life, ability=Ability.RUN, desk=Role.PRESIDENCY)


def _noted_beside(structure: Structure, due: DueDate) -> str:
    """Who carries it is noted already, and the step that closes the delay is not: one says the other."""
    kinds = legislation.legal_kinds()
    for person in structure.legal_persons.all():
        steps = kinds[person.kind].steps if person.kind in kinds else ()
        if step := next((step for step in steps if step.key == due.until), None):
            return f"« {person.name} » est notée : si c’est fait, notez aussi l’étape « {step.label} »."
    return ""


def _of_the_links(
    structure: Structure, asked: Iterable[Nesting], unheard: Iterable[Nesting]
) -> Iterator[Task]:
    """Those to confirm, and those that nobody confirms."""
    url = reverse("structures:nestings", args=[structure.slug])
    for nesting in asked:
        text = f"Confirmer le lien avec « {nesting.asker.name} »"
        yield Task(text, url, ability=Ability.RUN, desk=Role.PRESIDENCY)
    for nesting in unheard:
        yield Task(
            f"Lien avec « {nesting.address} » : sans réponse depuis le {date_in_french(nesting.asked_on)}",
            url,
            "Vérifiez l’adresse auprès de cette structure, ou retirez la demande.",
            Ability.RUN,
        )


def _of_the_missions(structure: Structure, today: date) -> Iterator[Task]:
    """Those that a signed contract makes late, then the next one due, or the one no text gives a delay to."""
    signed = signed_on(structure)
    if not signed:
        return
    life = reverse("structures:life", args=[structure.slug])
    delays = _delays(structure, signed)
    dated = []
    for line in mission_lines(structure, on=today):
        step = step_of(line)
        if day := delays.get((line.mission.key, step)):
            dated.append((day, line, step))
        elif line.last and step == MissionStep.PREVUE and add_months(signed, MONTHS_BEFORE_ASKING) < today:
            text = f"Mission « {line.mission.label} » : où en est-elle ?"
            detail = (
                f"Prévue depuis le {date_in_french(line.last.on)}, contrat signé le {date_in_french(signed)}."
            )
            yield Task(text, life, detail, Ability.RUN, desk=Role.COORDINATION)
    dated.sort(key=lambda each: each[0])
    late = [each for each in dated if each[0] < today]
    for day, line, step in late or dated[:1]:
        text = f"Mission « {line.mission.label} » : {TO_DO[step]} au plus tard le {date_in_french(day)}"
        detail = f"En retard. Contrat signé le {date_in_french(signed)}." if day < today else ""
        yield Task(text, life, detail, Ability.RUN, day, Role.COORDINATION)


def step_of(line: MissionLine) -> str:
    """Where it stands; a mission that every contract has is planned from the signature on, noted or not."""
    return line.stage or (MissionStep.PREVUE if line.mission.status == "socle" else "")


def _delays(structure: Structure, signed: date) -> dict[tuple[str, str], date | None]:
    """The last day of the next step of each mission: (mission, step it stands at) → day, None when free or unknown."""
    try:
        known = legislation.deadlines(structure.form, signed)
    except BadInput:  # signed before the agreement: our texts give no delay
        return {}
    starts = {(each.mission, str(MissionStep.PREVUE)): each.start_by for each in known}
    return starts | {(each.mission, str(MissionStep.DEMARREE)): each.deployed_by for each in known}


def _of_the_territory(structure: Structure) -> Iterator[Task]:
    """The day that everything is counted from."""
    is_dated = structure.signature_hoped_on or signed_on(structure)
    if signature_of(structure.form) and not is_dated:
        url = reverse("structures:settings", args=[structure.slug])
        why = "Les délais des missions en partent." if has_missions(structure.form) else ""
        yield Task("Fixer une date de signature espérée", url, why, Ability.KEYS)
