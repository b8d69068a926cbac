"""People who do not exist, and the lines each has in the three RPPS files."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar

from maillage.directory.services.invention.cabinets import Cabinets
from maillage.directory.services.invention.communes import Communes
from maillage.directory.services.invention.names import Names
from maillage.directory.services.invention.numbers import rpps_numbers
from maillage.directory.services.invention.places import Staffed
from maillage.directory.services.invention.rows import NOWHERE

T = TypeVar("T")


class Draw(Generic[T]):
    """One thing of a list, by weight."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = things
        total = sum(weights)
        self._cumulated = [each / total for each in accumulate(weights)][:-1]

    def __call__(self, chance: float) -> T:
        return self._things[bisect_right(self._cumulated, chance)]


@dataclass(frozen=True, slots=True)
class Practice:
    """A way to practise: columns 18-19 and 49-56, and where."""

    mode: str
    tail: str
    at: tuple[str, ...] | str


@dataclass(frozen=True, slots=True)
class Profession:
    code: str
    label: str
    town: int
    women: float
    again: float
    title: str
    authority: str
    practices: Draw[Practice]
    skills: Draw[str]
    others: Draw[str] | None
    more: float
    students: float
    adeli: float


@dataclass(frozen=True, slots=True)
class Lines:
    """What one person adds to the three files; lines end with their newline."""

    activities: list[str]
    skills: list[str]
    diplomas: list[str]


NO_SKILL = "|||"


def practices_of(words: dict[str, Any]) -> dict[str, Practice]:
    def labelled(table: str, code: str) -> str:
        return f"{code}|{words[table][code]}" if code else "|"

    return {
        key: Practice(
            mode=labelled("modes", each["mode"]),
            tail="|".join(
                [
                    labelled("sectors", each["sector"]),
                    labelled("sections", each.get("section", "")),
                    "|".join(each.get("role", ("", ""))),
                    labelled("genres", each["genre"]),
                ]
            ),
            at=each["at"] if isinstance(each["at"], str) else tuple(each["at"]),
        )
        for key, each in words["practices"].items()
    }


def professions_of(words: dict[str, Any]) -> Draw[Profession]:
    practices = practices_of(words)

    def skill(row: list[Any]) -> str:
        return f"{row[0]}|{words['types'][row[0]]}|{row[1]}|{row[2]}"

    def profession(each: dict[str, Any]) -> Profession:
        skills, others = each.get("skills", []), each.get("others", [])
        return Profession(
            code=each["code"],
            label=each["label"],
            town=each["town"],
            women=each["women"] / 100,
            again=each["again"] / (1 + each["again"]),
            title=each.get("title", ""),
            authority=each["authority"],
            practices=Draw([practices[key] for key in each["practices"]], list(each["practices"].values())),
            skills=Draw(
                [NO_SKILL, *map(skill, skills)], [each.get("bare", 100), *(row[3] for row in skills)]
            ),
            others=Draw([*map(skill, others)], [row[3] for row in others]) if others else None,
            more=each.get("more", 0),
            students=each.get("students", 0) / 100,
            adeli=each.get("adeli", 0) / 100,
        )

    return Draw(
        [profession(each) for each in words["professions"]], [each["share"] for each in words["professions"]]
    )


class People:
    """Draws people one by one."""

    def __init__(
        self,
        words: dict[str, Any],
        *,
        communes: Communes,
        cabinets: Cabinets,
        staffed: Staffed,
        names: Names,
        draw: Callable[[], float],
        seed: int,
    ) -> None:
        self._professions = professions_of(words)
        self._diplomas: list[list[str]] = words["diplomas"]["types"]
        self._communes = communes
        self._cabinets = cabinets
        self._staffed = staffed
        self._names = names
        self._draw = draw
        self._numbers = rpps_numbers(seed)

    def __iter__(self) -> Iterator[Lines]:
        while True:
            yield self._person()

    def _person(self) -> Lines:
        draw = self._draw
        profession = self._professions(draw())
        woman = draw() < profession.women
        number = next(self._numbers)
        kind = "8"
        if draw() < profession.adeli:
            kind, number = "0", number[2:]
        named = f"{self._names.family()}|{self._names.given(woman=woman)}"
        who = f"{kind}|{number}|{kind}{number}"
        student = draw() < profession.students
        job = f"{profession.code}|{profession.label}|{'E|Etudiant' if student else 'C|Civil'}"
        skills = [NO_SKILL if student else profession.skills(draw())]
        if profession.others and not student and draw() < profession.more:
            skills.append(profession.others(draw()))
        title = "DR|Docteur" if profession.title and not student else "|"
        start = f"{who}|{title}|{'MME|Madame' if woman else 'M|Monsieur'}|{named}|{job}"
        return Lines(
            [
                f"{start}|{skill}|{practice}\n"
                for practice in self._activities(profession)
                for skill in skills
            ],
            [f"{who}|{named}|{job}|{skill}\n" for skill in skills if skill != NO_SKILL],
            [f"{who}|{named}|{diploma}\n" for diploma in self._diplomas_of(profession)],
        )

    def _activities(self, profession: Profession) -> list[str]:
        """Columns 18 to 56 of each activity; the second and next are in the département of the first."""
        draw = self._draw
        practice = profession.practices(draw())
        columns, departement = self._where(practice, profession, "")
        found = [f"{practice.mode}|{columns}|{practice.tail}"]
        while draw() < profession.again:
            practice = profession.practices(draw())
            columns, departement = self._where(practice, profession, departement)
            found.append(f"{practice.mode}|{columns}|{practice.tail}")
        return found

    def _where(self, practice: Practice, profession: Profession, departement: str) -> tuple[str, str]:
        draw = self._draw
        if practice.at == "nothing":
            return NOWHERE, departement
        if practice.at != "cabinet":
            kind = practice.at[int(draw() * len(practice.at))]
            found = (
                self._staffed.draw_in(departement, kind, draw())
                if departement
                else self._staffed.draw(kind, draw())
            )
            if found:
                return found
        communes = self._communes
        chance = draw()
        commune = (
            communes.draw_in(departement, profession.town, chance)
            if departement
            else communes.draw(profession.town, chance)
        )
        return self._cabinets.at(commune, draw(), profession.authority), communes.all[commune].departement

    def _diplomas_of(self, profession: Profession) -> Iterator[str]:
        code, label = self._diplomas[0]
        yield f"{code}|{label}|DE{profession.code}|Diplôme d'Etat ({profession.label})||||"
        while self._draw() < 0.465:
            number = int(self._draw() * 90)
            code, label = self._diplomas[1 + number % 3]
            yield f"{code}|{label}|{code}{number:02d}|{label} n° {number}||||"
