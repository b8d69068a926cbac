"""Ideas: whose they are, which wait for an answer, what became of each, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.enums import IdeaState
from maillage.governance.models import Idea, IdeaAnswer, IdeaComment, IdeaSupport, Task
from maillage.governance.queries.decisions import MOST_WORDS
from maillage.governance.queries.seats import runs
from maillage.kernel import date_in_french, plural, with_no_break_spaces
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.tables import SheetCell

GONE = "Une personne partie"


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks: a card, or an account that has none."""

    person: Person | None
    account: User | None

    @property
    def columns(self) -> dict[str, Any]:
        return {"person": self.person, "account": self.account}


def author_of(user: User, structure: Structure) -> Author:
    """The one card of the structure that bears their address, else their account: both ways in are one person."""
    cards = list(structure.people.filter(email__iexact=user.email)[:2]) if user.email else []
    return Author(cards[0], None) if len(cards) == 1 else Author(None, user)


def takes_part(person: Person) -> bool:
    """Whether the link of their card speaks for the structure's own today: they belong, or sit somewhere."""
    today = timezone.localdate()
    sits = belongs_then(person, on=today) or person.mandates.filter(runs(today)).exists()
    return sits and not person.is_merged


def named(row: Idea | IdeaComment) -> str:
    """Whose it is: the name of the card, or of the account."""
    who = row.person or row.account
    return who.name or GONE if who else GONE


def ideas_of(structure: Structure, *, q: str = "", state: str = "", first: str = "") -> QuerySet[Idea]:
    """The last one first, or, by `first="soutiens"`, the most upheld; `q`: words of what was written."""
    found = structure.ideas.select_related("person", "account", "decision")
    for word in q.split()[:MOST_WORDS]:
        found = found.filter(search(word))
    if state:
        found = found.filter(state=state)
    # Each counted apart: joined together, those who uphold would multiply what is said.
    counted = found.annotate(
        upheld=_many(IdeaSupport.objects.all()), said=_many(IdeaComment.objects.all())
    ).prefetch_related("tasks", Prefetch("answers", IdeaAnswer.objects.order_by("pk")))
    return counted.order_by(*(["-upheld"] if first == "soutiens" else []), "-proposed_on", "-pk")


def _many(rows: QuerySet[Any]) -> Coalesce:
    """How many of these each idea has."""
    of_one = rows.order_by().filter(idea=OuterRef("pk")).values("idea")
    return Coalesce(Subquery(of_one.annotate(many=Count("pk")).values("many")), 0)


def search(word: str) -> Q:
    return (
        Q(title__icontains=word)
        | Q(what__icontains=word)
        | Q(for_whom__icontains=word)
        | Q(need__icontains=word)
        | Q(by_whom__icontains=word)
    )


def ideas_waiting(structure: Structure) -> QuerySet[Idea]:
    """Those that an agenda may take up: no answer yet, the most upheld first."""
    waiting = structure.ideas.filter(state=IdeaState.WAITING)
    return waiting.annotate(upheld=Count("supports")).order_by("-upheld", "proposed_on", "pk")


def followed(idea: Idea) -> str:
    """What became of it: « Retenue le 3 mars 2026. Décision 2026-04. 1 tâche faite sur 3. »"""
    answers, tasks = list(idea.answers.all()), list(idea.tasks.all())
    if not answers:
        return f"Attend une réponse depuis le {date_in_french(idea.proposed_on)}."
    last = answers[-1]
    said = [f"{last.get_state_display()} le {date_in_french(last.answered_on)}."]
    if idea.decision:
        said.append(f"Décision {idea.decision.reference}.")
    if tasks:
        done = sum(task.done_on is not None for task in tasks)
        said.append(f"{plural(len(tasks), 'tâche')} : {_how_far(done, len(tasks))}.")
    return with_no_break_spaces(" ".join(said))


def _how_far(done: int, asked: int) -> str:
    if done == asked:
        return "tout est fait"
    return f"{plural(done, 'faite')}, {asked - done} à faire" if done else "rien n’est encore fait"


