"""Papers of a contract: who reads the contract reads them, they leave with the export, and go with it."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funding.test_contracts import SIGNED, only
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.funding.queries.contents import contents
from maillage.funding.services import avenants
from maillage.funding.services.avenants import GivenAvenant
from maillage.structures.models import Structure

PDF = b"%PDF-1.7\nAvenant"


def address(name: str, structure: Structure, *more: object) -> str:
    return reverse(f"funding:{name}", args=[structure.slug, only(structure).pk, *more])


def attach(structure: Structure, by: User, **said: object) -> int:
    given = {"kind": "notification", "dated_on": "2026-03-20", **said}
    file = given.pop("file", SimpleUploadedFile("courrier.pdf", PDF))
    answer = client_of(by).post(address("attach_contract_paper", structure), {**given, "file": file})
    return answer.status_code


def test_a_notification_is_attached_read_and_exported(structure: Structure, founder: User) -> None:
    made = only(structure).avenants.get()
    assert attach(structure, founder, avenant=made.pk) == 302
    paper = only(structure).papers.get(kind="notification")
    assert (paper.avenant, paper.dated_on) == (made, date(2026, 3, 20))
    answer = client_of(founder).get(address("contract_paper", structure, paper.file_id))
    assert answer.content == PDF
    (told,) = contents(structure)["contracts"]
    assert {(each["kind"], each["file"], each["avenant"]) for each in told["papers"]} == {
        ("contrat", "contrat.pdf", None),
        ("notification", "courrier.pdf", 1),
    }


@pytest.mark.parametrize("file", [BytesIO(b"MZ"), SimpleUploadedFile("vide.pdf", b"")])
def test_what_is_no_paper_is_refused(file: object, structure: Structure, founder: User) -> None:
    assert attach(structure, founder, file=file) == 422
    assert only(structure).papers.count() == 1


def test_a_paper_of_another_structure_is_not_found(
    structure: Structure, founder: User, outsider: User
) -> None:
    paper = only(structure).papers.get()
    assert client_of(outsider).get(address("contract_paper", structure, paper.file_id)).status_code == 404
    assert client_of(founder).get(address("contract_paper", structure, uuid4())).status_code == 404


def test_a_paper_outlives_its_avenant_and_is_taken_away_by_a_click(
    structure: Structure, founder: User
) -> None:
    made = only(structure).avenants.get()
    attach(structure, founder, kind="avenant", avenant=made.pk)
    avenants.drop_avenant(made, by=founder)
    paper = only(structure).papers.get(kind="avenant")
    assert paper.avenant is None
    assert (
        client_of(founder).post(address("detach_contract_paper", structure, paper.file_id)).status_code == 302
    )
    assert only(structure).papers.count() == 1


def test_the_page_of_a_contract_asks_as_few_questions_for_many_avenants(
    structure: Structure, founder: User
) -> None:
    client, url = client_of(founder), address("contract", structure)
    client.get(url)
    with counted() as few:
        client.get(url)
    for rank in range(5):
        given = GivenAvenant(SIGNED, date(2026, 4 + rank, 1), f"Avenant {rank}")
        avenants.amend(only(structure), given, key=uuid4(), by=founder)
        attach(structure, founder, file=SimpleUploadedFile(f"{rank}.pdf", PDF))
    with counted() as many:
        client.get(url)
    assert len(many) == len(few) <= 12
