"""What may be kept, as its first bytes say, whatever its name."""

from django.db.models import TextChoices


class Kind(TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpg", "photo"
    PNG = "png", "image"
    DOCX = "docx", "document Word"
    XLSX = "xlsx", "classeur Excel"
    ODT = "odt", "document ODT"
    ODS = "ods", "classeur ODS"


CONTENT_TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
#: As the field of a form says it.
ACCEPTED = ",".join(f".{kind}" for kind in (*Kind.values, "jpeg"))
