"""A structure with professionals who belong, for what is sent to them."""

from datetime import UTC, datetime
from uuid import uuid4

from maillage.accounts.models import User
from maillage.care.enums import AlertKind, Family
from maillage.care.models import Alert, Crisis
from maillage.care.services import alerts, crises
from maillage.people.models import Adhesion, Person
from maillage.structures.models import Structure

#: A Friday evening.
AT = datetime(2026, 3, 6, 17, 2, tzinfo=UTC)
SITE = "http://testserver/"


def join(structure: Structure, count: int, profession: str = "infirmier") -> list[Person]:
    """As many professionals who belong, each with an address of their own; nobody else does."""
    Adhesion.objects.filter(person__structure=structure).exclude(person__name__startswith="Renfort").delete()
    people = Person.objects.bulk_create(
        Person(
            structure=structure,
            name=f"Renfort {profession} {rank}",
            profession=profession,
            email=f"renfort.{profession}.{rank}@example.org",
            phone="0563000000",
        )
        for rank in range(count)
    )
    Adhesion.objects.bulk_create(
        Adhesion(person=each, kind="adherent", since=AT.date().replace(month=1)) for each in people
    )
    return people


def a_shortage(structure: Structure, person: Person | None = None) -> Alert:
    said = alerts.Signalled(AlertKind.SHORTAGE, "Amoxicilline 500 mg, gélules", AT.date(), place="Montauban")
    made = alerts.signal(structure, said, key=uuid4(), at=AT, person=person)
    alerts.add_step(made.versions.get(), "Proposer la suspension buvable")
    return made


def a_crisis(structure: Structure, by: User, *, is_exercise: bool = False) -> Crisis:
    given = crises.GivenCrisis(
        Family.FRAGILE, "Canicule, vigilance rouge", is_exercise, declared_by="ARS, par téléphone", told_at=AT
    )
    return crises.start(structure, given, key=uuid4(), by=by, at=AT, site=SITE)
