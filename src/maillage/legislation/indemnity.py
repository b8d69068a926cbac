"""The most a professional may receive from a CPTS in a civil year (décret n° 2022-375, article D. 1434-44)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from maillage.kernel import Answer, BadInput, euros, with_no_break_spaces
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.evaluator import ask
from maillage.legislation.facts import Given

DECREE = "le décret n° 2022-375 du 16 mars 2022"


@dataclass(frozen=True, slots=True)
class IndemnityFacts(Given):
    """Indemnities and remunerations of one professional in a civil year.

    Whether the ceiling holds for each CPTS or for all together is not in our sources: we count what is given as one.
    """

    received: Decimal | None = fact(  # noqa: RUF009 — `fact` makes a dataclass field
        "Indemnités et rémunérations de l'année civile",
        where="Comptes de la CPTS",
        low=0,
        unit="currency-EUR",
    )


@rule("cpts.indemnity_left", since="2022-03-18", unit="currency-EUR", text=DECREE)
def indemnity_left(facts: Facts, law: Law) -> Quantity:
    """Reste possible dans l'année civile : plafond de la sécurité sociale moins sommes reçues

    Membre de plusieurs CPTS : nous supposons un seul plafond pour toutes, la lecture la plus prudente.
    """
    return law["social_security.annual_ceiling"] - facts.received


@dataclass(frozen=True, slots=True)
class IndemnityCheck:
    """A total against its maximum; `left` is what may still be paid (negative: what is above)."""

    status: Literal["satisfied", "broken", "unknown"]
    sentence: str
    left: Answer


def indemnity_check(year: int, total: Decimal) -> IndemnityCheck:
    """A total against the ceiling of the civil year. Raises BadInput for a negative total."""
    if not date.min.year <= year <= date.max.year:
        raise BadInput(f"L'année {year} n'existe pas au calendrier.", field="year")
    left = ask("cpts.indemnity_left", IndemnityFacts(total), on=date(year, 12, 31))
    if left.value is None:
        why = left.why or f"Le plafond de {year} n'est pas dans nos sources."
        return IndemnityCheck("unknown", with_no_break_spaces(why), left)
    told = f"{euros(total)} en {year}, pour un plafond de {euros(left.value + total)}"
    if left.value < 0:
        return IndemnityCheck("broken", f"{told} : {euros(-left.value)} de trop.", left)
    return IndemnityCheck("satisfied", f"{told} : il reste {euros(left.value)}.", left)
