"""The pharmacists of a team, what they counted, and what it pays."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from maillage.funding.enums import Ability
from maillage.funding.models import PharmacistYear
from maillage.funding.rules.pharmacist import MONTHS, fee_kinds, kinds, money, total_of
from maillage.funding.types.pharmacist import PharmacistMoney
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.tables import SheetCell

PHARMACIST = "pharmacien"
#: What is true of a pharmacy for a year.
TRUE = ("overseas", "first_year")


def pharmacists_of(structure: Structure) -> QuerySet[Person]:
    return structure.people.filter(profession=PHARMACIST, is_merged=False).order_by("name", "pk")


def year_of(person: Person, year: int) -> PharmacistYear | None:
    return PharmacistYear.objects.prefetch_related("counts").filter(person=person, year=year).first()


def counts_in(noted: PharmacistYear | None) -> Mapping[int, Mapping[str, int]]:
    """Month → kind → how many; a kind that is counted no more is left out."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for each in noted.counts.all() if noted else ():
        if each.kind in kinds():
            found[each.month][each.kind] = each.count
    return found


def money_of(year: int, noted: PharmacistYear | None) -> PharmacistMoney:
    return money(year, counts_in(noted), {name: getattr(noted, name, None) for name in TRUE})


def fees_on_page(page: Mapping[str, Any], counts: Any) -> dict[str, Any]:
    """For whom reads the money of the structure: what the rules make of the counts of a year (`year`, `by_person`: card →
    month → kind → how many), month by month, all pharmacists together. Nothing for the others, nor without a priced act."""
    if Ability.READ not in page.get("abilities", ()):
        return {}
    noted = PharmacistYear.objects.filter(person__in=[pk for pk in counts.by_person if pk], year=counts.year)
    known = {each.person_id: each for each in noted}
    told = [
        money(
            counts.year,
            {month: _beside(found) for month, found in months.items()},
            {name: getattr(known.get(pk), name, None) for name in TRUE},
        )
        for pk, months in counts.by_person.items()
    ]
    months = [
        (date(counts.year, number, 1), total)
        for number in MONTHS
        if (total := total_of(fee.answer for each in told for fee in each.months[number - 1].fees))
    ]
    yearly = total_of(fee.answer for each in told for fee in each.yearly)
    whole = total_of([*(total for _, total in months), *([yearly] if yearly else [])])
    return {"months": months, "yearly": yearly, "whole": whole, "slug": counts.slug} if whole else {}


def _beside(counted: Mapping[str, int]) -> Mapping[str, int]:
    """Who counts some acts of a fee at the counter, and none of another of its acts, made none of it."""
    found = dict(counted)
    for fee in fee_kinds():
        if any(kind.key in counted for kind in fee.kinds):
            found |= {kind.key: counted.get(kind.key, 0) for kind in fee.kinds}
    return found


def counts_in_rows(told: PharmacistMoney) -> Iterator[Sequence[SheetCell]]:
    """What is not known is an empty cell."""
    yield (
        "Mois",
        "Honoraires",
        "Acte",
        "Nombre",
        "Montant (€)",
        "Au moins (€)",
        "Au plus (€)",
        "Règle",
        "Source",
    )
    for fee in (*(fee for month in told.months for fee in month.fees), *told.yearly):
        answer = fee.answer
        sources = ", ".join(dict.fromkeys(source.title for source in answer.sources))
        rule = ", ".join(dict.fromkeys(source.rule for source in answer.sources if source.rule))
        for rank, (key, count) in enumerate(fee.counts.items()):
            amounts = [answer.value, answer.low, answer.high] if not rank else [None] * 3
            yield (
                f"{told.year}-{fee.month:02}" if fee.month else str(told.year), fee.fee.label, kinds()[key].label, count,
                *("" if each is None else each for each in amounts), rule, sources,
            )  # fmt: skip


def pharmacist_in(noted: PharmacistYear) -> dict[str, Any]:
    """For an export."""
    return {
        "person": noted.person.name,
        "year": noted.year,
        "overseas": noted.overseas,
        "first_year": noted.first_year,
        "counts": [
            {"month": each.month, "kind": each.kind, "count": each.count} for each in noted.counts.all()
        ],
    }


def pharmacist_told(noted: PharmacistYear) -> Iterator[dict[str, str]]:
    """For who takes a copy of their card."""
    for each in noted.counts.all():
        label = kinds()[each.kind].label if each.kind in kinds() else each.kind
        yield {"Mois": f"{each.month:02}/{noted.year}", "Acte": label, "Nombre": str(each.count)}
