"""A long list is brought in by the worker: its page is left, told how far it is, and given back when it stops."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.services import run_next
from maillage.people.models import Person
from maillage.people.services.importing import (
    AT_ONCE,
    GivenList,
    Options,
    bring_in,
    foreseen,
    later,
    read_members,
)
from maillage.structures.models import Structure
from maillage.tables import read_text
from people.lists import TODAY
from tables.books import plain

pytestmark = pytest.mark.django_db


def long_list(lines: int = AT_ONCE + 1) -> str:
    rows = (f"Fictif {words(place)};Infirmier;Montauban" for place in range(lines))
    return "\n".join(["Nom;Profession;Commune", *rows])


def words(place: int) -> str:
    """A name without figures, each its own."""
    return "".join(chr(ord("a") + int(figure)) for figure in f"{place:04}").title()


def sent(client: Client, structure: Structure, text: str) -> str:
    """Where a list leads once it was read, then agreed to."""
    url = reverse("people:import_members", args=[structure.slug])
    page = client.post(url, {"text": text, "since": "2026-03-05"})
    chosen = {name: value for name, _, _, value, _ in page.context["form"].columns}
    data = {"text": text, "name": "", "since": "2026-03-05", "keep": page.context["key"], **chosen}
    answer = client.post(url, data)
    assert answer.status_code == 302
    return answer["Location"]


def test_a_long_list_is_brought_in_after_its_page_is_left(structure: Structure, founder: User) -> None:
    client, works = client_of(founder), reverse("structures:works", args=[structure.slug])
    before = structure.people.count()
    assert sent(client, structure, long_list()) == works
    assert structure.people.count() == before
    page = client.get(works).content.decode()
    assert "En attente" in page
    assert 'hx-trigger="every 3s"' in page
    assert run_next()
    assert structure.people.count() == before + AT_ONCE + 1
    page = plain(client.get(works).content.decode())
    assert "501 fiches créées" in page
    assert "every 3s" not in page
    assert structure.member_imports.get(rows=AT_ONCE + 1).by == founder


def test_a_long_list_tells_how_far_it_is_before_it_writes_a_card(
    structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(client_of(founder), structure, long_list(3 * AT_ONCE))
    before, told = structure.people.count(), list[int]()

    def seen(job: Job, done: int, **_: object) -> None:
        assert structure.people.count() == before
        assert not connection.in_atomic_block or len(connection.savepoint_ids) == outside
        told.append(done)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(later, "advance", seen)
    job = run_next()
    assert job is not None
    assert told == sorted(set(told))
    assert len(told) > 3
    assert told[-1] < job.total == job.done == structure.people.count() - before


def test_what_was_foreseen_of_other_cards_is_foreseen_again(structure: Structure, founder: User) -> None:
    reading, options = read_members(read_text(long_list(3)), Options(since=TODAY)), Options(since=TODAY)
    seen = foreseen(structure, reading, options, on=TODAY)
    known = Person.objects.create(
        structure=structure, name=reading.lines[0].name, profession="infirmier", commune="Montauban"
    )
    before = structure.people.count()
    bring_in(structure, reading, options, by=founder, on=TODAY, seen=seen)
    assert structure.people.count() == before + 2
    assert structure.people.filter(name=known.name).count() == 1


def test_a_short_list_is_brought_in_at_once(structure: Structure, founder: User) -> None:
    assert sent(client_of(founder), structure, long_list(3)) == reverse(
        "people:members", args=[structure.slug]
    )
    assert not Job.objects.filter(state=State.WAITING).exists()


def test_a_list_whose_cards_changed_meanwhile_is_given_back(structure: Structure, founder: User) -> None:
    client = client_of(founder)
    sent(client, structure, long_list())
    Person.objects.create(structure=structure, name="Quelqu’un", profession="infirmier")
    job = run_next()
    assert job is not None
    assert job.state == State.FAILED
    page = plain(client.get(reverse("structures:works", args=[structure.slug])).content.decode())
    assert "Les fiches, ou ce que vous dites de la liste, ont changé" in page
    assert f'href="{job.path}"' in page
    home = plain(client.get(reverse("structures:home", args=[structure.slug])).content.decode())
    assert "Import de la liste « liste collée » : interrompu" in home
    form = client.get(job.path).context["form"]
    assert form.data["text"] == long_list()
    assert sent(client, structure, form.data["text"])
    client.post(reverse("structures:drop_work", args=[structure.slug, job.pk]))
    assert not Job.objects.filter(pk=job.pk).exists()
    assert run_next()
    assert structure.people.filter(name__startswith="Fictif").count() == AT_ONCE + 1


def test_a_list_is_taken_up_by_nobody_else(structure: Structure, founder: User, outsider: User) -> None:
    client = client_of(founder)
    sent(client, structure, long_list())
    Person.objects.create(structure=structure, name="Quelqu’un", profession="infirmier")
    job = run_next()
    assert job is not None
    assert client_of(outsider).get(job.path).status_code == 404
    page = client.get(reverse("people:import_members", args=[structure.slug]) + "?reprendre=autre")
    assert not page.context["form"].is_bound


def test_a_list_comes_back_as_it_was_given() -> None:
    options = Options(
        columns={"name": "Nom"},
        tariffs=frozenset({"adhesion"}),
        since=TODAY,
        profession="infirmier",
        replaces=True,
    )
    for given in (
        GivenList("liste.csv", "Nom\nÉ ’;", options, "k", {12: "new"}),
        GivenList("l", "", Options(), "-", {}),
    ):
        assert GivenList.read(given.written()) == given


def test_a_worker_that_dies_after_writing_brings_the_list_in_once(
    structure: Structure, founder: User
) -> None:
    """Done, and nobody left to say so: the next finds it done."""
    sent(client_of(founder), structure, long_list())
    job = Job.objects.get(state=State.WAITING)
    given = job.given
    run_next()
    Job.objects.filter(pk=job.pk).update(state=State.WAITING, ended_at=None, given=given)
    again = run_next()
    assert again is not None
    assert again.state == State.DONE
    assert structure.member_imports.get(rows=AT_ONCE + 1)
    assert structure.people.filter(name__startswith="Fictif").count() == AT_ONCE + 1
