"""Pathways as they are read: their line, their numbers, what of them is to be read again or noted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from maillage.care.enums import Ability
from maillage.care.models import Pathway, PathwayMonth, PathwayStep, PathwayVersion, ReflexSheet
from maillage.care.rules.pathways import Month, held, last_month
from maillage.care.types import Part, Telling
from maillage.geography import atlas
from maillage.kernel import add_months, folded, month_and_year, plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Wanted

#: Read again is told before its day.
TOLD_BEFORE = timedelta(days=30)
MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A pathway in the list."""

    pathway: Pathway
    in_force: PathwayVersion | None
    has_draft: bool
    steps: int
    followed: int | None  # at the end of the last month noted; None: nobody noted any
    is_late: bool  # to be read again since before today


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the version that is read, and how many times it was done this year."""

    step: PathwayStep
    times: int | None


@dataclass(frozen=True, slots=True)
class PathwaySheet:
    """All that is told of a pathway."""

    pathway: Pathway
    in_force: PathwayVersion | None
    draft: PathwayVersion | None
    steps: Sequence[StepLine]  # in force; of its draft, as long as none is
    communes: Sequence[str]
    partners: Sequence[str]
    months: Sequence[PathwayMonth]
    followed: int | None
    past: Sequence[PathwayVersion]


def lines_of(structure: Structure, *, on: date) -> list[Line]:
    rows = structure.pathways.select_related("owner").prefetch_related("versions__steps", "months")
    return [_line(each, on) for each in sorted(rows, key=lambda row: (folded(row.title), row.pk))]


def _line(pathway: Pathway, on: date) -> Line:
    versions = list(pathway.versions.all())
    shown = in_force_of(versions) or versions[0]
    return Line(
        pathway,
        in_force_of(versions),
        any(each.published_on is None for each in versions),
        len(shown.steps.all()),
        held(months_of(pathway), before=add_months(on.replace(day=1), 1)),
        bool(pathway.review_on and pathway.review_on < on),
    )


def in_force_of(versions: Sequence[PathwayVersion]) -> PathwayVersion | None:
    """The last that was published; `versions`: the last first."""
    return next((each for each in versions if each.published_on), None)


def months_of(pathway: Pathway) -> list[Month]:
    return [Month(each.month, each.entered, each.left) for each in pathway.months.all()]


def pathway_of(structure: Structure, pk: int) -> Pathway | None:
    found = (
        structure.pathways.select_related("owner")
        .prefetch_related("versions__steps", "months__steps", "communes", "partners__partner")
        .filter(pk=pk)
        .first()
    )
    if found:
        found.structure = structure
    return found


def sheet_of(pathway: Pathway, *, on: date) -> PathwaySheet:
    versions = list(pathway.versions.all())
    in_force = in_force_of(versions)
    draft = next((each for each in versions if each.published_on is None), None)
    shown = in_force or draft
    months = list(pathway.months.all())
    counted: dict[UUID, int] = {}
    for month in months:
        if month.month.year == on.year:
            for row in month.steps.all():
                counted[row.step] = counted.get(row.step, 0) + row.times
    return PathwaySheet(
        pathway,
        in_force,
        draft,
        [StepLine(each, counted.get(each.key)) for each in shown.steps.all()] if shown else [],
        sorted((atlas().commune(each.commune).name for each in pathway.communes.all()), key=folded),
        [each.partner.name for each in pathway.partners.all()],
        months[:24],
        held(months_of(pathway), before=add_months(on.replace(day=1), 1)),
        [each for each in versions if each.published_on and each is not in_force],
    )


def month_noted(pathway: Pathway, month: date) -> dict[str, int]:
    """What the form of a month shows of what was noted: name of a field → number."""
    for each in pathway.months.all():
        if each.month == month:
            return {
                "entered": each.entered,
                "left": each.left,
                **{f"step_{row.step.hex}": row.times for row in each.steps.all()},
            }
    return {}


def part(structure: Structure) -> Telling:
    told = structure.reflex_sheets.filter(published__isnull=False)
    sizes = yield Wanted(sizes={"shown": published(structure), "sheets": told})
    shown, sheets = sizes["shown"], sizes["sheets"]
    said = [
        plural(shown, "parcours", "parcours") if shown else "",
        plural(sheets, "fiche réflexe", "fiches réflexes") if sheets else "",
    ]
    words = ", ".join(filter(None, said))
    return Part(
        "Parcours de soins",
        "care:pathways",
        "Qui fait quoi, quand, avec quel papier ; fiches réflexes, éducation, concertations.",
        f"{words}." if words else "",
    )


def published(structure: Structure) -> QuerySet[Pathway]:
    versions = PathwayVersion.objects.filter(pathway=OuterRef("pk"), published_on__isnull=False)
    return Pathway.objects.filter(Exists(versions), structure=structure)


@prepared
def _waited(
    structure: Structure, first: date, month: date, soon: date
) -> tuple[QuerySet[Pathway], QuerySet[Pathway], QuerySet[ReflexSheet]]:
    before = PathwayVersion.objects.filter(pathway=OuterRef("pk"), published_on__lt=first)
    noted = PathwayMonth.objects.filter(pathway=OuterRef("pk"), month=month)
    rows = Pathway.objects.filter(structure=structure).order_by("review_on", "pk")
    sheets = ReflexSheet.objects.filter(structure=structure, review_on__lte=soon)
    return (
        rows.filter(Exists(before), ~Exists(noted))[:MOST],
        rows.filter(review_on__lte=soon)[:MOST],
        sheets.order_by("review_on", "pk")[:MOST],
    )


class Waited:
    """What the home of a structure asks of pathways and sheets."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.structure, self.on = structure, on
        self.lists = _waited(structure, on.replace(day=1), last_month(on), on + TOLD_BEFORE)
        self.unnoted, self.pathways, self.sheets = self.lists

    def tasks(self) -> Iterator[Task]:
        slug = self.structure.slug
        for each in self.unnoted[:3]:
            words = f"Noter {month_and_year(last_month(self.on))} : {each.title}"
            url = f"{reverse('care:pathway', args=[slug, each.pk])}#mois"
            yield Task(
                words,
                url,
                "Deux nombres, ou « rien ce mois-ci »",
                Ability.COORDINATE,
                None,
                Role.COORDINATION,
            )
        for pathway in self.pathways[:3]:
            url = reverse("care:pathway", args=[slug, pathway.pk])
            words = f"Relire le parcours {pathway.title}"
            yield Task(words, url, "", Ability.COORDINATE, pathway.review_on, Role.COORDINATION)
        for sheet in self.sheets[:3]:
            url = reverse("care:sheet", args=[slug, sheet.pk])
            words = f"Relire la fiche {sheet.title}"
            yield Task(words, url, "", Ability.COORDINATE, sheet.review_on, Role.COORDINATION)


