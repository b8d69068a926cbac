"""What a paper is by its content, and what is taken off it before it is kept."""

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePosixPath
from unicodedata import normalize

from PIL import Image, ImageOps, UnidentifiedImageError

from maillage.files.enums import PaperKind
from maillage.kernel import BadInput, visible

MOST_BYTES = 10 * 1024 * 1024
#: Of all the papers of a structure.
MOST_BYTES_IN_ALL = 1024 * 1024 * 1024
LONGEST_NAME = 120
#: Of a paper in an archive, its number and its ending included.
LONGEST_ENTRY = 80
#: Letters that no accent comes off.
SPELT = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "–": "-", "—": "-", "°": "o"}
)
#: Points of a picture before it is opened, and the longest side of what is kept.
MOST_POINTS, LONGEST_SIDE = 60_000_000, 2_400
QUALITY = 85
#: Entries of an office file, and what they weigh once opened, by what it weighs closed.
MOST_ENTRIES, MOST_SWOLLEN = 5_000, 200

#: As people call them.
NAMES: dict[PaperKind, str] = {
    PaperKind.PDF: "PDF",
    PaperKind.JPEG: "photo",
    PaperKind.PNG: "image PNG",
    PaperKind.DOCX: "Word",
    PaperKind.XLSX: "Excel",
    PaperKind.ODT: "ODT",
    PaperKind.ODS: "ODS",
}
HEIC = (
    "Cette photo est au format HEIC, que peu d’appareils relisent. Sur l’iPhone : Réglages, Appareil photo, Formats, "
    "« Le plus compatible » ; ou envoyez un PDF."
)
#: Brands of the files that an iPhone writes.
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
#: An entry that tells what an office file is; its kind.
INSIDE = {"word/document.xml": PaperKind.DOCX, "xl/workbook.xml": PaperKind.XLSX}
MIMES = {
    b"application/vnd.oasis.opendocument.text": PaperKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": PaperKind.ODS,
}
MACROS = ("vbaproject.bin", "basic/", "scripts/")


def taken(only: Collection[PaperKind]) -> str:
    """« PDF, Word ou ODT »."""
    *others, last = [name for kind, name in NAMES.items() if kind in only]
    return f"{', '.join(others)} ou {last}" if others else last


def kind_of(content: bytes, only: Collection[PaperKind] = tuple(PaperKind)) -> PaperKind:
    """By what it holds, of those that are taken here. Raises BadInput, with what to do instead."""
    kind = _kind_of(content, only)
    if kind not in only:
        raise BadInput(f"Ce fichier n’est pas de ceux qui se gardent ici : {taken(only)}.", field="file")
    return kind


def _kind_of(content: bytes, only: Collection[PaperKind]) -> PaperKind:
    if content.startswith(b"%PDF-"):
        return PaperKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return PaperKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PaperKind.PNG
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS and PaperKind.JPEG in only:
        raise BadInput(HEIC, field="file")
    if content.startswith(b"PK\x03\x04"):
        return _office(content, only)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            "Ce fichier est d’un ancien format d’Office, ou protégé par un mot de passe. Enregistrez-le sans mot de passe, "
            f"en {taken(only)}.",
            field="file",
        )
    raise BadInput(f"Ce fichier n’est pas de ceux qui se gardent ici : {taken(only)}.", field="file")


def _office(content: bytes, only: Collection[PaperKind]) -> PaperKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename.lower() for entry in entries]
            swollen = sum(entry.file_size for entry in entries) > MOST_SWOLLEN * len(content)
            mime = archive.read("mimetype")[:80] if names[:1] == ["mimetype"] and not swollen else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise BadInput("Ce fichier est abîmé : enregistrez-le de nouveau.", field="file") from None
    if len(entries) > MOST_ENTRIES or swollen:
        raise BadInput("Ce fichier se déplie trop : enregistrez-le en PDF.", field="file")
    if any(mark in name for name in names for mark in MACROS):
        raise BadInput("Ce fichier contient des macros : enregistrez-le en PDF.", field="file")
    found = MIMES.get(mime.strip()) or next((INSIDE[name] for name in names if name in INSIDE), None)
    if found is None:
        raise BadInput(
            f"Cette archive n’est pas un document : {taken(only)}. Envoyez ses fichiers un à un.",
            field="file",
        )
    return found


def cleaned(content: bytes, kind: PaperKind) -> bytes:
    """A picture as one sees it: turned upright, of a size one reads, without where and when it was taken. Else as given.

    Raises BadInput for a picture that does not open.
    """
    if kind not in {PaperKind.JPEG, PaperKind.PNG}:
        return content
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise BadInput(
                    "Cette image a trop de points : enregistrez-la plus petite, ou en PDF.", field="file"
                )
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is opened no larger than needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _saved(upright, kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise BadInput("Cette image ne s’ouvre pas : prenez-la de nouveau.", field="file") from None


def _saved(picture: Image.Image, kind: PaperKind) -> bytes:
    kept = BytesIO()
    bare = (
        picture.convert("RGB")
        if kind == PaperKind.JPEG or picture.mode not in {"1", "L", "P", "RGB"}
        else picture
    )
    bare.info = {}
    if kind == PaperKind.JPEG:
        bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    else:
        bare.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def shown_name(given: str, kind: PaperKind) -> str:
    """Its name as one reads it, without folders nor invisible letters, with the ending of what it is."""
    bare = " ".join(visible(given).replace("\\", "/").split())
    stem = PurePosixPath(bare.rsplit("/", 1)[-1]).stem.strip(" .") or "pièce"
    return f"{stem[: LONGEST_NAME - len(kind.value) - 1]}.{kind.value}"


def entry_name(rank: int, title: str, kind: str, *, digits: int = 2) -> str:
    """« 07 - Proces-verbal AGO.pdf »: of a numbered paper in an archive, such as every system reads and keeps apart.

    Its number comes first: none of the names that Windows keeps for itself begins so, and no two are one.
    """
    plain = normalize("NFKD", title.translate(SPELT)).encode("ascii", "ignore").decode()
    words = " ".join(re.sub(r"[^A-Za-z0-9 ._'()-]+", " ", plain).split())
    start, end = f"{rank:0{digits}} - ", f".{kind}"
    stem = words.removesuffix(end)[: LONGEST_ENTRY - len(start) - len(end)].strip(" .") or "piece"
    return f"{start}{stem}{end}"
