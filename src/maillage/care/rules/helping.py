"""Whom a question is answered by; when what is known of them is to be seen again; when they are there."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time

from maillage.care.enums import Situation
from maillage.kernel import BadInput, add_months

#: A number is called again after that.
CHECKED_EACH_MONTHS = 6
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOST_SLOTS = 20
_SLOT = re.compile(
    r"(?P<day>[a-zéû]+)s?\s*:?\s*(?:de\s+)?(?P<h1>\d{1,2})\s*(?:h|:)\s*(?P<m1>\d{2})?\s*(?:-|–|à)\s*"
    r"(?P<h2>\d{1,2})\s*(?:h|:)\s*(?P<m2>\d{2})?\s*(?:,\s*(?P<place>.{1,100}))?$",
    re.IGNORECASE,
)
#: What the law room tells of everywhere, by its keys of `neighbours`: said beside what is known here.
EVERYWHERE: dict[str, tuple[str, ...]] = {
    Situation.COMPLEX: ("dac", "ppcs"),
    Situation.AGE: ("dac", "clic"),
    Situation.CARER: ("dac",),
    Situation.DISABILITY: ("dac",),
    Situation.END: ("dac",),
    Situation.DIABETES: ("asalee",),
    Situation.HEART: ("asalee",),
    Situation.LUNGS: ("asalee",),
    Situation.MEMORY: ("asalee", "dac"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of nobody; empty: not said."""

    situation: str
    commune: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody helps with, where, whom; no commune: everywhere; no age: all."""

    situations: Collection[str]
    communes: Collection[str] = ()
    ages: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    weekday: int  # 0: Monday
    starts_at: time
    ends_at: time
    place: str = ""

    def __str__(self) -> str:
        """« lundi 9 h à 12 h 30, Maison de santé », which `slots_in` reads again."""
        said = f"{WEEK[self.weekday]} {_hour(self.starts_at)} à {_hour(self.ends_at)}"
        return f"{said}, {self.place}" if self.place else said


def fits(reach: Reach, question: Question) -> bool:
    """What the question does not say excludes nobody."""
    return (
        question.situation in reach.situations
        and (not question.commune or not reach.communes or question.commune in reach.communes)
        and (not question.age or not reach.ages or question.age in reach.ages)
    )


def nearness(reach: Reach, question: Question) -> tuple[bool, bool, int]:
    """In order of reading: who helps in that commune by name, then at that age by name, then who does the fewest things."""
    return (
        not (question.commune and question.commune in reach.communes),
        not (question.age and question.age in reach.ages),
        len(reach.situations),
    )


def check_due(checked_on: date) -> date:
    """The day on which it is to be called again."""
    return add_months(checked_on, CHECKED_EACH_MONTHS)


def _hour(at: time) -> str:
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"


def slots_in(text: str) -> tuple[Slot, ...]:
    """A line each: « lundi 9 h - 12 h 30, Maison de santé ». Raises BadInput with the line that reads otherwise."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SLOTS:
        raise BadInput("Vingt permanences au plus : gardez celles de chaque semaine.", field="slots")
    return tuple(sorted(map(_slot, lines), key=lambda each: (each.weekday, each.starts_at, each.ends_at)))


def _slot(line: str) -> Slot:
    found = _SLOT.fullmatch(line)
    day = found["day"].lower() if found else ""
    name = day if day in WEEK else day.removesuffix("s")
    if found is None or name not in WEEK:
        raise BadInput(
            f"« {line} » ne se lit pas : écrivez un jour et deux heures, comme « lundi 9 h - 12 h 30, lieu ».",
            field="slots",
        )
    try:
        starts, ends = (time(int(found[h]), int(found[m] or 0)) for h, m in (("h1", "m1"), ("h2", "m2")))
    except ValueError:
        raise BadInput(f"« {line} » a une heure qui n’existe pas.", field="slots") from None
    if ends <= starts:
        raise BadInput(f"« {line} » finit avant de commencer.", field="slots")
    return Slot(WEEK.index(name), starts, ends, (found["place"] or "").strip())


def in_lines(slots: Iterable[Slot]) -> str:
    return "\n".join(map(str, slots))
