"""What leaves of the people: the receipt of a fee."""

from decimal import Decimal

from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.kernel import date_in_french, euros
from maillage.people.models import Fee, Payment


def receipt(payment: Payment) -> Document:
    """To the payer, for each member named."""
    fees = list(payment.fees.select_related("person"))
    total = sum((fee.amount for fee in fees), Decimal())
    carrier = payment.legal_person
    facts = (
        ("Reçu de", payment.payer),
        ("Le", date_in_french(payment.paid_on)),
        ("Par", payment.get_means_display().lower()),
        ("Pour", carrier.name if carrier else payment.structure.name),
        *((("SIRET", carrier.siret),) if carrier and carrier.siret else ()),
        *((("RNA", carrier.rna),) if carrier and carrier.rna else ()),
    )
    table = Table(
        headers=("Cotisation de", "Période", "Montant"),
        rows=tuple((fee.person.name, period_words(fee), euros(fee.amount)) for fee in fees),
        total=("Total", "", euros(total)),
        align="llr",
    )
    note = Paragraph(
        "Ce reçu constate un paiement. Ce n’est ni une facture, ni un reçu fiscal."
        if fees
        else "Ce paiement a été annulé : ce reçu ne vaut plus rien."
    )
    return Document(
        title=f"Reçu de cotisation n° {payment.number}",
        author=payment.structure.name,
        date=payment.paid_on,
        sections=(Section("Paiement reçu", (Facts(facts), table, note), numbered=False),),
    )


def period_words(fee: Fee) -> str:
    """« du 1er janvier 2026 au 31 décembre 2026 »: the last day is in it."""
    return f"du {date_in_french(fee.since)} au {date_in_french(fee.last_day)}"