def published_sheets(structure: Structure) -> QuerySet[ReflexSheet]:
    rows = ReflexSheet.objects.filter(structure=structure, published__isnull=False)
    return rows.select_related("published", "owner").order_by("title", "pk")


def contents(structure: Structure) -> dict[str, list[Mapping[str, Any]]]:
    """For the export of the structure."""
    pathways = structure.pathways.select_related("owner").prefetch_related(
        "versions__steps", "months__steps", "communes", "partners__partner"
    )
    sheets = structure.reflex_sheets.select_related("owner").prefetch_related("editions")
    return {
        "pathways": [
            plain(each)
            | {
                "owner": each.owner.name if each.owner else None,
                "communes": [row.commune for row in each.communes.all()],
                "partners": [row.partner.name for row in each.partners.all()],
                "versions": [
                    plain(row) | {"steps": [plain(step) for step in row.steps.all()]}
                    for row in each.versions.all()
                ],
                "months": [
                    plain(row) | {"steps": [plain(step) for step in row.steps.all()]}
                    for row in each.months.all()
                ],
            }
            for each in pathways
        ],
        "reflex_sheets": [
            plain(each)
            | {
                "owner": each.owner.name if each.owner else None,
                "editions": [plain(row) for row in each.editions.all()],
            }
            for each in sheets
        ],
    }
