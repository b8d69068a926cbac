"""The directory of who can help, on a page to pin up."""

from datetime import date

from maillage.care.queries.helping import Helper, book
from maillage.documents.types import Block, Document, Paragraph, Table
from maillage.kernel import date_in_french, phone_in_french
from maillage.structures.models import Structure


def directory(structure: Structure, *, on: date) -> Document:
    """Those that are proposed, by kind, each with the day on which it was last checked: one table, to be one page."""
    rows = [
        (
            f"{shelf.label} : {_who(each)}",
            ", ".join(each.situations),
            _reach(each),
            date_in_french(each.offer.checked_on),
        )
        for shelf in book(structure, (), on=on, is_on=True)
        for each in shelf.helpers
    ]
    opening = "Un numéro est faux ? Signalez-le par le lien qui mène à cet annuaire."
    blocks: tuple[Block, ...] = (Paragraph("Aucune aide n’est encore écrite."),)
    if rows:
        heads = ("Qui", "Pour quoi", "Joindre", "Vérifié le")
        blocks = (Paragraph(opening), Table(headers=heads, rows=tuple(rows)))
    return Document(title="Qui peut aider ?", author=structure.name, date=on, opening=blocks)


def _who(helper: Helper) -> str:
    where = ", ".join(helper.communes) or "tout le territoire"
    return f"{helper.offer} ({where})"


def _reach(helper: Helper) -> str:
    offer = helper.offer
    returns = f"retour : {offer.returns}" if offer.returns else ""
    said = [phone_in_french(offer.phone) if offer.phone else "", offer.hours, offer.form_url]
    return ", ".join(filter(None, [*said, *map(str, helper.slots), returns]))
