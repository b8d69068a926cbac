"""Writing what a contract is measured by, what was reached, and the steps of its variable part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import RateState
from maillage.funding.models import AnnexYear, Contract, ContractMission, Indicator, Reached, ResultStep
from maillage.funding.queries.contracts import YEARS, measures_of
from maillage.funding.rules.variable import goes_back, reached
from maillage.funding.services.locking import locked
from maillage.kernel import BadInput, amount, date_in_french
from maillage.project.models import Indicator as Followed
from maillage.structures.queries import sent_before

#: Of a contract.
MOST = 100


@dataclass(frozen=True, slots=True)
class GivenIndicator:
    """`mission` is a key of the agreement, `axis` the words of a contract that has none; `weight`, of a hundred."""

    name: str
    mission: str = ""
    axis: str = ""
    formula: str = ""
    unit: str = ""
    base: Decimal | None = None
    target: Decimal | None = None
    weight: Decimal | None = None
    fed_by: str = ""
    followed: Followed | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GivenStep:
    """A step that is said that day. `rate`: of the whole, of 1; `reached`: indicator → its value and its rate of 1."""

    state: str
    on: date
    reason: str
    rate: Decimal | None = None
    reached: Mapping[int, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    is_correction: bool = False


@transaction.atomic
def add_indicator(contract: Contract, given: GivenIndicator, *, key: UUID, by: User) -> Indicator:
    """The same form sent twice adds one. Raises BadInput."""
    kept = locked(contract)
    if noted := sent_before(kept.indicators, key):
        return noted
    if kept.indicators.count() >= MOST:
        raise BadInput("Ce contrat a déjà cent indicateurs : c’est trop pour une page.")
    check_mission(kept, given.mission)
    check_followed(kept, given.followed)
    indicator = Indicator.objects.create(contract=kept, key=key, **given.columns)
    record(f"{kept.name}, indicateur : {given.name}.", by=by.pk, subject=kept.legal_person.structure_id)
    return indicator


@transaction.atomic
def write_indicator(indicator: Indicator, given: GivenIndicator, *, by: User) -> None:
    kept = locked(indicator.contract)
    check_mission(kept, given.mission)
    check_followed(kept, given.followed)
    for name, value in given.columns.items():
        setattr(indicator, name, value)
    indicator.save()
    told = f"{kept.name}, indicateur modifié : {given.name}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)


@transaction.atomic
def drop_indicator(indicator: Indicator, *, by: User) -> None:
    """It is not in the contract. Raises BadInput once something was reached: a result is not lost by a click."""
    kept = locked(indicator.contract)
    if indicator.reached.exists():
        raise BadInput("Des résultats sont notés pour cet indicateur : videz-les d’abord, année par année.")
    kept.indicators.filter(pk=indicator.pk).delete()
    told = f"{kept.name}, indicateur retiré : {indicator.name}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)


def check_mission(contract: Contract, mission: str) -> None:
    if mission and not contract.missions.filter(mission=mission).exists():
        raise BadInput("Cette mission n’est pas dans l’annexe : remplissez-la d’abord.", field="mission")


def check_followed(contract: Contract, followed: Followed | None) -> None:
    if followed is not None and followed.structure_id != contract.legal_person.structure_id:
        raise BadInput("Choisissez un indicateur de votre projet.", field="followed")


@transaction.atomic
def step(
    contract: Contract, mission: str, number: int, given: GivenStep, *, key: UUID, by: User, today: date
) -> ResultStep:
    """Move the variable part of a mission, or of the contract as a whole (« »), for a contract year.

    The same form sent twice notes one. Raises BadInput for a day to come, a step back that nobody called a
    correction, a rate that nobody gave or that the indicators contradict: nothing is written then.
    """
    kept = locked(contract)
    if noted := sent_before(kept.result_steps, key):
        return noted
    check_mission(kept, mission)
    before = kept.result_steps.filter(mission=mission, number=number).last()
    check_step(kept, given, before, today=today)
    write_reached(kept, mission, number, given.reached)
    rate = rate_of(kept, mission, number, given)
    noted = ResultStep.objects.create(
        contract=kept, mission=mission, number=number, state=given.state, on=given.on, rate=rate,
        reason=given.reason, is_correction=given.is_correction, by=by, key=key,
    )  # fmt: skip
    if mission:
        year, _ = AnnexYear.objects.get_or_create(
            contract_mission=ContractMission.objects.get(contract=kept, mission=mission),
            number=number,
            avenant=None,
        )
        year.rate, year.rate_state = given.rate, given.state
        year.save(update_fields=["rate", "rate_state"])
    said = RateState(given.state).label.lower()
    told = f"{kept.name}, année {number} : part variable, {said}, {amount(rate * 100, '%')}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
    return noted


def check_step(contract: Contract, given: GivenStep, before: ResultStep | None, *, today: date) -> None:
    if given.on > today:
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà dit.", field="on")
    if given.on < contract.signed_on:
        signed = date_in_french(contract.signed_on)
        raise BadInput(f"Ce jour est avant la signature du contrat, le {signed}.", field="on")
    if before is None or given.is_correction:
        return
    if goes_back(given.state, before.state):
        was = RateState(before.state).label.lower()
        raise BadInput(
            f"Ce taux est déjà {was} : pour revenir en arrière, cochez « C’est une correction ».",
            field="state",
        )
    if given.on < before.on:
        last = date_in_french(before.on)
        raise BadInput(f"L’étape d’avant est du {last} : celle-ci vient le même jour ou après.", field="on")


def write_reached(
    contract: Contract,
    mission: str,
    number: int,
    given: Mapping[int, tuple[Decimal | None, Decimal | None]],
) -> None:
    """What each indicator of the mission reached; emptied, it is unknown again. Others are left as they are."""
    if number not in YEARS:
        raise BadInput("Un contrat compte cinq années.")
    for indicator in contract.indicators.filter(mission=mission):
        if indicator.pk not in given:
            continue
        value, rate = given[indicator.pk]
        if value is None and rate is None:
            indicator.reached.filter(number=number).delete()
        else:
            said = {"value": value, "rate": rate}
            Reached.objects.update_or_create(indicator=indicator, number=number, defaults=said)


def rate_of(contract: Contract, mission: str, number: int, given: GivenStep) -> Decimal:
    """Σ weight × rate when the indicators give it, else the one that was said."""
    told = reached(measures_of(contract, mission), number)
    if told is None:
        if given.rate is not None:
            return given.rate
        raise BadInput(
            "Écrivez un taux : celui de l’ensemble, ou celui de chaque indicateur quand leurs poids font 100 %.",
            field="rate",
        )
    if given.rate not in {None, told}:
        by_them = amount(told * 100, "%")
        raise BadInput(
            f"Les indicateurs donnent {by_them} : corrigez leurs taux, ou laissez vide celui de l’ensemble.",
            field="rate",
        )
    return told
