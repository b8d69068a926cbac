"""What a structure waits for, of its indicators and of their proofs; the reviews of its year."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import add_months, joined, plural
from maillage.project.enums import Ability
from maillage.project.models import EvidenceWanted, Indicator, ProjectYear, Review
from maillage.project.queries.evidence import missing_in
from maillage.project.queries.indicators import Line, Lists, dress
from maillage.project.queries.indicators_reviews import AT
from maillage.project.rules.years import span_of, year_of
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, YearDate

#: Named one by one on the home.
NAMED, MOST = 3, 200


@prepared
def _missing(structure: Structure, today: date) -> QuerySet[EvidenceWanted]:
    late = missing_in(structure).select_related(None).select_related("owner").filter(due_on__lt=today)
    return late.only("words", "year", "due_on", "owner__name")[:MOST]


class Waited:
    """Its lists are read with what the other rooms want, in one question."""

    def __init__(self, structure: Structure, *, today: date) -> None:
        self.structure, self.today = structure, today
        self.read = Lists.to_feed(structure)
        self.missing = _missing(structure, today)
        self.lists: list[QuerySet[Any, Any]] = [*self.read.fed, self.missing]

    def late(self) -> list[Line]:
        """Of the year that runs; and of the one before, for what has a target there, or was asked."""
        kept, now = list(self.read.indicators), year_of(self.today)
        before = dress(self.read, kept, now - 1, today=self.today)
        meant = [each for each in before if each.target is not None or each.asked is not None]
        return [each for each in (*meant, *dress(self.read, kept, now, today=self.today)) if each.is_late]

    def tasks(self) -> Iterator[Task]:
        slug = self.structure.slug
        late = self.late()
        owed = [each for each in late if each.asked is not None]
        to_feed = [each for each in late if each.asked is None]
        if to_feed:
            page = reverse("project:indicators", args=[slug])
            url = f"{page}?annee={to_feed[0].span.year}"
            said = f"{plural(len(to_feed), 'indicateur')} à remplir"
            yield Task(said, url, named(to_feed), Ability.WRITE, first(to_feed), Role.COORDINATION)
        if owed:
            page = reverse("project:indicator", args=[slug, owed[0].indicator.pk])
            url = f"{page}?annee={owed[0].span.year}"
            said = f"Réponse de la caisse en retard : {plural(len(owed), 'indicateur')}"
            yield Task(said, url, named(owed), Ability.WRITE, first(owed), Role.COORDINATION)
        if self.missing:
            page = reverse("project:evidences", args=[slug])
            url = f"{page}?annee={self.missing[0].year}#manque"
            said = f"{plural(len(self.missing), 'pièce')} à trouver"
            owners = sorted({each.owner.name for each in self.missing if each.owner})
            who = joined(owners[:NAMED]) or "personne encore ne les apporte"
            detail = f"{self.missing[0].words} : {who}"
            yield Task(said, url, detail, Ability.WRITE, self.missing[0].due_on, Role.COORDINATION)


def named(lines: list[Line]) -> str:
    names = list(dict.fromkeys(each.indicator.name for each in lines))
    others = len(names) - NAMED
    return joined([*names[:NAMED], plural(others, "autre")]) if others > 0 else joined(names)


def first(lines: list[Line]) -> date | None:
    return min((each.due for each in lines if each.due), default=None)


class Reviews:
    """At 3, 6 and 9 months of each year, while indicators are followed; once its lists are read."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.followed = Indicator.objects.filter(structure=structure, archived_on=None).order_by("pk")[:1]
        self.years = ProjectYear.objects.filter(structure=structure)
        self.held = Review.objects.filter(structure=structure, closed_on__isnull=False)

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [self.followed, self.years, self.held]

    def to_hold(self, start: date, end: date) -> Iterator[YearDate]:
        """Those that are not closed."""
        if not self.followed:
            return
        begins = next((each.begins_on for each in self.years), None)
        last = year_of(timezone.localdate(), begins) + 1  # nobody plans the reviews of a further year
        closed = {(each.year, each.kind) for each in self.held}
        page = reverse("project:reviews", args=[self.structure.slug])
        for year in range(year_of(start, begins), min(year_of(end, begins), last) + 1):
            for kind, months in AT.items():
                day = add_months(span_of(year, begins).first, months)
                if start <= day <= end and (year, kind) not in closed:
                    title = f"Revue des indicateurs, {kind.label.lower()}"
                    yield YearDate(day, title, "Tous sur une page", f"{page}?annee={year}", "Ouvrir")
