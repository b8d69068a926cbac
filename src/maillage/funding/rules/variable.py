"""What a variable part is worth, from its indicators, and the steps that it goes through. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from maillage.funding.enums import RATE_STEPS, RateState
from maillage.funding.types.money import ZERO
from maillage.funding.types.results import Measure

ONE = Decimal(1)
YEARS = range(1, 6)


def weights_of(measures: Sequence[Measure]) -> Decimal | None:
    """Their sum, of 1; None while one is not written, or without any."""
    weights = [each.weight for each in measures if each.weight is not None]
    return sum(weights, ZERO) if measures and len(weights) == len(measures) else None


def reached(measures: Sequence[Measure], year: int) -> Decimal | None:
    """Σ weight × rate, exact; None unless the weights make one and every rate is known."""
    if weights_of(measures) != ONE or any(year not in each.rates for each in measures):
        return None
    return sum(((each.weight or ZERO) * each.rates[year] for each in measures), ZERO)


def weighing(measures: Sequence[Measure], rates: Mapping[int, Decimal | None]) -> list[dict[str, object]]:
    """The indicators of a mission as the law room reads them; `rates`: of the mission as a whole, by contract year.

    A year whose indicators do not all have a rate takes that of the mission, when somebody gave one; so does every
    year while the weights do not make a hundred.
    """
    if weights_of(measures) != ONE:
        return [{"weight": 1, "rate": [rates.get(year) for year in YEARS]}]
    whole = {
        year: rates[year] for year in YEARS if reached(measures, year) is None and rates.get(year) is not None
    }
    return [
        {
            "label": each.label,
            "weight": each.weight,
            "rate": [whole.get(year, each.rates.get(year)) for year in YEARS],
        }
        for each in measures
    ]


def goes_back(state: str, before: str) -> bool:
    """Whether a step is behind the one before it: it is then a correction."""
    order = {each.value: rank for rank, each in enumerate(RATE_STEPS)}
    return bool(before) and order[RateState(state).value] < order[RateState(before).value]
