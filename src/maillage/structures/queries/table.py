"""Who is around the table, what misses, and how the territory was told."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maillage import legislation
from maillage.kernel import BadInput, folded, joined
from maillage.structures.enums import Engagement
from maillage.structures.models import (
    Actor,
    InformationAttendance,
    InformationMeeting,
    Structure,
)
from maillage.structures.queries.structure import gather


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around the table, by engagement, and what misses."""

    actors: list[Actor]
    counts: dict[str, int]  # profession key → people porteur or engagé

    @property
    def gaps(self) -> list[legislation.Finding]:
        """What the law or the trade expects and nobody fills yet; habits are told apart from duties."""
        return [finding for finding in legislation.team_gaps(self.counts) if finding.status != "satisfied"]

    @property
    def gap_lines(self) -> list[tuple[legislation.Finding, str]]:
        """What misses, each with who of that trade is still to bring in (« Lou Fictif »), or nothing."""
        waiting = self.engaged(Engagement.A_ASSOCIER)
        return [
            (finding, joined(actor.name for actor in waiting if actor.profession == finding.key))
            for finding in self.gaps
        ]

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


def professions_by_key() -> dict[str, legislation.Profession]:
    return {profession.key: profession for profession in legislation.professions()}
