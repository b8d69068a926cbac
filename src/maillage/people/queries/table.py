"""Who is around the table, what misses, and how the territory was told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from maillage import legislation
from maillage.kernel import joined
from maillage.people.enums import Engagement
from maillage.people.models import InformationAttendance, InformationMeeting, Person
from maillage.people.queries.composition import (
    about,
    checked_team,
    members_of,
    region_of,
    settled_in,
)
from maillage.structures.models import Structure
from maillage.structures.queries import gather


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around the table, by engagement, and what the law or the trade expects of them."""

    people: list[Person]
    counts: dict[str, int]  # profession key → people porteur or engagé
    expected: tuple[legislation.Finding, ...]

    @property
    def gaps(self) -> list[legislation.Finding]:
        """What nobody fills yet; habits are told apart from duties."""
        return [finding for finding in self.expected if finding.status != "satisfied"]

    @property
    def gap_lines(self) -> list[tuple[legislation.Finding, str]]:
        """What misses, each with who of that trade is still to bring in (« Lou Fictif »), or nothing."""
        waiting = self.engaged(Engagement.A_ASSOCIER)
        return [
            (finding, joined(person.name for person in waiting if person.profession == finding.key))
            for finding in self.gaps
        ]

    def engaged(self, engagement: Engagement) -> list[Person]:
        return [person for person in self.people if person.engagement == engagement]


#: Who sits at the table, as a page reads it.
SEATED = Prefetch("people", Person.objects.exclude(engagement=""), to_attr="seated")


def people_of(structure: Structure) -> list[Person]:
    """Who sits at the table, as it stands. Porteurs first, then the engaged, then those to bring in; by name."""
    return in_order_of_the_table(structure.people.exclude(engagement=""))


def seats_of(structure: Structure) -> list[Person]:
    """The same, read once for a page: many rooms say something of them."""
    seated: list[Person] = vars(gather(structure, SEATED))["seated"]
    return in_order_of_the_table(seated)


def in_order_of_the_table(people: Iterable[Person]) -> list[Person]:
    rank = {value: place for place, value in enumerate(Engagement.values)}
    return sorted(people, key=lambda person: (rank[person.engagement], person.called, person.pk))


def around_the_table(structure: Structure) -> Around:
    """Around the table of a CPTS, what its letter is judged on; in another team, the rules of its form."""
    today, people = timezone.localdate(), seats_of(structure)
    counts = counted((person.profession, person.engagement) for person in people)
    if structure.form == "cpts":
        return Around(people, counts, legislation.team_gaps(counts))
    findings = checked_team(
        structure.form,
        members_of(structure),
        on=today,
        region=region_of(structure),
        about=about(structure, on=today),
        settled=settled_in(structure),
    )
    return Around(people, counts, tuple(findings))


def around_a_table(form: str, people: Iterable[tuple[str, str]]) -> Around:
    """Before any structure: a table of (profession, engagement) held against a form."""
    counts = counted(people)
    if form == "cpts":
        return Around([], counts, legislation.team_gaps(counts))
    members = (legislation.Member(trade, count=count) for trade, count in counts.items())
    return Around([], counts, tuple(checked_team(form, members, on=timezone.localdate(), region="")))


def counted(people: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Count by profession the people who are in; those « à associer » are not at the table yet.

    A row without a profession we know (not chosen yet) counts for nobody.
    """
    known = legislation.professions_by_key()
    return dict(
        Counter(
            trade for trade, engagement in people if trade in known and engagement != Engagement.A_ASSOCIER
        )
    )


#: People counted without their trade.
UNSPECIFIED = "sans_detail"


def counts_in(text: str) -> dict[str, int]:
    """« 6 infirmiers (dont 2 IPA), 3 MG » → counts by profession key; « 12 personnes » is a count too.

    Raises BadInput on what is not understood: nothing said is lost.
    """
    counts = legislation.read_counts(text)
    return {key or UNSPECIFIED: count for key, count in counts.items()}


def attendance_in_words(rows: Iterable[InformationAttendance]) -> str:
    """« 6 infirmiers et 3 médecins généralistes », or that nobody was counted."""
    return counts_in_words((row.profession, row.count) for row in rows) or "personne n’est compté"


def counts_in_words(counts: Iterable[tuple[str, int]]) -> str:
    """« 6 infirmiers et 3 médecins généralistes »; empty for nobody."""
    known = legislation.professions_by_key()
    return joined(
        # A plain space: « 5 masseurs-kinésithérapeutes » must be able to break in a narrow column.
        f"{count} {(known[trade].plural if count > 1 else known[trade].label).lower()}"
        if trade in known
        else f"{count} sans profession notée"
        for trade, count in counts
    )


def information_of(structure: Structure) -> list[InformationMeeting]:
    gather(structure, "information_meetings__attendance")
    return list(structure.information_meetings.all())
