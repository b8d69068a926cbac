"""What is written about a request of a médecin traitant: commune and deadline, never anything typed of somebody."""

from datetime import datetime

from django.utils import timezone

from maillage.care.models import CareRequest, Offer
from maillage.care.queries.doctors import asker_of, commune_name, whom_to_call
from maillage.care.rules.due import Due
from maillage.kernel import phone_in_french, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.addresses import is_address
from maillage.people.services import doors_to

#: The page of an offer, behind the link of a card.
STEP = "place"


def write_offer(offer: Offer, due: Due, *, site: str, at: datetime, again: bool = False) -> None:
    """Nothing to whom has no address: the coordination calls them. `again`: the one reminder."""
    person, request = offer.person, offer.request
    if person is None or not is_address(person.email):
        return
    link = doors_to([person], on=timezone.localdate(at))[person.pk]
    where = commune_name(request.commune)
    subject = (
        f"{'Rappel : une' if again else 'Une'} demande de médecin traitant, {where}, réponse {due.words}"
    )
    said = (
        f"Une personne de {where} cherche un médecin traitant. C’est votre tour.\n\n"
        f"Répondez en un geste, {due.words} :\n{_address(site, link.step(f'{STEP}-{offer.pk}'))}\n"
        f"{due.why}\n\n"
        "Sans réponse à temps, elle est proposée à quelqu’un d’autre. Pour ne plus en recevoir, ou moins, dites votre "
        "capacité sur votre page. Ce lien est le vôtre : ne le transmettez pas."
    )
    _post(
        f"care.{'reminder' if again else 'offer'} {offer.pk}",
        request,
        subject,
        said,
        person.email,
        person.name,
        at,
    )


def tell_taken(request: CareRequest, *, site: str, at: datetime) -> None:
    """Who keeps the identity learns who takes it, and calls the person."""
    taker = request.taker
    if taker is None:
        return
    who = ", ".join(
        filter(None, [taker.name, taker.commune, phone_in_french(taker.phone) if taker.phone else ""])
    )
    said = f"La demande {request.code} est prise par {who}.\n\nPrévenez la personne, et donnez au cabinet le code {request.code} et qui elle est.\n"
    desk, asker = request.desk, asker_of(request)
    if desk and is_address(desk.email):
        to, name, link = desk.email, desk.name, desk.link if desk.is_on else None
    elif asker and is_address(asker.email):
        to, name, link = asker.email, asker.name, None
    else:
        return
    said += f"\nVos demandes :\n{_address(site, link.get_absolute_url())}" if link else ""
    _post(
        f"care.taken {request.pk} {taker.pk} {request.taken_at:%Y%m%d%H%M}",
        request,
        f"Demande {request.code} : un médecin la prend",
        said,
        to,
        name,
        at,
    )


def how_to_reach(request: CareRequest) -> str:
    """For who takes it: whom to call, and the code to give."""
    return with_no_break_spaces(f"Appelez {whom_to_call(request)} et donnez le code {request.code}.")


def _address(site: str, path: str) -> str:
    return f"{site.rstrip('/')}{path}"


def _post(key: str, request: CareRequest, subject: str, said: str, to: str, name: str, at: datetime) -> None:
    sender = one_line(request.structure.name)
    post(
        key,
        subject=with_no_break_spaces(one_line(subject)),
        body=with_no_break_spaces(f"Bonjour,\n\n{said}\n\n{sender}\n"),
        sender=sender,
        to=[To(to, one_line(name))],
        about=request.structure_id,
        at=at,
    )


def one_line(text: str) -> str:
    return " ".join(visible(text).split())
