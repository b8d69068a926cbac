"""Requests of a médecin traitant and doctors who take some, made in a line."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from maillage.care.enums import AskerKind, RequestKind
from maillage.care.models import CareRequest, Desk
from maillage.care.services import requests as care
from maillage.care.services.doctors import Declared, declare, setting_for
from maillage.people.models import Person
from maillage.structures.models import Structure

PARIS = ZoneInfo("Europe/Paris")
#: A Friday evening before Whit Monday.
FRIDAY = datetime(2027, 5, 14, 17, 50, tzinfo=PARIS)
SITE = "https://maillage.example/"
MONTAUBAN, BRESSOLS = "82121", "82025"


def wanted(
    structure: Structure,
    *,
    at: datetime = FRIDAY,
    desk: Desk | None = None,
    person: Person | None = None,
    commune: str = MONTAUBAN,
    asked_by: str = AskerKind.CAISSE,
    **said: object,
) -> CareRequest:
    words = care.Asked(
        kind=RequestKind.DOCTOR,
        profession="medecin_generaliste",
        commune=commune,
        asked_by=asked_by,
        is_agreed=True,
        **said,  # type: ignore[arg-type]
    )
    setting_for(structure, site=SITE)
    return care.ask(structure, words, key=uuid4(), at=at, desk=desk, person=person)


def doctor(
    structure: Structure, name: str, most: int = 2, *, at: datetime = FRIDAY, **said: object
) -> Person:
    person = Person.objects.create(
        structure=structure,
        name=name,
        profession="medecin_generaliste",
        commune="Montauban",
        engagement="engage",
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
    )
    declare(person, Declared(most, **said), at=at, on=at.date())  # type: ignore[arg-type]
    return person
