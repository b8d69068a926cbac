"""The signed contract of a CPTS as data, checked against the law, and the facts of each of its years."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from maillage.kernel import BadInput, Missing, add_months, date_in_french, decimal_in_french, read_day
from maillage.legislation.catalogue import missions
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.entries import Mission
from maillage.legislation.facts import MOST, MOST_DECIMALS, read_as
from maillage.legislation.rules import ContractYear, CptsFacts, IndicatorYear, MissionYear
from maillage.legislation.rules.cpts import ACI, ACI_IN_FORCE
from maillage.legislation.yaml_files import Strict

YEARS = 5  # the duration of a contract: cpts.contract.duration
BASES = {"days": 0, "months": 1}


def _for_every_year(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else (given,) * YEARS


Rate = Annotated[Decimal, Field(ge=0, le=1, decimal_places=MOST_DECIMALS)]
Day = Annotated[date, BeforeValidator(read_day)]
Name = Annotated[str, Field(max_length=200)]
Money = Annotated[Decimal, Field(ge=0, le=MOST, decimal_places=2)]
#: One for all contract years, or one per year; a year that has none is unknown.
YearlyRate = Annotated[tuple[Rate | None, ...], BeforeValidator(_for_every_year), Field(max_length=YEARS)]
YearlyMoney = Annotated[tuple[Money | None, ...], BeforeValidator(_for_every_year), Field(max_length=YEARS)]


class Indicator(Strict):
    """One indicator of the annex of a contract."""

    label: Name = ""
    weight: Rate
    rate: YearlyRate = ()


class ContractMission(Strict):
    """One mission of the annex; without a start, it is not known whether and when it starts."""

    key: Name
    start: Day | None = None
    fixed: YearlyMoney = ()
    variable: YearlyMoney = ()
    indicators: tuple[Indicator, ...] = Field((), max_length=100)


class Contract(Strict):
    """A contract of a CPTS. `missions` is None when its annex is not at hand.

    `prorata` is how the contract counts the time left when a mission starts; `start_year_prorated` says whether
    that first year is due in part (else in full). Left out, both stay unknown: amounts then have bounds.
    """

    signed: Day
    population: int | None = None
    size: int | None = None
    missions: tuple[ContractMission, ...] | None = None
    prorata: Literal["days", "months"] | None = None
    start_year_prorated: bool | None = None


def read_contract(data: object) -> Contract:
    """A contract as a file or a request holds it. Raises BadInput, with the path of the fault."""
    return read_as(Contract, data)


@dataclass(frozen=True, slots=True)
class Span:
    """A contract year, from `since` until `until` (excluded), and what is known of the CPTS."""

    number: int
    since: date
    until: date
    about: CptsFacts


def contract_spans(contract: Contract, years: int = YEARS) -> list[Span]:
    """The years of a contract. Raises BadInput for a contract that cannot be."""
    _check(contract, years)
    days = [add_months(contract.signed, 12 * passed) for passed in range(years + 1)]
    return [
        Span(number, since, until, CptsFacts(contract.population, number, contract.size))
        for number, (since, until) in enumerate(pairwise(days), 1)
    ]


def contract_year(contract: Contract, span: Span) -> ContractYear:
    """The facts of a contract year."""
    if contract.missions is None:
        return ContractYear(span.about, None)
    return ContractYear(
        span.about, tuple(mission_year(contract, mission, span) for mission in contract.missions)
    )


def mission_year(contract: Contract, mission: ContractMission, span: Span) -> MissionYear:
    """The facts of a mission in a contract year."""
    known = _known_missions()[mission.key]
    path = f"missions/{mission.key}/"
    started, days, months = _time_left(contract, mission, known, span)
    return MissionYear(
        path=path,
        about=known.label,
        key=mission.key,
        day=max(span.since, mission.start or known.since),
        whole=mission.start is not None and mission.start <= span.since,
        contract=span.about,
        indicators=tuple(
            IndicatorYear(
                f"{path}indicators/{place}/",
                f"{known.label}, {indicator.label or f'indicateur {place}'}",
                indicator.weight,
                _of_year(indicator.rate, span.number),
            )
            for place, indicator in enumerate(mission.indicators, 1)
        ),
        fixed=_of_year(mission.fixed, span.number),
        variable=_of_year(mission.variable, span.number),
        started=started,
        begins=_begins(mission, span),
        days_left=days,
        days_of_year=(span.until - span.since).days,
        months_left=months,
        prorata_basis=None if contract.prorata is None else BASES[contract.prorata],
        start_year_prorated=contract.start_year_prorated,
    )


def _of_year(given: tuple[Decimal | None, ...], number: int) -> Decimal | None:
    return given[number - 1] if number <= len(given) else None


@cache
def _known_missions() -> dict[str, Mission]:
    return {mission.key: mission for mission in missions("cpts", on=date.max)}


def _check(contract: Contract, years: int) -> None:
    """Refuse what cannot be, in one sentence that points at it."""
    in_force = date.fromisoformat(ACI_IN_FORCE)
    if contract.signed < in_force:
        sentence = f"{ACI}, s'applique depuis le {date_in_french(in_force)} : aucun contrat ne l'a précédé."
        raise BadInput(sentence[0].upper() + sentence[1:], field="signed")
    if not 1 <= years <= YEARS:
        raise BadInput(f"Le contrat dure {YEARS} ans : demandez de 1 à {YEARS} années.", field="years")
    annex = contract.missions or ()
    for key, times in Counter(mission.key for mission in annex).items():
        if times > 1:
            raise BadInput(f"La mission « {key} » est écrite {times} fois dans le contrat.", field="missions")
    for mission in annex:
        _check_mission(mission, contract.signed)


def _check_mission(mission: ContractMission, signed: date) -> None:
    path = f"missions/{mission.key}"
    known = _known_missions().get(mission.key)
    if known is None:
        choices = ", ".join(_known_missions())
        raise BadInput(
            f"La mission « {mission.key} » n'existe pas. Choisissez parmi : {choices}.", field=path
        )
    end = add_months(signed, 12 * YEARS)
    if known.since > (mission.start or end):
        sentence = f"La mission « {known.label} » n'existe que depuis le {date_in_french(known.since)}."
        raise BadInput(sentence, field=f"{path}/start")
    if mission.start and not signed <= mission.start < end:
        sentence = (
            f"La mission « {known.label} » démarre le {date_in_french(mission.start)}, hors du contrat, "
            f"signé le {date_in_french(signed)} pour {YEARS} ans."
        )
        raise BadInput(sentence, field=f"{path}/start")
    weights = sum((indicator.weight for indicator in mission.indicators), Decimal(0))
    if mission.indicators and weights != 1:
        sentence = (
            f"Les poids des indicateurs de la mission « {known.label} » font {decimal_in_french(weights, 2)} : "
            "leur somme doit être 1."
        )
        raise BadInput(sentence, field=f"{path}/indicators")


NONE, ONE = Quantity.exactly(0), Quantity.exactly(1)


def _time_left(
    contract: Contract, mission: ContractMission, known: Mission, span: Span
) -> tuple[Quantity, Quantity | None, Quantity | None]:
    """1, 0 or unknown as the mission runs in the year or not, then the days and the months left when it starts."""
    start = mission.start
    if (start or known.since) >= span.until:
        return NONE, NONE, NONE
    if start is None:
        missing = frozenset({_start_unknown(mission.key)})
        started, days, months = (
            Quantity.between(Decimal(0), Decimal(most), frozenset(), missing)
            for most in (1, (span.until - span.since).days, 12)
        )
        return started, days, months
    if start <= span.since:
        return ONE, None, None  # a whole year never reads what is left of it
    # A contract that counts in days never reads the months.
    months_left = None if contract.prorata == "days" else _months_left(start, span.until)
    return ONE, Quantity.exactly((span.until - start).days), months_left


def _begins(mission: ContractMission, span: Span) -> Quantity:
    """1 in the contract year that holds the start of the mission; the first year can be no other."""
    if span.number == 1:
        return ONE
    if mission.start is None:
        return Quantity.between(Decimal(0), Decimal(1), frozenset(), frozenset({_start_unknown(mission.key)}))
    return ONE if mission.start >= span.since else NONE


def _start_unknown(key: str) -> Missing:
    label = f"Date de démarrage ({_known_missions()[key].label})"
    return Missing(f"missions/{key}/start", label, "Contrat tripartite", is_fact=True)


def _months_left(start: date, until: date) -> Quantity:
    """Whole months to the anniversary; a month begun counts or not, no text says."""
    months = (until.year - start.year) * 12 + until.month - start.month
    if add_months(start, months) > until:
        months -= 1
    if add_months(start, months) == until or add_months(until, -months) == start:
        return Quantity.exactly(months)
    missing = Missing(
        "prorata_month", "Compte d'un mois entamé dans le prorata", "Contrat tripartite, article 6"
    )
    return Quantity.between(Decimal(months), Decimal(months + 1), frozenset(), frozenset({missing}))
