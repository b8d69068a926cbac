"""What leaves on paper: the book of partners."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.documents.types import Block, Document, Facts, Paragraph, Section, Table
from maillage.kernel import date_in_french, phone_in_french
from maillage.outreach.models import Partner, PartnerContact
from maillage.outreach.queries.partners import (
    Line,
    Signed,
    conventions_by_partner,
    lines_of,
    people_by_partner,
    role_of,
)
from maillage.structures.models import Structure


def book(structure: Structure, partners: Sequence[Partner], *, on: date) -> Document:
    """A section for each: to be found in a bag, when the telephone rings."""
    people, conventions = people_by_partner(partners), conventions_by_partner(partners, on=on)
    sections = tuple(
        Section(
            line.partner.name,
            tuple(_told(line, people.get(line.partner.pk, ()), conventions.get(line.partner.pk, ()))),
            numbered=False,
        )
        for line in lines_of(partners, on=on)
    )
    nobody = (Section("Personne encore", (Paragraph("Le carnet est vide."),), numbered=False),)
    return Document(
        title="Carnet des partenaires", author=structure.name, date=on, sections=sections or nobody
    )


def _told(line: Line, people: Sequence[PartnerContact], conventions: Sequence[Signed]) -> Iterator[Block]:
    each, step = line.partner, line.step
    said = f"{date_in_french(line.last_on)} : {line.last_words}" if line.last_on else ""
    rows = (
        (role_of(each), each.get_kind_display()),
        ("Pour quoi", each.purpose),
        ("Adresse", each.address),
        ("Courriel", each.email),
        ("Téléphone", phone_in_french(each.phone)),
        ("Suivi par", each.owner.name if each.owner else ""),
        ("Dernier échange", said),
        ("Prochaine étape", f"{step.words}, avant le {date_in_french(step.due_on)}" if step else ""),
    )
    yield Facts(tuple((label, value) for label, value in rows if value))
    if people:
        cards = ((row.person, row.title) for row in people)
        told = tuple((card.name, title, phone_in_french(card.phone), card.email) for card, title in cards)
        yield Table(headers=("Personne", "Fonction", "Téléphone", "Courriel"), rows=told)
    if conventions:
        told_of = tuple((one.convention.title, one.standing.state.label, one.sentence) for one in conventions)
        yield Table(headers=("Convention", "État", ""), rows=told_of)
