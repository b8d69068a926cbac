"""Lists of members that tests give, and what comes of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from maillage.accounts.models import User
from maillage.people.models import Adhesion, MemberImport, Person
from maillage.people.queries.leaving_list import in_rows
from maillage.people.services.importing import Options, Plan, bring_in, foreseen, read_members
from maillage.structures.models import Structure
from maillage.tables import SheetCell, csv_of, read_text

TODAY = date(2026, 3, 5)
#: Invented: no such number was given to anybody.
RPPS = "10003461033"
LIST = """Nom;Prénom;Profession;Commune;Courriel;Téléphone
Escoffre;Maud;IDEL;Montauban;maud@example.org;0612345678
Trébuchet;Ilan;Pharmacien;Bressols;ilan@example.org;
"""


def options(**said: Any) -> Options:
    return Options(**{"since": TODAY, **said})


def seen(structure: Structure, text: str, **said: Any) -> Plan:
    return foreseen(structure, read_members(read_text(text), options(**said)), options(**said), on=TODAY).plan


def states(plan: Plan) -> list[str]:
    return [fate.state for fate in plan.fates]


def brought(
    structure: Structure, text: str, by: User, *, choices: Mapping[int, str] | None = None, **said: Any
) -> MemberImport:
    reading = read_members(read_text(text), options(**said))
    key = foreseen(structure, reading, options(**said), on=TODAY).key
    return bring_in(structure, reading, options(**said), by=by, on=TODAY, key=key, choices=choices)


def everything(structure: Structure) -> list[Any]:
    people = structure.people.order_by("pk").values()
    return [*people, *Adhesion.objects.filter(person__structure=structure).order_by("pk").values()]


def rows(structure: Structure) -> Iterator[tuple[SheetCell, ...]]:
    """Our own export."""
    return in_rows(structure.people.order_by("name", "pk"), on=TODAY)


def exported(structure: Structure) -> str:
    return f"\N{BYTE ORDER MARK}{csv_of(rows(structure))}"


def card(structure: Structure, name: str, profession: str = "infirmier", **said: str) -> Person:
    return Person.objects.create(structure=structure, name=name, profession=profession, engagement="", **said)


def word(number: int) -> str:
    """« bcd » for 123: a name of its own."""
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))
