"""A restored backup brings people back: who was erased is erased again, and nobody else is."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.mail.models import Recipient
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people import services
from maillage.people.models import Person
from maillage.people.services import GivenPerson, erase_person
from maillage.people.services.replaying import came_back, erasures_in, file_of_erasures, lines_in
from maillage.portal.commands import cli
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
Capture = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def no_list() -> None:
    file_of_erasures().unlink(missing_ok=True)


@pytest.fixture
def gone(
    structure: Structure, founder: User, django_capture_on_commit_callbacks: Capture
) -> dict[str, object]:
    """The row of somebody who was erased, as a backup of before still has it."""
    (kim,) = services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier")], by=founder)
    row = Person.objects.values().get(pk=kim.pk)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(kim, by=founder)
    return row


def run(*words: str) -> dict[str, object]:
    answer = CliRunner().invoke(cli, ["erasures", "--json", *words])
    assert answer.exit_code == 0, answer.output
    told: dict[str, object] = json.loads(answer.output)
    return told


def test_who_was_erased_is_noted_without_a_name(gone: dict[str, object]) -> None:
    text = file_of_erasures().read_text()
    assert str(gone["id"]) in text
    assert "Kim" not in text
    assert "kim" not in text
    assert file_of_erasures().stat().st_mode & 0o077 == 0


def test_who_comes_back_with_a_backup_is_erased_again_and_nobody_else(
    gone: dict[str, object], structure: Structure
) -> None:
    others = set(structure.people.values_list("name", flat=True))
    assert run() == {"known": 1, "back": 0, "erased": 0, "doubtful": []}
    Person.objects.create(**gone)
    assert run()["back"] == 1
    assert structure.people.filter(name="Kim Fictif").exists()  # told, and not done
    assert run("--replay")["erased"] == 1
    assert run("--replay")["erased"] == 0
    assert set(structure.people.values_list("name", flat=True)) == others


def test_a_number_given_to_somebody_else_erases_nobody(gone: dict[str, object]) -> None:
    Person.objects.create(**{**gone, "name": "Lou Fictif"})
    assert run("--replay") == {"known": 1, "back": 0, "erased": 0, "doubtful": [gone["id"]]}
    assert Person.objects.filter(name="Lou Fictif").exists()


def test_an_erasure_that_did_not_happen_is_not_noted(structure: Structure, founder: User) -> None:
    """Nothing is written before the database has it."""
    erase_person(structure.people.get(name="Max Fictif"), by=founder)
    assert lines_in(file_of_erasures()) == []


def test_cards_that_were_made_one_come_back_as_two_and_both_go(
    structure: Structure, founder: User, django_capture_on_commit_callbacks: Capture
) -> None:
    first, second = services.welcome(
        structure,
        [GivenPerson("Kim Fictif", "infirmier"), GivenPerson("Kim Fictive", "infirmier")],
        by=founder,
    )
    rows = list(Person.objects.filter(pk__in=[first.pk, second.pk]).values())
    services.merge(first, second, by=founder, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(first, by=founder)
    for row in rows:
        Person.objects.create(**row)
    assert len(came_back(erasures_in(lines_in(file_of_erasures()))).back) == 2
    assert run("--replay")["erased"] == 2


@pytest.mark.parametrize(
    "text", ["Nom;Prénom", "[1, 2]", "{}", '{"structure": "a", "card": 1}', '{"structure": "a", "file": "b"}']
)
def test_what_is_no_list_is_refused(text: str) -> None:
    file = file_of_erasures()
    file.write_text(f"{text}\n")
    with pytest.raises(BadInput, match="liste d’effacements"):
        lines_in(file)


# Addresses of before


def write_to(structure: Structure, address: str, name: str) -> None:
    post(
        f"test {address} {name}",
        subject="Bonjour",
        body="Bonjour",
        sender="CPTS",
        to=[To(address, name)],
        about=structure.pk,
        at=NOON,
    )


def test_what_was_written_at_an_address_of_before_is_let_go(structure: Structure, founder: User) -> None:
    max_ = structure.people.get(name="Max Fictif")
    Person.objects.filter(pk=max_.pk).update(email="nouvelle@example.org")
    for address, name in (("ancienne@example.org", "Max Fictif"), ("cabinet@example.org", "Lou Fictif")):
        write_to(structure, address, name)
    erase_person(max_, by=founder)
    addresses = set(Recipient.objects.values_list("address", flat=True))
    assert "ancienne@example.org" not in addresses
    assert "cabinet@example.org" in addresses


def test_what_was_written_to_a_namesake_stays_theirs(structure: Structure, founder: User) -> None:
    services.know(structure, GivenPerson("Max Fictif", "pharmacien", email="autre@example.org"), by=founder)
    write_to(structure, "autre@example.org", "Max Fictif")
    erase_person(structure.people.get(name="Max Fictif", profession="medecin_generaliste"), by=founder)
    assert "autre@example.org" in set(Recipient.objects.values_list("address", flat=True))
