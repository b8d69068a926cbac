"""The calendar of a contract whose annex changes on the way. Pure.

An advance is that of the annex in force on its day; what is due for a contract year is that of the annex in force
on its last day; a balance is what is left, so that the payments of a year sum to what it is due.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from maillage.funding.types.calendar import Expected
from maillage.funding.types.money import ZERO
from maillage.kernel import Answer, date_in_french, euros

#: What is paid in advance → the balance that it makes a whole with.
BALANCES = {
    "running_signature": "running_balance",
    "running_advance": "running_balance",
    "mission_advance": "mission_balance",
}
ADDED = "Prévu par l’avenant qui prend effet le {day} : le jour de son premier versement n’est pas dans nos sources."
LEFT = "Un avenant change cette année : le solde est ce qu’il reste, l’avance déduite."
TOO_MUCH = "L’avance dépasse de {sum} ce que l’avenant donne pour l’année : demandez à la caisse comment cela se règle."
CUT = "Le contrat finit le {day}, avant l’anniversaire : ce qui est dû de cette année n’est pas dans nos sources."
NOTHING = Answer(ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Reading:
    """The payments that an annex promises, in force from a day until another (excluded)."""

    since: date
    until: date
    payments: Mapping[str, Expected]

    def holds(self, payment: Expected) -> bool:
        return self.since <= (payment.due_on or payment.not_before) < self.until


@dataclass(slots=True)
class Pair:
    """An advance and its balance, as the last annex of the year has them; what it has not is None."""

    advance: Expected | None = None
    balance: Expected | None = None


def readings_of(versions: Sequence[tuple[date, Sequence[Expected]]]) -> list[Reading]:
    """`versions`: since which day each holds, in order."""
    ends = [*(since for since, _ in versions[1:]), date.max]
    return [
        Reading(since, until, {each.key: each for each in payments})
        for (since, payments), until in zip(versions, ends, strict=True)
    ]


def followed(readings: Sequence[Reading], last_days: Mapping[int, date]) -> list[Expected]:
    """Every payment, in order of day. `last_days` of each contract year."""
    found = [each for number, day in last_days.items() for each in _of_year(readings, number, day)]
    return sorted(found, key=lambda each: (each.not_before, each.contract_year or 0, each.mission))


def _of_year(readings: Sequence[Reading], number: int, last_day: date) -> Iterator[Expected]:
    final = next(each for each in readings if each.since <= last_day < each.until)
    pairs: dict[tuple[str, str], Pair] = {}
    for each in final.payments.values():
        if each.contract_year != number:
            continue
        if each.kind in BALANCES:
            pairs.setdefault((BALANCES[each.kind], each.mission), Pair()).advance = each
        elif each.kind in BALANCES.values():
            pairs.setdefault((each.kind, each.mission), Pair()).balance = each
        else:
            yield each
    paid = {(BALANCES[each.kind], each.mission): each for each in _advances(readings, number)}
    for key in {**pairs, **paid}:
        yield from _settled(
            pairs.get(key, Pair()), paid.get(key), _balance_among(readings, number, key), final.since
        )


def _advances(readings: Sequence[Reading], number: int) -> Iterator[Expected]:
    """Those whose annex was in force on their day."""
    for reading in readings:
        for each in reading.payments.values():
            if each.contract_year == number and each.kind in BALANCES and reading.holds(each):
                yield each


def _balance_among(readings: Sequence[Reading], number: int, key: tuple[str, str]) -> Expected | None:
    """What a balance is called, when the last annex leaves none."""
    every = (each for reading in readings for each in reading.payments.values())
    return next(
        (each for each in every if each.contract_year == number and (each.kind, each.mission) == key), None
    )


def _settled(pair: Pair, paid: Expected | None, named: Expected | None, since: date) -> Iterator[Expected]:
    """The advance as it was paid, and what is left of the year."""
    if paid is None and pair.advance:  # what an avenant brings after its day
        paid = replace(
            pair.advance, due_on=None, not_before=since, why=ADDED.format(day=date_in_french(since))
        )
    said = pair.advance.amount if pair.advance else NOTHING
    if paid is None or paid.amount == said:
        yield from (each for each in (paid, pair.balance) if each)
        return
    balance = pair.balance or named
    left = less(plus(pair.balance.amount if pair.balance else NOTHING, said), paid.amount)
    if left.value is not None and left.value < 0:
        yield replace(paid, why=TOO_MUCH.format(sum=euros(-left.value)))
        return
    yield paid
    if balance and left.value != 0:
        yield replace(balance, amount=_at_least_zero(left), why=f"{LEFT} {balance.why}".strip())


def plus(one: Answer, other: Answer) -> Answer:
    """Sums of bounds; a value when both have one."""
    return _combined(one, other, other.value, other.low, other.high)


def less(one: Answer, other: Answer) -> Answer:
    negated = [None if each is None else -each for each in (other.value, other.high, other.low)]
    return _combined(one, other, *negated)


def _combined(
    one: Answer, other: Answer, value: Decimal | None, low: Decimal | None, high: Decimal | None
) -> Answer:
    def sum_of(a: Decimal | None, b: Decimal | None) -> Decimal | None:
        return None if a is None or b is None else a + b

    return Answer(
        sum_of(one.value, value), sum_of(one.low, low), sum_of(one.high, high), one.unit or other.unit,
        tuple(dict.fromkeys((*one.missing, *other.missing))), tuple(dict.fromkeys((*one.sources, *other.sources))),
        on=one.on,
    )  # fmt: skip


def _at_least_zero(answer: Answer) -> Answer:
    return replace(answer, low=None if answer.low is None else max(ZERO, answer.low))


def ended(
    payments: Sequence[Expected], starts: Mapping[int, date], last_days: Mapping[int, date], end: date
) -> list[Expected]:
    """Without the years that begin after the end; in the one that it cuts, what follows the advance has no value."""
    kept = []
    for each in payments:
        number = each.contract_year
        if (
            number is None
            or (starts[number] <= end and last_days[number] <= end)
            or (starts[number] <= end and each.not_before <= end)
        ):
            kept.append(each)
        elif starts[number] <= end:
            unknown = replace(each.amount, value=None, low=ZERO)
            kept.append(replace(each, amount=unknown, why=CUT.format(day=date_in_french(end))))
    return kept
