"""What a pharmacist is due from counts, as the law room knows each rule."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache

from maillage import legislation
from maillage.funding.types.pharmacist import FeeKind, Kind, Month, PaidFee, PharmacistMoney, StepKind
from maillage.kernel import Answer, shown_in_french

MONTHS = range(1, 13)
EUROS = "currency-EUR"
INTERVIEW = "entretien"
#: Fees of a month, then those that a whole year makes: the facts that are counts.
COUNTED = {
    "vaccination": ("injections", "own_prescriptions"),
    "test_direct": ("tests", "antibiotics"),
    "ordonnance_conditionnelle": ("patients", "positives"),
    "entretien_grossesse": ("interviews",),
    "garde": ("period", "evening", "night", "sunday", "off_hours"),
}
COUNTED_BY_YEAR = {"teleconsultation": ("count",)}
#: What the law room asks of a year, and this page of a month.
OF_A_MONTH = {"teleconsultation.count": "Téléconsultations"}
BY_PATIENT = (
    "Ce mois-là, l’accompagnement se payait à l’année et par patient\N{NO-BREAK SPACE}: nos règles n’en comptent pas les "
    "étapes."
)
#: What is true of the pharmacy for the year, by fact; None is unknown.
Circumstances = Mapping[str, bool | None]


@cache
def fee_kinds() -> tuple[FeeKind, ...]:
    """Every fee that counts make, those of a month first."""
    counted = [_of_law(key, facts, by_year=False) for key, facts in COUNTED.items()]
    steps = [_of_steps(theme, *counts) for theme, counts in legislation.INTERVIEW_STEPS.items()]
    yearly = [_of_law(key, facts, by_year=True) for key, facts in COUNTED_BY_YEAR.items()]
    return (*counted, *steps, *yearly)


def _of_law(key: str, facts: Sequence[str], *, by_year: bool) -> FeeKind:
    subject = legislation.FEES[key]
    labels = {
        each.name: shown_in_french(each.metadata["label"]) for each in fields(subject.facts) if each.metadata
    }
    kinds = tuple(
        Kind(f"{key}.{name}", OF_A_MONTH.get(f"{key}.{name}", labels[name]), name) for name in facts
    )
    return FeeKind(key, shown_in_french(subject.label), kinds, by_year=by_year)


def _of_steps(theme: str, first: int, later: int) -> FeeKind:
    """A theme whose steps have no price of their own is counted as a whole: its price is unknown."""
    kinds = []
    for is_first, count in ((True, first), (False, later)):
        when = "première année" if is_first else "année suivante"
        for rank in range(1, max(count, 1) + 1):
            label = f"Étape {rank}, {when}" if count else f"Étapes, {when}"
            kinds.append(Kind(step_key(StepKind(theme, is_first, rank)), label, "steps"))
    return FeeKind(f"{INTERVIEW}.{theme}", legislation.INTERVIEW_THEMES[theme], tuple(kinds))


def step_key(step: StepKind) -> str:
    return f"{INTERVIEW}.{step.theme}.{'first' if step.first_year else 'later'}.{step.rank}"


@cache
def kinds() -> Mapping[str, Kind]:
    return {kind.key: kind for fee in fee_kinds() for kind in fee.kinds}


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def money(year: int, counts: Mapping[int, Mapping[str, int]], true: Circumstances) -> PharmacistMoney:
    """`counts`: month → kind → how many; what is absent is unknown. Raises BadInput for counts that cannot be."""
    months = []
    for number in MONTHS:
        noted = counts.get(number, {})
        paid = [*_of_month(year, number, noted, true)]
        months.append(Month(number, paid, len(noted), total_of(each.answer for each in paid)))
    yearly = [*_of_year(year, counts, true)]
    every = [fee for month in months for fee in month.fees] + yearly
    sums = ((kind, total_of(each.answer for each in every if each.fee == kind)) for kind in fee_kinds())
    by_fee = [(kind, told) for kind, told in sums if told is not None]
    return PharmacistMoney(year, months, yearly, by_fee, total_of(each.answer for each in every))


def _of_month(year: int, month: int, noted: Mapping[str, int], true: Circumstances) -> Iterator[PaidFee]:
    on = last_day(year, month)
    for fee in fee_kinds():
        mine = {kind.key: noted[kind.key] for kind in fee.kinds if kind.key in noted}
        if mine and not fee.by_year:
            is_steps = fee.key.startswith(f"{INTERVIEW}.")
            told = _steps(mine, true, on) if is_steps else _fee(fee, mine, true, on)
            yield PaidFee(fee, month, mine, told)


def _of_year(year: int, counts: Mapping[int, Mapping[str, int]], true: Circumstances) -> Iterator[PaidFee]:
    """From the months that were noted: what they already make."""
    for fee in fee_kinds():
        mine: dict[str, int] = {}
        for noted in counts.values():
            for kind in fee.kinds:
                if kind.key in noted:
                    mine[kind.key] = mine.get(kind.key, 0) + noted[kind.key]
        if mine and fee.by_year:
            yield PaidFee(fee, 0, mine, _fee(fee, mine, true, date(year, 12, 31)))


def _fee(fee: FeeKind, mine: Mapping[str, int], true: Circumstances, on: date) -> Answer:
    subject = legislation.FEES[fee.key]
    asked = {each.name for each in fields(subject.facts) if each.metadata}
    facts: dict[str, object] = {
        name: value for name, value in true.items() if name in asked and value is not None
    }
    facts |= {kind.fact: mine[kind.key] for kind in fee.kinds if kind.key in mine}
    return legislation.fee(fee.key, legislation.read_facts(fee.key, facts), on=on)


def _steps(mine: Mapping[str, int], true: Circumstances, on: date) -> Answer:
    told = []
    for key, count in mine.items():
        _, theme, part, rank = key.split(".")
        price = step_price(StepKind(theme, part == "first", int(rank)), true.get("overseas"), on)
        told.append(times(price, count))
    return total_of(told) or Answer(None)


def step_price(step: StepKind, overseas: bool | None, on: date) -> Answer:
    """What a step adds to those before it, for one patient."""
    before, after = (_interview(step, done, overseas, on) for done in (step.rank - 1, step.rank))
    if after.why:
        return after
    if _interview(step, 0, overseas, on).value != 0:
        return Answer(None, unit=EUROS, why=BY_PATIENT, on=on)
    if after.value is not None and before.value is not None:
        added = after.value - before.value
        return Answer(added, added, added, EUROS, sources=after.sources, on=on)
    return Answer(None, Decimal(0), after.high, EUROS, missing=after.missing, sources=after.sources, on=on)


def _interview(step: StepKind, done: int, overseas: bool | None, on: date) -> Answer:
    given = {"theme": step.theme, "first_year": step.first_year, "steps": done, "overseas": overseas}
    return legislation.fee(INTERVIEW, legislation.read_facts(INTERVIEW, given), on=on)


def times(price: Answer, count: int) -> Answer:
    """Nothing is certainly nothing, whatever its price."""
    if not count:
        return Answer(Decimal(0), Decimal(0), Decimal(0), EUROS)

    def by(bound: Decimal | None) -> Decimal | None:
        return None if bound is None else bound * count

    return Answer(
        by(price.value),
        by(price.low),
        by(price.high),
        EUROS,
        price.missing,
        price.sources,
        why=price.why,
        on=price.on,
    )


def total_of(answers: Iterable[Answer]) -> Answer | None:
    """Their sum, or its bounds; a fee that no rule gave yet is unknown in it. None without any."""
    every = list(answers)
    if not every:
        return None
    if len(every) == 1:
        return every[0]
    low = sum((each.low or Decimal(0) for each in every), Decimal(0))
    highs = [each.high for each in every]
    high = None if None in highs else sum((each for each in highs if each is not None), Decimal(0))
    is_known = all(each.is_known for each in every)
    return Answer(
        low if is_known else None,
        low,
        high,
        EUROS,
        missing=() if is_known else tuple(dict.fromkeys(gap for each in every for gap in each.missing)),
        sources=tuple(dict.fromkeys(source for each in every for source in each.sources)),
    )
