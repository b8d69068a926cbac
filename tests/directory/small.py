"""A directory of a few invented people and places, in the place of the one all tests share, for the time of a test."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from django.db import connections
from django.utils import timezone

from maillage.directory.models import DERIVED, Activity, Headcount, ImportedFile, Person, Place, Skill
from maillage.directory.services.routing import ALIAS
from maillage.directory.services.storing.names import index_people, index_places
from maillage.directory.services.storing.swap import Aside, ensure, rebuilt
from maillage.kernel import folded, paths
from maillage.registers import ACTIVITY_FILE, FINESS_FILE, Genre, Mode, Register
from maillage.registers.rpps import counts_of

MONTAUBAN, BRESSOLS, ALBIAS, TOULOUSE = "82121", "82025", "82001", "31555"


@dataclass(frozen=True, kw_only=True)
class Practice:
    """One activity."""

    commune: str = MONTAUBAN
    trade: str = "infirmier"
    skill: str = ""
    skill_label: str = ""
    mode: str = Mode.LIBERAL
    genre: str = Genre.CARE
    category: str = "Civil"
    finess: str = ""
    structure: str = ""
    structure_name: str = "CABINET FICTIF"
    phones: str = "0563000000"
    email: str = "secret@example.org"


@dataclass(frozen=True)
class Someone:
    """A person: « NOM Prénom », and what they do."""

    family: str
    given: str
    practices: Sequence[Practice] = field(default_factory=lambda: [Practice()])

    @property
    def sort(self) -> str:
        return folded(f"{self.family} {self.given}")


def national_of(number: int) -> str:
    return f"8{10_000_000_000 + number}"


@contextmanager
def directory_of(
    people: Sequence[Someone] = (),
    places: Sequence[dict[str, Any]] = (),
    skills: Sequence[tuple[str, str, str]] = (),
    *,
    folder: Path,
) -> Iterator[None]:
    """Numbered from 1 in the order given; the shared directory is put back at the end."""
    with set_aside(folder):
        ensure()
        with rebuilt(DERIVED) as aside:
            fill(aside, people, places, skills)
        yield


@contextmanager
def set_aside(folder: Path) -> Iterator[None]:
    """The directory is a file in this folder, for the time of the block.

    It is read by another connection: an import closes it, and that of the test has a transaction open.
    """
    shared, file = connections[ALIAS], folder / "directory.db"
    name, kept = shared.settings_dict["NAME"], paths.DIRECTORY
    paths.DIRECTORY, shared.settings_dict["NAME"] = file, f"file:{file}?mode=ro"
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections[ALIAS] = shared
        paths.DIRECTORY, shared.settings_dict["NAME"] = kept, name


def fill(aside: Aside, people: Sequence[Someone], places: Sequence[dict[str, Any]], skills: Any) -> None:
    listed = list(enumerate(people, 1))
    aside.load(Person, [_person(number, each) for number, each in listed])
    practices = [(number, each) for number, someone in listed for each in someone.practices]
    aside.load(Activity, [_activity(row, number, each) for row, (number, each) in enumerate(practices, 1)])
    departements = sorted({each.commune[:2] for _, each in practices if each.commune})
    aside.load(Headcount, [_headcount(row, code) for row, code in enumerate(departements, 1)])
    aside.load(
        Skill,
        [
            (row, 1, profession, "S", "Spécialité", code, label)
            for row, (profession, code, label) in enumerate(skills, 1)
        ],
    )
    aside.load(Place, [_place(number, each) for number, each in enumerate(places, 1)])
    index_people(aside)
    index_places(aside)
    for name, register, subjects in (
        (ACTIVITY_FILE, Register.RPPS, len(people)),
        (FINESS_FILE, Register.FINESS, len(places)),
    ):
        if subjects:
            aside.save(_imported(name, register, subjects))


def _imported(name: str, register: Register, subjects: int) -> ImportedFile:
    return ImportedFile(
        name=name,
        register=register,
        origin="invention",
        digest=f"{name} {subjects}",
        size=1,
        published_on=date(2026, 10, 5),
        imported_at=timezone.now(),
        rows_read=subjects,
        rows_kept=subjects,
        rows_refused=0,
        subjects=subjects,
    )


def _person(number: int, each: Someone) -> tuple[Any, ...]:
    national = national_of(number)
    return number, national, national[1:], each.family, each.given, each.sort, crc32(repr(each).encode())


def _headcount(row: int, departement: str) -> tuple[Any, ...]:
    """Enough to say that the directory covers a département."""
    return row, f"D{departement}", "infirmier", 1, 1, 1, 0, 1, 0.0


def _activity(row: int, number: int, each: Practice) -> tuple[Any, ...]:
    return (
        row, number, each.trade, "Profession du fichier", each.category,
        each.skill, each.skill_label, each.mode, each.genre, "SA07", "",
        counts_of(each.category, each.mode, each.genre, "SA07"), each.structure, each.finess,
        each.structure_name, "1 RUE FICTIVE" if each.commune else "", f"{each.commune[:2]}000", each.commune, each.phones,
        each.email,
    )  # fmt: skip


def _place(number: int, each: dict[str, Any]) -> tuple[Any, ...]:
    place = {
        "finess": f"82000{number:04}", "finess_ej": "", "siret": "", "category": "620", "kind": "pharmacie",
        "address": "2 RUE FICTIVE", "postcode": "82000", "commune": MONTAUBAN,
        "phones": "0563111111", "opened_on": None, "latitude": None, "longitude": None, "precision": "",
        "fingerprint": number, **each,
    }  # fmt: skip
    place |= {"id": number, "sort": folded(place["name"])}
    return tuple(place[str(column.attname)] for column in Place._meta.concrete_fields)
