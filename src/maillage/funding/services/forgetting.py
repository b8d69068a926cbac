"""Past the term of the books, the names of people whose cards were erased go; the sums stay."""

from datetime import date

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from maillage.funding.models import AssociateShare, Claim, Expense, Transfer
from maillage.funding.queries.hours import GRANTED
from maillage.people.queries.retention import kept_since
from maillage.people.services.erasing import UNNAMED

#: The row of the table of terms that accounts follow.
BOOKS = "fee"


@transaction.atomic
def forget_old_names(*, on: date) -> None:
    """Of claims, expenses, shares and transfers; asked again, it changes nothing."""
    term = kept_since(BOOKS, on=on)
    claims = Claim.objects.filter(person=None).alias(last=Coalesce("paid_on", "decided_on", "held_on"))
    claims.filter(last__lte=term).exclude(name=UNNAMED).update(
        name=UNNAMED, contested="", answer="", proof=None
    )
    never = Claim.objects.filter(person=None, parts=None).exclude(state__in=GRANTED)
    never.delete()  # what was never granted is no account
    spent = Expense.objects.filter(person=None, supplier=None).alias(last=Coalesce("paid_on", "dated_on"))
    spent.filter(last__lte=term).exclude(name=UNNAMED).update(name=UNNAMED)
    shares = AssociateShare.objects.filter(person=None, sharing__made_on__lte=term)
    told = Concat(Value(f"{UNNAMED} "), Cast(F("pk"), CharField()))  # one name for each in a sharing
    shares.exclude(name__startswith=UNNAMED).update(name=told)
    transfers_over(term).exclude(name=UNNAMED).update(
        name=UNNAMED, iban="", label="", street="", postcode="", town=""
    )


def transfers_over(term: date) -> QuerySet[Transfer]:
    """Those of nobody who has a card still: neither a payee nor a claim leads to one."""
    known = Claim.objects.filter(parts__transfer=OuterRef("pk"), person__isnull=False)
    return Transfer.objects.filter(~Exists(known), payee=None, batch__executes_on__lte=term)
