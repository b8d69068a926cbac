"""Rows of `access.py` for requests with a first taker, and what the tests of these pages play with."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.care.enums import AskerKind, RequestKind
from maillage.care.models import CareRequest, Desk, Watch
from maillage.care.services import ringing, watching
from maillage.care.services.requests import Asked
from maillage.care.services.requests import offer as offer_to
from maillage.links.services import open_link
from maillage.mail.models import Recipient
from maillage.people.models import Person
from maillage.structures.models import Structure

SITE = "https://maillage.example/"
#: Friday 4 December 2026, ten to six in the evening at Montauban.
FRIDAY = datetime(2026, 12, 4, 16, 50, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 12, 5, 11, tzinfo=UTC)
MONTAUBAN, BRESSOLS, SAINT_NAUPHARY, LAMOTHE = "82121", "82025", "82167", "82092"

ACCESS = {
    "care:requests": ("302 404 200 200", "302 405 405 405"),
    "care:ask": ("302 404 403 200", "302 404 403 422"),
    "care:request": ("302 404 200 200", "302 405 405 405"),
    "care:act": ("302 404 302 302", "302 404 403 302"),
    "care:watchers": ("302 404 200 200", "302 404 403 422"),
    "care:tools": ("302 404 302 302", "302 404 403 302"),
    "care:questions": ("302 404 200 200", "302 405 405 405"),
}
POSTED = {
    "care:ask": {
        "key": "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3b4d", "kind": "domicile", "profession": "infirmier",
        "need": "pansement", "commune": MONTAUBAN, "due_on": "2099-12-05", "due_at": "12:00", "age": "75",
        "flags": "isolement", "usual": "Max Fictif", "note": "Chaque jour", "agrees": "on",
    },
    "care:act": {"do": "relancer"},
    "care:watchers": {"alone": "10", "size": "10", "every": "15", "version": "1"},
    "care:tools": {"avis_name": "Omnifictif", "avis_url": "https://avis.example/"},
}  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "care:request": lambda structure: {"number": structure.care_requests.last().number},
    "care:act": lambda structure: {"number": structure.care_requests.last().number},
}


def nurse(structure: Structure, name: str, **said: Any) -> Person:
    """An infirmière of Montauban with an address, who is told of everything, at her hours."""
    person = structure.people.create(
        name=name,
        profession=said.pop("profession", "infirmier"),
        commune="Montauban",
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
        phone="0639980002",
    )
    watch(person, **said)
    return person


def watch(person: Person, **said: Any) -> Watch:
    usual = {
        "is_on": True, "base": MONTAUBAN, "km": 30, "opens_at": time(7), "closes_at": time(20),
        "kinds": [RequestKind.HOME, RequestKind.RETURN],
    }  # fmt: skip
    return watching.wish(person, watching.Wish(**(usual | said)))


def written_to(address: str) -> list[str]:
    """Subjects of the messages to an address."""
    rows = Recipient.objects.filter(address=address).order_by("pk")
    return [row.sending.subject for row in rows.select_related("sending")]


def desk_of(structure: Structure, name: str = "Hôpital fictif, étage 3") -> Desk:
    return Desk.objects.create(
        structure=structure, name=name, kind=AskerKind.HOSPITAL,
        email="etage3@example.org", phone="0563000001", link=open_link("care.desk"),
    )  # fmt: skip


def ask(structure: Structure, *, at: datetime = FRIDAY, **said: Any) -> CareRequest:
    words = {
        "kind": RequestKind.RETURN, "profession": "infirmier", "commune": MONTAUBAN,
        "asked_by": AskerKind.HOSPITAL, "due_at": SATURDAY_NOON, "is_agreed": True,
    }  # fmt: skip
    doors = {name: said.pop(name) for name in ("desk", "by", "asker", "key") if name in said}
    return ringing.begin(structure, Asked(**(words | said)), at=at, site=SITE, **({"key": uuid4()} | doors))


def ask_for_care(structure: Structure, max_: Person) -> None:
    """In the structure of the cast: a return home that Max took and that is done, and how he wishes to be told."""
    at = timezone.now() - timedelta(days=3)
    watch(max_, kinds=[RequestKind.HOME], km=10)
    request = ask(structure, at=at, due_at=at + timedelta(hours=9), profession="medecin_generaliste")
    (offer,) = offer_to(request, [max_], at=at)
    ringing.take(offer, at=at)
    ringing.finish(offer.request, at=at, person=max_)
