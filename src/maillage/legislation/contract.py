"""The signed contract of a CPTS as data, and what it brings: what each contract year is due, and when it is paid.

Dates: an advance is paid on a day the text gives (signature, start of a mission, anniversary). A balance and
a variable part are paid together « après le dialogue de gestion », whose delay after the anniversary is in none
of our sources: such a payment has no date, only the day before which it cannot come.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from maillage.kernel import Answer, BadInput, Missing, add_months, date_in_french, decimal_in_french
from maillage.legislation.asking import answer_of, ask
from maillage.legislation.catalogue import Mission, missions
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Law, Step, formulas
from maillage.legislation.facts import read_as
from maillage.legislation.reading import Strict, parameters
from maillage.legislation.rules import ContractYear, CptsFacts, IndicatorYear, MissionYear
from maillage.legislation.rules.cpts import ACI, ACI_IN_FORCE

Day: TypeAlias = date  # beside a field of that name
YEARS = 5  # the duration of a contract: cpts.contract.duration
BASES = {"days": 0, "months": 1}


def _for_every_year(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else (given,) * YEARS


Rate = Annotated[Decimal, Field(ge=0, le=1)]
Money = Annotated[Decimal, Field(ge=0, decimal_places=2)]
#: One for all contract years, or one per year; a year that has none is unknown.
YearlyRate = Annotated[tuple[Rate | None, ...], BeforeValidator(_for_every_year)]
YearlyMoney = Annotated[tuple[Money | None, ...], BeforeValidator(_for_every_year)]

AFTER_DIALOGUE = "Après le dialogue de gestion qui suit l'anniversaire du {day} : le délai de versement n'est pas dans nos sources."
NO_ANNEX = "L'annexe du contrat, avec ses missions et leurs dates, n'est pas donnée."
START_UNKNOWN = "La date de démarrage de la mission n'est pas donnée."


class Indicator(Strict):
    """One indicator of the annex of a contract."""

    label: str = ""
    weight: Rate
    rate: YearlyRate = ()


class ContractMission(Strict):
    """One mission of the annex; without a start, it is not known whether and when it starts."""

    key: str
    start: date | None = None
    fixed: YearlyMoney = ()
    variable: YearlyMoney = ()
    indicators: tuple[Indicator, ...] = ()


class Contract(Strict):
    """A contract of a CPTS. `missions` is None when its annex is not at hand.

    `prorata` is how the contract counts the time left when a mission starts; `start_year_prorated` says whether
    that first year is due in part (else in full). Left out, both stay unknown: amounts then have bounds.
    """

    signed: date
    population: int | None = None
    size: int | None = None
    missions: tuple[ContractMission, ...] | None = None
    prorata: Literal["days", "months"] | None = None
    start_year_prorated: bool | None = None


@dataclass(frozen=True, slots=True)
class MissionDue:
    """What a mission is due for a contract year."""

    mission: str
    label: str
    fixed: Answer
    variable: Answer
    total: Answer


@dataclass(frozen=True, slots=True)
class YearDue:
    """What a contract year is due, from `since` until `until` (excluded)."""

    number: int
    since: date
    until: date
    running_cost: Answer
    missions: tuple[MissionDue, ...]
    total: Answer


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of a contract year. `date` is None when no text gives it: `why` says so, `not_before` bounds it."""

    date: Day | None
    not_before: Day
    contract_year: int
    kind: str
    label: str
    mission: str | None
    amount: Answer
    rule: str
    why: str = ""


def read_contract(data: object) -> Contract:
    """A contract as a file or a request holds it. Raises BadInput, with the path of the fault."""
    return read_as(Contract, data)


def entitlements(contract: Contract, *, years: int = 5) -> tuple[YearDue, ...]:
    """What each contract year is due. Raises BadInput for a contract that cannot be."""
    return tuple(_due(facts) for facts in contract_years(contract, years))


def payments(contract: Contract, *, years: int = 5) -> tuple[Payment, ...]:
    """Every payment, in order of day; those of a contract year sum to what it is due, to the cent.

    Raises BadInput for a contract that cannot be.
    """
    found = [payment for year in contract_years(contract, years) for payment in _payments(year)]
    return tuple(sorted(found, key=lambda each: (each.not_before, each.contract_year, each.mission or "")))


