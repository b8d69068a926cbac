"""The indicators of a contract by mission or axis, whether their weights make a hundred, and the trail of each year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.enums import RateState
from maillage.funding.models import Contract, Indicator, ResultStep
from maillage.funding.queries.posts import label_of
from maillage.funding.rules.variable import reached
from maillage.funding.types.calendar import Line
from maillage.funding.types.money import ZERO
from maillage.funding.types.results import Measure
from maillage.kernel import amount, euros

WHOLE = "Tout le contrat"
#: Of a hundred.
ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The indicators of a mission, or of an axis. `missing`: of a hundred, below zero when there is too much."""

    mission: str
    label: str
    indicators: Sequence[Indicator]

    @property
    def unweighed(self) -> int:
        return sum(each.weight is None for each in self.indicators)

    @property
    def total(self) -> Decimal:
        return sum((each.weight or ZERO for each in self.indicators), ZERO)

    @property
    def said(self) -> str:
        """Empty when the weights make a hundred."""
        if self.unweighed:
            return f"{self.unweighed} sans poids : le calcul prend le taux d’ensemble."
        if self.total == ALL:
            return ""
        gap = amount(abs(ALL - self.total), "%")
        lacks = f"il manque {gap}" if self.total < ALL else f"il y a {gap} de trop"
        return f"Les poids font {amount(self.total, '%')} : {lacks}. Le calcul prend le taux d’ensemble."


def weighed_in(contract: Contract) -> list[Weighed]:
    groups: dict[tuple[str, str], list[Indicator]] = {}
    for each in contract.indicators.all():
        groups.setdefault((each.mission, each.axis), []).append(each)
    return [
        Weighed(mission, label_of(mission) if mission else axis or WHOLE, group)
        for (mission, axis), group in groups.items()
    ]


def rate_of_all(weighed: Iterable[tuple[Indicator, Decimal | None]]) -> Decimal | None:
    """Σ weight × rate, of 1, of indicators and the rates of 1 that somebody says; None while a weight or a rate misses."""
    measures = [
        Measure(
            each.name, None if each.weight is None else each.weight / ALL, {} if rate is None else {1: rate}
        )
        for each, rate in weighed
    ]
    return reached(measures, 1)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A step of a variable part, or the money that came for it."""

    on: date
    label: str
    said: str
    reason: str
    who: str
    is_correction: bool = False


def trail_of(contract: Contract, steps: Sequence[ResultStep], line: Line | None) -> Iterator[TrailLine]:
    """Steps in the order they were noted, then what came."""
    for each in steps:
        said = "" if each.rate is None else amount(each.rate * 100, "%")
        label = RateState(each.state).label
        yield TrailLine(each.on, label, said, each.reason, str(each.by or ""), each.is_correction)
    if line is None:
        return
    undone = {each.undoes_id for each in contract.receipts.all()}
    came = contract.receipts.filter(expects=line.expected.key, undoes=None).select_related("by")
    for receipt in came:
        if receipt.pk not in undone:
            yield TrailLine(
                receipt.received_on, "Reçu", euros(receipt.amount), receipt.note, str(receipt.by or "")
            )
