"""The years of books of a structure, and which one a page shows."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from maillage.funding.models import Account, BooksYear
from maillage.funding.queries.contracts import missions_known
from maillage.funding.queries.hours import payer_of
from maillage.funding.rules.chart import last_day
from maillage.structures.models import LegalPerson, Structure


def years_of(structure: Structure) -> QuerySet[BooksYear]:
    """The latest first."""
    return (
        BooksYear.objects.filter(legal_person__structure=structure)
        .select_related("legal_person__structure__territory", "closed_by")
        .order_by("-since", "-pk")
    )


def year_shown(structure: Structure, pk: int | None, *, on: date) -> BooksYear | None:
    """The one asked for; else an open one of that day, any open one, the last. None before the first."""
    return among(list(years_of(structure)), pk, on=on)


def among(years: Sequence[BooksYear], pk: int | None, *, on: date) -> BooksYear | None:
    """`years` as `years_of` orders them."""
    if pk is not None and (asked := next((each for each in years if each.pk == pk), None)):
        return asked
    still = [each for each in years if each.closed_on is None]
    current = [each for each in still if each.since <= on <= each.closes_on]
    return next(iter([*current, *reversed(still), *years]), None)


def person_opening(structure: Structure) -> LegalPerson | None:
    """The legal person whose books are opened first: the one that pays, else the last."""
    return payer_of(structure) or structure.legal_persons.last()


def next_days(person: LegalPerson, *, on: date) -> tuple[date, date]:
    """The first day and the last of the year to open: after the last one, else the civil year."""
    last = person.books_years.first()
    since = last.closes_on + timedelta(days=1) if last else date(on.year, 1, 1)
    return since, last_day(since)


def accounts_of(person: LegalPerson) -> QuerySet[Account]:
    return Account.objects.filter(legal_person=person).select_related("bank").order_by("number")


def mission_names() -> dict[str, str]:
    """Key → label, of every mission of the agreement of CPTS."""
    return {each.key: each.label for each in missions_known()}
