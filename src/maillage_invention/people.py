"""People who do not exist, and the lines each has in the three RPPS files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maillage_invention.cabinets import Cabinets
from maillage_invention.communes import Communes
from maillage_invention.names import Names
from maillage_invention.numbers import rpps_numbers
from maillage_invention.professions import NO_SKILL, Practice, Profession, Professions
from maillage_invention.rows import NOWHERE
from maillage_invention.staff import Staffed

#: Further diplomas, on average, are OTHERS / (1 - OTHERS) per person.
OTHERS = 0.465
MILITARY = 0.003


@dataclass(frozen=True, slots=True)
class Lines:
    """What one person adds to the three files; each line ends with its newline."""

    activities: list[str]
    skills: list[str]
    diplomas: list[str]


class People:
    """Draws people one by one, without end."""

    def __init__(
        self,
        professions: Professions,
        *,
        communes: Communes,
        cabinets: Cabinets,
        staffed: Staffed,
        names: Names,
        draw: Callable[[], float],
        seed: int,
    ) -> None:
        self._professions = professions
        self._communes = communes
        self._cabinets = cabinets
        self._staffed = staffed
        self._names = names
        self._draw = draw
        self._numbers = rpps_numbers(seed)

    def __iter__(self) -> Iterator[Lines]:
        while True:
            yield self._person(self._professions.draw(self._draw()))

    def _person(self, profession: Profession) -> Lines:
        draw = self._draw
        number = next(self._numbers)
        # An ADELI number has nine digits.
        who = f"0|{number[2:]}|0{number[2:]}" if draw() < profession.adeli else f"8|{number}|8{number}"
        woman = draw() < profession.women
        named = f"{self._names.family()}|{self._names.given(woman=woman)}"
        student = draw() < profession.students
        job = f"{profession.job}|{'E|Etudiant' if student else 'M|Militaire' if draw() < MILITARY else 'C|Civil'}"
        skills = [NO_SKILL] if student else self._skills(profession)
        title = "|" if student else profession.title
        start = f"{who}|{title}|{'MME|Madame' if woman else 'M|Monsieur'}|{named}|{job}"
        return Lines(
            [
                f"{start}|{skill}|{activity}\n"
                for activity in self._activities(profession)
                for skill in skills
            ],
            [f"{who}|{named}|{job}|{skill}\n" for skill in skills if skill != NO_SKILL],
            [f"{who}|{named}|{diploma}||||\n" for diploma in self._diplomas(profession)],
        )

    def _skills(self, profession: Profession) -> list[str]:
        """Columns 14 to 17: one row per skill."""
        first = profession.skills(self._draw())
        if profession.others and self._draw() < profession.more:
            return [first, profession.others(self._draw())]
        return [first]

    def _activities(self, profession: Profession) -> list[str]:
        """Columns 18 to 56 of each activity; all are in the département of the first that has one."""
        practice = profession.practices(self._draw())
        columns, departement = self._where(practice, profession, "")
        found = [f"{practice.mode}|{columns}|{practice.tail}"]
        while self._draw() < profession.again:
            practice = profession.practices(self._draw())
            columns, departement = self._where(practice, profession, departement)
            found.append(f"{practice.mode}|{columns}|{practice.tail}")
        return found

    def _where(self, practice: Practice, profession: Profession, departement: str) -> tuple[str, str]:
        """Columns 20 to 48, and the département: anywhere when it is empty."""
        draw = self._draw
        if practice.at is None:
            return NOWHERE, departement
        if practice.at:
            kind = practice.at[int(draw() * len(practice.at))]
            chance = draw()
            staffed = self._staffed
            place = staffed.draw_in(departement, kind, chance) if departement else staffed.draw(kind, chance)
            if place:
                return place
        communes, town, chance = self._communes, profession.town, draw()
        commune = communes.draw_in(departement, town, chance) if departement else communes.draw(town, chance)
        return self._cabinets.at(commune, draw(), profession.authority), communes.all[commune].departement

    def _diplomas(self, profession: Profession) -> list[str]:
        """Columns 6 to 9 of the diplomas."""
        found = [profession.diploma]
        while self._draw() < OTHERS:
            found.append(self._professions.other_diploma(self._draw()))
        return found
