"""What pharmacists counted by month, under the names of counts that the law room prices. No patient, no small one hidden."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from maillage.care.models import CountedAct
from maillage.care.rules.taps import added_by, pharmacy_groups
from maillage.people.models import Person
from maillage.structures.models import Structure

#: Taps of a pharmacist, by key.
PHARMACY = tuple(tap.key for group in pharmacy_groups() for tap in group.taps)


def pharmacy_counts(
    structure: Structure, year: int, person: Person | None = None
) -> Mapping[int, Mapping[str, int]]:
    """Month → count → how many, of one pharmacist or of all; a month without a tap is absent: unknown, never zero."""
    rows = CountedAct.objects.filter(structure=structure, on__year=year, is_undone=False, kind__in=PHARMACY)
    if person is not None:
        rows = rows.filter(person=person)
    counted = rows.annotate(month=ExtractMonth("on")).order_by().values_list("month", "kind")
    made: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for month, kind, times in counted.annotate(Count("pk")):
        made[month].append((kind, times))
    return {month: added_by(made[month]) for month in sorted(made)}


def taps_by_month(structure: Structure, year: int) -> Mapping[str, Mapping[int, int]]:
    """Tap → month → how many, of all who counted."""
    rows = CountedAct.objects.filter(structure=structure, on__year=year, is_undone=False, kind__in=PHARMACY)
    counted = (
        rows.annotate(month=ExtractMonth("on")).order_by().values_list("kind", "month").annotate(Count("pk"))
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for kind, month, times in counted:
        found[kind][month] = times
    return found