@dataclass(frozen=True, slots=True)
class Said:
    comment: IdeaComment
    name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """An idea as its page shows it to somebody."""

    idea: Idea
    name: str
    followed: str
    answers: Sequence[IdeaAnswer]
    tasks: Sequence[Any]
    weighed: Sequence[tuple[str, str]]
    supports: int
    is_upheld: bool
    comments: Sequence[Said]


def idea_page(idea: Idea, reader: Author | None) -> IdeaPage:
    """`reader` None: a visitor of an example. `idea` with its people and its decision."""
    comments = idea.comments.select_related("person", "account")
    prefetch_related_objects([idea], "answers", Prefetch("tasks", Task.objects.select_related("owner")))
    supports = list(idea.supports.values_list("person", "account"))
    mine = (reader.person and reader.person.pk, reader.account and reader.account.pk) if reader else None
    return IdeaPage(
        idea=idea,
        name=named(idea),
        followed=followed(idea),
        answers=list(idea.answers.all()),
        tasks=list(idea.tasks.all()),
        weighed=[row for row in weighed(idea) if row[1]],
        supports=len(supports),
        is_upheld=mine in supports,
        comments=[Said(each, named(each), mine == (each.person_id, each.account_id)) for each in comments],
    )


def weighed(idea: Idea) -> list[tuple[str, str]]:
    """What is shown to judge it, in the words of the desk."""
    return [
        ("Le besoin, ce qu’on en sait", idea.proof),
        ("L’effort", idea.effort),
        ("L’argent demandé", idea.money),
        ("À quoi on verra que ça marche", idea.indicator),
    ]


def ideas_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    """For who runs the structure."""
    yield (
        "Idée", "Ce que c’est", "Pour qui", "Besoin", "Par qui", "Proposée par", "Le", "Soutiens", "Commentaires",
        "Besoin constaté", "Effort", "Argent", "Indicateur", "État", "Répondu le", "Motif", "Décision", "Suites",
    )  # fmt: skip
    for each in ideas_of(structure):
        counts: Any = each  # annotated
        answers: list[IdeaAnswer] = list(each.answers.all())
        last = answers[-1] if answers else None
        yield (
            each.title, each.what, each.for_whom, each.need, each.by_whom, named(each), each.proposed_on,
            counts.upheld, counts.said, each.proof, each.effort, each.money, each.indicator, each.get_state_display(),
            last.answered_on if last else None, last.reason if last else "",
            each.decision.reference if each.decision else "", followed(each),
        )  # fmt: skip


def kept_of(structure: Structure) -> list[dict[str, Any]]:
    """For an export of the structure."""
    rows = structure.ideas.select_related("person", "account", "decision").prefetch_related(
        "answers", "tasks", "comments__person", "comments__account", "supports"
    )
    said = (
        "title", "what", "for_whom", "need", "by_whom", "proposed_on", "state", "proof", "effort", "money", "indicator",
    )  # fmt: skip
    return [
        {name: getattr(each, name) for name in said}
        | {
            "by": named(each),
            "supports": len(each.supports.all()),
            "comments": [
                {"by": named(row), "words": row.words, "said_at": row.said_at} for row in each.comments.all()
            ],
            "answers": [
                {"state": row.state, "reason": row.reason, "answered_on": row.answered_on}
                for row in each.answers.all()
            ],
            "decision": each.decision.reference if each.decision else None,
            "tasks": [task.title for task in each.tasks.all()],
        }
        for each in rows
    ]


def said_by(columns: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody, by their card or by their account: ideas, supports, comments."""
    return {
        "Idées": [
            {
                "Idée": each.title,
                "Ce que c’est": each.what,
                "Pour qui": each.for_whom,
                "Besoin": each.need,
                "Par qui": each.by_whom,
                "Le": date_in_french(each.proposed_on),
                "État": each.get_state_display(),
            }
            for each in Idea.objects.filter(**columns)
        ],
        "Idées soutenues": [
            {"Idée": each.idea.title}
            for each in IdeaSupport.objects.filter(**columns).select_related("idea").order_by("pk")
        ],
        "Commentaires": [
            {"Idée": each.idea.title, "Commentaire": each.words}
            for each in IdeaComment.objects.filter(**columns).select_related("idea")
        ],
    }
