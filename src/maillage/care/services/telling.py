"""What is written of a request: its profession, its commune, its deadline, a link. Never its note."""

from collections.abc import Collection
from datetime import datetime

from maillage.care.enums import Move, RequestKind
from maillage.care.models import CareRequest, DoctorsSetting, Offer
from maillage.care.queries.requests import Reach, said, taker_of
from maillage.care.services.doctor_mail import STEP
from maillage.kernel import with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.enums import Haste
from maillage.mail.services import post_all
from maillage.mail.types import Message, To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.queries.clocks import day_in, zone_of

NOBODY = "Aucun nom de patient n’est écrit ici : qui demande vous le dira, avec le code."


def tell_offers(
    offers: Collection[Offer], *, at: datetime, again: str = "", haste: Haste = Haste.SOON
) -> None:
    """To each, one link that shows, and a button there that takes. Their requests, with their searches, are of one structure.

    `again`: what makes it another message. What is urgent always leaves at once.
    """
    reached = [(each, each.person) for each in offers if each.person and is_address(each.person.email)]
    if not reached:
        return
    structure = reached[0][0].request.structure
    links = doors_to([person for _, person in reached], on=day_in(structure, at))
    words = {each.request_id: said(each.request, zone_of(each.request.structure)) for each in offers}
    contact = contact_of(structure)
    post_all(
        [
            _offered(each, person, links[person.pk], words[each.request_id], contact, again, haste)
            for each, person in reached
        ],
        at=at,
    )


def _offered(
    each: Offer, person: Person, link: Link, words: str, contact: str, again: str, haste: Haste
) -> Message:
    opening, site = "De nouveau à prendre" if again else "Qui peut la prendre ?", each.request.search.site
    return _message(
        f"care.offer {each.pk}{f' {again}' if again else ''}",
        each.request,
        To(person.email, person.name),
        f"{words}. {opening}" if not again else f"{opening} : {words}",
        f"Une demande cherche quelqu’un :\n{words}.\n\nLa prendre, ou dire non, en un geste :\n"
        f"{at_site(site, link, f'besoin-{each.pk}')}\n\n{NOBODY}\n\n"
        f"Ne plus être prévenu, ou changer les heures et les communes :\n{at_site(site, link, 'prevenir')}\n",
        contact,
        Haste.NOW if each.request.is_urgent else haste,
    )


def tell_taken(request: CareRequest, *, site: str, at: datetime) -> None:
    """Who asked reads one name, and how to reach them."""
    taker = taker_of(request)
    if taker is None or request.taken_at is None:
        return
    reached = ", ".join(filter(None, [taker.name, taker.phone, taker.email]))
    tell_asker(
        request,
        f"taken {request.taken_at.timestamp():.0f}",
        f"Prise : votre demande {request.code}",
        f"Votre demande {request.code} est prise par {reached}.\nDites-lui, avec le code, de qui il s’agit.",
        site=site,
        at=at,
    )


def tell_given_back(request: CareRequest, *, site: str, at: datetime) -> None:
    tell_asker(
        request,
        f"back {times(request, Move.GIVEN_BACK)}",
        f"À reprendre : votre demande {request.code}",
        f"Votre demande {request.code} a été rendue : nous cherchons de nouveau quelqu’un.",
        site=site,
        at=at,
    )


def tell_asker(request: CareRequest, what: str, subject: str, words: str, *, site: str, at: datetime) -> None:
    """By mail, when who asked has one: a desk, or somebody by their card."""
    search = request.search
    key = f"care.{what} {request.pk}"
    if desk := request.desk:
        if is_address(desk.email):
            url = at_site(site, desk.link, f"demande-{request.number}")
            _post(key, request, To(desk.email, desk.name), subject, f"{words}\n\nSa page :\n{url}\n", at=at)
    elif search.asker and is_address(search.asker.email):
        link = doors_to([search.asker], on=day_in(request.structure, at))[search.asker.pk]
        url = at_site(site, link, f"suivi-{request.number}")
        _write(key, request, search.asker, subject, f"{words}\n\nSa page :\n{url}\n", at=at)


def tell_taker(
    request: CareRequest, taker: Person, what: str, subject: str, words: str, *, at: datetime
) -> None:
    """Whoever holds it, or held it, by the link of their card."""
    if offer := request.offers.filter(person=taker).first():
        offer.request, offer.person = request, taker
        tell_takers([(offer, what, subject, words)], at=at)


