"""What an associé received of the sums shared in a year, on paper."""

from datetime import date

from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.funding.models import AssociateShare
from maillage.funding.queries.sharing import shares_of
from maillage.funding.rules.paying import total_of
from maillage.kernel import date_in_french, euros
from maillage.people.models import Person

SAID = "Ce relevé dit des parts, leur règle et son vote. Il ne dit rien de leur régime fiscal ou social : voyez votre comptable."


def year_of_shares(person: Person, year: int, *, on: date) -> Document:
    """Each share of a civil year, the rule it was computed by, the vote behind it."""
    shares = list(shares_of(person, year))
    payers = dict.fromkeys(each.sharing.legal_person.name for each in shares)
    facts = (("De", ", ".join(payers) or person.structure.name), ("À", person.name), ("Année", str(year)))
    blocks = [
        Facts(facts),
        _table(shares) if shares else Paragraph("Aucune somme n’a été partagée avec vous."),
    ]
    blocks += [Paragraph(_rule(each)) for each in shares]
    return Document(
        title=f"Parts d’associé, {year}",
        author=person.structure.name,
        date=on,
        opening=(Paragraph(SAID),),
        sections=(Section(person.name, tuple(blocks), numbered=False),),
    )


def _table(shares: list[AssociateShare]) -> Table:
    return Table(
        headers=("Somme partagée", "Le", "Heures", "Points", "Somme", "Votre part"),
        rows=tuple(
            (
                each.sharing.label,
                date_in_french(each.sharing.made_on),
                _measure(each.hours),
                _measure(each.points),
                euros(each.sharing.amount),
                euros(each.amount),
            )
            for each in shares
        ),
        total=("Total", "", "", "", "", euros(total_of(each.amount for each in shares))),
        align="llrrrr",
    )


def _measure(number: object) -> str:
    return "" if number is None else str(number).replace(".", ",")


def _rule(share: AssociateShare) -> str:
    voted = f" Règle votée : {share.sharing.decision}." if share.sharing.decision else ""
    return f"{share.sharing.label} : {share.sharing.said}{voted}"
