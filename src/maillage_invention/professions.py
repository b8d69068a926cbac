"""professions.yaml, read: what is drawn for each person, as the columns it becomes."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar

T = TypeVar("T")

NO_SKILL = "|||"


class Draw(Generic[T]):
    """One thing among several, by weight; asked with a number of [0, 1[."""

    def __init__(self, weighted: Iterable[tuple[T, float]]) -> None:
        things, weights = zip(*weighted, strict=True)
        self._things: tuple[T, ...] = things
        self._bounds = [bound / sum(weights) for bound in accumulate(weights)][:-1]

    def __call__(self, chance: float) -> T:
        return self._things[bisect_right(self._bounds, chance)]


@dataclass(frozen=True, slots=True)
class Practice:
    """A way to practise."""

    mode: str  # columns 18 and 19
    tail: str  # columns 49 to 56: sector, section of the pharmacists, role, genre
    #: FINESS categories of the employer; empty for a cabinet, None for no structure.
    at: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profession:
    job: str  # columns 10 and 11
    title: str  # columns 4 and 5
    authority: str
    diploma: str
    town: int
    practices: Draw[Practice]
    skills: Draw[str]
    others: Draw[str] | None
    # Chances
    women: float
    again: float
    more: float
    students: float
    adeli: float


class Professions:
    """Professions by their share of people."""

    def __init__(self, words: dict[str, Any]) -> None:
        practices = {key: practice(written, words) for key, written in words["practices"].items()}
        self.draw: Callable[[float], Profession] = Draw(
            (profession(written, practices, words), written["share"]) for written in words["professions"]
        )
        self._diplomas = [f"{code}|{label}" for code, label in words["diplomas"]]

    def other_diploma(self, chance: float) -> str:
        """Columns 6 to 9 of a diploma; codes are of our own."""
        number = int(chance * 90)
        kind = self._diplomas[number % len(self._diplomas)]
        return f"{kind}|{kind[:2]}{number:02d}|{kind.partition('|')[2]} n° {number}"


def practice(written: dict[str, Any], words: dict[str, Any]) -> Practice:
    def column(table: str, code: str) -> str:
        return f"{code}|{words[table][code]}" if code else "|"

    tail = [
        column("sectors", written["sector"]),
        column("sections", written.get("section", "")),
        "|".join(written.get("role", ("", ""))),
        column("genres", written["genre"]),
    ]
    at = written["at"]
    return Practice(
        mode=column("modes", written["mode"]),
        tail="|".join(tail),
        at=None if at == "nowhere" else () if at == "cabinet" else tuple(at),
    )


def profession(written: dict[str, Any], practices: dict[str, Practice], words: dict[str, Any]) -> Profession:
    def skills(rows: list[Any]) -> list[tuple[str, float]]:
        return [
            (f"{kind}|{words['types'][kind]}|{code}|{label}", weight) for kind, code, label, weight in rows
        ]

    others = skills(written.get("others", []))
    again = written["again"]
    return Profession(
        job=f"{written['code']}|{written['label']}",
        title="DR|Docteur" if written.get("doctor") else "|",
        authority=written["authority"],
        diploma=f"DE|Diplôme d'Etat|DE{written['code']}|Diplôme d'Etat, {written['label'].lower()}",
        town=written["town"],
        practices=Draw((practices[key], weight) for key, weight in written["practices"].items()),
        skills=Draw([(NO_SKILL, written.get("bare", 100)), *skills(written.get("skills", []))]),
        others=Draw(others) if others else None,
        women=written["women"] / 100,
        again=again / (1 + again),
        more=written.get("more", 0),
        students=written.get("students", 0) / 100,
        adeli=written.get("adeli", 0) / 100,
    )
