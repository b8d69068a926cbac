"""All that the rooms keep of somebody in a structure, in words: what one takes away, as a page one can read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from maillage.kernel import date_in_french, euros
from maillage.legislation import professions_by_key
from maillage.mail.models import Recipient
from maillage.people.models import Adhesion, Fee, JoinRequest, Person
from maillage.people.queries.presence import absence_words, theme_words
from maillage.people.queries.reaching import stopped_at, stops_at
from maillage.people.queries.retention import cards_of_one

#: A heading → its lines, each a label → what is said.
Copy = Mapping[str, Sequence[Mapping[str, str]]]


def card_data(person: Person) -> Copy:
    """What this room keeps; cards that were made one with theirs are read with it."""
    cards = cards_of_one(person)
    fees = Fee.objects.filter(person__in=cards).select_related("payment")
    adhesions = Adhesion.objects.filter(person__in=cards).select_related("college")
    stopped = stopped_at(person, stops_at(person))
    demands = JoinRequest.objects.filter(adhesion__in=adhesions)
    return {
        "Votre fiche": [_card(card) for card in cards],
        "Vos adhésions": [_adhesion(adhesion) for adhesion in adhesions],
        "Vos cotisations": [_fee(fee) for fee in fees],
        "Vos absences": [{"Absence": absence_words(absence)} for absence in person.absences.all()],
        "Ce qui vous intéresse": [{"Thème": word} for word in theme_words(person.interests.all())],
        "Votre demande d’adhésion": [_demand(demand) for demand in demands],
        "Courriels revenus": [{"Adresse": person.email, "Pourquoi": stopped.why}] if stopped else [],
        "Messages que la structure vous a écrits": _messages(person),
    }


def cards_at(address: str) -> list[dict[str, Any]]:
    """What an account exports: the cards that its address alone opens; one that others of the structure share is none."""
    bearers = Person.objects.filter(email__iexact=address).select_related("structure") if address else ()
    counts = Counter(card.structure_id for card in bearers)
    return [
        {"Structure": card.structure.name, **card_data(card)}
        for card in bearers
        if counts[card.structure_id] == 1
    ]


def _card(card: Person) -> dict[str, str]:
    trades = professions_by_key()
    said = {
        "Nom": card.name,
        "Profession": trades[card.profession].label if card.profession in trades else card.profession,
        "Spécialité": card.specialty,
        "Représenté par": card.represented,
        "Mode d’exercice": card.get_practice_display(),
        "Rôle": card.get_role_display(),
        "Autour de la table": card.get_engagement_display(),
        "RPPS": card.rpps,
        "Commune": card.commune,
        "Lieu d’exercice": card.workplace,
        "Sites": ", ".join(site.name for site in card.sites.all()),
        "Courriel": card.email,
        "Téléphone": card.phone,
        "À joindre par": card.get_preferred_display(),
        "Courriel montré aux autres": "oui" if card.shows_email else "non",
        "Téléphone montré aux autres": "oui" if card.shows_phone else "non",
        "Vérifiée le": date_in_french(card.checked_on) if card.checked_on else "",
    }
    return {label: words for label, words in said.items() if words}


def _adhesion(adhesion: Adhesion) -> dict[str, str]:
    return {
        "À titre de": adhesion.get_kind_display(),
        "Collège": adhesion.college.name if adhesion.college else "aucun",
        "Parts": str(adhesion.parts or "sans objet"),
        "Depuis le": date_in_french(adhesion.since),
        "Jusqu’au": date_in_french(adhesion.until) if adhesion.until else "aujourd’hui",
    }


def _fee(fee: Fee) -> dict[str, str]:
    paid = fee.payment
    state = f"reçu n° {paid.number} du {date_in_french(paid.paid_on)}, de {paid.payer}" if paid else "due"
    if fee.refunded_on:
        state = f"{state}, remboursée le {date_in_french(fee.refunded_on)}"
    return {
        "Du": date_in_french(fee.since),
        "Au": date_in_french(fee.last_day),
        "Montant": euros(fee.amount),
        "État": state if fee.amount else "gratuite",
    }


def _demand(demand: JoinRequest) -> dict[str, str]:
    said = {
        "Demandée le": date_in_french(demand.asked_on),
        "Nom": demand.name,
        "Représenté par": demand.represented,
        "Commune": demand.commune,
        "Lieu d’exercice": demand.workplace,
        "RPPS": demand.rpps,
        "Courriel": demand.email,
        "Téléphone": demand.phone,
    }
    return {label: words for label, words in said.items() if words}


def _messages(person: Person) -> list[dict[str, str]]:
    """Those under their name: an address may be shared."""
    theirs = Q(name="") | Q(name=" ".join(person.name.split()))
    rows = Recipient.objects.filter(theirs, address=person.email.lower(), sending__about=person.structure_id)
    return [
        {
            "Objet": row.sending.subject,
            "Écrit le": date_in_french(timezone.localdate(row.sending.made_at)),
            "État": row.get_state_display(),
        }
        for row in rows.exclude(address="").select_related("sending").order_by("sending__made_at", "pk")
    ]
