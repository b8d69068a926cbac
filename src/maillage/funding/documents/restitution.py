"""The yearly return for the ARS and the caisse: the budget against what was paid, by mission, with its index of proofs."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.documents.types import Block, Document, Facts, Paragraph, Section, Table
from maillage.funding.queries.returns import YearlyReturn
from maillage.funding.types.returns import Piece, TimeGiven, total_of
from maillage.kernel import date_in_french, euros, plural

TWO_DATES = (
    "Une dépense compte dans l’année de sa pièce, une indemnité dans celle de la réunion, un versement dans celle où il "
    "est arrivé. Une année de contrat va souvent d’une année civile à l’autre : le calendrier des versements dit laquelle."
)


def restitution(told: YearlyReturn, *, on: date) -> Document:
    person, year = told.person, told.year
    return Document(
        title=f"Restitution de l’année {year}",
        author=person.structure.name,
        date=on,
        opening=(Paragraph(TWO_DATES),),
        sections=tuple(sections(told)),
    )


def sections(told: YearlyReturn) -> Iterator[Section]:
    person, shown = told.person, told.budget
    population = f"{shown.population}" if shown.population else "inconnue"
    facts = (
        ("Structure", person.structure.name),
        ("Personne morale", person.name),
        ("Année civile", str(told.year)),
        ("Population du contrat", population),
        ("Reçu dans l’année", euros(told.received)),
        ("Payé dans l’année pour des années d’avant", euros(shown.late)),
    )
    yield Section("L’essentiel", (Facts(facts),))
    yield Section("Par poste", (by_post(told),))
    yield Section("Ce qui est arrivé", (came(told),))
    yield Section("Le temps donné, par fonction", (time_given(told.by_office, "Fonction"),))
    yield Section("Le temps donné, par profession", (time_given(told.by_profession, "Profession"),))
    yield Section("Les réunions tenues", (meetings(told),))
    yield Section("Index des pièces", (index(told.pieces),))


def by_post(told: YearlyReturn) -> Block:
    rows = [*told.budget.budget.rows]
    total = told.budget.budget.total
    return Table(
        headers=("Poste", "Prévu", "Engagé", "Payé", "Reste", "Reçu"),
        rows=tuple(
            (
                str(row.post),
                euros(row.planned),
                euros(row.committed),
                euros(row.paid),
                euros(row.left),
                euros(row.taken.received),
            )
            for row in rows
        ),
        total=(
            "Ensemble",
            euros(total.planned),
            euros(total.committed),
            euros(total.paid),
            euros(total.left),
            euros(total.taken.received),
        ),
        align="lrrrrr",
    )


def came(told: YearlyReturn) -> Block:
    if not told.came:
        return Paragraph("Rien n’est noté reçu.")
    return Table(
        headers=("Le", "Contrat", "Versement", "Montant"),
        rows=tuple(
            (date_in_french(each.on), each.contract, each.label, euros(each.amount)) for each in told.came
        ),
        total=("Ensemble", "", "", euros(told.received)),
        align="lllr",
    )


def time_given(lines: Sequence[TimeGiven], of: str) -> Block:
    if not lines:
        return Paragraph("Aucun temps n’est noté.")
    total = total_of(lines)
    return Table(
        headers=(of, "Personnes", "Heures", "dont payées", "dont bénévoles", "Accordé"),
        rows=tuple(
            (
                each.label,
                str(each.people),
                *each.hours,
                euros(each.amount),
            )
            for each in lines
        ),
        total=(
            total.label,
            "",
            *total.hours,
            euros(total.amount),
        ),
        align="lrrrrr",
    )


def meetings(told: YearlyReturn) -> Block:
    if not told.meetings:
        return Paragraph("Aucune réunion n’est notée tenue.")
    return Facts(tuple((kind, plural(count, "réunion")) for kind, count in told.meetings))


def amount_of(piece: Piece) -> str:
    if piece.is_contract:
        return "sans montant"
    return "inconnu" if piece.amount is None else euros(piece.amount)


def index(pieces: Sequence[Piece]) -> Block:
    if not pieces:
        return Paragraph("Aucune dépense n’est notée.")
    return Table(
        headers=("N°", "Pièce", "Poste", "Du", "Montant"),
        rows=tuple(
            (
                f"{each.number:03}",
                each.label if each.file else f"{each.label} (sans pièce)",
                each.post,
                date_in_french(each.on),
                amount_of(each),
            )
            for each in pieces
        ),
        align="lllrr",
    )
