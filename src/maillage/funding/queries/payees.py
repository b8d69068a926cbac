"""Whom a structure pays, and whom it could not pay yet."""

from collections.abc import Iterable

from django.db.models import QuerySet

from maillage.funding.models import Claim, Payee
from maillage.funding.queries.transfers import payable, planned
from maillage.people.models import Person
from maillage.structures.models import Structure


def payees_of(structure: Structure) -> QuerySet[Payee]:
    """Those in quarantine first."""
    return (
        Payee.objects.filter(legal_person__structure=structure)
        .select_related("legal_person", "person", "typed_by", "checked_by")
        .order_by("checked_on", "name", "pk")
    )


def unpayable(structure: Structure) -> list[Claim]:
    """Of each person whose claims are approved and whose account nobody gave, one."""
    _, without = planned(payable(structure))
    return one_each(without)


def one_each(claims: Iterable[Claim]) -> list[Claim]:
    return list({each.person_id or f"claim {each.pk}": each for each in claims}.values())


def people_to_pay(structure: Structure) -> QuerySet[Person]:
    """Cards whose account nobody gave."""
    return structure.people.exclude(payees__legal_person__structure=structure).order_by("called", "pk")