@dataclass(frozen=True, slots=True)
class Year:
    """The facts of a contract year, and its days."""

    number: int
    since: date
    until: date
    facts: ContractYear
    starts: tuple[date | None, ...]


def contract_years(contract: Contract, years: int) -> list[Year]:
    _check(contract, years)
    return [_year(contract, number) for number in range(1, years + 1)]


def _year(contract: Contract, number: int) -> Year:
    since, until = (add_months(contract.signed, 12 * passed) for passed in (number - 1, number))
    about = CptsFacts(contract.population, number, contract.size)
    annex = contract.missions or ()
    of_year = tuple(_mission_year(contract, each, about, since, until) for each in annex)
    facts = ContractYear(about, None if contract.missions is None else of_year)
    return Year(number, since, until, facts, tuple(each.start for each in annex))


def _mission_year(
    contract: Contract, mission: ContractMission, about: CptsFacts, since: date, until: date
) -> MissionYear:
    known = _known_missions()[mission.key]
    path = f"missions/{mission.key}/"
    started, by_days, by_months = _shares(mission, known, since, until)
    number = about.contract_year or 1
    return MissionYear(
        path=path,
        about=known.label,
        key=mission.key,
        day=max(since, mission.start or known.since),
        whole=mission.start is not None and mission.start <= since,
        contract=about,
        indicators=tuple(
            IndicatorYear(
                f"{path}indicators/{place}/",
                f"{known.label}, {each.label or f'indicateur {place}'}",
                each.weight,
                _of_year(each.rate, number),
            )
            for place, each in enumerate(mission.indicators, 1)
        ),
        fixed=_of_year(mission.fixed, number),
        variable=_of_year(mission.variable, number),
        started=started,
        share_by_days=by_days,
        share_by_months=by_months,
        prorata_basis=None if contract.prorata is None else BASES[contract.prorata],
        start_year_prorated=contract.start_year_prorated,
    )


def _of_year(given: tuple[Decimal | None, ...], number: int) -> Decimal | None:
    return given[number - 1] if number <= len(given) else None


@cache
def _known_missions() -> dict[str, Mission]:
    return {each.key: each for each in missions("cpts", on=date.max)}


def _check(contract: Contract, years: int) -> None:
    """Refuse what cannot be, in one sentence that points at it."""
    in_force = date.fromisoformat(ACI_IN_FORCE)
    if contract.signed < in_force:
        sentence = f"{ACI}, s'applique depuis le {date_in_french(in_force)} : aucun contrat ne l'a précédé."
        raise BadInput(sentence[0].upper() + sentence[1:], field="signed")
    if contract.signed.year > date.max.year - YEARS - 1:
        raise BadInput(f"L'année {contract.signed.year} est trop lointaine.", field="signed")
    if not 1 <= years <= YEARS:
        raise BadInput(f"Le contrat dure {YEARS} ans : demandez de 1 à {YEARS} années.", field="years")
    annex = contract.missions or ()
    for key, times in Counter(each.key for each in annex).items():
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
    weights = sum((each.weight for each in mission.indicators), Decimal(0))
    if mission.indicators and weights != 1:
        sentence = (
            f"Les poids des indicateurs de la mission « {known.label} » font {decimal_in_french(weights, 2)} : "
            "leur somme doit être 1."
        )
        raise BadInput(sentence, field=f"{path}/indicators")


NEVER, ALWAYS = Quantity.exactly(0), Quantity.exactly(1)


def _shares(
    mission: ContractMission, known: Mission, since: date, until: date
) -> tuple[Quantity, Quantity, Quantity]:
    """Whether the mission runs in the year, and the part of it that is left when it starts, in days and in months."""
    if mission.start is None:
        if known.since >= until:
            return NEVER, NEVER, NEVER
        missing = Missing(
            f"missions/{mission.key}/start", f"Date de démarrage ({known.label})", "Contrat tripartite"
        )
        unknown = Quantity.between(Decimal(0), Decimal(1), frozenset(), frozenset({missing}))
        return unknown, unknown, unknown
    if mission.start >= until:
        return NEVER, NEVER, NEVER
    if mission.start <= since:
        return ALWAYS, ALWAYS, ALWAYS
    days = Quantity.exactly((until - mission.start).days) / (until - since).days
    return ALWAYS, days, _months_left(mission.start, until) / 12


