"""A conversation on maturity, as somebody may read it: nothing of the others before they have answered themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maillage import legislation
from maillage.governance.queries.ideas import Author
from maillage.project.models import Action, Maturity, MaturityAnswer
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a question: how many chose it."""

    rank: int
    words: str
    count: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    ask: str
    levels: Sequence[Level]
    spread: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the four axes, and how the answers spread."""

    label: str
    purpose: str
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Conversation:
    maturity: Maturity
    #: How many answered; who they are is not told.
    people: int
    has_answered: bool
    #: Empty until the reader has answered, or the conversation is closed.
    sides: Sequence[Side]
    actions: Sequence[Action]

    @property
    def is_open(self) -> bool:
        return self.maturity.closed_on is None


def last_of(structure: Structure) -> Maturity | None:
    """The open one, else the last."""
    return structure.maturities.order_by("-opened_on", "-pk").first()


def conversation(maturity: Maturity, reader: Author | None) -> Conversation:
    """`reader` None: a visitor, who reads what is closed."""
    answers = list(maturity.answers.all())
    who = (
        (reader.person.pk if reader.person else None, reader.account.pk if reader.account else None)
        if reader
        else None
    )
    own = {each.question: each.level for each in answers if who == (each.person_id, each.account_id)}
    may_read = bool(own) or maturity.closed_on is not None
    return Conversation(
        maturity,
        len({(each.person_id, each.account_id) for each in answers}),
        bool(own),
        sides(answers, own) if may_read else (),
        list(maturity.actions.all()),
    )


def sides(answers: Sequence[MaturityAnswer], own: dict[str, int]) -> list[Side]:
    counts = Counter((each.question, each.level) for each in answers)
    return [
        Side(
            axis.label,
            axis.purpose,
            [
                _question(each.key, each.ask, each.levels, counts, own.get(each.key))
                for each in axis.questions
            ],
        )
        for axis in legislation.maturity()
    ]


def _question(
    key: str, ask: str, levels: Sequence[str], counts: Counter[tuple[str, int]], own: int | None
) -> Question:
    shown = [Level(rank, words, counts[key, rank], rank == own) for rank, words in enumerate(levels, 1)]
    chosen = [level.rank for level in shown if level.count]
    if not chosen:
        spread = "Personne n’a répondu à cette question."
    elif len(chosen) == 1:
        spread = "Tout le monde dit la même chose."
    else:
        spread = f"Les réponses vont du niveau {chosen[0]} au niveau {chosen[-1]} : parlez-en."
    return Question(key, ask, shown, spread)
