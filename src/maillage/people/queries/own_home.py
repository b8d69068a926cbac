"""What somebody reads first by the link of their card: what awaits them, whether they are up to date, what others see."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from maillage.kernel import date_in_french, euros, joined, with_no_break_spaces
from maillage.people.models import Fee, FeeRule, Person
from maillage.people.queries.fees import fees_of, is_up_to_date
from maillage.people.queries.gathering import belongs_then, lines_told
from maillage.people.queries.members import is_to_check
from maillage.people.queries.retention import cards_of_one
from maillage.people.rules import same_name
from maillage.ui.queries import own_lines
from maillage.ui.slots import OwnLine


@dataclass(frozen=True, slots=True)
class Settled:
    """A fee that was paid. `receipt`: the number of the receipt they may take; None when it names others."""

    words: str
    receipt: int | None


@dataclass(frozen=True, slots=True)
class OwnFees:
    state: str  # whether they are up to date; a sentence
    owed: tuple[str, ...]
    settled: tuple[Settled, ...]
    how_to_pay: str


@dataclass(frozen=True, slots=True)
class OwnHome:
    belongs: bool
    to_complete: str  # « votre commune et un moyen de vous joindre »; empty: nothing misses
    is_to_check: bool
    fees: OwnFees | None  # None: the structure asks for none
    lines: dict[str, list[OwnLine]]
    seen_by_others: str


def own_home(person: Person, *also: QuerySet[Any], on: date) -> OwnHome:
    """`person` with its structure; `also`: what else its page reads, in the same question."""
    fees = fees_of(cards_of_one(person)).prefetch_related("payment__fees")
    rules = FeeRule.objects.filter(structure=person.structure)
    lines = lines_told(own_lines(person), fees, rules, *also)
    belongs = belongs_then(person, on=on)
    return OwnHome(
        belongs=belongs,
        to_complete=joined(_missing(person)),
        is_to_check=is_to_check(person.checked_on, on=on),
        fees=_fees(person, fees, next(iter(rules), None), on=on, belongs=belongs),
        lines=lines,
        seen_by_others=seen_by_others(person),
    )


def _missing(person: Person) -> Iterator[str]:
    if not person.commune:
        yield "votre commune d’exercice"
    if not (person.email or person.phone):
        yield "un courriel ou un téléphone"


def _fees(
    person: Person, fees: Collection[Fee], rule: FeeRule | None, *, on: date, belongs: bool
) -> OwnFees | None:
    owed = [fee for fee in fees if not fee.is_settled and fee.refunded_on is None]
    paid = [fee for fee in fees if fee.payment_id]
    if not owed and not paid and (rule is None or not belongs):
        return None
    return OwnFees(
        state=with_no_break_spaces(
            _state(person, fees, owed, has_rule=rule is not None, on=on) if belongs or owed else ""
        ),
        owed=tuple(f"{euros(fee.amount)}, {_period(fee)}" for fee in owed),
        settled=tuple(_settled(fee, person) for fee in paid),
        how_to_pay=rule.how_to_pay if rule else "",
    )


def _state(person: Person, fees: Collection[Fee], owed: Sequence[Fee], *, has_rule: bool, on: date) -> str:
    if owed:
        return "Votre cotisation est due."
    if is_up_to_date(person, fees, has_rule=has_rule, on=on):
        return "Vous êtes à jour."
    return "Votre cotisation n’est pas encore appelée : rien n’est à payer aujourd’hui."


def _period(fee: Fee) -> str:
    short = f" ({fee.short})" if fee.short else ""
    return f"du {date_in_french(fee.since)} au {date_in_french(fee.last_day)}{short}"


def _settled(fee: Fee, person: Person) -> Settled:
    payment = fee.payment
    assert payment is not None  # noqa: S101 -- narrows the type
    words = f"{euros(fee.amount)}, {_period(fee)}, reçue le {date_in_french(payment.paid_on)}"
    if fee.refunded_on:
        words += f", remboursée le {date_in_french(fee.refunded_on)}"
    if may_take_receipt(fee, person):
        return Settled(words, payment.number)
    return Settled(f"{words}, payée par {payment.payer}, qui a le reçu", None)


def may_take_receipt(fee: Fee, person: Person) -> bool:
    """A receipt is its payer's: it may name others, whose fees are not this person's to read."""
    payment = fee.payment
    if payment is None:
        return False
    ours = {card.pk for card in cards_of_one(person)}
    theirs = {each.person_id for each in payment.fees.all()}
    return theirs <= ours or same_name(payment.payer, person.name)


def own_receipt(person: Person, number: int) -> Fee | None:
    """A fee of theirs that this receipt settles; None for the receipt of somebody else."""
    fees = Fee.objects.filter(person__in=cards_of_one(person), payment__number=number)
    found = fees.select_related("payment__structure", "payment__legal_person").first()
    return found if found and may_take_receipt(found, person) else None


def seen_by_others(person: Person) -> str:
    """What who belongs reads in the list; the bureau reads the whole card."""
    shown = ["votre nom", "votre profession", "votre commune"]
    if person.shows_email and person.email:
        shown.append("votre courriel")
    elif person.shows_phone and person.phone:
        shown.append("votre téléphone")
    shown.append("vos absences")
    return f"Les autres lisent {joined(shown)}."
