"""Papers that people give: judged by their content, cleaned, kept aside, and gone with what they were for."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django.fixtures import Settings

from maillage.files import rules, services
from maillage.files.enums import PaperKind
from maillage.files.models import File
from maillage.files.rules import cleaned, kind_of, shown_name
from maillage.kernel import BadInput

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ABOUT = uuid4()
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture(autouse=True)
def apart(settings: Settings, tmp_path: Path) -> Path:
    """A storage of this test alone."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "files": backend}
    return tmp_path


def kept(content: bytes = PDF, name: str = "convention.pdf", *, at: datetime = NOON, **said: Any) -> File:
    return services.keep(SimpleUploadedFile(name, content), **{"about": ABOUT, "by": None, "at": at, **said})


def archive(**entries: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in entries.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), *, mode: str = "RGB", **exif: Any) -> bytes:
    content, told = BytesIO(), Image.Exif()
    told[ORIENTATION] = exif.get("orientation", 1)
    told.get_ifd(GPS)[1] = "N"
    told[GPS] = {1: "N", 2: (44.0, 1.0, 0.0)}
    Image.new(mode, size).save(content, kind, exif=told)
    return content.getvalue()


ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<a/>")
DOCX = archive(word__document_xml=b"<a/>")
XLSX = archive(xl__workbook_xml=b"<a/>")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, PaperKind.PDF),
        (photo(), PaperKind.JPEG),
        (photo("PNG"), PaperKind.PNG),
        (DOCX, PaperKind.DOCX),
        (XLSX, PaperKind.XLSX),
        (ODT, PaperKind.ODT),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), PaperKind.ODS),
    ],
)
def test_the_content_says_what_it_is_whatever_its_name(content: bytes, kind: PaperKind) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "se gardent ici"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "se gardent ici"),
        (b"MZ\x90\x00", "se gardent ici"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe"),
        (b"PK\x03\x04broken", "abîmé"),
        (archive(photo_xml=b"<a/>"), "pas un document"),
        (
            archive(word__document_xml=b"<a/>", word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}),
            "macros",
        ),
        (archive(word__document_xml=b"0" * 3_000_000), "se déplie trop"),
    ],
)
def test_what_is_not_a_paper_is_refused_with_the_way_out(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        kind_of(content)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90",
        b"\xff\xd8\xff",
        b"\x00\x00\x00\x18ftypheic",
        archive(photo_xml=b"<a/>"),
        b"\xd0\xcf\x11\xe0",
    ],
)
def test_a_refusal_names_what_is_taken_here_and_nothing_else(content: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        kind_of(content, (PaperKind.PDF, PaperKind.ODT))
    assert "PDF ou ODT" in str(refusal.value)
    assert not {"photo", "Excel", "xlsx", "Word", "iPhone"} & set(re.findall(r"\w+", str(refusal.value)))


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_kind_or_one_sentence(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"):
        try:
            cleaned(start + content, kind_of(start + content))
        except BadInput as refusal:
            said = str(refusal)
        else:
            said = "Gardé."
        assert said.endswith(".")


def test_a_photo_is_turned_upright_and_says_neither_where_nor_when() -> None:
    for kind, found in ((PaperKind.JPEG, "JPEG"), (PaperKind.PNG, "PNG")):
        bare = cleaned(photo(found, orientation=6), kind)
        with Image.open(BytesIO(bare)) as picture:
            assert (picture.format, picture.size) == (found, (20, 40))
            assert not picture.getexif()
            assert not picture.info.get("exif")


def test_a_photo_of_a_telephone_is_kept_at_a_size_one_reads() -> None:
    with Image.open(BytesIO(cleaned(photo(size=(4_000, 3_000)), PaperKind.JPEG))) as picture:
        assert picture.size == (2_400, 1_800)


def test_a_photo_for_printers_is_read_on_a_screen() -> None:
    with Image.open(BytesIO(cleaned(photo(mode="CMYK"), PaperKind.JPEG))) as picture:
        assert picture.mode == "RGB"


def bomb() -> bytes:
    """An image that says to be of 400 million points, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )


def test_an_image_that_would_fill_the_memory_is_not_opened() -> None:
    with pytest.raises(BadInput, match=r"trop de points|ne s’ouvre pas"):
        cleaned(bomb(), PaperKind.PNG)


@given(st.text(max_size=300))
def test_a_name_is_one_line_without_folders_and_ends_as_what_it_is(name: str) -> None:
    shown = shown_name(name, PaperKind.DOCX)
    assert shown.endswith(".docx")
    assert len(shown) <= rules.LONGEST_NAME
    assert not set("/\\\n\r\0") & set(shown)


def test_a_name_keeps_its_accents_and_loses_its_folders() -> None:
    assert (
        shown_name("C:\\Bureau\\Convention signée n°3.PDF.exe", PaperKind.PDF)
        == "Convention signée n°3.PDF.pdf"
    )
    assert shown_name("../../etc/passwd", PaperKind.PDF) == "passwd.pdf"
    assert shown_name("", PaperKind.PDF) == "pièce.pdf"


# Kept


@pytest.mark.django_db
def test_a_paper_comes_back_as_it_was_given_to_keep_not_to_open() -> None:
    file = kept(name="Convention signée.pdf")
    answer = services.response_of(file)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_nothing_of_its_name_is_on_the_disk_and_it_is_for_us_alone(apart: Path) -> None:
    file = kept(name="Madame Fictif.pdf")
    (place,) = [path for path in apart.rglob("*") if path.is_file()]
    assert place == apart / file.place
    assert storages["files"].exists(file.place)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"), [(b"", "vide"), (PDF + b"0" * rules.MOST_BYTES, "10 Mo"), (b"<html>", "se gardent")]
)
def test_a_paper_that_is_refused_leaves_nothing(apart: Path, content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        kept(content)
    assert not File.objects.exists()
    assert not list(apart.iterdir())


@pytest.mark.django_db
def test_a_structure_does_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.keeping, "MOST_BYTES_IN_ALL", len(PDF) * 2)
    kept()
    kept()
    with pytest.raises(BadInput, match="retirez-en"):
        kept()
    assert kept(about=uuid4())  # another structure has its own room


@pytest.mark.django_db(transaction=True)
def test_what_is_dropped_leaves_the_disk_once_that_is_written(apart: Path) -> None:
    file = kept()
    services.drop(file)
    assert not [path for path in apart.rglob("*") if path.is_file()]
    assert not File.objects.exists()


@pytest.mark.django_db
def test_a_paper_that_nothing_points_to_goes_after_a_day(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    kept()
    assert services.sweep(now=NOON + timedelta(hours=23)) == 0
    assert services.sweep(now=NOON + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_a_paper_lost_from_the_disk_is_said(apart: Path) -> None:
    file = kept()
    (apart / file.place).unlink()
    with pytest.raises(BadInput, match="sauvegarde"):
        services.response_of(file)


@pytest.mark.django_db(transaction=True)
def test_an_erased_structure_leaves_no_paper(apart: Path) -> None:
    kept()
    other = kept(about=uuid4())
    services.erase_subject(ABOUT)
    assert [path for path in apart.rglob("*") if path.is_file()] == [apart / other.place]
