"""What money writes by itself in a document: contracts, budgets, indicators, each as its page says it."""

from datetime import date
from decimal import Decimal

from maillage.documents.types import Block, Table
from maillage.funding.documents.restitution import time_given
from maillage.funding.models import Indicator
from maillage.funding.queries.budget import budget_of
from maillage.funding.queries.contracts import signed_by
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.posts import label_of
from maillage.funding.queries.returns import return_of
from maillage.kernel import date_in_french, decimal_in_french, euros, integer
from maillage.structures.models import Structure

UNSAID = "non dit au contrat"


def contracts(structure: Structure, *, on: date) -> tuple[Block, ...]:  # noqa: ARG001
    rows = tuple(
        (
            each.name,
            each.funder or UNSAID,
            date_in_french(each.signed_on),
            date_in_french(each.ends_on) if each.ends_on else UNSAID,
            integer(each.population) if each.population is not None else UNSAID,
        )
        for each in signed_by(structure)
    )
    headers = ("Contrat", "Financeur", "Signé le", "Finit le", "Population écrite au contrat")
    return (Table(headers=headers, rows=rows, align="llllr", caption="Contrats signés"),) if rows else ()


def budget(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """Of each legal person that has one this year."""
    tables = []
    for person in structure.legal_persons.all():
        shown = budget_of(person, on.year, on=on)
        if not shown.lines:
            continue
        rows = tuple((str(row.post), euros(row.planned), euros(row.committed)) for row in shown.budget.rows)
        total = shown.budget.total
        tables.append(
            Table(
                headers=("Poste", "Prévu", "Engagé"),
                rows=rows,
                align="lrr",
                caption=f"Budget {on.year}, {person.name}",
                total=("Total", euros(total.planned), euros(total.committed)),
            )
        )
    return tuple(tables)


def hours(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """The time of meetings and of calls in the civil year, by function: given, and paid. Nobody is named."""
    person = payer_of(structure)
    if person is None:
        return ()
    person.structure = structure
    lines = return_of(person, on.year, on=on).by_office
    return (time_given(lines, "Fonction"),) if lines else ()


def indicators(structure: Structure, *, on: date) -> tuple[Block, ...]:  # noqa: ARG001
    """Those of its contracts; a base or a target that nobody wrote is said so."""
    kept = Indicator.objects.filter(contract__in=signed_by(structure)).select_related("contract")
    rows = tuple(
        (
            label_of(each.mission) if each.mission else each.axis,
            each.name,
            _value(each.base, each.unit),
            _value(each.target, each.unit),
            each.fed_by or "à dire",
        )
        for each in kept
    )
    headers = ("Mission ou axe", "Indicateur", "Point de départ", "Cible", "Qui le remplit")
    return (Table(headers=headers, rows=rows, align="llrrl", caption="Indicateurs"),) if rows else ()


def _value(number: Decimal | None, unit: str) -> str:
    return f"{decimal_in_french(number, 2)} {unit}".strip() if number is not None else "à fixer"
