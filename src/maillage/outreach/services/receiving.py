"""A request that a partner sends by the site: it comes into the book like any other."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit.services import record
from maillage.kernel import BadInput, folded
from maillage.outreach.models import Partner, PartnerRequest
from maillage.outreach.services.partners import MOST_LINES, MOST_PARTNERS
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before


@transaction.atomic
def receive_request(
    structure: Structure, partner: Partner | None, *, name: str, kind: str, words: str, key: UUID, on: date
) -> PartnerRequest:
    """From a partner of the book, else from one of that name, which is added. The same key writes it once.

    Raises BadInput when the book takes no more.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if there := sent_before(PartnerRequest.objects.filter(partner__structure=structure), key):
        return there
    known = partner or next(
        (each for each in structure.partners.all() if folded(each.name) == folded(name)), None
    )
    if known is None:
        if structure.partners.count() >= MOST_PARTNERS:
            raise BadInput("Cette structure ne reçoit plus de demandes ici : écrivez à son contact.")
        known = structure.partners.create(name=name, kind=kind)
    if known.requests.count() >= MOST_LINES:
        raise BadInput("Cette structure ne reçoit plus de demandes ici : écrivez à son contact.")
    request = known.requests.create(key=key, asked_on=on, words=words)
    record(f"Demande de {known.name} reçue par le site.", by=None, subject=structure.pk)
    return request


@transaction.atomic
def note_relayed(request: PartnerRequest, *, on: date) -> None:
    """It was sent on to several; the first day stays, and what somebody reads over is of another version."""
    kept = PartnerRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    kept.relayed_on = kept.relayed_on or max(on, kept.asked_on)
    kept.version += 1
    kept.save(update_fields=["relayed_on", "version"])
