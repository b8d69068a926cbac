"""Reading what comes back each year: when it comes next, what is to do, what was done the year before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from maillage.care.models import SeasonPlan, SeasonTask, SeasonYear
from maillage.care.types import Part, Telling
from maillage.kernel import date_in_french
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.ui.slots import Wanted

#: Days before its day, when a season is to be prepared.
AHEAD = 45
#: Days after its day, between which what was done is to be written.
RUNS, LASTS = 60, 120


def seasons_of(structure: Structure) -> QuerySet[SeasonPlan]:
    years = SeasonYear.objects.order_by("-year").prefetch_related(
        Prefetch("tasks", SeasonTask.objects.select_related("who").order_by("pk"))
    )
    return structure.season_plans.select_related("owner").prefetch_related(Prefetch("years", years))


def begins(plan: SeasonPlan, year: int) -> date:
    return date(year, plan.month, plan.day)


def year_at(plan: SeasonPlan, on: date) -> int:
    """The year one works for: the last that began, until it is time to prepare the next."""
    this = begins(plan, on.year)
    if (this - on).days > AHEAD:
        return on.year - 1
    following = begins(plan, on.year + 1)
    return on.year + 1 if (following - on).days <= AHEAD else on.year


def is_near(plan: SeasonPlan, on: date) -> bool:
    """To be prepared, or running."""
    return -LASTS <= (begins(plan, year_at(plan, on)) - on).days <= AHEAD


@dataclass(frozen=True, slots=True)
class SeasonShown:
    """A season as it stands on a day."""

    plan: SeasonPlan
    year: int
    starts_on: date
    held: SeasonYear | None
    before: SeasonYear | None  # what was done last
    on: date

    @property
    def tasks(self) -> Sequence[SeasonTask]:
        return list(self.held.tasks.all()) if self.held else []

    @property
    def left(self) -> int:
        return sum(each.done_on is None for each in self.tasks)

    @property
    def is_over(self) -> bool:
        return self.held is not None and self.held.closed_on is not None

    @property
    def is_near(self) -> bool:
        return not self.is_over and is_near(self.plan, self.on)

    @property
    def is_to_prepare(self) -> bool:
        return not self.is_over and 0 <= (self.starts_on - self.on).days <= AHEAD

    @property
    def is_to_tell(self) -> bool:
        return not self.is_over and RUNS <= (self.on - self.starts_on).days <= LASTS

    @property
    def said_when(self) -> str:
        verb = "commence" if self.starts_on >= self.on else "a commencé"
        return f"{verb} le {date_in_french(self.starts_on)}"


def season_shown(plan: SeasonPlan, *, on: date) -> SeasonShown:
    """`plan` with its years, the last first."""
    year = year_at(plan, on)
    years: Iterable[SeasonYear] = plan.years.all()
    held = next((each for each in years if each.year == year), None)
    before = next((each for each in years if each.year < year and each.done), None)
    return SeasonShown(plan, year, begins(plan, year), held, before, on)


def part(structure: Structure) -> Telling:
    """On the first page of care."""
    yield Wanted()
    today = today_in(structure)
    near = [
        each.plan.title
        for each in (season_shown(plan, on=today) for plan in seasons_of(structure))
        if each.is_near
    ]
    said = f"En ce moment : {', '.join(near)}." if near else ""
    return Part(
        "Saisons",
        "care:seasons",
        "Canicule, bronchiolite, grippe : ce qui revient, préparé à son jour.",
        said,
    )
