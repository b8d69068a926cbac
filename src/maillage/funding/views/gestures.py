"""What the page of a batch does: each gesture returns what it says, or raises BadInput."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from maillage.funding.forms.paying import DayForm, ReturnForm
from maillage.funding.models import TransferBatch
from maillage.funding.queries.transfers import taken_at
from maillage.funding.services import batches as services
from maillage.funding.services import settling
from maillage.funding.views.hours import chosen_of
from maillage.kernel import BadInput
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import sentences_of


def _validate(request: Request, found: TransferBatch, _: QueryDict) -> str:
    services.validate(found, by=request.user, at=timezone.now())
    return "Le lot est validé : prenez le fichier, et déposez-le à la banque."


def _send(request: Request, found: TransferBatch, _: QueryDict) -> str:
    services.send(found, by=request.user, on=today_in(found.legal_person.structure))
    return "Noté : le lot est à la banque. Son relevé dira quand il est exécuté."


def _unsend(request: Request, found: TransferBatch, _: QueryDict) -> str:
    services.unsend(found, by=request.user)
    return "Le lot n’est pas parti : son fichier peut sortir de nouveau."


def _cancel(request: Request, found: TransferBatch, data: QueryDict) -> str:
    services.cancel(found, by=request.user, is_not_at_bank="is_not_at_bank" in data)
    return "Le lot est annulé : ses demandes attendent de nouveau d’être payées."


def _redate(request: Request, found: TransferBatch, data: QueryDict) -> str:
    form = DayForm(data, is_taken=taken_at(found) is not None)
    if not form.is_valid():
        raise BadInput(sentences_of(form))
    services.redate(found, by=request.user, at=timezone.now(), **form.cleaned_data)
    return "Le jour d’exécution est changé."


def _drop(request: Request, found: TransferBatch, data: QueryDict) -> str:
    services.drop(_transfer(found, data), by=request.user, is_not_at_bank="is_not_at_bank" in data)
    return "Ce virement est retiré : le lot est à valider de nouveau."


def _come_back(request: Request, found: TransferBatch, data: QueryDict) -> str:
    form = ReturnForm(data)
    if not form.is_valid():
        raise BadInput(sentences_of(form))
    if form.cleaned_data["on"] > today_in(found.legal_person.structure):
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà revenu.")
    settling.come_back(
        _transfer(found, data),
        form.cleaned_data["reason"],
        on=form.cleaned_data["on"],
        by=request.user,
        at=timezone.now(),
    )
    return "Noté : ses demandes attendent de nouveau, et l’IBAN est à vérifier."


def _take_back(request: Request, found: TransferBatch, data: QueryDict) -> str:
    transfer = _transfer(found, data)
    if transfer.returned_by_id:
        raise BadInput("Le relevé dit ce retour : annulez le rapprochement de sa ligne.")
    settling.take_back(transfer, by=request.user)
    return "Ce retour est annulé."


def _transfer(found: TransferBatch, data: QueryDict) -> Any:
    chosen = chosen_of(data.getlist("transfer"))
    transfer = (
        found.transfers.select_related("batch__legal_person__structure__territory")
        .filter(pk__in=chosen)
        .first()
    )
    if transfer is None:
        raise BadInput("Choisissez un virement de ce lot.")
    return transfer


#: `act` of a post → what it does; each returns what it says, or raises BadInput.
GESTURES: dict[str, Callable[[Request, TransferBatch, QueryDict], str]] = {
    "validate": _validate,
    "send": _send,
    "unsend": _unsend,
    "cancel": _cancel,
    "redate": _redate,
    "drop": _drop,
    "return": _come_back,
    "take-back": _take_back,
}
