"""An invoice received twice is paid once: a supplier writes its numbers in many ways, and begins again each year."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from maillage.funding.types.invoices import Invoice, Likeness
from maillage.kernel import date_in_french, euros, folded, with_no_break_spaces

#: Days between two invoices of one amount that may be one.
CLOSE = timedelta(days=5)


def alike(invoice: Invoice, known: Iterable[Invoice]) -> list[Likeness]:
    """Invoices known that may be this one, those that block its payment first."""
    return sorted(_alike(invoice, known), key=lambda each: (not each.blocks, each.other.on))


def _alike(invoice: Invoice, known: Iterable[Invoice]) -> Iterator[Likeness]:
    for other in known:
        if other.supplier != invoice.supplier or (other.amount < 0) != (invoice.amount < 0):
            continue
        day = date_in_french(other.on)
        if _number(other) == _number(invoice) != "" and other.on.year == invoice.on.year:
            why = f"La facture « {other.number} » de ce fournisseur, du {day}, est déjà là."
            yield Likeness(other, with_no_break_spaces(why), blocks=True)
        elif other.amount == invoice.amount and abs(other.on - invoice.on) <= CLOSE:
            why = f"Ce fournisseur a déjà une facture de {euros(other.amount)}, du {day} : est-ce la même ?"
            yield Likeness(other, with_no_break_spaces(why), blocks=False)


def _number(invoice: Invoice) -> str:
    """« F-2026/014 », « f 2026 014 » → « f2026014 »."""
    return folded(invoice.number).replace(" ", "")
