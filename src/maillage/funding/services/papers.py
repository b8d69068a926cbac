"""Papers of a contract: attached once kept, let go with their content."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.funding.enums import ContractPaperKind
from maillage.funding.models import Avenant, Contract, ContractPaper
from maillage.funding.services.locking import locked
from maillage.kernel import BadInput

#: Of a contract.
MOST = 60


@dataclass(frozen=True, slots=True)
class GivenPaper:
    kind: str
    dated_on: date
    avenant: Avenant | None = None


@transaction.atomic
def attach(contract: Contract, file: File, given: GivenPaper, *, by: User) -> ContractPaper:
    """A paper that was kept is this contract's. Raises BadInput when there are too many."""
    kept = locked(contract)
    if kept.papers.count() >= MOST:
        raise BadInput("Ce contrat a déjà soixante pièces : c’est trop pour une page.", field="file")
    paper: ContractPaper = kept.papers.create(
        file=file, kind=given.kind, dated_on=given.dated_on, avenant=given.avenant
    )
    said = ContractPaperKind(given.kind).label.lower()
    told = f"{kept.name}, pièce ajoutée : {said}, {file.name}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
    return paper


@transaction.atomic
def detach(paper: ContractPaper, *, by: User) -> None:
    """It was not of this contract: its content goes once nothing points to it."""
    kept = locked(paper.contract)
    kept.papers.filter(pk=paper.pk).delete()
    told = f"{kept.name}, pièce retirée : {paper.file.name}."
    record(told, by=by.pk, subject=kept.legal_person.structure_id)
