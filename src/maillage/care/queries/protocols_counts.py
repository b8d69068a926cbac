"""What teams did in a year, by the official formulas: pure counts, small ones as they are (the door hides them)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from maillage import legislation
from maillage.care.models import CountedAct, Enrolment
from maillage.care.queries.protocols import title_of
from maillage.care.rules.taps import ADVERSE, CALLED_BACK, END_OF_TREE, PROTOCOL_ACT
from maillage.kernel import Source
from maillage.structures.models import Structure
from maillage.structures.queries import together

NOT_PEOPLE = "Sans identité, deux venues d’un même patient comptent deux fois."


@dataclass(frozen=True, slots=True)
class YearlyCount:
    """An indicator of the catalogue, its formula filled. `denominator`: None when it is a plain count."""

    key: str
    label: str
    numerator: int
    denominator: int | None
    formula: str
    source: Source | None
    note: str = ""

    @property
    def share(self) -> float | None:
        """None without a denominator, or over nothing: unknown, never zero."""
        return self.numerator / self.denominator if self.denominator else None


def counts_by_kind(structure: Structure, year: int) -> Mapping[tuple[int | None, str], int]:
    """(enrolment, kind) → how many acts of protocols that year."""
    rows = CountedAct.objects.filter(
        structure=structure, on__year=year, is_undone=False, kind__in=(PROTOCOL_ACT, CALLED_BACK, ADVERSE)
    )
    counted = rows.order_by().values_list("enrolment_id", "kind").annotate(Count("pk"))
    return {(enrolment, kind): times for enrolment, kind, times in counted}


def yearly(counts: Mapping[str, int]) -> Iterator[YearlyCount]:
    """From how many of each kind: the indicators that the catalogue defines, in its words."""
    acts = counts.get(PROTOCOL_ACT, 0)
    for key, numerator, denominator, note in (
        ("cooperation_patients", acts, None, NOT_PEOPLE),
        ("cooperation_reprises", counts.get(CALLED_BACK, 0), acts, ""),
        ("cooperation_evenements_indesirables", counts.get(ADVERSE, 0), acts, ""),
    ):
        known = legislation.indicator(key)
        formula = f"{known.numerator} / {known.denominator}" if known.denominator else known.numerator
        yield YearlyCount(key, known.label, numerator, denominator, formula, known.source, note)


def of_enrolment(enrolment: Enrolment, year: int) -> list[YearlyCount]:
    rows = CountedAct.objects.filter(enrolment=enrolment, on__year=year, is_undone=False)
    return list(yearly(dict(rows.order_by().values_list("kind").annotate(Count("pk")))))


def protocols_counts(structure: Structure, year: int) -> dict[str, int]:
    """Teams engaged, acts of all protocols, reprises, events, and the ends of trees by « tree/end »."""
    engaged, acts = told_in(structure, date(year, 1, 1), date(year + 1, 1, 1))
    together(engaged, acts)
    return counts(engaged, acts)


#: kind, tree, outcome, times
Acts = QuerySet[CountedAct, tuple[str, str, str, int]]


def told_in(structure: Structure, first: date, after: date) -> tuple[QuerySet[Enrolment, int], Acts]:
    running = Enrolment.objects.filter(structure=structure, starts_on__lt=after)
    engaged = running.order_by().values_list("pk", flat=True)
    kinds = (PROTOCOL_ACT, CALLED_BACK, ADVERSE, END_OF_TREE)
    rows = CountedAct.objects.filter(
        structure=structure, on__gte=first, on__lt=after, is_undone=False, kind__in=kinds
    )
    return engaged, rows.order_by().values_list("kind", "tree", "outcome").annotate(times=Count("pk"))


def counts(engaged: QuerySet[Enrolment, int], acts: Acts) -> dict[str, int]:
    found: dict[str, int] = {"protocoles.engages": len(engaged)}
    for kind, tree, outcome, times in acts:
        key = f"arbre.{tree}/{outcome}" if kind == END_OF_TREE else kind
        found[key] = found.get(key, 0) + times
    return found


def by_team(structure: Structure, year: int) -> dict[str, dict[str, int]]:
    """Title of a protocol → kind → how many."""
    rows = {each.pk: each for each in structure.enrolments.select_related("local")}
    found: dict[str, dict[str, int]] = {}
    for (pk, kind), times in counts_by_kind(structure, year).items():
        title = title_of(rows[pk]) if pk in rows else "Engagement effacé"
        kinds = found.setdefault(title, {})
        kinds[kind] = kinds.get(kind, 0) + times
    return found