def _months_left(start: date, until: date) -> Quantity:
    """Whole months to the anniversary; a month begun counts or not, no text says."""
    months = (until.year - start.year) * 12 + until.month - start.month
    if add_months(start, months) > until:
        months -= 1
    if until in (add_months(start, months), start) or add_months(until, -months) == start:
        return Quantity.exactly(months)
    missing = Missing(
        "prorata_month", "Compte d'un mois entamé dans le prorata", "Contrat tripartite, article 6"
    )
    return Quantity.between(Decimal(months), Decimal(months + 1), frozenset(), frozenset({missing}))


def _due(year: Year) -> YearDue:
    law = Law(parameters(), year.since)
    formulas()["cpts.contract_year"](Facts(year.facts, law), law)
    (top,) = law.journal.steps
    running, missions_step = top.steps[:2]
    shares = [step for step in missions_step.steps if step.rule == "cpts.mission_year"]
    return YearDue(
        year.number,
        year.since,
        year.until,
        answer_of(running),
        tuple(_mission_due(each, step) for each, step in zip(year.facts.missions or (), shares, strict=True)),
        answer_of(top),
    )


def _mission_due(mission: MissionYear, step: Step) -> MissionDue:
    fixed, variable = (each for each in step.steps if each.rule in ("cpts.fixed_due", "cpts.variable_due"))
    return MissionDue(mission.key, mission.about, answer_of(fixed), answer_of(variable), answer_of(step))


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: str
    rule: str


AT_SIGNATURE = _Kind("running_signature", "Fonctionnement, à la signature", "cpts.running_cost_payment")
RUNNING_ADVANCE = _Kind("running_advance", "Fonctionnement, avance de l'année", "cpts.running_cost_payment")
RUNNING_BALANCE = _Kind("running_balance", "Fonctionnement, solde de l'année", "cpts.running_cost_balance")
MISSION_START = _Kind("mission_start", "Premier versement, au démarrage", "cpts.fixed_advance")
MISSION_ADVANCE = _Kind("mission_advance", "Part fixe, avance de l'année", "cpts.fixed_advance")
MISSION_BALANCE = _Kind("mission_balance", "Part fixe, solde de l'année", "cpts.fixed_balance")
MISSIONS = _Kind("missions", "Missions, parts fixes et variables de l'année", "cpts.missions_year")
VARIABLE = _Kind("variable", "Part variable de l'année", "cpts.variable_due")


def _payments(year: Year) -> Iterator[Payment]:
    """The payments of a contract year that are not certainly nothing."""
    for payment in _every_payment(year):
        if payment.amount.value != 0:
            yield payment


def _every_payment(year: Year) -> Iterator[Payment]:
    contract = year.facts.contract
    first = AT_SIGNATURE if year.number == 1 else RUNNING_ADVANCE
    yield _payment(year, first, contract, since=year.since, on=year.since)
    yield _balance(year, RUNNING_BALANCE, contract)
    if year.facts.missions is None:
        yield _payment(year, MISSIONS, year.facts, since=year.since, on=None, why=NO_ANNEX)
    for mission, start in zip(year.facts.missions or (), year.starts, strict=True):
        starts_now = start is not None and start >= year.since
        on = None if start is None else max(start, year.since)
        yield _payment(
            year,
            MISSION_START if starts_now else MISSION_ADVANCE,
            mission,
            since=on or year.since,
            on=on,
            why="" if start else START_UNKNOWN,
        )
        yield _balance(year, MISSION_BALANCE, mission)
        yield _balance(year, VARIABLE, mission)


def _balance(year: Year, kind: _Kind, facts: CptsFacts | MissionYear) -> Payment:
    why = AFTER_DIALOGUE.format(day=date_in_french(year.until))
    return _payment(year, kind, facts, since=year.until, on=None, why=why)


def _payment(
    year: Year,
    kind: _Kind,
    facts: CptsFacts | MissionYear | ContractYear,
    *,
    since: date,
    on: date | None,
    why: str = "",
) -> Payment:
    day, label, mission = year.since, kind.label, None
    if isinstance(facts, MissionYear):
        day, label, mission = facts.day, f"{kind.label} ({facts.about})", facts.key
    amount = ask(kind.rule, facts, on=day)
    return Payment(on, since, year.number, kind.key, label, mission, amount, kind.rule, why)
