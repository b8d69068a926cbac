"""Past the term of the books, the names of people whose cards were erased go; the sums stay."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from maillage.funding.models import (
    AssociateShare,
    BankLine,
    Claim,
    EntryLine,
    Expense,
    JournalEntry,
    Reconciliation,
    Supplier,
    Transfer,
)
from maillage.funding.models.sealing import unsealed
from maillage.funding.queries.hours import GRANTED
from maillage.funding.rules.naming import without_names
from maillage.people.models import Person
from maillage.people.queries.retention import kept_since
from maillage.people.services.erasing import UNNAMED

#: The row of the table of terms that accounts follow.
BOOKS = "fee"
#: A line that came once its year was closed is written in the next one.
LATE = timedelta(days=366)


@transaction.atomic
def forget_old_names(*, on: date) -> None:
    """Of claims, expenses, shares, transfers, and in the words of the books; asked again, it changes nothing."""
    term = kept_since(BOOKS, on=on)
    claims = Claim.objects.filter(person=None).alias(last=Coalesce("paid_on", "decided_on", "held_on"))
    claims = claims.filter(last__lte=term).exclude(name=UNNAMED)
    spent = Expense.objects.filter(person=None, supplier=None).alias(last=Coalesce("paid_on", "dated_on"))
    spent = spent.filter(last__lte=term).exclude(name=UNNAMED)
    shares = AssociateShare.objects.filter(person=None, sharing__made_on__lte=term)
    shares = shares.exclude(name__startswith=UNNAMED)
    transfers = transfers_over(term).exclude(name=UNNAMED)
    gone = names_in(
        {
            claims: "legal_person",
            spent: "legal_person",
            shares: "sharing__legal_person",
            transfers: "batch__legal_person",
        }
    )
    claims.update(name=UNNAMED, contested="", answer="", proof=None)
    never = Claim.objects.filter(person=None, parts=None).exclude(state__in=GRANTED)
    never.delete()  # what was never granted is no account
    spent.update(name=UNNAMED)
    told = Concat(Value(f"{UNNAMED} "), Cast(F("pk"), CharField()))  # one name for each in a sharing
    shares.update(name=told)
    transfers.update(name=UNNAMED, iban="", label="", street="", postcode="", town="")
    for payer, names in gone.items():
        if left := names - still_named(payer, names):
            forget_in_books(payer, left, until=term + LATE)


def names_in(rows: Mapping[QuerySet[Any], str]) -> dict[int, set[str]]:
    """Legal person → the names of these rows, each with the path to it."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for every, payer in rows.items():
        for person, name in every.values_list(payer, "name"):
            found[person].add(name)
    return dict(found)


def still_named(payer: int, names: Collection[str]) -> set[str]:
    """Those of somebody else, or of a later year: nothing of theirs goes before."""
    known: list[QuerySet[Any]] = [
        Person.objects.filter(structure__legal_persons=payer),
        Claim.objects.filter(legal_person=payer),
        Expense.objects.filter(legal_person=payer),
        AssociateShare.objects.filter(sharing__legal_person=payer),
        Transfer.objects.filter(batch__legal_person=payer),
        Supplier.objects.filter(legal_person=payer),
    ]
    return {name for every in known for name in every.filter(name__in=names).values_list("name", flat=True)}


def forget_in_books(payer: int, names: Collection[str], *, until: date) -> None:
    """In what entries, lines of the bank and expenses say, validated or not: amounts, accounts and numbers stay."""
    entries = JournalEntry.objects.filter(year__legal_person=payer, on__lte=until)
    lines = BankLine.objects.filter(account__legal_person=payer, booked_on__lte=until)
    with unsealed():
        _put_out(entries, "label", names)
        _put_out(EntryLine.objects.filter(entry__in=entries), "party_name", names)
        _put_out(lines, "label", names)
        _put_out(Reconciliation.objects.filter(line__in=lines), "words", names)
    _put_out(Expense.objects.filter(legal_person=payer, dated_on__lte=until), "label", names)


def _put_out(rows: QuerySet[Any], column: str, names: Collection[str]) -> None:
    field: models.Field[Any, Any] = rows.model._meta.get_field(column)
    for pk, words in rows.exclude(**{column: ""}).values_list("pk", column):
        told = without_names(words, names, UNNAMED)
        if told != words:
            rows.model._default_manager.filter(pk=pk).update(**{column: told[: field.max_length]})


def transfers_over(term: date) -> QuerySet[Transfer]:
    """Those of nobody who has a card still: neither a payee nor a claim leads to one."""
    known = Claim.objects.filter(parts__transfer=OuterRef("pk"), person__isnull=False)
    shared = AssociateShare.objects.filter(parts__transfer=OuterRef("pk"), person__isnull=False)
    return Transfer.objects.filter(~Exists(known), ~Exists(shared), payee=None, batch__executes_on__lte=term)
