"""The civil year of an agreement that counts by indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.enums import AccordState, Origin
from maillage.kernel import Answer, Missing, amount


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that the law room asks, as it was engaged, as somebody typed that it is kept, as Maillage counts it.

    Texts as `AccordFact` keeps them, empty when unknown. `is_engaged`: it may be promised, not only found.
    """

    name: str
    label: str
    group: str
    unit: str
    is_engaged: bool
    engaged: str = ""
    typed: str = ""
    counted: str = ""

    @property
    def kept(self) -> str:
        """What was typed, else what is counted here."""
        return self.typed or self.counted

    @property
    def promised(self) -> str:
        """What was engaged, else what is kept."""
        return self.engaged or self.kept

    @property
    def origin(self) -> Origin:
        if self.typed:
            return Origin.TYPED
        return Origin.COUNTED if self.counted else Origin.UNKNOWN

    @property
    def engaged_said(self) -> str:
        return self._said(self.engaged)

    @property
    def kept_said(self) -> str:
        return self._said(self.kept)

    @property
    def counted_said(self) -> str:
        return self._said(self.counted)

    def _said(self, text: str) -> str:
        if not text or "|" in self.unit:
            return text
        return amount(Decimal(text), self.unit)


@dataclass(frozen=True, slots=True)
class AccordLine:
    """An amount of the year: if all that is engaged were kept, as it is kept, as the caisse counts it, in euros."""

    rule: str
    label: str
    engaged: Answer
    kept: Answer
    caisse: Decimal | None = None
    words: str = ""

    @property
    def gap(self) -> Decimal | None:
        """What the caisse counts besides ours, below zero when it counts less; None while one of them is unknown."""
        if self.caisse is None or self.kept.value is None:
            return None
        return self.caisse - self.kept.value

    @property
    def gap_size(self) -> Decimal:
        return abs(self.gap or Decimal(0))


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What must be kept for anything to be due."""

    rule: str
    label: str
    met: Answer


@dataclass(frozen=True, slots=True)
class Accord:
    """A civil year counted. `details` make the amount; `at_stake` is what it would be with every prerequisite kept."""

    form: str
    year: int
    #: Declared, notified, received on.
    days: tuple[date | None, date | None, date | None]
    facts: Sequence[FactLine]
    prerequisites: Sequence[Prerequisite]
    at_stake: Answer | None
    totals: Sequence[AccordLine]
    details: Sequence[AccordLine]
    #: Points and shares that stand behind the euros, as they are kept.
    beside: Sequence[AccordLine]
    #: What the facts contradict: a sentence, and the name of the fact.
    cautions: Sequence[tuple[str, str]]

    @property
    def state(self) -> AccordState:
        declared, notified, received = self.days
        if received:
            return AccordState.RECEIVED
        if notified:
            return AccordState.NOTIFIED
        return AccordState.DECLARED if declared else AccordState.TO_DECLARE

    @property
    def state_on(self) -> date | None:
        """The day of its state."""
        return next((day for day in reversed(self.days) if day), None)

    @property
    def main(self) -> AccordLine:
        return self.totals[0]

    @property
    def is_counted_by_caisse(self) -> bool:
        return any(line.caisse is not None for line in (*self.totals, *self.details))

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self.main.kept.missing

    @property
    def unmet(self) -> list[Prerequisite]:
        return [each for each in self.prerequisites if each.met.value == 0]

    @property
    def to_share(self) -> Decimal | None:
        """The amount of the year: the caisse's, else ours when it is known; None when there is none to share."""
        due = self.main.kept.value if self.main.caisse is None else self.main.caisse
        return due or None

    @property
    def of_counted(self) -> Mapping[str, str]:
        return {each.name: each.counted for each in self.facts if each.counted}
