"""A request that a partner sends from their home, sent on to those it is for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import BodyKind
from maillage.dossier.models import Opening, ReceivedRequest, RequestRelay
from maillage.dossier.services.review import locked
from maillage.dossier.services.review_telling import one_line
from maillage.kernel import BadInput, date_in_french, plural, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.outreach.enums import PartnerKind
from maillage.outreach.models import PartnerRequest
from maillage.outreach.queries.audience import audience_of, crossed, members_of
from maillage.outreach.services.receiving import note_relayed, receive_request
from maillage.outreach.types import Audience
from maillage.people.queries.desk import reply_to

#: What a body of these is called in the book.
KINDS = {
    BodyKind.ARS: PartnerKind.ARS,
    BodyKind.CPAM: PartnerKind.CPAM,
    BodyKind.URPS: PartnerKind.URPS,
}
#: Of one address to one structure, that wait for an answer.
MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class GivenRelay:
    """To whom, by keys of an audience (« profession:infirmier »): one receives it who is in each; and a few words."""

    audience: tuple[str, ...]
    words: str = ""


@transaction.atomic
def send_request(opening: Opening, words: str, *, key: UUID, on: date) -> ReceivedRequest:
    """From whom something is open to. The same key writes it once. Raises BadInput for nothing asked, or too much."""
    kept = locked(opening)
    if not words.strip():
        raise BadInput("Écrivez votre demande en quelques mots.", field="words")
    waiting = ReceivedRequest.objects.filter(
        email__iexact=kept.email, request__partner__structure=kept.structure, request__answered_on=None
    )
    if waiting.exclude(request__key=key).count() >= MOST_WAITING:
        raise BadInput("Dix de vos demandes attendent déjà une réponse ici : attendez-la, ou appelez.")
    request = receive_request(
        kept.structure,
        kept.partner,
        name=kept.body,
        kind=KINDS.get(BodyKind(kept.kind), PartnerKind.OTHER),
        words=words.strip(),
        key=key,
        on=on,
    )
    received, _ = ReceivedRequest.objects.get_or_create(
        request=request, defaults={"email": kept.email.lower(), "name": kept.person}
    )
    return received


def audience_for(request: PartnerRequest, given: GivenRelay, *, on: date) -> Audience:
    structure = request.partner.structure
    return audience_of(structure, members_of(structure, on=on), crossed(given.audience))


@transaction.atomic
def relay(request: PartnerRequest, given: GivenRelay, *, by: User, at: datetime, on: date) -> RequestRelay:
    """By mail, to each of those it is for. The partner learns that it was relayed, and to nobody by name.

    Raises BadInput when it reaches nobody.
    """
    partner = request.partner
    audience = audience_for(request, given, on=on)
    if not audience.reached:
        raise BadInput("Personne de ce choix n’a d’adresse qui reçoive : choisissez plus large, ou appelez.")
    name = one_line(partner.structure.name)
    asked = date_in_french(request.asked_on)
    note = f"{given.words.strip()}\n\n" if given.words.strip() else ""
    body = (
        f"Bonjour,\n\n{note}{one_line(partner.name)} nous a écrit le {asked} :\n« {request.words} »\n\nSi vous pouvez y "
        f"répondre, ou si vous êtes d’accord pour y prendre part, répondez à ce message.\n\n{name}\n"
    )
    post(
        f"dossier.relay {request.pk} {at:%Y%m%d%H%M%S}",
        subject=with_no_break_spaces(f"Une demande de {one_line(partner.name)}"),
        body=with_no_break_spaces(body),
        sender=name,
        reply_to=reply_to(partner.structure, by),
        to=[To(each.address, one_line(each.person.name)) for each in audience.reached],
        about=partner.structure_id,
        at=at,
    )
    made = RequestRelay.objects.create(
        request=request,
        said_to=audience.said[:300],
        people=len(audience.reached),
        words=given.words.strip(),
        relayed_at=at,
        relayed_by=by,
    )
    note_relayed(request, on=on)
    count = plural(len(audience.reached), "personne")
    record(f"Demande de {partner.name} relayée à {count}.", by=by.pk, subject=partner.structure_id)
    return made
