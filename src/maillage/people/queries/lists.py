"""The lists of this room as they are taken away, for a spreadsheet: titles, then a line each."""

from collections.abc import Iterable, Iterator

from maillage.kernel import joined
from maillage.legislation import professions_by_key
from maillage.people.models import Fee, Payment, Person
from maillage.people.queries.coverage import Coverage, Line
from maillage.tables import SheetCell

Rows = Iterator[tuple[SheetCell, ...]]


def trade_of(key: str) -> str:
    known = professions_by_key().get(key)
    return known.label if known else key


def team_in_rows(people: Iterable[Person]) -> Rows:
    yield (
        "Nom", "Profession", "Spécialité", "Mode d’exercice", "Rôle", "Commune", "Lieu d’exercice", "Engagement",
    )  # fmt: skip
    for person in people:
        yield (
            person.name,
            trade_of(person.profession),
            person.specialty,
            person.get_practice_display(),
            person.get_role_display(),
            person.commune,
            person.workplace,
            person.get_engagement_display(),
        )


def fees_in_rows(fees: Iterable[Fee]) -> Rows:
    yield "Qui", "Du", "Au", "Montant", "État", "Reçu n°", "Payé par", "Reçu le", "Remboursée le"
    for fee in fees:
        payment = fee.payment
        yield (
            "Personne effacée" if fee.person is None else fee.who,
            fee.since,
            fee.last_day,
            fee.amount,
            "réglée" if payment else "gratuite" if fee.is_settled else "due",
            payment.number if payment else None,
            payment.payer if payment else None,
            payment.paid_on if payment else None,
            fee.refunded_on,
        )


def payments_in_rows(payments: Iterable[Payment]) -> Rows:
    """A line for each payment, as fees.payments_of gives them; one that was taken back has no amount."""
    yield "Reçu n°", "Reçu le", "Payé par", "Par", "Montant", "Pour", "État"
    for payment in payments:
        total: SheetCell = payment.total  # type: ignore[attr-defined]
        yield (
            payment.number,
            payment.paid_on,
            payment.payer,
            payment.get_means_display(),
            total,
            joined(fee.who for fee in payment.fees.all()),
            "annulé" if total is None else "reçu",
        )


def coverage_in_rows(coverage: Coverage) -> Rows:
    """By profession, then by commune: the first column says which."""
    yield "Par", "Qui ou où", "En ville", "Adhérents", "Connus", "Jamais joints"
    yield from _lines("profession", coverage.professions)
    yield from _lines("commune", coverage.communes)


def _lines(by: str, lines: Iterable[Line]) -> Rows:
    for line in lines:
        yield by, line.label, line.supply, line.joined, line.reached, line.never
