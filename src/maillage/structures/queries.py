"""Reading a structure: where its tracks stand, who sits at the table, what waits."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse

from maillage import legislation
from maillage.kernel import BadInput, folded, joined, plural
from maillage.structures.enums import SHORT, Engagement, PersonStep, Recognition, Track
from maillage.structures.lifecycle import Move, moves_from
from maillage.structures.models import (
    Actor,
    DatedMove,
    InformationAttendance,
    InformationMeeting,
    Structure,
)
from maillage.ui.slots import Task

#: What the home of a structure and its letter read.
WHOLE = (
    "actors",
    "information_meetings__attendance",
    "legalpersonmoves",
    "missionmoves",
    "recognitionmoves",
    "territory__communes",
)


def gather(structure: Structure, *parts: str) -> Structure:
    """Read parts of a structure in one query each (all that its pages show when none is named), once."""
    prefetch_related_objects([structure], *(parts or WHOLE))
    return structure


def last_move(structure: Structure, track: Track, *, mission: str = "") -> DatedMove | None:
    """The last move noted on a track."""
    moves: Sequence[DatedMove]
    match track:
        case Track.RECOGNITION:
            moves = list(structure.recognitionmoves.all())
        case Track.PERSON:
            moves = list(structure.legalpersonmoves.all())
        case Track.MISSION:
            moves = [move for move in structure.missionmoves.all() if move.mission == mission]
    return moves[-1] if moves else None


def stage_of(structure: Structure, track: Track, *, mission: str = "") -> str | None:
    """Where a track stands: the stage its last move entered; None before the first."""
    last = last_move(structure, track, mission=mission)
    return last.enters if last else None


def recognition_ribbon(structure: Structure) -> list[tuple[str, str]]:
    """The stages of recognition for the ribbon: (label, "done" | "current" | "ahead")."""
    stage = stage_of(structure, Track.RECOGNITION)
    stages = list(Recognition)
    here = stages.index(Recognition(stage)) if stage else -1
    return [
        (SHORT[step], "done" if place < here else "current" if place == here else "ahead")
        for place, step in enumerate(stages)
    ]


def awaiting(structure: Structure) -> Iterator[Task]:
    """What the team, the territory and the life of a structure still ask for, most useful first."""
    team = reverse("structures:team", args=[structure.slug])
    around = around_the_table(structure)
    if not around.counts:
        yield Task("Poser le tour de table", team, "Qui porte, qui s’engage, qui reste à associer.")
    elif broken := [finding for finding in around.gaps if finding.status == "broken"]:
        yield Task(f"Approcher ceux qui manquent : {plural(len(broken), 'point')}", team, broken[0].sentence)
    if not structure.information_meetings.all():
        yield Task("Noter comment le territoire a été informé", f"{team}#information")
    if structure.signature_hoped_on is None:
        url = reverse("structures:settings", args=[structure.slug])
        yield Task("Fixer une date de signature espérée", url, "Les délais des missions en partent.")
    if step := next(iter(person_steps_left(structure)), None):
        life = reverse("structures:life", args=[structure.slug])
        yield Task(f"Personne morale, prochain pas possible : {step.label}", life)


@dataclass(frozen=True, slots=True)
class MissionLine:
    mission: legislation.Mission
    stage: str | None
    stage_label: str
    moves: tuple[Move, ...]


def mission_lines(structure: Structure, *, on: date) -> list[MissionLine]:
    """One line per mission of the law, with where it stands and what may be done next."""
    last = {move.mission: move for move in structure.missionmoves.all()}
    return [
        MissionLine(
            mission=mission,
            stage=last[mission.key].enters if mission.key in last else None,
            stage_label=last[mission.key].get_enters_display() if mission.key in last else "Pas prévue",
            moves=moves_from(Track.MISSION, last[mission.key].enters if mission.key in last else None),
        )
        for mission in legislation.missions(structure.form, on=on)
    ]


def person_steps_left(structure: Structure) -> list[PersonStep]:
    done = {move.enters for move in structure.legalpersonmoves.all()}
    return [step for step in PersonStep if step not in done]


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around the table, by engagement, and what misses."""

    actors: list[Actor]
    counts: dict[str, int]  # profession key → people porteur or engagé

    @property
    def gaps(self) -> list[legislation.Finding]:
        """What the law or the trade expects and nobody fills yet; habits are told apart from duties."""
        return [finding for finding in legislation.team_gaps(self.counts) if finding.status != "satisfied"]

    def engaged(self, engagement: Engagement) -> list[Actor]:
        return [actor for actor in self.actors if actor.engagement == engagement]


