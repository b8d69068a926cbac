"""What a profession gains by joining: what the texts give it, what the structure says, what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.kernel import BadInput, euros, joined
from maillage.legislation import Profession, Said
from maillage.people.models import Gain
from maillage.people.queries.fees import fee_rule
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure

#: Fewer would point at somebody.
FEWEST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Gains:
    profession: Profession
    #: From the law room, as it stands that day; empty: our sources say nothing of this profession.
    brings: tuple[Said, ...]
    #: In the words of the structure; empty: not said.
    time_asked: str
    money: str
    first_step: str
    fee: str  # « 10 € par an et Partenaires 50 € par an »; empty: nothing is owed
    count: int | None  # of this profession who belong; None: too few to be told

    @property
    def said(self) -> list[tuple[str, str]]:
        return [
            ("Le temps demandé", self.time_asked),
            ("L’argent", self.money),
            ("Le premier pas", self.first_step),
        ]


def professions_told() -> list[Profession]:
    """Those that a structure speaks to."""
    return [profession for profession in legislation.professions() if profession.is_health]


def words_of(structure: Structure) -> dict[str, Gain]:
    """Profession (empty: all) → the words of the structure."""
    return {gain.profession: gain for gain in structure.gains.all()}


def gains_of(
    structure: Structure, profession: Profession, *, on: date, words: Mapping[str, Gain] | None = None
) -> Gains:
    """`words`: of the structure, when they were read."""
    words = words_of(structure) if words is None else words
    own, general = words.get(profession.key, Gain()), words.get("", Gain())
    count = structure.people.filter(belongs(on), profession=profession.key).count()
    return Gains(
        profession=profession,
        brings=brought_to(structure.form, profession.key, on=on),
        time_asked=own.time_asked or general.time_asked,
        money=own.money or general.money,
        first_step=own.first_step or general.first_step,
        fee=fee_words(structure),
        count=count if count >= FEWEST_TOLD else None,
    )


def brought_to(form: str, profession: str, *, on: date) -> tuple[Said, ...]:
    try:
        return legislation.form(form, on=on).brings.get(profession, ())
    except BadInput:  # a form that the law room does not know
        return ()


def fee_words(structure: Structure) -> str:
    rule = fee_rule(structure)
    amounts = list(rule.amounts.all()) if rule else []
    general = [f"{euros(row.amount)} par an" for row in amounts if row.college is None and row.amount]
    return joined(general + [f"{row.college} {euros(row.amount)} par an" for row in amounts if row.college])
