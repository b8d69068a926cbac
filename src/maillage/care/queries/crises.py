"""Reading the crisis plan and what becomes of a crisis: who answered, who holds what, what was written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from maillage.care.enums import Available, CrisisPart, Family
from maillage.care.models import (
    Called,
    Crisis,
    CrisisLesson,
    CrisisRole,
    CrisisSheet,
    LogLine,
    Post,
    PostPlace,
)
from maillage.care.queries.tallies import Tally, profession_label, tallies
from maillage.care.types import Part, Telling
from maillage.kernel import moment, phone_in_french, when
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.tables import SheetCell
from maillage.ui.slots import ProofPiece, Wanted

#: A sheet older than that is to be read again.
STALE_DAYS = 365
#: Of the log, on the page of somebody of the cell.
LAST_LINES = 10
COLUMNS = ("Appelés", "Ont répondu", "Disponibles", "Plus tard", "Non")


def is_stale(sheet: CrisisSheet | None, *, on: date) -> bool:
    """Whether it is to be read again."""
    return sheet is not None and (sheet.reviewed_on is None or (on - sheet.reviewed_on).days > STALE_DAYS)


def sheets_of(structure: Structure) -> Mapping[str, CrisisSheet | None]:
    """A sheet for each family, in their order; None: nothing is written yet."""
    known = {each.family: each for each in structure.crisis_sheets.select_related("owner")}
    return {family: known.get(family) for family in Family.values}


def roles_of(structure: Structure) -> list[CrisisRole]:
    """The référent first."""
    order = {part: rank for rank, part in enumerate(CrisisPart.values)}
    rows = structure.crisis_roles.select_related("person")
    return sorted(rows, key=lambda each: (order[each.part], each.pk))


def crises_of(structure: Structure) -> QuerySet[Crisis]:
    return structure.crises.order_by("-started_at", "-pk")


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post, who holds it, and whether it still needs somebody."""

    post: Post
    when: str
    places: Sequence[PostPlace]

    @property
    def wants(self) -> str:
        return profession_label(self.post.profession) if self.post.profession else ""


