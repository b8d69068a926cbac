"""What may be kept, as its first bytes say, whatever its name."""

from django.db.models import TextChoices


class PaperKind(TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpg", "photo"
    PNG = "png", "image"
    DOCX = "docx", "document Word"
    XLSX = "xlsx", "classeur Excel"
    ODT = "odt", "document ODT"
    ODS = "ods", "classeur ODS"


CONTENT_TYPES: dict[str, str] = {
    PaperKind.PDF: "application/pdf",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.PNG: "image/png",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PaperKind.ODT: "application/vnd.oasis.opendocument.text",
    PaperKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
#: As the field of a form says it.
ACCEPTED = ",".join(f".{kind}" for kind in (*PaperKind.values, "jpeg"))
