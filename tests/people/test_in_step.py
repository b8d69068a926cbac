"""Cards in step with the national directory: proposed when its file changes, answered once, never written in silence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.small import (
    ALBIAS as ALBEFEUILLE,
)
from directory.small import (
    BRESSOLS,
    MONTAUBAN,
    TOULOUSE,
    Practice,
    Someone,
    directory_of,
    national_of,
)
from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.directory.models import OptOut
from maillage.directory.services.routing import ALIAS
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Person
from maillage.people.queries import awaiting
from maillage.people.queries.in_step import (
    GONE,
    Rereading,
    practised_by,
    rereading_of,
    rereadings,
    watched,
)
from maillage.people.queries.members import Roll
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)
#: The number of the first person of a small directory: nobody's.
RPPS = national_of(1)[1:]
MAUD = Someone("ESCOFFRE", "Maud", [Practice(commune=BRESSOLS)])


@pytest.fixture
def maud(structure: Structure, founder: User) -> Person:
    """A nurse of Bressols, with a number."""
    given = GivenPerson("Maud Escoffre", "infirmier", "Bressols", "Chez elle", rpps=RPPS)
    (person,) = services.welcome(structure, [given], by=founder)
    return person


@contextmanager
def directory(folder: Path, *people: Someone) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with directory_of(people or [MAUD], folder=folder):
        yield


def told(found: Sequence[Rereading]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (each.person.name, [(one.column, one.before, one.after) for one in each.differences])
        for each in found
    ]


def reread(structure: Structure) -> list[Rereading]:
    return rereadings(structure, watched(Roll(structure, on=TODAY)))


def moved(*practices: Practice, family: str = "ESCOFFRE") -> Someone:
    return Someone(family, "Maud", practices)


def test_a_card_that_says_the_same_is_left_alone(structure: Structure, maud: Person, tmp_path: Path) -> None:
    with directory(tmp_path):
        assert reread(structure) == []
        assert rereading_of(maud) is None


@pytest.mark.parametrize(
    ("someone", "differences"),
    [
        (moved(Practice(commune=ALBEFEUILLE)),
            [("commune", "Bressols", "Albefeuille-Lagarde"), ("workplace", "Chez elle", "CABINET FICTIF")]),
        (moved(Practice(commune=TOULOUSE), Practice(commune=MONTAUBAN, structure_name="")),
            [("commune", "Bressols", "Montauban")]),
        (moved(Practice(commune=TOULOUSE), Practice(commune=BRESSOLS)), []),
        (moved(Practice(commune="")), []),
        (moved(Practice(commune=BRESSOLS, trade="infirmier_pratique_avancee")),
            [("profession", "Infirmier", "Infirmier en pratique avancée")]),
        (moved(Practice(commune=BRESSOLS, trade="")), []),
        (moved(Practice(commune=BRESSOLS), family="ŒILLARD"), [("name", "Maud Escoffre", "Maud ŒILLARD")]),
        (moved(family="Escoffré"), []),
    ],
)  # fmt: skip
def test_what_the_file_says_otherwise_is_proposed_and_nothing_is_written(
    structure: Structure,
    maud: Person,
    tmp_path: Path,
    someone: Someone,
    differences: list[tuple[str, str, str]],
) -> None:
    before = Person.objects.values().get(pk=maud.pk)
    with directory(tmp_path, someone):
        found = told(reread(structure))
    assert found == ([("Maud Escoffre", differences)] if differences else [])
    assert Person.objects.values().get(pk=maud.pk) == before


def test_what_is_ticked_is_taken_and_what_is_not_is_kept(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    with directory(tmp_path, moved(Practice(commune=ALBEFEUILLE))):
        (found,) = reread(structure)
        services.take_up(maud, ["commune"], seen=found.seen, by=founder)
        assert reread(structure) == []
        maud.refresh_from_db()
        assert (maud.commune, maud.workplace) == ("Albefeuille-Lagarde", "Chez elle")
    sentences = Entry.objects.values_list("sentence", flat=True)
    assert "Fiche de Maud Escoffre mise en accord avec l’annuaire : commune." in sentences


def test_what_is_kept_comes_back_when_the_file_changes_again_and_no_sooner(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    with directory(tmp_path / "march", moved(Practice(commune=ALBEFEUILLE))):
        (found,) = reread(structure)
        services.keep_card(maud, seen=found.seen, by=founder)
        assert reread(structure) == []
    with directory(tmp_path / "april", moved(Practice(commune=ALBEFEUILLE))):
        assert reread(structure) == []
    with directory(tmp_path / "may", moved(Practice(commune=TOULOUSE))):
        (again,) = reread(structure)
        with pytest.raises(BadInput, match="vient de changer"):
            services.take_up(maud, ["commune"], seen=found.seen, by=founder)
        services.take_up(maud, ["commune", "workplace"], seen=again.seen, by=founder)
    maud.refresh_from_db()
    assert (maud.commune, maud.workplace) == ("Toulouse", "CABINET FICTIF")


def test_whoever_is_no_more_in_the_file_is_said_gone_and_kept(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    with directory(tmp_path / "march", Someone("AUTRE", "Kim")):
        Person.objects.filter(pk=maud.pk).update(rpps=national_of(2)[1:])
        (found,) = reread(structure)
        assert (found.seen, found.is_gone) == (GONE, True)
        services.keep_card(maud, seen=GONE, by=founder)
        assert reread(structure) == []
    with directory(tmp_path / "april", Someone("AUTRE", "Kim"), moved(Practice(commune=ALBEFEUILLE))):
        assert told(reread(structure))[0][1][0] == (
            "commune",
            "Bressols",
            "Albefeuille-Lagarde",
        )


@pytest.mark.parametrize("why", ["opted out", "retired", "elsewhere", "not imported"])
def test_nobody_is_said_gone_without_knowing(
    structure: Structure, maud: Person, tmp_path: Path, why: str
) -> None:
    Person.objects.filter(pk=maud.pk).update(rpps=national_of(2)[1:])
    people = [Someone("AUTRE", "Kim")]
    match why:
        case "opted out":
            OptOut.objects.create(national=national_of(2), asked_on=TODAY)
        case "retired":
            Person.objects.filter(pk=maud.pk).update(practice="retired")
        case "elsewhere":
            Person.objects.filter(pk=maud.pk).update(commune="Brest")
        case _:
            people = []
    with directory_of(people, folder=tmp_path):
        assert reread(structure) == []


def test_those_who_left_are_not_looked_at(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    adhesion = services.enter(maud, "adherent", by=founder, on=date(2026, 3, 3))
    Person.objects.filter(pk=maud.pk).update(engagement="")
    with directory(tmp_path, moved(Practice(commune=ALBEFEUILLE))):
        assert len(reread(structure)) == 1
        services.leave(adhesion, by=founder, on=date(2026, 3, 4))
        assert reread(structure) == []


def test_what_somebody_said_of_themselves_since_is_not_put_in_question(
    structure: Structure, maud: Person, tmp_path: Path
) -> None:
    with directory(tmp_path):
        assert services.note_agreement(on=TODAY) == 1
        Person.objects.filter(pk=maud.pk).update(commune="Montauban")
        assert reread(structure) == []
        assert services.note_agreement(on=TODAY) == 0


def test_the_list_the_card_and_the_home_say_it(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    client, url = client_of(founder), reverse("people:in_step", args=[structure.slug])
    with directory(tmp_path, moved(Practice(commune=ALBEFEUILLE))):
        assert "1 fiche à relire" in client.get(
            reverse("people:members", args=[structure.slug])
        ).content.decode().replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
        assert (
            "L’annuaire dit autre chose"
            in client.get(reverse("people:card", args=[structure.slug, maud.pk])).content.decode()
        )
        assert any("Relire" in task.text for task in tasks_of(awaiting(structure)))
        page = client.get(url)
        (found,) = page.context["found"]
        sent = {"card": maud.pk, "seen": found.seen, "column": ["commune", "workplace"]}
        client.post(url, sent)
        client.post(url, sent)  # a second click says that it is done
        assert "Rien à relire" in client.get(url).content.decode()
    maud.refresh_from_db()
    assert maud.commune == "Albefeuille-Lagarde"


def test_a_thousand_cards_are_compared_in_a_few_queries(
    structure: Structure, founder: User, tmp_path: Path
) -> None:
    count = 1_000
    with directory_of([Someone("FICTIF", f"P{rank}") for rank in range(count)], folder=tmp_path):
        Person.objects.bulk_create(
            Person(
                structure=structure,
                name=f"P{rank} Fictif",
                profession="infirmier",
                commune="Albefeuille-Lagarde" if rank % 2 else "Montauban",
                rpps=national_of(rank + 1)[1:],
            )
            for rank in range(count)
        )
        with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(connections[ALIAS]) as theirs:
            assert len(reread(structure)) == count // 2
        assert (len(ours) <= 6, len(theirs) <= 8) == (True, True)
        services.note_agreement(on=TODAY)
        with CaptureQueriesContext(connection) as ours:
            reread(structure)
        assert len(ours) <= 4


def test_the_card_shows_every_place_that_the_directory_knows(
    structure: Structure, maud: Person, founder: User, tmp_path: Path
) -> None:
    url = reverse("people:card", args=[structure.slug, maud.pk])
    both = moved(Practice(commune=BRESSOLS), Practice(commune=MONTAUBAN))
    with directory(tmp_path, both):
        assert len(practised_by(maud)) == 2
        page = client_of(founder).get(url).content.decode()
        assert "Où exerce cette personne" in page
        assert "Montauban" in page
        OptOut.objects.create(national=national_of(1), asked_on=TODAY)
        assert practised_by(maud) == ()
        assert "Où exerce cette personne" not in client_of(founder).get(url).content.decode()
