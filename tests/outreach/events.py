"""Events and those who come to them, for the tests of this room."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.mail.models import Recipient
from maillage.outreach.models import Event, Registration
from maillage.outreach.services import events as services
from maillage.outreach.services.events import GivenEvent, GivenRegistration
from maillage.structures.models import Structure

#: Thursday 3 December 2026, 18:30 in Paris, announced a month before.
EVENING = datetime(2026, 12, 3, 17, 30, tzinfo=UTC)
BEFORE = datetime(2026, 11, 2, 9, tzinfo=UTC)
SITE = "https://maillage.example/"
DAY = timedelta(days=1)


def given(**columns: Any) -> GivenEvent:
    told = {"kind": "soiree", "title": "Antibiotiques", "starts_at": EVENING, "remind_days": 2}
    told |= columns
    return GivenEvent(**{"ends_at": told["starts_at"] + timedelta(hours=2), **told})


def announced(structure: Structure, by: User, *, at: datetime = BEFORE, **columns: Any) -> Event:
    event = services.plan_event(structure, given(**columns), by=by)
    return services.open_event(event, by=by, at=at, site=SITE)


def come(event: Event, name: str = "lou", *, at: datetime = BEFORE, **told: Any) -> Registration:
    """Somebody registers, at an address made of their name."""
    said = {"profession": "infirmier", "email": f"{name}@example.org"} | told
    key = said.pop("key", None) or uuid4()
    return services.register(event, GivenRegistration(f"{name.title()} Fictif", **said), key=key, at=at)


def move(event: Event, by: User, *, at: datetime, **columns: Any) -> Event:
    version = Event.objects.get(pk=event.pk).version
    return services.change_event(event, given(**columns), version=version, by=by, at=at)


def seats(event: Event) -> dict[str, str]:
    return {each.name.split()[0].lower(): each.seat for each in event.registrations.all()}


def told(address: str = "lou@example.org") -> list[str]:
    """The first words of the subjects of what was written to an address, oldest first."""
    rows = Recipient.objects.filter(address=address, sending__key__startswith="outreach.").order_by("pk")
    return [row.sending.subject.partition("\N{NO-BREAK SPACE}:")[0] for row in rows.select_related("sending")]
