"""What the page of a signed contract shows: its years, its payments, and why a total is a range."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from maillage import legislation
from maillage.kernel import Answer, Missing, date_in_french
from maillage.ui.types import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class ContractPage:
    """A contract counted. `missing` is what would narrow its totals, empty when they are all known.

    `ceiling` is the yearly maximum of its size on the day it is signed: what bounds a contract without missions.
    """

    years: Table
    payments: Table
    has_missions: bool
    ceiling: Answer
    missing: tuple[Missing, ...]


def contract_page(signed: legislation.Contract) -> ContractPage:
    """Raises BadInput for a contract that cannot be."""
    money = legislation.contract_money(signed)
    about = legislation.CptsFacts(population=signed.population, size=signed.size)
    ceiling = legislation.ask("cpts.ceiling", about, on=signed.signed)
    said_beside = () if signed.missions else ceiling.missing
    return ContractPage(
        years_table(money.years),
        payments_table(money.payments),
        has_missions=bool(signed.missions),
        ceiling=ceiling,
        missing=tuple(
            dict.fromkeys(gap for year in money.years for gap in year.total.missing if gap not in said_beside)
        ),
    )


def years_table(years: Iterable[legislation.YearDue]) -> Table:
    euros = "€"
    return Table(
        caption="Ce que chaque année de contrat doit",
        columns=(
            Column("Année"),
            Column("Du"),
            Column("Au (exclu)"),
            Column("Fonctionnement", euros, number=True),
            Column("Missions, part fixe", euros, number=True),
            Column("Missions, part variable", euros, number=True),
            Column("Total", euros, number=True),
        ),
        rows=[
            (
                str(year.number),
                date_in_french(year.since),
                date_in_french(year.until),
                year.running_cost,
                parts(year, "fixed"),
                parts(year, "variable"),
                year.total,
            )
            for year in years
        ],
        source="ACI des CPTS et contrat type ; vos montants pour les missions",
    )


def payments_table(payments: Iterable[legislation.Payment]) -> Table:
    return Table(
        caption="Les versements, dans l’ordre",
        columns=(
            Column("Date"),
            Column("Versement"),
            Column("Année de contrat"),
            Column("Montant", "€", number=True),
        ),
        rows=[
            (
                date_in_french(payment.date)
                if payment.date
                else f"pas avant le {date_in_french(payment.not_before)}",
                payment.label,
                str(payment.contract_year),
                payment.amount,
            )
            for payment in payments
        ],
        source="ACI des CPTS, calendrier des versements",
    )


def parts(year: legislation.YearDue, part: Literal["fixed", "variable"]) -> Cell:
    """The parts of its missions; to fill in when the annex of the contract is not given."""
    if annex := tuple(gap for gap in year.total.missing if gap.id == "annex"):
        return Answer(None, missing=annex)
    return " + ".join(getattr(due, part).in_french() for due in year.missions) or "aucune"
