"""What proves: the numbered pieces of a year, what each points to, and what still misses."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from maillage.files.models import File
from maillage.project.enums import BROUGHT, EvidenceKind
from maillage.project.models import Action, Evidence, EvidenceWanted, Indicator
from maillage.project.rules.years import span_of
from maillage.structures.models import Structure
from maillage.tables import SheetCell
from maillage.ui.queries import provable
from maillage.ui.slots import ProofPiece, ProofThing

#: Kind → the column that says what it points to.
POINTS_TO = {
    EvidenceKind.MEETING: "meeting",
    EvidenceKind.PRESENCES: "meeting",
    EvidenceKind.DECISION: "decision",
    EvidenceKind.EVENT: "event",
    EvidenceKind.SURVEY: "survey",
    EvidenceKind.PAPER: "file",
    **dict.fromkeys(BROUGHT, "thing"),
}
GONE = "Ce qu’elle montrait a été effacé depuis ; son intitulé et sa date restent."


def evidences_of(structure: Structure) -> QuerySet[Evidence]:
    """Those that still prove something, with what they prove."""
    to_action = Exists(Evidence.actions.through.objects.filter(evidence=OuterRef("pk")))
    found = Evidence.objects.filter(_to_indicator() | to_action, structure=structure)
    return found.select_related("file", "decision").prefetch_related(
        Prefetch("indicators", Indicator.objects.order_by("pk")),
        Prefetch("actions", Action.objects.order_by("number")),
    )


def _to_indicator(**about: Any) -> Exists:
    """Of a piece: whether it proves an indicator, of which something is said perhaps."""
    return Exists(Evidence.indicators.through.objects.filter(evidence=OuterRef("pk"), **about))


def in_year(structure: Structure, year: int, begins: date | None) -> QuerySet[Evidence]:
    """Those of a year: of the contract for its indicators, civil for the rest."""
    civil, contract = span_of(year), span_of(year, begins)
    of_civil = Q(dated_on__range=(civil.first, civil.last))
    found = evidences_of(structure)
    if civil == contract:
        return found.filter(of_civil)
    of_contract = Q(dated_on__range=(contract.first, contract.last))
    is_civil = _to_indicator(indicator__is_of_contract=False) | ~_to_indicator()
    is_of_contract = _to_indicator(indicator__is_of_contract=True)
    return found.filter(of_civil & Q(is_civil) | of_contract & Q(is_of_contract))


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the list: where it is read, empty when one may not, or when nothing is there any more.

    `papers`: what goes with it, beside its file.
    """

    evidence: Evidence
    path: str
    is_gone: bool
    papers: Sequence[File] = ()

    @property
    def proves(self) -> str:
        names = [*(each.name for each in self.evidence.indicators.all())]
        names += [f"action {each.number}, {each.title}" for each in self.evidence.actions.all()]
        return " ; ".join(names)

    @property
    def where(self) -> str:
        if self.is_gone:
            return GONE
        return self.evidence.words if self.evidence.kind == EvidenceKind.OUTSIDE else ""

    @property
    def files(self) -> list[File]:
        own = self.evidence.file
        return [*([own] if own else []), *self.papers]


def as_pieces(
    structure: Structure, evidences: Sequence[Evidence], abilities: Collection[str] = ()
) -> list[Piece]:
    """What upper rooms brought is asked of them once, and leads there for whom may open it alone."""
    numbers = {
        str(kind): [each.thing for each in evidences if each.kind == kind and each.thing] for kind in BROUGHT
    }
    found = provable(structure, numbers)
    brought = {
        key: each if each.ability in abilities else replace(each, path="") for key, each in found.items()
    }
    return [piece_of(structure, each, brought.get((each.kind, each.thing or 0))) for each in evidences]