@dataclass(frozen=True, slots=True)
class Board:
    """A crisis as it stands."""

    crisis: Crisis
    zone: tzinfo
    lines: Sequence[Tally]
    total: Tally
    posts: Sequence[PostShown]
    log: Sequence[LogLine]
    correction_keys: Mapping[int, UUID]
    lessons: Sequence[CrisisLesson]
    unreached: int

    @property
    def columns(self) -> tuple[str, ...]:
        return COLUMNS

    @property
    def silent(self) -> int:
        return self.total.counts[0] - self.total.counts[1]

    @property
    def holes(self) -> int:
        """Places that nobody holds."""
        return sum(each.post.left for each in self.posts)

    @property
    def started(self) -> str:
        return moment(self.crisis.started_at, zone=self.zone)

    @property
    def ended(self) -> str:
        return moment(self.crisis.ended_at, zone=self.zone) if self.crisis.ended_at else ""

    @property
    def told(self) -> str:
        return moment(self.crisis.told_at, zone=self.zone) if self.crisis.told_at else ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What a board reads, not read yet."""

    called: QuerySet[Called, Any]
    posts: QuerySet[Post]
    places: QuerySet[PostPlace]
    log: QuerySet[LogLine]

    @classmethod
    def of(cls, crisis: Crisis) -> "Lists":
        places = PostPlace.objects.filter(post__crisis=crisis).select_related("person")
        return cls(
            crisis.called.order_by("pk").values_list("profession", "answer", "person__email"),
            crisis.posts.order_by("starts_at", "pk"),
            places.order_by("taken_at", "pk"),
            crisis.log.select_related("person", "by", "corrects").order_by("-at", "-pk"),
        )

    def shown_posts(self, zone: tzinfo) -> list[PostShown]:
        return [
            PostShown(
                each,
                when(each.starts_at, each.ends_at, zone=zone),
                [place for place in self.places if place.post_id == each.pk],
            )
            for each in self.posts
        ]

    def counts(self) -> tuple[list[Tally], Tally, int]:
        """Counts by profession, their sum, and how many no message reaches."""
        lines, total = tallies(
            (
                (
                    trade,
                    (True, bool(said), said == Available.YES, said == Available.LATER, said == Available.NO),
                )
                for trade, said, _ in self.called
            ),
            COLUMNS,
        )
        return lines, total, sum(not email for *_, email in self.called)


def board_of(crisis: Crisis, *also: QuerySet[Any]) -> Board:
    """`crisis` with its structure; `also`: other lists of its page, read in the same question."""
    zone, lists = zone_of(crisis.structure), Lists.of(crisis)
    lessons = crisis.lessons.select_related("task__owner")
    together(lists.called, lists.posts, lists.places, lists.log, lessons, *also)
    lines, total, unreached = lists.counts()
    log = list(lists.log)
    times = Counter(each.corrects_id for each in log)
    # Of the line that would correct each: the same as long as none does, so that two clicks correct once.
    keys = {each.pk: uuid5(each.key, str(times[each.pk])) for each in log}
    return Board(crisis, zone, lines, total, lists.shown_posts(zone), log, keys, list(lessons), unreached)


@dataclass(frozen=True, slots=True)
class OwnBoard:
    """What somebody who was called reads."""

    posts: Sequence[tuple[PostShown, bool]]  # those of their trade, and whether they hold each
    total: tuple[int, ...]
    sheet: CrisisSheet | None
    log: Sequence[LogLine]


def own_board(crisis: Crisis, person: Person) -> OwnBoard:
    """`crisis` with its structure."""
    zone, lists = zone_of(crisis.structure), Lists.of(crisis)
    sheets = crisis.structure.crisis_sheets.filter(family=crisis.family)
    log = lists.log[:LAST_LINES]
    together(lists.called, lists.posts, lists.places, log, sheets)
    posts = [
        (each, any(place.person_id == person.pk for place in each.places))
        for each in lists.shown_posts(zone)
        if each.post.profession in ("", person.profession)
    ]
    return OwnBoard(posts, lists.counts()[1].counts, next(iter(sheets), None), list(log))


def answers_of(crisis: Crisis, *, answer: str = "") -> QuerySet[Called]:
    """Who was called, those who can come first; `answer`: those who said so, « silence » those who said nothing."""
    rows = crisis.called.select_related("person")
    if answer in Available.values:
        rows = rows.filter(answer=answer)
    elif answer == "silence":
        rows = rows.filter(answer="")
    elif answer:
        rows = rows.none()
    # « oui », « plus_tard », « non », then nothing: the alphabet from its end.
    return rows.order_by("-answer", "profession", "pk")


def phone_tree(structure: Structure) -> list[tuple[str, str, str, str]]:
    """Who is telephoned when nothing else works: name, profession, commune, telephone, by profession then name."""
    people = structure.people.filter(belongs(today_in(structure)))
    rows = people.order_by("called", "pk").values_list("name", "profession", "commune", "phone")
    told = [
        (name, profession_label(trade), commune, phone_in_french(phone))
        for name, trade, commune, phone in rows
    ]
    return sorted(told, key=lambda each: each[1])


def call_of(person: Person, number: str) -> QuerySet[Called]:
    return person.care_calls.filter(pk=int(number or 0)).select_related("crisis")


def part(structure: Structure) -> Telling:
    """On the first page of care."""
    running = structure.crises.filter(ended_at=None).order_by("is_exercise", "pk")
    yield Wanted([running])
    said = f"En cours : {running[0]}." if running else ""
    purpose = "Le plan, les fiches réflexes, qui appelle qui ; l’appel, les postes, la main courante."
    return Part("Crise", "care:crises", purpose, said)


def answer_rows(answers: QuerySet[Called], zone: tzinfo) -> list[list[SheetCell]]:
    titles: list[SheetCell] = [
        "Nom", "Profession", "Commune", "Téléphone", "Réponse", "À partir de", "Heures possibles", "Compétences", "Répondu le",
    ]  # fmt: skip
    return [titles] + [
        [
            each.person.name if each.person else "", profession_label(each.profession),
            each.person.commune if each.person else "", each.person.phone if each.person else "",
            each.get_answer_display(), moment(each.available_from, zone=zone) if each.available_from else "",
            each.hours, each.skills, moment(each.answered_at, zone=zone) if each.answered_at else "",
        ]
        for each in answers
    ]  # fmt: skip


def papers(structure: Structure) -> list[ProofPiece]:
    """The reports that were kept: what a mission is proved by."""
    rows = structure.crises.exclude(report=None).select_related("report").order_by("started_at", "pk")
    return [
        ProofPiece(
            "Crises et exercices",
            f"Compte rendu : {each}",
            each.started_at.astimezone(zone_of(structure)).date(),
            each.report,
        )
        for each in rows
    ]