def actors_of(structure: Structure) -> list[Actor]:
    """Porteurs first, then the engaged, then those to bring in; by name."""
    rank = {value: place for place, value in enumerate(Engagement.values)}
    return sorted(
        structure.actors.all(), key=lambda actor: (rank[actor.engagement], folded(actor.name), actor.pk)
    )


def around_the_table(structure: Structure) -> Around:
    actors = actors_of(structure)
    counts = counted((actor.profession, actor.engagement) for actor in actors)
    return Around(actors, counts)


def counted(people: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Count by profession the people who are in; those « à associer » are not at the table yet.

    A row without a profession we know (not chosen yet) counts for nobody.
    """
    known = professions_by_key()
    return dict(
        Counter(
            trade for trade, engagement in people if trade in known and engagement != Engagement.A_ASSOCIER
        )
    )


#: More than any trade of a territory; what is larger is a slip of the finger.
MOST_PRESENT = 9_999

#: People counted without their trade, and how one writes it.
UNSPECIFIED = "sans_detail"
ANYBODY = {"personne", "personnes", "present", "presents", "participant", "participants", "professionnels"}


def counts_in(text: str) -> dict[str, int]:
    """« 6 infirmiers, 3 MG » or « 4 IDE 2 kinés » → counts by profession key; « 12 personnes » is a count too.

    Raises BadInput on what is not understood: nothing said is lost.
    """
    counts: Counter[str] = Counter()
    if not text.strip(" ,;\n"):
        return {}
    if not re.fullmatch(r"(\s*\d{1,4}\s+[^\d,;\n]+[,;\n]?)+\s*", text):
        raise BadInput(f"« {text.strip()[:60]} » n’est pas compris. {HOW_TO_COUNT}", field="present")
    for number, trade in re.findall(r"(\d+)\s+([^\d,;\n]+)", text):
        profession = legislation.profession_of(trade)
        key = profession.key if profession else UNSPECIFIED if folded(trade) in ANYBODY else ""
        if not key or not int(number):
            raise BadInput(
                f"« {number} {trade.strip()[:40]} » n’est pas compris. {HOW_TO_COUNT}", field="present"
            )
        counts[key] += int(number)
        if counts[key] > MOST_PRESENT:
            raise BadInput(
                f"« {text.strip()[:60]} » n’est pas compris\N{NO-BREAK SPACE}: c’est trop de monde.",
                field="present",
            )
    return dict(counts)


HOW_TO_COUNT = (
    "Écrivez un nombre puis une profession\N{NO-BREAK SPACE}: « 6 infirmiers », ou « 12 personnes »."
)


def attendance_in_words(rows: Iterable[InformationAttendance]) -> str:
    """« 6 infirmiers et 3 médecins généralistes », or that nobody was counted."""
    known = professions_by_key()
    return (
        joined(
            # A plain space: « 5 masseurs-kinésithérapeutes » must be able to break in a narrow column.
            f"{row.count} {(known[row.profession].plural if row.count > 1 else known[row.profession].label).lower()}"
            if row.profession in known
            else f"{row.count} sans profession notée"
            for row in rows
        )
        or "personne n’est compté"
    )


def information_of(structure: Structure) -> list[InformationMeeting]:
    gather(structure, "information_meetings__attendance")
    return list(structure.information_meetings.all())


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context of every page inside the space of a structure (a context processor); empty elsewhere."""
    structure = getattr(request, "structure", None)
    if structure is None:
        return {}
    return {
        "structure": structure,
        "abilities": getattr(request, "abilities", frozenset()),
        "stages": recognition_ribbon(structure),
    }


def professions_by_key() -> dict[str, legislation.Profession]:
    return {profession.key: profession for profession in legislation.professions()}
