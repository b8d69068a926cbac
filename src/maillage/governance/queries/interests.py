"""What was declared, by whom; what an agenda touches of it; who was out of a point."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from maillage import legislation
from maillage.governance.models import AgendaItem, DeclaredInterest, Mandate, Meeting, Recusal
from maillage.governance.queries.seats import runs, seated
from maillage.kernel import date_in_french, folded
from maillage.legislation import Neighbour
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.tables import SheetCell

#: Words that tell nothing of a body.
SHORTEST = 4
EMPTY = frozenset(
    [
        "association",
        "avec",
        "cabinet",
        "centre",
        "cette",
        "commune",
        "dans",
        "departement",
        "entre",
        "groupe",
        "leur",
        "maison",
        "notre",
        "pour",
        "sante",
        "societe",
        "votre",
    ]
)
WORD = re.compile(r"[a-z0-9]+")


def runs_on(on: date) -> Q:
    return (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on))


def register_of(structure: Structure, *, on: date) -> QuerySet[Person]:
    """Who belongs or sits that day, by name, with what they declare."""
    sits = Exists(Mandate.objects.filter(runs(on), person=OuterRef("pk")))
    rows = structure.people.filter(belongs(on) | sits).order_by("called", "pk")
    return rows.select_related("interests_told").prefetch_related(
        Prefetch("declared_interests", DeclaredInterest.objects.order_by("body", "pk"))
    )


def told_on(person: Person) -> date | None:
    """The day they last said that it is whole; None: never."""
    told = getattr(person, "interests_told", None)
    return told.told_on if told else None


def comperage() -> Neighbour | None:
    """What the law room proves of it, each sentence with its text."""
    return next((each for each in legislation.neighbours() if each.key == "comperage"), None)


@dataclass(frozen=True, slots=True)
class Touched:
    """A point of an agenda that speaks of a body where somebody who sits there has an interest."""

    item: AgendaItem
    interest: DeclaredInterest

    @property
    def person(self) -> Person:
        return self.interest.person


def words_of(text: str) -> set[str]:
    return {word for word in WORD.findall(folded(text)) if len(word) >= SHORTEST} - EMPTY


def declared_by_seats(meeting: Meeting) -> QuerySet[DeclaredInterest]:
    """What those who sit there declare, that runs that day."""
    sitting = seated(meeting.instance, on=meeting.day)
    return DeclaredInterest.objects.filter(runs_on(meeting.day), person__in=sitting).select_related("person")


def touched(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Touched]:
    """Interests that points of a meeting touch."""
    return touched_among(items, declared_by_seats(meeting), recusals_at(meeting))


def touched_among(
    items: Sequence[AgendaItem], declared: Iterable[DeclaredInterest], recusals: Iterable[Recusal]
) -> list[Touched]:
    """By the words of the body alone: a proposal, which the host reads; those already out of the point are left out."""
    said = [(each, words_of(each.body)) for each in declared]
    out = {(each.item_id, each.person_id) for each in recusals}
    points = [(item, words_of(f"{item.title} {item.resolution}")) for item in items]
    return [
        Touched(item, interest)
        for item, spoken in points
        for interest, words in said
        if words & spoken and (item.pk, interest.person_id) not in out
    ]


def recusals_at(meeting: Meeting) -> QuerySet[Recusal]:
    return Recusal.objects.filter(item__meeting=meeting).select_related("person")


def recusals_of(meeting: Meeting) -> dict[int, list[Recusal]]:
    """Point → who takes no part in it."""
    return by_point(recusals_at(meeting))


def by_point(recusals: Iterable[Recusal]) -> dict[int, list[Recusal]]:
    found: dict[int, list[Recusal]] = {}
    for each in recusals:
        found.setdefault(each.item_id, []).append(each)
    return found


def out_in_words(recusals: Sequence[Recusal]) -> str:
    """« Ada Fictif (salariée de l’hôpital) ; Max Fictif »."""
    return " ; ".join(f"{each} ({each.reason})" if each.reason else str(each) for each in recusals)


def interests_in_rows(structure: Structure, *, on: date) -> Iterator[Sequence[SheetCell]]:
    """A line for each interest, and one for who declares none: when they said so, if ever."""
    yield ("Nom", "Organisme", "Lien", "Depuis", "Jusqu’au", "Déclaration relue le")
    for person in register_of(structure, on=on):
        told, declared = told_on(person), list(person.declared_interests.all())
        for each in declared:
            yield (person.name, each.body, each.nature, each.since, each.until, told)
        if not declared:
            yield (person.name, "Rien de déclaré" if told else "Pas encore demandé", "", None, None, told)


def in_words(interest: DeclaredInterest) -> str:
    since = f", depuis le {date_in_french(interest.since)}" if interest.since else ""
    until = f", jusqu’au {date_in_french(interest.until)}" if interest.until else ""
    return f"{interest.body} : {interest.nature}{since}{until}"


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    return {
        "Intérêts déclarés": [
            {
                "Organisme": each.body,
                "Lien": each.nature,
                "Depuis": date_in_french(each.since) if each.since else "",
                "Jusqu’au": date_in_french(each.until) if each.until else "",
            }
            for each in person.declared_interests.all()
        ],
        "Points où l’on s’est retiré": [
            {"Réunion": each.item.meeting.title, "Point": each.item.title, "Motif": each.reason}
            for each in Recusal.objects.filter(person=person).select_related("item__meeting")
        ],
    }