def tell_takers(told: Collection[tuple[Offer, str, str, str]], *, at: datetime) -> None:
    """(what one holds, what this tells, subject, words) of requests of one structure."""
    reached = [each for each in told if each[0].person and is_address(each[0].person.email)]
    if not reached:
        return
    structure = reached[0][0].request.structure
    links = doors_to([each.person for each, *_ in reached if each.person], on=day_in(structure, at))
    contact, messages = contact_of(structure), []
    for offer, what, subject, words in reached:
        if offer.person:
            step = STEP if offer.request.kind == RequestKind.DOCTOR else "besoin"
            url = at_site(site_of(offer.request), links[offer.person.pk], f"{step}-{offer.pk}")
            to = To(offer.person.email, offer.person.name)
            body = f"{words}\n\nSa page :\n{url}\n"
            messages.append(_message(f"care.{what} {offer.pk}", offer.request, to, subject, body, contact))
    post_all(messages, at=at)


def tell_withdrawn(request: CareRequest, taker: Person, *, at: datetime) -> None:
    """Nobody needs them any more, whoever said so and by whichever page."""
    tell_taker(
        request,
        taker,
        f"withdrawn {times(request, Move.WITHDRAWN)}",
        f"Retirée : la demande {request.code}",
        f"La demande {request.code} que vous aviez prise est retirée : il n’y a plus rien à faire.",
        at=at,
    )


def tell_freed(request: CareRequest, taker: Person, *, at: datetime) -> None:
    """Whoever coordinates gave it back in their place."""
    tell_taker(
        request,
        taker,
        f"freed {times(request, Move.GIVEN_BACK)}",
        f"Rendue : la demande {request.code}",
        f"La demande {request.code} que vous aviez prise est rendue par la coordination, qui cherche quelqu’un d’autre : "
        "il n’y a plus rien à faire.",
        at=at,
    )


def times(request: CareRequest, move: Move) -> int:
    """How often it happened: what makes the message of the second time another one."""
    return request.moves.filter(move=move).count()


def site_of(request: CareRequest) -> str:
    """How the addresses of its messages begin."""
    if request.kind == RequestKind.DOCTOR:
        rows = DoctorsSetting.objects.filter(structure=request.structure_id)
        return rows.values_list("site", flat=True).first() or ""
    return request.search.site if hasattr(request, "search") else ""


def tell_structure(told: Collection[tuple[CareRequest, str, str]], *, at: datetime) -> bool:
    """(request, words, path of its page): whom their structure says that one writes to; False when it says nobody."""
    contact = contact_of(next(iter(told))[0].structure)
    if not contact:
        return False
    post_all(
        [
            _message(
                f"care.escalated {request.pk} {at.timestamp():.0f}",
                request,
                To(contact, request.structure.name),
                f"Personne encore : {said(request, zone_of(request.structure))}",
                f"{words}\n\nLa demande {request.number} :\n{request.search.site.rstrip('/')}{path}\n",
                contact,
            )
            for request, words, path in told
        ],
        at=at,
    )
    return True


def at_site(site: str, link: Link, step: str) -> str:
    return f"{site.rstrip('/')}{link.step(step)}"


def reach_line(reach: Reach) -> str:
    return reach.line or ", ".join(filter(None, [reach.name, reach.phone, reach.email]))


def _write(key: str, request: CareRequest, person: Person, subject: str, words: str, *, at: datetime) -> None:
    _post(key, request, To(person.email, " ".join(person.name.split())), subject, words, at=at)


def _post(key: str, request: CareRequest, to: To, subject: str, words: str, *, at: datetime) -> None:
    post_all([_message(key, request, to, subject, words, contact_of(request.structure), Haste.NOW)], at=at)


def _message(
    key: str, request: CareRequest, to: To, subject: str, words: str, contact: str, haste: Haste = Haste.SOON
) -> Message:
    name = " ".join(request.structure.name.split())
    return Message(
        key,
        with_no_break_spaces(subject),
        with_no_break_spaces(f"Bonjour,\n\n{words}\n« {name} »\n"),
        name,
        [To(to.address, " ".join(to.name.split()))],
        contact,
        request.structure_id,
        haste=haste,
    )
