"""What leaves of the people: the receipt of a fee, and all that is kept of somebody."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from maillage.documents.types import Block, Document, Facts, Paragraph, Section, Table
from maillage.kernel import date_in_french, euros
from maillage.legislation import professions_by_key
from maillage.people.enums import Engagement
from maillage.people.models import Fee, Payment, Person
from maillage.people.queries import seats_of
from maillage.people.queries.copy import Copy
from maillage.people.queries.retention import retention
from maillage.structures.models import Structure


def team_by_trade(structure: Structure, *, on: date) -> tuple[Block, ...]:  # noqa: ARG001
    """How many of each profession are in, and how many are still to be brought in."""
    known = professions_by_key()
    counts: dict[str, Counter[bool]] = {}
    for person in seats_of(structure):
        label = known[person.profession].label if person.profession in known else "Profession à préciser"
        counts.setdefault(label, Counter())[person.engagement == Engagement.A_ASSOCIER] += 1
    if not counts:
        return ()
    rows = tuple((label, str(each[False]), str(each[True])) for label, each in sorted(counts.items()))
    total = (
        "Total",
        str(sum(each[False] for each in counts.values())),
        str(sum(each[True] for each in counts.values())),
    )
    headers = ("Profession", "Engagés", "À associer")
    return (Table(headers=headers, rows=rows, align="lrr", caption="L’équipe par profession", total=total),)


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
        rows=tuple((fee.who, period_words(fee), euros(fee.amount)) for fee in fees),
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


def copy_of_card(person: Person, told: Copy, *, on: date) -> Document:
    """All that a structure keeps of somebody, for them to read: one fact a line, lists as tables."""
    sections = [Section(heading, tuple(_blocks(lines)), numbered=False) for heading, lines in told.items()]
    sections.append(
        Section(
            "Combien de temps",
            (
                Table(
                    headers=("Ce qui est gardé", "Combien de temps", "Après", "Qui le dit"),
                    rows=tuple(
                        (row.what, row.how_long, row.after, row.says_who) for row in retention().values()
                    ),
                ),
            ),
            numbered=False,
        )
    )
    return Document(
        title=f"Ce que garde « {person.structure.name} » de {person.name}",
        author=person.structure.name,
        date=on,
        sections=tuple(sections),
    )


def _blocks(lines: Sequence[Mapping[str, str]]) -> Iterator[Block]:
    """Nothing is said to be nothing; several lines that say the same things are a table."""
    if not lines:
        yield Paragraph("Rien.")
    elif len(lines) > 1 and len({tuple(line) for line in lines}) == 1:
        yield Table(headers=tuple(lines[0]), rows=tuple(tuple(line.values()) for line in lines))
    else:
        yield from (Facts(tuple(line.items())) for line in lines)
