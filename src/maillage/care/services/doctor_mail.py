"""What is written about a request of a médecin traitant: commune and deadline, never anything typed of somebody."""

from datetime import datetime

from django.urls import reverse

from maillage.care.models import CareRequest, Offer
from maillage.care.queries.doctors import asker_of, commune_name, whom_to_call
from maillage.care.rules.due import Due
from maillage.kernel import phone_in_french, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.queries.clocks import day_in

#: The page of an offer, and that of what one took, behind the link of a card.
STEP, HELD = "place", "patients"


def write_offer(offer: Offer, due: Due, *, site: str, at: datetime, again: bool = False) -> None:
    """Nothing to whom has no address: the coordination calls them. `again`: the one reminder."""
    person, request = offer.person, offer.request
    if person is None or not is_address(person.email):
        return
    link = doors_to([person], on=day_in(request.structure, at))[person.pk]
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
    """Who keeps the identity learns who takes it, and calls the person: a desk, a professional, else the structure."""
    taker = request.taker
    if taker is None:
        return
    who = ", ".join(
        filter(None, [taker.name, taker.commune, phone_in_french(taker.phone) if taker.phone else ""])
    )
    said = f"La demande {request.code} est prise par {who}.\n\nPrévenez la personne, et donnez au cabinet le code {request.code} et qui elle est.\n"
    desk, asker = request.desk, asker_of(request)
    if desk:
        to, name, path = desk.email, desk.name, desk.link.get_absolute_url() if desk.is_on else ""
    elif asker:
        to, name, path = asker.email, asker.name, ""
    else:
        to, name = contact_of(request.structure), request.structure.name
        path = reverse("care:doctor", args=[request.structure.slug, request.number])
    if not is_address(to):
        return
    said += f"\n{'Vos demandes' if desk else 'Sa page'} :\n{_address(site, path)}" if path else ""
    _post(
        f"care.taken {request.pk} {taker.pk} {request.taken_at:%Y%m%d%H%M}",
        request,
        f"Demande {request.code} : un médecin la prend",
        said,
        to,
        name,
        at,
    )


def ask_taker(request: CareRequest, *, site: str, at: datetime) -> None:
    """Who said yes is asked what became of it: each time is another message."""
    taker = request.taker
    if taker is None or not is_address(taker.email):
        return
    link = doors_to([taker], on=day_in(request.structure, at))[taker.pk]
    where = commune_name(request.commune)
    said = (
        f"Vous avez dit oui à la demande {request.code}, d’une personne de {where}.\n\nDites en un geste si vous l’avez "
        f"jointe, si la première consultation est faite, ou rendez-la :\n{_address(site, link.step(HELD))}\n"
    )
    said += "" if request.acknowledged_at else f"\n{how_to_reach(request)}\n"
    _post(
        f"care.held {request.pk} {at:%Y%m%d}",
        request,
        f"Demande {request.code}, {where} : où en est-elle ?",
        said,
        taker.email,
        taker.name,
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
