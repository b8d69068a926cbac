"""What pharmacists counted by month, under the names of counts that the law room prices. No patient, no small one hidden."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from maillage.care.models import CountedAct
from maillage.care.rules.taps import added_by, pharmacy_groups
from maillage.care.types import PharmacyCounts
from maillage.structures.models import Structure

#: Taps of a pharmacist, by key.
PHARMACY = tuple(tap.key for group in pharmacy_groups() for tap in group.taps)


def pharmacy_counts(structure: Structure, year: int) -> PharmacyCounts:
    """Each apart: some fees grow by steps, and those of two pharmacists are not those of one who did it all."""
    rows = CountedAct.objects.filter(structure=structure, on__year=year, is_undone=False, kind__in=PHARMACY)
    counted = rows.annotate(month=ExtractMonth("on")).order_by().values_list("person", "month", "kind")
    made: dict[int | None, dict[int, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for person, month, kind, times in counted.annotate(Count("pk")):
        made[person][month].append((kind, times))
    by_person = {
        person: {month: added_by(taps) for month, taps in sorted(months.items())}
        for person, months in made.items()
    }
    return PharmacyCounts(structure.slug, year, by_person)


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
