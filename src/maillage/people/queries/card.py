"""What this room says of somebody on their card, beside what one corrects: their fees, the link of their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from maillage.kernel import date_in_french, euros, with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.queries import stopped_among
from maillage.people.models import CardDoor, Fee, Payment, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.fees import fee_rule, up_to_date
from maillage.people.queries.retention import cards_of_one


@dataclass(frozen=True, slots=True)
class FeeLine:
    words: str
    receipt: Payment | None


@dataclass(frozen=True, slots=True)
class CardFees:
    state: str
    lines: tuple[FeeLine, ...]


def fees_of(person: Person, *, on: date) -> CardFees | None:
    """The last first, of every card that was made one with theirs; None where nothing was ever asked."""
    fees = Fee.objects.filter(person__in=cards_of_one(person)).select_related("payment").order_by("-since")
    found = list(fees)
    if not found and fee_rule(person.structure) is None:
        return None
    return CardFees(with_no_break_spaces(_state(person, found, on=on)), tuple(_lines(found)))


def _state(person: Person, fees: list[Fee], *, on: date) -> str:
    if owed := sum(fee.amount for fee in fees if not fee.is_settled and fee.refunded_on is None):
        return f"Doit {euros(owed)}."
    if person.pk in up_to_date(person.structure, on=on):
        return f"À jour le {date_in_french(on)}."
    return "Rien n’est appelé."


def _lines(fees: list[Fee]) -> Iterator[FeeLine]:
    for fee in fees:
        said = "due"
        if fee.payment:
            said = f"reçue le {date_in_french(fee.payment.paid_on)}, de {fee.payment.payer}"
        elif not fee.amount:
            said = "gratuite"
        if fee.refunded_on:
            said = f"{said}, remboursée le {date_in_french(fee.refunded_on)}"
        days = f"du {date_in_french(fee.since)} au {date_in_french(fee.last_day)}"
        yield FeeLine(with_no_break_spaces(f"{euros(fee.amount)}, {days} : {said}."), fee.payment)


def door_to(person: Person, *, on: date) -> Link | None:
    """The link of their page, as long as it leads there."""
    door = CardDoor.objects.filter(person=person).select_related("link").first()
    return door.link if door and door.link.leads(on=on) else None


def why_not_written(person: Person) -> str:
    """Why no personal link goes to the address of this card; empty when one may."""
    address = person.email.strip().lower()
    if not is_address(address):
        return "Cette fiche n’a pas de courriel : donnez le lien autrement."
    if person.structure.people.filter(email__iexact=address).exclude(pk=person.pk).exists():
        return "Ce courriel est aussi sur une autre fiche : donnez le lien autrement."
    if address in stopped_among(person.structure_id):
        return "Ce qu’on écrit à cette adresse revient : donnez le lien autrement."
    return ""
