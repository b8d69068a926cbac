"""Noting what a pharmacist did, month by month."""

from collections.abc import Mapping

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import PharmacistCount, PharmacistYear
from maillage.funding.queries.pharmacist import TRUE, money_of, year_of
from maillage.funding.rules.pharmacist import MONTHS, kinds
from maillage.funding.services.locking import lock
from maillage.kernel import BadInput
from maillage.people.models import Person


@transaction.atomic
def note_month(
    person: Person, year: int, month: int, counts: Mapping[str, int | None], *, by: User
) -> PharmacistYear:
    """The counts of a month, in place of what was noted of these kinds; None is unknown. Sent twice, it is the same.

    Raises BadInput for counts that cannot be: more positive tests than tests.
    """
    structure = lock(person.structure)
    if month not in MONTHS or counts.keys() - kinds().keys():
        raise BadInput("Ce mois ou cet acte n’existe pas : rechargez la page.")
    noted, _ = PharmacistYear.objects.get_or_create(person=person, year=year)
    for kind, count in counts.items():
        if count is None:
            PharmacistCount.objects.filter(pharmacist_year=noted, month=month, kind=kind).delete()
        else:
            PharmacistCount.objects.update_or_create(
                pharmacist_year=noted, month=month, kind=kind, defaults={"count": count}
            )
    money_of(year, year_of(person, year))
    record(f"Actes du pharmacien notés : {month:02}/{year}.", by=by.pk, subject=structure.pk)
    return noted


@transaction.atomic
def note_pharmacy(person: Person, year: int, true: Mapping[str, bool | None], *, by: User) -> PharmacistYear:
    """What is true of the pharmacy for the year (queries.pharmacist.TRUE)."""
    structure = lock(person.structure)
    told = {name: true.get(name) for name in TRUE}
    noted, _ = PharmacistYear.objects.update_or_create(person=person, year=year, defaults=told)
    record(f"Pharmacie, année {year} : précisée.", by=by.pk, subject=structure.pk)
    return noted
