"""The reviewer who tries the side doors: of a document, nothing leaves but what was opened."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from dossier.reviews import CLOSED, OPENED, document_of, opened
from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.enums import DocumentState
from maillage.dossier.models import Document, Opening, SectionComment, SectionReading
from maillage.dossier.services import review, review_filing, review_saying
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
PLAN = legislation.plan("lettre_d_intention_cpts")
#: What nobody outside reads: a section that is closed, what members say, what another partner says.
INTERNAL, OTHERS = "Entre nous, Max hésite.", "La caisse trouve cela trop cher."
SECRETS = (CLOSED, INTERNAL, OTHERS, "caisse@cpam.example", "Nour Fictif")
STEPS = ("", "avis", "document", "accueil", "versions", "differences", "export", "commentaires", "annexe-rib",
         "annexe-budget", "oublier-1", "agenda", "fiche-1", "demande-1")  # fmt: skip
STARTS = ("partie-", "lue-", "remarque-", "brouillon-", "annexe-")


@pytest.fixture
def document(structure: Structure, founder: User) -> Document:
    """Two sections are written, the second holds a secret; the CPAM spoke of it, and a member did."""
    made = document_of(structure, texts=[("origine", OPENED), ("territoire", CLOSED)])
    text = made.section_texts.get(section="origine")
    SectionComment.objects.create(
        text=text, words=INTERNAL, version=1, said_at=timezone.now(), said_by=founder
    )
    caisse = opened(
        made, founder, sections=["territoire"], person="Nour Fictif", email="caisse@cpam.example", kind="cpam",
        body="CPAM fictive",
    )  # fmt: skip
    now, today = timezone.now(), timezone.localdate()
    given = review_saying.GivenOpinion("defavorable", OTHERS, "Nour Fictif", today)
    review_saying.give_opinion(caisse, given, key=caisse.key, by=None, at=now, on=today)
    remark = review_saying.GivenRemark(OTHERS, section="territoire", quotation=CLOSED)
    review_saying.note_remark(caisse, remark, key=caisse.key, by=None, at=now, on=today)
    return made


@pytest.fixture
def ars(document: Document, founder: User) -> Opening:
    return opened(document, founder)


def addresses(opening: Opening) -> Iterator[str]:
    """Every step that the door may have, with every section of the plan."""
    assert opening.link
    keys = [*(section.key for section in PLAN.sections), "rien"]
    for step in (*STEPS, *(f"{start}{key}" for start in STARTS for key in keys)):
        yield opening.link.step(step) if step else opening.link.get_absolute_url()


def said(content: bytes, kind: str) -> str:
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode()


def test_no_page_nor_file_behind_a_link_holds_what_was_not_opened(client: Client, ars: Opening) -> None:
    shown = []
    for address in addresses(ars):
        for answer in (client.get(address), client.post(address, {"words": "Essai", "key": ars.key})):
            told = said(answer.content, answer["Content-Type"])
            shown.append(told)
            assert not [secret for secret in SECRETS if secret in told], address
    assert any(OPENED in told for told in shown)


def test_a_section_that_is_closed_answers_as_one_that_never_was(client: Client, ars: Opening) -> None:
    assert ars.link
    for start in STARTS:
        for method in (client.get, client.post):
            closed, never = (method(ars.link.step(f"{start}{key}")) for key in ("territoire", "rien"))
            assert closed.status_code == never.status_code == 404
    assert client.get(ars.link.step("partie-origine")).status_code == 200


def test_a_closed_link_and_one_that_is_over_read_nothing(client: Client, ars: Opening, founder: User) -> None:
    assert ars.link
    review.close_opening(ars, by=founder, at=timezone.now())
    assert {client.get(address).status_code for address in addresses(ars)} == {404}


@pytest.mark.parametrize("path", ["/api/v1/review", "/api/v1/review/origine"])
def test_the_program_of_a_partner_reads_what_was_opened_and_no_more(
    path: str, client: Client, ars: Opening
) -> None:
    assert ars.link
    told = client.get(path, headers={"Authorization": f"Bearer {ars.link.token}"})
    assert told.status_code == 200
    written = told.content.decode()
    assert not [secret for secret in SECRETS if secret in written]
    assert OPENED in written or [each["key"] for each in told.json()["sections"]] == ["origine"]


def test_the_program_of_a_partner_finds_no_other_section(client: Client, ars: Opening, founder: User) -> None:
    assert ars.link
    key = {"Authorization": f"Bearer {ars.link.token}"}
    closed, never = (client.get(f"/api/v1/review/{name}", headers=key) for name in ("territoire", "rien"))
    assert (closed.status_code, closed.content) == (404, never.content)
    review.close_opening(ars, by=founder, at=timezone.now())
    assert client.get("/api/v1/review", headers=key).status_code == 401


def test_pages_of_the_structure_are_shut_to_who_holds_a_link(client: Client, ars: Opening) -> None:
    client.get(ars.link.get_absolute_url() if ars.link else "")
    for name in ("reviews", "filing", "document"):
        address = reverse(f"dossier:{name}", args=[ars.structure.slug, ars.document_id])
        assert client.get(address).status_code == 302


def test_the_home_of_an_address_holds_its_own_openings_alone(client: Client, ars: Opening) -> None:
    link = review.home_link(ars.email)
    told = client.get(link.get_absolute_url()).content.decode()
    assert ars.structure.name in told
    assert not [secret for secret in SECRETS if secret in told]
    other = Opening.objects.exclude(pk=ars.pk).get()
    for start in ("fiche-", "demande-"):
        assert client.get(link.step(f"{start}{other.pk}")).status_code == 404


def test_to_look_at_a_section_is_not_to_read_it(client: Client, ars: Opening) -> None:
    """A mail server opens every address it sees."""
    assert ars.link
    client.get(ars.link.step("partie-origine"))
    client.get(ars.link.step("lue-origine"))
    assert not SectionReading.objects.exists()
    client.post(ars.link.step("lue-origine"))
    assert SectionReading.objects.get().version == 1


def test_what_is_read_of_a_frozen_document_is_what_was_filed(
    client: Client, ars: Opening, founder: User
) -> None:
    assert ars.link
    review_filing.freeze(ars.document, by=founder, at=timezone.now())
    ars.document.section_texts.filter(section="origine").update(html="<p>Changé en douce.</p>")
    page = client.get(ars.link.step("partie-origine")).content.decode()
    assert OPENED in page
    assert "Changé en douce" not in page
    assert Document.objects.get(pk=ars.document_id).state == DocumentState.FROZEN
