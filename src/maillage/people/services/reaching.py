"""Putting back an address that was stopped, settling a doubt, forgetting addresses that nobody has any more."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import date_in_french
from maillage.mail.models import FailingAddress, Recipient
from maillage.mail.services import forget_failing, let_go, settle_doubt, try_again
from maillage.people.models import Person
from maillage.people.queries.retention import kept_since
from maillage.structures.models import Structure


@transaction.atomic
def put_back(structure: Structure, failing: int, *, by: User) -> str:
    """Write to a stopped address again; the address. Empty when somebody put it back already."""
    kept = try_again(structure.pk, failing)
    if kept is None:
        return ""
    record("Une adresse arrêtée est remise en service.", by=by.pk, subject=structure.pk)
    return kept.address


@transaction.atomic
def settle_uncertain(
    structure: Structure, message: int, *, has_arrived: bool, by: User, at: datetime
) -> Recipient | None:
    """Somebody says that a message arrived, or wants it sent again to its one person. None: it is settled already."""
    row = settle_doubt(structure.pk, message, has_arrived=has_arrived, now=at)
    if row:
        done = "est dit reçu" if has_arrived else "est renvoyé à une personne"
        day = date_in_french(timezone.localdate(row.sending.made_at))
        record(f"Un message incertain du {day} {done}.", by=by.pk, subject=structure.pk)
    return row


def forget_address(structure: Structure, address: str) -> None:
    """A card has another address: the old one is over, unless it is on another card."""
    if address and not structure.people.filter(email__iexact=address).exists():
        let_go(structure.pk, address)


def forget_addresses(*, on: date) -> int:
    """What was said of addresses that no card has any more, once its time is over."""
    gone = 0
    day = timezone.make_aware(datetime.combine(kept_since("failing", on=on), datetime.min.time()))
    for about in set(FailingAddress.objects.filter(last_at__lt=day).values_list("about", flat=True)):
        cards = Person.objects.filter(structure=about).exclude(email="")
        known = {address.lower() for address in cards.values_list("email", flat=True)}
        gone += forget_failing(about, known=known, before=day)
    return gone
