"""People who belong, and bulletins to them, for the tests of this room."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.outreach import services
from maillage.outreach.models import Bulletin, Subscription
from maillage.outreach.queries.bulletins import letter_of
from maillage.outreach.services import Written
from maillage.people.models import Adhesion, Person
from maillage.structures.models import Structure

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SITE = "https://maillage.example/"


def let_in(structure: Structure, *addresses: str, **columns: Any) -> list[Person]:
    """A card that belongs for each address, of a nurse of Bressols."""
    told = {"profession": "infirmier", "commune": "Bressols", **columns}
    people = Person.objects.bulk_create(
        Person(structure=structure, name=f"Fictif {number}", email=address, engagement="", **told)
        for number, address in enumerate(addresses)
    )
    Adhesion.objects.bulk_create(
        Adhesion(person=person, kind="adherent", since=NOON.date()) for person in people
    )
    return people


def draft(structure: Structure, by: User, words: str = "Bonjour à tous.", **given: Any) -> Bulletin:
    bulletin = services.start(structure, "Mars", by=by)
    return services.write(bulletin, Written("Mars", words, **given), version=1, by=by)


def send(bulletin: Bulletin, by: User, *, at: datetime = NOON, seal: str = "") -> Bulletin:
    """Sent as it was read at that moment."""
    read = letter_of(bulletin, by=by, on=timezone.localdate(at), site=SITE)
    return services.send(bulletin, seal=seal or read.seal, by=by, at=at, site=SITE)


def written_to(bulletin: Bulletin) -> list[str]:
    return sorted(bulletin.sending.recipients.values_list("address", flat=True)) if bulletin.sending else []


def subscription_of(structure: Structure, address: str) -> Subscription:
    return Subscription.objects.select_related("link").get(structure=structure, address=address)


def wishes(structure: Structure, addresses: Iterable[str]) -> list[str]:
    return [subscription_of(structure, address).wish for address in addresses]
