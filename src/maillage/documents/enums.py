"""The three files a document becomes."""

from enum import StrEnum


class Format(StrEnum):
    """DOCX to annotate, ODT for free office suites, PDF to send and sign. The value is the file's suffix."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.PDF: "application/pdf",
}