def piece_of(structure: Structure, evidence: Evidence, brought: ProofThing | None) -> Piece:
    column = POINTS_TO.get(EvidenceKind(evidence.kind))
    if column is None:
        return Piece(evidence, evidence.url, False)
    if brought is not None:
        return Piece(evidence, brought.path, False, brought.papers)
    if column == "thing" or pointed(evidence) is None:
        return Piece(evidence, "", True)
    return Piece(evidence, path_of(structure, evidence, column), False)


def pointed(evidence: Evidence) -> int | None:
    """The number of what it points to."""
    column = POINTS_TO[EvidenceKind(evidence.kind)]
    found: int | None = getattr(evidence, column if column == "thing" else f"{column}_id")
    return found


def path_of(structure: Structure, evidence: Evidence, column: str) -> str:
    slug = structure.slug
    match column:
        case "meeting":
            return reverse("governance:meeting", args=[slug, evidence.meeting_id])
        case "decision" if evidence.decision is not None:
            return reverse("governance:meeting", args=[slug, evidence.decision.meeting_id]) + "#decisions"
        case "event":
            return reverse("outreach:event", args=[slug, evidence.event_id])
        case "survey":
            return reverse("surveys:survey", args=[slug, evidence.survey_id])
    return reverse("project:evidence_file", args=[slug, evidence.pk])


def pieces_of(
    structure: Structure, year: int, begins: date | None, abilities: Collection[str] = ()
) -> list[Piece]:
    return as_pieces(structure, list(in_year(structure, year, begins)), abilities)


def missing_in(structure: Structure, year: int | None = None) -> QuerySet[EvidenceWanted]:
    """What is awaited, the first due first."""
    found = EvidenceWanted.objects.filter(structure=structure, given=None)
    if year is not None:
        found = found.filter(year=year)
    return found.select_related("owner", "indicator", "action").order_by("due_on", "pk")


def in_rows(pieces: Sequence[Piece]) -> list[Sequence[SheetCell]]:
    """The index: the true titles, which no name of a file keeps."""
    rows: list[Sequence[SheetCell]] = [("Pièce n°", "Intitulé", "Date", "Nature", "Prouve", "Où")]
    for each in pieces:
        kept = each.evidence
        where = each.where or kept.url
        rows.append((kept.number, kept.title, kept.dated_on, kept.get_kind_display(), each.proves, where))
    return rows


# Joining from the page where the work is


@dataclass(frozen=True)
class Choices:
    """What a structure may prove, and what is joined already: read once for a page that shows several things."""

    indicators: Sequence[Indicator]
    actions: Sequence[Action]
    joined: Sequence[Any]  # evidence, with its links: kind, column → number

    @cached_property
    def options(self) -> Mapping[int, SafeString]:
        """Of each indicator: written once, a page offers them for each thing that it shows."""
        line = '<option value="i{}">{}</option>'
        return {each.pk: format_html(line, each.pk, each.name) for each in self.indicators}

    @cached_property
    def action_options(self) -> SafeString:
        told = ((each.pk, each) for each in self.actions)
        return format_html_join("", '<option value="a{}">{}</option>', told)

    def beside(self, fits: Iterable[Indicator]) -> SafeString:
        """The indicators that are not proposed first."""
        proposed = {each.pk for each in fits}
        return SafeString("".join(line for pk, line in self.options.items() if pk not in proposed))

    def number_of(self, kind: str, pk: int) -> int | None:
        return next((each.number for each in self.joined if each.kind == kind and pointed(each) == pk), None)


def papers(structure: Structure) -> Iterator[ProofPiece]:
    """The papers joined as proofs, for who reads a document outside; those of a contract are told with it."""
    attached = Evidence.objects.filter(structure=structure).filter(
        Q(file__isnull=False) | Q(thing__isnull=False)
    )
    joined = attached.exclude(kind=EvidenceKind.CONTRACT).select_related("file")
    for each in as_pieces(structure, list(joined)):
        title = f"Pièce n° {each.evidence.number}, {each.evidence.title}"
        for paper in each.files:
            yield ProofPiece("Preuves du projet", title, each.evidence.dated_on, paper)
