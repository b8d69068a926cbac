"""Writing an *avenant* and what it changes: the calendar follows from its day of effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import AnnexYear, Avenant, Contract, ContractMission
from maillage.funding.services.contracts import GivenYear, check_avenants, known_labels, write_years
from maillage.funding.services.locking import locked
from maillage.kernel import BadInput, date_in_french
from maillage.structures.queries import sent_before

#: Of a contract.
MOST = 30


@dataclass(frozen=True, slots=True)
class GivenAvenant:
    """What its paper says; what it leaves as it was is None."""

    signed_on: date
    effect_on: date
    purpose: str
    ends_on: date | None = None
    population: int | None = None
    size: int | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def amend(contract: Contract, given: GivenAvenant, *, key: UUID, by: User) -> Avenant:
    """Note an avenant; the same form sent twice notes one. Raises BadInput for one that cannot be."""
    kept = locked(contract)
    if noted := sent_before(kept.avenants, key):
        return noted
    if kept.avenants.count() >= MOST:
        raise BadInput("Ce contrat a déjà trente avenants : c’est trop pour une page.")
    avenant = Avenant.objects.create(contract=kept, key=key, **given.columns)
    check_avenants(kept, kept.legal_person.structure.form)
    told = f"{kept.name} : avenant du {date_in_french(given.signed_on)}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
    return avenant


@transaction.atomic
def write_avenant(avenant: Avenant, given: GivenAvenant, *, by: User) -> None:
    """Raises BadInput for one that cannot be; nothing is changed then."""
    kept = locked(avenant.contract)
    for name, value in given.columns.items():
        setattr(avenant, name, value)
    avenant.save()
    check_avenants(kept, kept.legal_person.structure.form)
    told = f"{kept.name} : avenant du {date_in_french(given.signed_on)} modifié."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)


@transaction.atomic
def write_avenant_mission(
    avenant: Avenant, mission: str, starts_on: date | None, years: Mapping[int, GivenYear], *, by: User
) -> None:
    """What an avenant gives a mission; what is left out stays as it was. Raises BadInput for what cannot be.

    `starts_on`: of a mission that the avenant brings.
    """
    kept = locked(avenant.contract)
    labels = known_labels(mission)
    written, is_new = ContractMission.objects.get_or_create(
        contract=kept, mission=mission, defaults={"avenant": avenant, "starts_on": starts_on}
    )
    if written.avenant_id == avenant.pk and not is_new:
        written.starts_on = starts_on
        written.save(update_fields=["starts_on"])
    elif not is_new and starts_on and starts_on != written.starts_on:
        raise BadInput(
            "Cette mission est déjà au contrat : corrigez son démarrage dans l’annexe.", field="starts_on"
        )
    write_years(written, years, avenant)
    if written.avenant_id == avenant.pk and starts_on is None and not written.years.exists():
        written.delete()  # the avenant says nothing of it after all
    check_avenants(kept, kept.legal_person.structure.form)
    told = f"{kept.name}, avenant du {date_in_french(avenant.signed_on)} : {labels[mission]}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)


@transaction.atomic
def drop_avenant(avenant: Avenant, *, by: User) -> None:
    """It was noted by mistake: what it changed is as it was. Raises BadInput while another is built on it."""
    kept = locked(avenant.contract)
    brought = AnnexYear.objects.filter(contract_mission__avenant=avenant)
    if brought.exclude(avenant=avenant).filter(avenant__isnull=False).exists():
        raise BadInput("Un autre avenant change une mission que celui-ci apporte : retirez l’autre d’abord.")
    kept.avenants.filter(pk=avenant.pk).delete()
    told = f"{kept.name} : avenant du {date_in_french(avenant.signed_on)} retiré."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
