"""A document that was filed changes no more, is recognised by its fingerprint, and moves the track by its receipt."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from dossier.reviews import OPENED, document_of, first_remark
from grounds import move_named
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.documents.enums import Format
from maillage.documents.services import as_data, from_data, render
from maillage.dossier.documents.review import filed, grouped
from maillage.dossier.models import Document, FrozenState, Opinion, Remark
from maillage.dossier.queries.documents import first_document
from maillage.dossier.queries.review_filing import filing_of
from maillage.dossier.services import documents, review_filing, review_saying
from maillage.dossier.services.writing import move_section, write_section
from maillage.kernel import BadInput
from maillage.portal.commands import cli
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import stage_of
from maillage.structures.services import advance

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
PROJECT = "projet_de_sante_cpts"


@pytest.fixture
def letter(structure: Structure) -> Document:
    return document_of(structure, texts=[("origine", OPENED)])


@pytest.fixture
def frozen(letter: Document, founder: User) -> FrozenState:
    return review_filing.freeze(letter, by=founder, at=timezone.now())


def fresh(structure: Structure) -> Structure:
    return Structure.objects.select_related("territory").get(pk=structure.pk)


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_nothing_changes_a_frozen_document(frozen: FrozenState, founder: User) -> None:
    document, now = Document.objects.get(), timezone.now()
    for change in (
        lambda: write_section(document, "origine", "Non.", rich=False, version=1, by=founder, at=now),
        lambda: write_section(document, "besoins", "Non.", rich=False, version=0, by=founder, at=now),
        lambda: documents.name(document, "Non", by=founder),
        lambda: move_section(document, "origine", "rediger", by=founder),
    ):
        with pytest.raises(BadInput):
            change()
    assert document.section_texts.get(section="origine").html == f"<p>{OPENED}</p>"
    assert review_filing.is_intact(FrozenState.objects.get())


def test_a_document_without_a_word_is_not_filed(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput):
        review_filing.freeze(document_of(structure), by=founder, at=timezone.now())


def test_the_fingerprint_is_printed_on_the_last_page_and_changes_with_a_word(frozen: FrozenState) -> None:
    pages = text_of(render(filed(frozen), Format.PDF))
    assert frozen.digest in "".join(pages[-1].split())
    assert not any(frozen.digest in "".join(page.split()) for page in pages[:-1])
    kept = FrozenState.objects.get()
    assert review_filing.is_intact(kept)
    kept.content["sections"][1]["html"] += " "
    assert not review_filing.is_intact(kept)


def test_what_is_kept_prints_the_same(frozen: FrozenState) -> None:
    kept = FrozenState.objects.get().content["document"]
    assert as_data(from_data(kept)) == kept


def test_the_page_compares_a_fingerprint_typed_from_paper(frozen: FrozenState, member: User) -> None:
    page = reverse("dossier:filing", args=[frozen.document.structure.slug, frozen.document_id])
    client = client_of(member)
    assert "C’est la même" in client.get(page, {"digest": grouped(frozen.digest).upper()}).content.decode()
    assert "Ce n’est pas la même" in client.get(page, {"digest": "0" * 64}).content.decode()


def test_the_receipt_of_the_letter_moves_the_track_and_counts_nothing(
    frozen: FrozenState, founder: User
) -> None:
    review_filing.note_receipt(frozen, DAY, by=founder, on=DAY)
    structure = fresh(frozen.document.structure)
    assert stage_of(structure, Track.RECOGNITION) == "lettre_deposee"
    move = structure.recognitionmoves.last()
    assert move
    assert (move.on, "Récépissé du 20" in move.document) == (DAY, True)
    filing = filing_of(Document.objects.select_related("structure").get(), on=DAY + timedelta(days=400))
    assert (filing.deemed, filing.is_over) == (None, False)


@pytest.fixture
def project(structure: Structure, founder: User) -> FrozenState:
    """The letter is validated; the project is frozen."""
    for stage in ("deposer_lettre", "valider_lettre"):
        advance(
            structure,
            Track.RECOGNITION,
            move_named(Track.RECOGNITION, stage),
            by=founder,
            on=DAY - timedelta(9),
            today=DAY,
        )
    document = Document.objects.create(structure=fresh(structure), plan=PROJECT)
    write_section(document, "resume", "Deux pages.", rich=False, version=0, by=founder, at=timezone.now())
    return review_filing.freeze(document, by=founder, at=timezone.now())


def test_two_months_after_the_receipt_the_project_is_deemed_valid_and_nothing_says_it_is(
    project: FrozenState, founder: User, client: Client
) -> None:
    review_filing.note_receipt(project, DAY, by=founder, on=DAY)
    document = Document.objects.select_related("structure__territory", "frozen").get(pk=project.document_id)
    filing = filing_of(document, on=DAY)
    assert filing.deemed
    assert (filing.deemed.on, filing.is_over) == (date(2026, 5, 20), False)
    assert not filing_of(document, on=date(2026, 5, 20)).is_over
    assert filing_of(document, on=date(2026, 5, 21)).is_over
    assert stage_of(fresh(document.structure), Track.RECOGNITION) == "projet_depose"
    page = client_of(founder).get(reverse("dossier:filing", args=[document.structure.slug, document.pk]))
    assert "Réputé validé, à faire confirmer" in page.content.decode()


def test_a_receipt_to_come_moves_nothing(frozen: FrozenState, founder: User) -> None:
    with pytest.raises(BadInput):
        review_filing.note_receipt(frozen, DAY + timedelta(days=1), by=founder, on=DAY)
    assert stage_of(fresh(frozen.document.structure), Track.RECOGNITION) == "emergence"


def test_a_new_version_begins_with_the_words_of_the_one_that_was_filed(
    frozen: FrozenState, founder: User
) -> None:
    made = review_filing.new_round(frozen.document, by=founder, at=timezone.now())
    assert review_filing.new_round(frozen.document, by=founder, at=timezone.now()) == made
    structure = fresh(frozen.document.structure)
    assert first_document(structure) == made
    write_section(made, "origine", "Autrement.", rich=False, version=1, by=founder, at=timezone.now())
    (before,) = FrozenState.objects.all()
    assert OPENED in str(before.content)
    assert review_filing.is_intact(before)
    assert frozen.document.section_texts.get(section="origine").html == f"<p>{OPENED}</p>"
    assert made.section_texts.get(section="origine").versions.count() == 2


def test_the_filed_document_lists_every_remark_with_its_answer(structure: Structure, founder: User) -> None:
    remark = first_remark(structure)
    review_saying.answer_remark(remark, "C’est précisé.", by=founder, at=timezone.now())
    given = review_saying.GivenRemark("Et les délais ?")
    review_saying.note_remark(
        remark.opening, given, key=remark.opening.key, by=None, at=timezone.now(), on=timezone.localdate()
    )
    document = document_of(structure)
    frozen = review_filing.freeze(document, by=founder, at=timezone.now())
    asked = Remark.objects.select_related("opening")
    told = " ".join(
        " ".join(
            text_of(render(filed(frozen, remarks=asked, opinions=Opinion.objects.all()), Format.PDF))
        ).split()
    )
    for words in ("Précisez.", "C’est précisé.", "Et les délais", "sans réponse"):
        assert words in told
    assert "Précisez." not in " ".join(text_of(render(filed(frozen), Format.PDF)))


@pytest.mark.django_db(transaction=True)
def test_what_is_frozen_is_of_one_moment_whoever_writes(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    """D18: a section saved meanwhile is in it with its version, or is refused."""
    document, now = document_of(structure, texts=[("origine", OPENED)]), timezone.now()
    frozen, saved = at_once(
        lambda: review_filing.freeze(document, by=founder, at=now),
        lambda: write_section(document, "origine", "Autrement.", rich=False, version=1, by=founder, at=now),
    )
    told = next(each for each in frozen.content["sections"] if each["key"] == "origine")
    stands = document.section_texts.get(section="origine")
    assert (told["version"], told["html"]) == (stands.version, stands.html)
    assert isinstance(saved, BadInput) == (stands.version == 1)


def test_the_commands_write_a_pack_and_compare_a_fingerprint(frozen: FrozenState, tmp_path: Path) -> None:
    slug, run = frozen.document.structure.slug, CliRunner()
    file = tmp_path / "dossier.zip"
    packed = run.invoke(cli, ["dossier", "pack", slug, "--document", "lettre", "-o", str(file)])
    assert packed.exit_code == 0, packed.output
    with ZipFile(file) as kept:
        pages = text_of(kept.read("00 - Lettre d'intention.pdf"))
    assert frozen.digest in "".join(pages[-1].split())
    same = [
        "dossier",
        "verify",
        slug,
        "--document",
        str(frozen.document_id),
        "--digest",
        grouped(frozen.digest),
    ]
    assert "Intact" in run.invoke(cli, same).output
    assert run.invoke(cli, [*same[:-1], "0" * 64]).exit_code
    FrozenState.objects.update(content={"document": {}, "sections": []})
    assert run.invoke(cli, same).exit_code
