"""What somebody was paid in a year, on paper."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.funding.queries.paid import PaidYear, paid_year
from maillage.kernel import date_in_french, euros
from maillage.people.models import Person

SAID = "Ce relevé dit des sommes et des jours. Il ne dit rien de leur régime fiscal ou social : voyez votre comptable."


def year_of(person: Person, year: int, *, on: date) -> Document:
    """Each sum that was paid to somebody, or for them, in a civil year; then by who was paid, and by function."""
    paid = paid_year(person, year)
    payers = dict.fromkeys(each.claim.legal_person.name for each in paid.lines)
    facts = (("De", ", ".join(payers) or person.structure.name), ("À", person.name), ("Année", str(year)))
    blocks = (Facts(facts), _table(paid) if paid.lines else Paragraph("Aucune somme n’est notée payée."))
    sections = [Section(person.name, blocks, numbered=False)]
    if paid.lines:
        for title, of, sums in (
            ("Par titulaire du compte payé", "Titulaire du compte", paid.by_payee),
            ("Par fonction", "Fonction", paid.by_office),
        ):
            sections.append(Section(title, (_summed(of, sums, paid.total),), numbered=False))
    return Document(
        title=f"Sommes payées en {year}",
        author=person.structure.name,
        date=on,
        opening=(Paragraph(SAID),),
        sections=tuple(sections),
    )


def _table(paid: PaidYear) -> Table:
    return Table(
        headers=("Pour", "Fonction", "Le", "Minutes", "Nature", "Payée le", "Payée à", "Montant"),
        rows=tuple(
            (
                each.claim.label,
                each.office,
                date_in_french(each.claim.held_on),
                str(each.claim.minutes),
                each.claim.get_kind_display(),
                date_in_french(each.claim.paid_on) if each.claim.paid_on else "",
                each.payee,
                euros(each.claim.amount),
            )
            for each in paid.lines
        ),
        total=("Total", "", "", "", "", "", "", euros(paid.total)),
        align="lllrlllr",
    )


def _summed(of: str, sums: Sequence[tuple[str, Decimal]], total: Decimal) -> Table:
    return Table(
        headers=(of, "Montant"),
        rows=tuple((label, euros(amount)) for label, amount in sums),
        total=("Total", euros(total)),
        align="lr",
    )
