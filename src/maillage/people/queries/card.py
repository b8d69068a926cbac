"""What this room says of somebody on their card, beside what one corrects: their fees, the link of their page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from maillage.kernel import date_in_french, euros, with_no_break_spaces
from maillage.links.models import Link
from maillage.people.models import Fee, FeeRule, Payment, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.fees import fees_of, is_up_to_date
from maillage.people.queries.gathering import lines_told
from maillage.people.queries.reaching import Stopped, stopped_at, stops_at
from maillage.people.queries.retention import cards_of_one
from maillage.structures.queries import together
from maillage.ui.queries import card_lines
from maillage.ui.slots import OwnLine


@dataclass(frozen=True, slots=True)
class FeeLine:
    words: str
    receipt: Payment | None


@dataclass(frozen=True, slots=True)
class CardFees:
    state: str
    lines: tuple[FeeLine, ...]


@dataclass(frozen=True, slots=True)
class CardState:
    """What else is said of a card, read in one question."""

    fees: CardFees | None  # None where nothing was ever asked
    stopped: Stopped | None  # its address sends back what it is written
    not_written: str  # why no personal link goes to its address; empty when one may
    lines: dict[str, list[OwnLine]]  # what the rooms say of it, by heading


def state_of(person: Person, *, on: date) -> CardState:
    """`person` with its structure."""
    fees, rules = fees_of(cards_of_one(person)), FeeRule.objects.filter(structure=person.structure_id)
    stopped, shared = stops_at(person), _sharing_address(person)
    lines = lines_told(card_lines(person), fees, rules, stopped, shared)
    told = stopped_at(person, stopped)
    return CardState(
        _fees(person, list(fees), has_rule=bool(rules), on=on),
        told,
        _why_not_written(person, shared, told),
        lines,
    )


def _fees(person: Person, fees: list[Fee], *, has_rule: bool, on: date) -> CardFees | None:
    """The last first."""
    if not fees and not has_rule:
        return None
    state = with_no_break_spaces(_state(person, fees, has_rule=has_rule, on=on))
    return CardFees(state, tuple(_lines(fees)))


def _state(person: Person, fees: list[Fee], *, has_rule: bool, on: date) -> str:
    if owed := sum(fee.amount for fee in fees if not fee.is_settled and fee.refunded_on is None):
        return f"Doit {euros(owed)}."
    if is_up_to_date(person, fees, has_rule=has_rule, on=on):
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
    door = getattr(person, "door", None)
    return door.link if door and door.link.leads(on=on) else None


def why_not_written(person: Person) -> str:
    """Why no personal link goes to the address of this card; empty when one may."""
    stopped, shared = stops_at(person), _sharing_address(person)
    together(stopped, shared)
    return _why_not_written(person, shared, stopped_at(person, stopped))


def _sharing_address(person: Person) -> QuerySet[Person]:
    """Another card with its address."""
    address = person.email.strip()
    return person.structure.people.filter(email__iexact=address).exclude(pk=person.pk).order_by("pk")[:1]


def _why_not_written(person: Person, shared: Collection[Person], stopped: Stopped | None) -> str:
    if not is_address(person.email.strip().lower()):
        return "Cette fiche n’a pas de courriel : donnez le lien autrement."
    if shared:
        return "Ce courriel est aussi sur une autre fiche : donnez le lien autrement."
    if stopped:
        return "Ce qu’on écrit à cette adresse revient : donnez le lien autrement."
    return ""
