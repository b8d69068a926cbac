"""Whom a structure pays, and whom it could not pay yet."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from maillage.funding.enums import PayeeKind
from maillage.funding.models import Claim, Payee
from maillage.funding.queries.hours import whose
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


def holders_of(claims: Iterable[Claim]) -> defaultdict[int, frozenset[str]]:
    """Claim → keys of the others who are paid on the same account, or by the same company, as its person."""
    every = list(claims)
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    payers = {each.legal_person_id for each in every}
    payees = list(Payee.objects.filter(legal_person__in=payers).select_related("person"))
    mine = {(each.legal_person_id, each.person_id): each for each in payees}
    for claim in every:
        if paid := mine.get((claim.legal_person_id, claim.person_id or 0)):
            found[claim.pk] = frozenset(whose(each.person) for each in payees if _is_paid_as(each, paid))
    return found


def _is_paid_as(payee: Payee, paid: Payee) -> bool:
    """Two people who hold one company or one account; colleagues whose employer is paid hold nothing of it."""
    if payee.legal_person_id != paid.legal_person_id or payee.pk == paid.pk:
        return False
    if PayeeKind.EMPLOYER in {payee.kind, paid.kind}:
        return False
    is_company = payee.kind == paid.kind == PayeeKind.COMPANY
    return payee.iban == paid.iban or (is_company and payee.siret == paid.siret)


def unpayable(structure: Structure) -> list[Claim]:
    """Of each person whose claims are approved and whose account nobody gave, one."""
    _, without = planned(payable(structure))
    return one_each(without)


def one_each(claims: Iterable[Claim]) -> list[Claim]:
    return list({each.person_id or f"claim {each.pk}": each for each in claims}.values())


def people_to_pay(structure: Structure) -> QuerySet[Person]:
    """Cards whose account nobody gave."""
    return structure.people.exclude(payees__legal_person__structure=structure).order_by("called", "pk")
