"""Writing what was signed: a contract, its annex, what it announces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import AnnexYear, Avenant, Contract, ContractMission, PlannedPayment
from maillage.funding.queries.calendar import announced
from maillage.funding.queries.contracts import (
    YEARS,
    has_calendar,
    last_day,
    missions_known,
    read,
    signed_terms,
    versions_of,
)
from maillage.funding.services.locking import lock, locked
from maillage.funding.types.annex import Terms
from maillage.kernel import BadInput, date_in_french, euros
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: Of a legal person; planned payments, of a contract.
MOST = 100


@dataclass(frozen=True, slots=True)
class GivenContract:
    """What the paper says; what it does not is None."""

    kind: str
    name: str
    signed_on: date
    funder: str = ""
    reference: str = ""
    ends_on: date | None = None
    population: int | None = None
    size: int | None = None
    prorata: str = ""
    start_year_prorated: bool | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GivenYear:
    """What the annex, or an avenant, gives for a contract year, in euros."""

    fixed: Decimal | None = None
    variable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenPayment:
    label: str
    amount: Decimal
    due_on: date | None = None
    rule: str = ""


@transaction.atomic
def sign(person: LegalPerson, given: GivenContract, *, key: UUID, by: User) -> Contract:
    """Note a contract; the same form sent twice notes one. Raises BadInput for one that cannot be."""
    structure = lock(person.structure)
    if kept := sent_before(Contract.objects.filter(legal_person__structure=structure), key):
        return kept
    if person.contracts.count() >= MOST:
        raise BadInput("Cette personne morale a déjà cent contrats : c’est trop pour une page.")
    contract = Contract(legal_person=person, key=key, **given.columns)
    check(contract, structure.form)
    contract.save()
    record(f"Contrat noté : {contract.name}.", by=by.pk, subject=structure.pk)
    return contract


@transaction.atomic
def write(contract: Contract, person: LegalPerson, given: GivenContract, *, by: User) -> Contract:
    """Raises BadInput for one that cannot be; nothing is changed then."""
    kept = locked(contract)
    kept.legal_person = person
    for name, value in given.columns.items():
        setattr(kept, name, value)
    check(kept, person.structure.form)
    check_avenants(kept, person.structure.form)
    kept.save()
    record(f"Contrat modifié : {kept.name}.", by=by.pk, subject=person.structure_id)
    return kept


def check(contract: Contract, form: str) -> None:
    if contract.ends_on and contract.ends_on < contract.signed_on:
        raise BadInput("Ce contrat finirait avant d’être signé. Vérifiez les dates.", field="ends_on")
    if has_calendar(contract, form):
        try:
            legislation.payments(
                read(
                    contract,
                    None if contract.pk else Terms(population=contract.population, size=contract.size),
                )
            )
        except BadInput as refusal:
            raise BadInput(str(refusal), field="signed_on" if refusal.field == "signed" else "") from None


@transaction.atomic
def write_mission(
    contract: Contract, mission: str, starts_on: date | None, years: Mapping[int, GivenYear], *, by: User
) -> ContractMission:
    """What the annex says of a mission; years that are left out are emptied. Raises BadInput for what cannot be."""
    kept = locked(contract)
    labels = known_labels(mission)
    written, _ = ContractMission.objects.update_or_create(
        contract=kept, mission=mission, defaults={"starts_on": starts_on, "avenant": None}
    )
    write_years(written, years)
    legislation.payments(read(kept))  # refuses a start out of the contract: nothing is written then
    record(f"{kept.name}, annexe : {labels[mission]}.", by=by.pk, subject=kept.legal_person.structure_id)
    return written


def check_avenants(contract: Contract, form: str) -> None:
    """Each against the contract as the ones before it left it. Raises BadInput for the first that cannot be."""
    signed, end = date_in_french(contract.signed_on), last_day(contract, signed_terms(contract), form)
    versions = versions_of(contract)
    for avenant, (_, terms) in zip(contract.avenants.all(), versions[1:], strict=True):
        if avenant.signed_on < contract.signed_on:
            sentence = f"Cet avenant serait signé avant le contrat, qui l’est du {signed}."
            raise BadInput(sentence, field="signed_on")
        if avenant.effect_on < contract.signed_on:
            sentence = f"Cet avenant prendrait effet avant le contrat, signé le {signed}."
            raise BadInput(sentence, field="effect_on")
        if end and avenant.effect_on > end:
            sentence = f"Cet avenant prendrait effet après la fin du contrat, le {date_in_french(end)}."
            raise BadInput(sentence, field="effect_on")
        if avenant.ends_on and avenant.ends_on < avenant.effect_on:
            raise BadInput("Le contrat finirait avant que l’avenant prenne effet.", field="ends_on")
        if has_calendar(contract, form):
            legislation.payments(read(contract, terms))
        end = last_day(contract, terms, form)


def known_labels(mission: str) -> dict[str, str]:
    """Key → label of every mission. Raises BadInput when this one is not among them."""
    labels = {each.key: each.label for each in missions_known()}
    if mission not in labels:
        raise BadInput("Cette mission n’est pas dans l’accord.")
    return labels


def write_years(
    mission: ContractMission, years: Mapping[int, GivenYear], avenant: Avenant | None = None
) -> None:
    """Years that are left out are emptied; what was reached stays."""
    for number in YEARS:
        given = years.get(number, GivenYear())
        found: dict[str, Any] = {"contract_mission": mission, "number": number, "avenant": avenant}
        said = {"fixed": given.fixed, "variable": given.variable}
        if given == GivenYear():
            kept = AnnexYear.objects.filter(**found)
            kept.filter(rate=None, rate_state="").delete()
            kept.update(**said)
        else:
            AnnexYear.objects.update_or_create(**found, defaults=said)


@transaction.atomic
def drop_mission(mission: ContractMission, *, by: User) -> None:
    """The annex does not hold it. What was received for it stays."""
    contract = locked(mission.contract)
    contract.missions.filter(pk=mission.pk).delete()
    record(
        f"{contract.name}, annexe : une mission de moins.",
        by=by.pk,
        subject=contract.legal_person.structure_id,
    )


@transaction.atomic
def announce(contract: Contract, given: GivenPayment, *, key: UUID, by: User) -> PlannedPayment:
    """Note a payment that the paper announces; the same form sent twice notes one. Raises BadInput."""
    kept = locked(contract)
    if known := sent_before(kept.planned, key):
        return known
    if kept.planned.count() >= MOST:
        raise BadInput("Ce contrat annonce déjà cent versements : c’est trop pour une page.")
    if given.due_on and given.due_on < kept.signed_on:
        raise BadInput("Ce versement serait attendu avant la signature. Vérifiez l’année.", field="due_on")
    planned = PlannedPayment.objects.create(
        contract=kept, label=given.label, amount=given.amount, due_on=given.due_on, rule=given.rule, key=key
    )
    told = f"{kept.name} : versement annoncé, {given.label}, {euros(given.amount)}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
    return planned


@transaction.atomic
def withdraw(planned: PlannedPayment, *, by: User) -> None:
    """It was not announced after all. Raises BadInput once something came for it."""
    contract = locked(planned.contract)
    planned.contract = contract
    if contract.receipts.filter(expects=announced(planned).key, undoes=None, undone_by=None).exists():
        raise BadInput("Une recette répond à ce versement : annulez-la d’abord.")
    contract.planned.filter(pk=planned.pk).delete()
    record(
        f"{contract.name} : versement retiré, {planned.label}.",
        by=by.pk,
        subject=contract.legal_person.structure_id,
    )
