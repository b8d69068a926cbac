"""What somebody who leaves hands over, in one click."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from house.rows_made import rows_made
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.services import decisions, handover
from maillage.kernel import BadInput
from maillage.outreach.models import Convention, ConventionPaper, NextStep, Partner
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.ui.queries import handed_over

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)


@pytest.fixture
def ada(structure: Structure, founder: User) -> Person:
    """President, with a task, the next step of a partner whose convention has a paper, and an account."""
    NextStep.objects.filter(partner__structure=structure).update(
        owner=structure.people.get(name="Ada Fictif")
    )
    structure.people.filter(name="Ada Fictif").update(email=founder.email.upper())
    return structure.people.select_related("structure").get(name="Ada Fictif")


def test_the_pack_has_what_each_room_knows(ada: Person) -> None:
    pack = handed_over(ada)
    told = {heading: [line.sentence for line in lines] for heading, lines in pack.items()}
    assert any("Envoyer le budget" in line for line in told["Tâches à faire"])
    assert any("présidence" in line for line in told["Mandats"])
    assert any("Porteur" in line for line in told["Accès"])
    assert any("Rappeler" in line for line in told["Étapes avec les partenaires"])
    assert any("Max Fictif" in line for line in told["Contacts"])
    assert [paper.name for line in pack["Conventions"] for paper in line.papers] == ["convention.pdf"]


def test_of_somebody_who_holds_nothing_the_pack_is_empty_and_still_leaves(
    structure: Structure, founder: User
) -> None:
    eve = structure.people.create(name="Eve Fictif", profession="infirmier")
    client = client_of(founder)
    page = client.get(reverse("governance:handover", args=[structure.slug, eve.pk]))
    assert "Rien à reprendre" in page.content.decode()
    for suffix in ("zip", "pdf"):
        url = reverse("governance:handover_file", args=[structure.slug, eve.pk, suffix])
        assert client.get(url).status_code == 200
    assert client.get(url.replace("pdf", "docx")).status_code == 404


def test_the_archive_holds_the_paper_the_list_and_the_papers(ada: Person, founder: User) -> None:
    url = reverse("governance:handover_file", args=[ada.structure.slug, ada.pk, "zip"])
    with ZipFile(BytesIO(client_of(founder).get(url).content)) as kept:
        assert kept.testzip() is None
        assert sorted(kept.namelist()) == ["passation.csv", "passation.pdf", "pieces/01 - convention.pdf"]
        assert kept.read("passation.pdf").startswith(b"%PDF")
        assert "Envoyer le budget" in kept.read("passation.csv").decode("utf-8-sig")


def test_a_paper_that_is_no_more_on_the_server_is_named(ada: Person) -> None:
    file = ConventionPaper.objects.get().file
    storages["files"].delete(file.place)
    with ZipFile(BytesIO(handover.archive(ada, handed_over(ada), on=TODAY))) as kept:
        assert "convention.pdf" in kept.read("pieces-manquantes.txt").decode()


def test_tasks_go_to_another_and_those_that_are_done_stay(ada: Person, founder: User) -> None:
    structure, max_ = ada.structure, ada.structure.people.get(name="Max Fictif")
    done = decisions.ask_for(structure, decisions.GivenTask("Faite", ada), key=uuid4(), by=founder)
    decisions.finish(done, on=TODAY, by=founder, at=timezone.now())
    open_one = structure.tasks.get(title="Envoyer le budget")
    url = reverse("governance:handover", args=[structure.slug, ada.pk])
    sent = {"tasks": [str(open_one.pk)], "owner": "Max Fictif"}
    client = client_of(founder)
    assert client.post(url, sent).status_code == 302
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.owner, done.owner) == (max_, ada)
    assert client.post(url, sent).status_code == 422  # a second click: they are another's already
    with pytest.raises(BadInput, match="quelqu’un d’autre"):
        handover.reassign(ada, ada, [open_one.pk], by=founder)


def test_the_tasks_of_another_structure_or_person_do_not_move(ada: Person, founder: User) -> None:
    max_ = ada.structure.people.get(name="Max Fictif")
    theirs = decisions.ask_for(ada.structure, decisions.GivenTask("De Max", max_), key=uuid4(), by=founder)
    with pytest.raises(BadInput, match="Cochez"):
        handover.reassign(ada, max_, [theirs.pk], by=founder)


def test_a_put_off_task_is_told_anew_to_who_takes_it(ada: Person, founder: User) -> None:
    task = ada.structure.tasks.get(title="Envoyer le budget")
    type(task).objects.filter(pk=task.pk).update(not_before=TODAY + timedelta(days=30))
    handover.reassign(ada, ada.structure.people.get(name="Max Fictif"), [task.pk], by=founder)
    task.refresh_from_db()
    assert task.not_before is None


def test_of_the_conventions_of_a_pack_the_words_and_the_papers_alone_are_read(ada: Person) -> None:
    with rows_made(Convention) as conventions, rows_made(Partner) as partners:
        pack = handed_over(ada)
    assert pack["Conventions"]
    assert (conventions, partners) == ([], [])
