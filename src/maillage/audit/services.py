"""One way to leave a trace, and one to erase: with a structure."""

from uuid import UUID

from maillage.audit.enums import Kind
from maillage.audit.models import Entry


def record(sentence: str, *, by: int | None, subject: UUID | None = None, kind: Kind = Kind.WRITE) -> Entry:
    """Append one row. `sentence` is French, without personal data beyond what the page already shows."""
    return Entry.objects.create(sentence=sentence[:300], actor=by, subject=subject, kind=kind)


def erase_subject(subject: UUID) -> None:
    """A structure is erased: its trail goes with it."""
    Entry.objects.erase_subject(subject)


def erase_name(subject: UUID, name: str, said: str) -> None:
    """Somebody is erased from a structure: its trail keeps what was done, and no more who they were."""
    Entry.objects.erase_name(subject, name, said)
