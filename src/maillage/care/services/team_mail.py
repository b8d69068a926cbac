"""What is written to somebody of a team of care: a session, a concertation, and never a patient."""

from datetime import datetime

from maillage.kernel import visible, with_no_break_spaces
from maillage.mail.enums import Haste
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.desk import contact_of
from maillage.structures.models import Structure


def write_to(
    person: Person, subject: str, words: str, *, key: str, structure: Structure, at: datetime
) -> None:
    """Soon, in the name of the structure; the same key writes once."""
    post(
        key,
        subject=with_no_break_spaces(subject),
        body=with_no_break_spaces(visible(f"{words}\n\n{structure.name}")),
        sender=structure.name,
        to=[To(person.email, person.name)],
        at=at,
        about=structure.pk,
        reply_to=contact_of(structure),
        haste=Haste.SOON,
    )
