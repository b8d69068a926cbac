"""What the project follows of a contract: the values it proposes, and what a variable part may be worth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from maillage import legislation
from maillage.funding.models import Contract, ContractMission, Indicator
from maillage.funding.queries.contracts import YEARS, has_calendar, read, read_contracts, year_days
from maillage.funding.queries.posts import label_of
from maillage.kernel import Answer, BadInput, amount, euros, plural
from maillage.project.enums import Better
from maillage.project.models import Indicator as Followed
from maillage.project.queries.indicators import Line, lines_of, years_at
from maillage.structures.models import Structure
from maillage.ui.slots import Outlook

#: What the law room reads of a value.
HUNDRED, PLACES = Decimal(100), Decimal("0.0001")


def followed_by(contract: Contract) -> Iterable[Followed]:
    """What may be chosen: the indicators that the structure follows."""
    return Followed.objects.filter(structure=contract.legal_person.structure_id, archived_on=None)


@dataclass(frozen=True, slots=True)
class Proposed:
    """`value` is what the project holds that year; `said`, where it comes from."""

    value: Decimal | None
    said: str


def proposed_for(
    contract: Contract, indicators: Sequence[Indicator], number: int, *, today: date
) -> dict[int, Proposed]:
    """Indicator of the contract → what the project says of it, for a contract year."""
    wanted = {each.followed_id: each.pk for each in indicators if each.followed_id}
    if not wanted:
        return {}
    structure, first = contract.legal_person.structure, year_days(contract)[number][0]
    found: dict[int, Proposed] = {}
    for year in years_at(structure, first):
        for line in lines_of(structure, year, today=today, archived=True):
            pk = wanted.get(line.indicator.pk)
            if pk is not None and first in line.span:
                found[pk] = proposal_of(line)
    return found


def proposal_of(line: Line) -> Proposed:
    value = line.value
    why = f" ({value.why})" if value.why else ""
    kept = None if value.number is None else value.number.quantize(Decimal("0.01"))
    return Proposed(kept, f"Suivi au projet, année {line.span.label} : {line.said}{why}.")


def outlooks(structure: Structure, year: int, lines: Sequence[Line]) -> Iterator[Outlook]:
    """The variable part of each mission of an agreement whose contract year begins in that year."""
    by_followed = {each.indicator.pk: each for each in lines}
    for contract in read_contracts(structure):
        if not has_calendar(contract, structure.form):
            continue
        for number, (first, _) in year_days(contract).items():
            if number in YEARS and first.year == year:
                yield from of_contract(structure, contract, number, by_followed)


def of_contract(
    structure: Structure, contract: Contract, number: int, lines: Mapping[int, Line]
) -> Iterator[Outlook]:
    for held in contract.missions.all():
        measured = [each for each in contract.indicators.all() if each.mission == held.mission]
        if not measured:
            continue
        path = reverse("funding:results", args=[structure.slug, contract.pk, number, held.mission])
        label = f"{label_of(held.mission)}, année {number} du contrat"
        try:
            whole = said_of_the_whole(held, number)
            results = whole or [
                result_of(each, number, lines.get(each.followed_id or 0)) for each in measured
            ]
            envelope = legislation.envelope_of(read(contract), held.mission, number=number)
            told = legislation.forecast(results, envelope)
        except BadInput as refusal:
            yield Outlook(label, "", "", "", str(refusal), path)
            continue
        yield Outlook(
            label,
            low=sum_of(told.amount, told.amount.low),
            expected="" if told.expected is None else euros(told.expected),
            high=sum_of(told.amount, told.amount.high),
            detail=detail_of(told, is_whole=bool(whole)),
            path=path,
        )


def sum_of(answer: Answer, bound: Decimal | None) -> str:
    known = answer.value if answer.value is not None else bound
    return "" if known is None else euros(known)


def said_of_the_whole(held: ContractMission, number: int) -> list[legislation.IndicatorResult]:
    """The rate that a step gave the mission that year, above all its indicators; nothing before."""
    rate = next(
        (each.rate for each in held.years.all() if each.number == number and each.avenant_id is None), None
    )
    if rate is None:
        return []
    return [*legislation.read_results([{"weight": 1, "rate": rate}])]


def detail_of(told: legislation.Forecast, *, is_whole: bool) -> str:
    """How much of it is known, and what a rate of the whole would be."""
    if is_whole and told.rate.value is not None:
        return f"Taux déjà noté au contrat : {amount(told.rate.value * 100, '%')}."
    unknown = sum(not each.rate.is_known for each in told.indicators)
    many = plural(len(told.indicators), "indicateur")
    said = f"{many}, dont {unknown} sans taux connu" if unknown else ""
    if told.rate.low is not None and told.rate.high is not None and told.rate.value is None:
        said += f" : taux entre {amount(told.rate.low * 100, '%')} et {amount(told.rate.high * 100, '%')}"
    return f"{said}." if said else "Tous les taux sont connus."


def result_of(indicator: Indicator, number: int, line: Line | None) -> legislation.IndicatorResult:
    """What was agreed first, then what was noted for the contract, then what the project holds. Raises BadInput."""
    kept = next((each for each in indicator.reached.all() if each.number == number), None)
    value = kept.value if kept else None
    if value is None and line is not None and line.value.number is not None:
        value = line.value.number
    target, base = indicator.target, indicator.base
    if line is not None:
        target = line.target if target is None else target
        base = line.base if base is None else base
    (result,) = legislation.read_results(
        [
            {
                "label": indicator.name[:200],
                "weight": None if indicator.weight is None else indicator.weight / HUNDRED,
                "rate": kept.rate if kept else None,
                "value": None if value is None else value.quantize(PLACES),
                "base": base,
                "target": target,
                "better": "moins" if line and line.indicator.better == Better.LESS else "plus",
            }
        ]
    )
    return result
