"""What somebody was paid in a year, on paper."""

from datetime import date

from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.funding.models import Claim
from maillage.funding.queries.claims import paid_in
from maillage.funding.rules.paying import total_of
from maillage.kernel import date_in_french, euros
from maillage.people.models import Person

SAID = "Ce relevé dit des sommes et des jours. Il ne dit rien de leur régime fiscal ou social : voyez votre comptable."


def year_of(person: Person, year: int, *, on: date) -> Document:
    """Each sum that was paid to somebody, or for them, in a civil year."""
    claims = paid_in(person, year)
    payers = dict.fromkeys(each.legal_person.name for each in claims)
    facts = (("De", ", ".join(payers) or person.structure.name), ("À", person.name), ("Année", str(year)))
    blocks = (Facts(facts), _table(claims) if claims else Paragraph("Aucune somme n’est notée payée."))
    return Document(
        title=f"Sommes payées en {year}",
        author=person.structure.name,
        date=on,
        opening=(Paragraph(SAID),),
        sections=(Section(person.name, blocks, numbered=False),),
    )


def _table(claims: list[Claim]) -> Table:
    return Table(
        headers=("Pour", "Le", "Minutes", "Nature", "Payée le", "Payée à", "Montant"),
        rows=tuple(
            (
                each.label,
                date_in_french(each.held_on),
                str(each.minutes),
                each.get_kind_display(),
                date_in_french(each.paid_on) if each.paid_on else "",
                _paid_to(each),
                euros(each.amount),
            )
            for each in claims
        ),
        total=("Total", "", "", "", "", "", euros(total_of(each.amount for each in claims))),
        align="llrlllr",
    )


def _paid_to(claim: Claim) -> str:
    """Who held the account, when a transfer of ours paid it."""
    return next((part.transfer.name for part in claim.parts.all() if part.is_live), claim.name)
