"""The papers of a convention: added, read by whom reads the book, gone with what they were for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.files.models import File
from maillage.outreach.models import Convention
from maillage.outreach.services.conventions import MOST_PAPERS, drop_convention
from maillage.structures.models import Structure
from maillage.structures.services import erase
from tables.books import plain

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nAvenant"


@pytest.fixture
def convention(structure: Structure) -> Convention:
    return Convention.objects.get(partner__structure=structure)


def address(convention: Convention, name: str, *more: object) -> str:
    partner = convention.partner
    return reverse(f"outreach:{name}", args=[partner.structure.slug, partner.pk, convention.pk, *more])


def sent(client: Client, convention: Convention, content: bytes = PDF, name: str = "Avenant n°1.pdf") -> Any:
    return client.post(address(convention, "add_paper"), {"file": SimpleUploadedFile(name, content)})


def test_a_paper_is_added_and_read_by_whom_reads_the_book(
    convention: Convention, founder: User, member: User
) -> None:
    client = client_of(founder)
    answer = sent(client, convention)
    assert answer["Location"] == address(convention, "convention") + "#pieces"
    page = plain(client.get(answer["Location"]).content.decode())
    assert "Avenant n°1.pdf" in page
    file = File.objects.get(name="Avenant n°1.pdf")
    read = client_of(member).get(address(convention, "paper", file.pk))
    assert read.content == PDF
    assert read["Content-Disposition"].startswith("attachment")
    assert "Avenant n°1.pdf" in plain(
        client_of(member)
        .get(reverse("outreach:partner", args=[convention.partner.structure.slug, convention.partner_id]))
        .content.decode()
    )
    assert Entry.objects.filter(sentence__contains="Avenant n°1.pdf").count() == 1


def new(client: Client, convention: Convention, key: UUID, *papers: tuple[bytes, str]) -> Any:
    partner = convention.partner
    url = reverse("outreach:add_convention", args=[partner.structure.slug, partner.pk])
    files = [SimpleUploadedFile(name, content) for content, name in papers]
    return client.post(url, {"title": "Gardes", "starts_on": "2026-03-02", "key": str(key), "papers": files})


def test_papers_are_given_with_the_first_saving_once(convention: Convention, founder: User) -> None:
    client, key = client_of(founder), uuid4()
    for _ in range(2):
        assert new(client, convention, key, (PDF, "Signée.pdf"), (PDF, "Avenant.pdf")).status_code == 302
    made = Convention.objects.get(title="Gardes")
    assert sorted(each.file.name for each in made.papers.all()) == ["Avenant.pdf", "Signée.pdf"]
    assert new(client, convention, uuid4()).status_code == 302
    assert not Convention.objects.latest("pk").papers.exists()


def test_a_paper_that_is_none_keeps_the_convention_from_being_half_saved(
    convention: Convention, founder: User
) -> None:
    client, key = client_of(founder), uuid4()
    page = new(client, convention, key, (PDF, "Signée.pdf"), (b"<html><script>", "avenant.pdf"))
    assert page.status_code == 422
    assert "se gardent ici" in plain(page.content.decode())
    assert 'value="Gardes"' in page.content.decode()
    assert not Convention.objects.filter(title="Gardes").exists()
    crowd = [(PDF, f"{rank}.pdf") for rank in range(MOST_PAPERS + 1)]
    assert new(client, convention, key, *crowd).status_code == 422
    assert not Convention.objects.filter(title="Gardes").exists()


def test_what_is_no_paper_is_refused_beside_what_was_typed(convention: Convention, founder: User) -> None:
    client, before = client_of(founder), File.objects.count()
    for content, name, said in (
        (b"<html><script>", "avenant.pdf", "se gardent ici"),
        (b"", "vide.pdf", "vide"),
    ):
        page = sent(client, convention, content, name)
        assert page.status_code == 422
        assert said in plain(page.content.decode())
    assert client.post(address(convention, "add_paper")).status_code == 422
    assert File.objects.count() == before


def test_a_paper_is_found_under_its_own_convention_alone(
    convention: Convention, founder: User, outsider: User
) -> None:
    file = convention.papers.get().file
    other = convention.partner.conventions.create(title="Autre", starts_on=convention.starts_on)
    assert client_of(founder).get(address(other, "paper", file.pk)).status_code == 404
    assert client_of(outsider).get(address(convention, "paper", file.pk)).status_code == 404


def test_a_convention_has_twenty_papers_at_most(convention: Convention, founder: User) -> None:
    client = client_of(founder)
    for _ in range(MOST_PAPERS - 1):
        assert sent(client, convention).status_code == 302
    page = sent(client, convention)
    assert page.status_code == 422
    assert "vingt pièces" in plain(page.content.decode())
    assert convention.papers.count() == MOST_PAPERS


def test_what_is_removed_leaves_nothing(
    convention: Convention, founder: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    file = convention.papers.get().file
    with django_capture_on_commit_callbacks(execute=True):
        client_of(founder).post(address(convention, "drop_paper", file.pk))
    assert not storages["files"].exists(file.place)
    assert not convention.papers.exists()


def test_a_convention_goes_with_its_papers(
    convention: Convention, founder: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    file = convention.papers.get().file
    with django_capture_on_commit_callbacks(execute=True):
        drop_convention(convention, by=founder)
    assert not storages["files"].exists(file.place)


def test_a_structure_goes_with_its_papers(
    convention: Convention,
    structure: Structure,
    founder: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    file = convention.papers.get().file
    with django_capture_on_commit_callbacks(execute=True):
        erase(structure, by=founder)
    assert not File.objects.filter(about=file.about).exists()
    assert not storages["files"].exists(file.place)
