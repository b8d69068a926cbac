"""A document that leaves is of one moment: what is written meanwhile is not in it, and one can tell which versions are."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.writing import begun, letter, written
from maillage.accounts.models import User
from maillage.documents import types as doc
from maillage.documents.enums import Format
from maillage.documents.services import frozen, render, thawed
from maillage.dossier.commands import dossier
from maillage.dossier.models import Document, Export
from maillage.dossier.services import exporting
from maillage.files.models import File
from maillage.jobs.models import Job
from maillage.jobs.services import run_next
from maillage.kernel import BadInput
from maillage.structures.models import Structure

DAY = date(2026, 9, 1)


def words_of(file: bytes) -> str:
    with ZipFile(BytesIO(file)) as parts:
        body = parts.read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", body)))


@pytest.fixture
def document(structure: Structure, founder: User) -> Document:
    written(structure, "origine", "<p>Avant.</p>", by=founder)
    return begun(structure, founder)


def test_the_last_page_names_the_version_of_each_section(structure: Structure, document: Document) -> None:
    last = letter(structure, on=DAY).sections[-1]
    assert last.title == "Versions assemblées dans cette copie"
    (table, said) = last.blocks
    assert isinstance(table, doc.Table)
    assert [row[:2] for row in table.rows] == [("Origine et contexte", "1")]
    assert isinstance(said, doc.Paragraph)
    before = said.text
    written(structure, "origine", "<p>Après.</p>", by=document.started_by, version=1)  # type: ignore[arg-type]
    after = letter(structure, on=DAY).sections[-1].blocks[-1]
    assert isinstance(after, doc.Paragraph)
    assert before != after.text


def test_what_is_written_while_a_file_is_made_is_not_in_it(
    structure: Structure, document: Document, founder: User
) -> None:
    asked = exporting.export_later(document, Format.DOCX, correspondence="", by=founder, at=timezone.now())
    written(structure, "origine", "<p>Après.</p>", by=founder, version=1)
    job = run_next()
    assert job
    assert (job.is_over, job.done) == (True, exporting.STEPS)
    client = Client()
    client.force_login(founder)
    answer = client.get(job.path)
    file = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "Avant." in words_of(file)
    assert "Après." not in words_of(file)
    asked.refresh_from_db()
    assert asked.printed == ""


def test_a_worker_that_died_leaves_one_file_of_the_same_words(
    document: Document, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = exporting.export_later(document, Format.PDF, correspondence="", by=founder, at=timezone.now())
    job = Job.objects.get(kind=exporting.KIND)
    files = File.objects.count()

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "keep", killed)
        with pytest.raises(SystemExit):
            exporting.make(job)
    assert (Export.objects.get().file, File.objects.count()) == (None, files)
    for _ in range(2):
        exporting.make(job)
    assert File.objects.count() == files + 1
    asked.refresh_from_db()
    assert asked.file


def test_a_file_is_read_by_members_of_its_structure_alone(
    document: Document, founder: User, outsider: User
) -> None:
    exporting.export_later(document, Format.PDF, correspondence="", by=founder, at=timezone.now())
    job = run_next()
    assert job
    client = Client()
    client.force_login(outsider)
    assert client.get(job.path).status_code == 404


BLOCKS = st.sampled_from(
    [
        doc.Paragraph("Des mots"), doc.Html("<p>Un <b>gras</b></p>"), doc.Questions(("Quoi ?",)), doc.ToComplete(),
        doc.Facts((("Nom", "Ada & Fils"),)), doc.Table(headers=("A", "B"), rows=(("1", "2"),), align="lr", caption="T"),
        doc.Figure(svg="<svg/>", caption="F", alt="Une carte"), doc.PageBreak(), doc.Heading("T", 3),
        doc.Calendar((doc.Milestone(DAY, "Dépôt"), doc.Milestone("à fixer", "Suite")), caption="C"),
        doc.Signatures((doc.Signatory("Ada"),), blank=2),
    ]
)  # fmt: skip


@given(opening=st.lists(BLOCKS, max_size=4), blocks=st.lists(BLOCKS, max_size=4))
def test_a_document_that_was_put_aside_is_read_again_equal(
    opening: list[doc.Block], blocks: list[doc.Block]
) -> None:
    whole = doc.Document(
        title="T",
        author="A",
        date=DAY,
        opening=tuple(opening),
        sections=(doc.Section("S", tuple(blocks), numbered=False),),
    )
    assert thawed(frozen(whole)) == whole


TRICKS = [
    "Dupont & Fils",
    "< 2 MG",
    "[[x]]",
    "{{ nom }}",
    "{% if %}",
    "$x^2$",
    "#titre",
    "*",
    "\\",
    "@ref",
    "_a_",
    "`b`",
]


@settings(max_examples=6)
@given(said=st.lists(st.sampled_from(TRICKS), min_size=1, max_size=6))
def test_what_is_typed_is_printed_as_it_was_typed(said: list[str]) -> None:
    words = " ".join(said)
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    whole = doc.Document(
        title=f"Titre {words}",
        author=f"Auteur {words}",
        date=DAY,
        sections=(
            doc.Section(
                f"Partie {words}",
                (
                    doc.Html(
                        f"<p>{escaped}</p><table><tr><td>{escaped}</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
                    ),
                    doc.Paragraph(words),
                ),
            ),
        ),
    )
    read = (
        words_of(render(whole, Format.DOCX))
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    assert read.count(words) >= 4
    assert render(whole, Format.PDF).startswith(b"%PDF")


# The command line


def exported(tmp_path: Path, slug: str, name: str, form: str = "docx") -> bytes:
    file = tmp_path / f"essai.{form}"
    done = CliRunner().invoke(
        dossier,
        ["export", slug, "--document", name, "--format", form, "-o", str(file)],
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    return file.read_bytes()


@pytest.mark.parametrize("name", ["lettre", "lettre-d-intention", "lettre-d-intention-cpts"])
def test_a_document_leaves_by_the_name_its_people_give_it(
    name: str, structure: Structure, document: Document, tmp_path: Path
) -> None:
    assert "Avant." in words_of(exported(tmp_path, structure.slug, name))
    assert "Avant." in words_of(exported(tmp_path, structure.slug, str(document.pk)))


def test_a_document_that_nobody_began_leaves_as_its_plan(structure: Structure, tmp_path: Path) -> None:
    words = words_of(exported(tmp_path, structure.slug, "projet-de-sante"))
    assert "À compléter" in words


def test_a_name_that_is_no_document_is_answered_with_those_there_are(
    structure: Structure, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="lettre-d-intention-cpts"):
        exported(tmp_path, structure.slug, "roman")
