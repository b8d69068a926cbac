"""The documents of a structure: those its law asks, those it writes, each with how far it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from maillage import legislation
from maillage.dossier.enums import SectionState
from maillage.dossier.models import Document, SectionText
from maillage.kernel import plural
from maillage.structures.models import Structure
from maillage.structures.queries import together

#: States of a section whose words are there.
WRITTEN = frozenset({SectionState.WRITTEN, SectionState.REREAD, SectionState.SETTLED})


def has_document(form: str) -> bool:
    return legislation.plan_of(form) is not None


def document_label(form: str) -> str:
    """« Lettre », « Projet de santé »: how the rail calls the first document of a form, which has one."""
    plan = legislation.plan_of(form)
    return (plan.in_menu or plan.title) if plan else ""


def plans_of(structure: Structure) -> tuple[legislation.Plan, ...]:
    """Those its form writes, in the order of its life."""
    kinds = [person.kind for person in structure.legal_persons.all() if person.until is None]
    return legislation.documents_of(structure.form, kinds)


def plan_of(structure: Structure) -> legislation.Plan:
    """That of its first document. Raises Http404 for a form whose first document has no plan."""
    plan = legislation.plan_of(structure.form)
    if plan is None:
        raise Http404
    return plan


def plan_at(structure: Structure, key: str) -> legislation.Plan:
    """One that its form writes, by its key. Raises Http404."""
    found = next((plan for plan in plans_of(structure) if plan.key == key), None)
    if found is None:
        raise Http404
    return found


def known_plan(key: str) -> legislation.Plan | None:
    """None for one that the law has no more: its words stay."""
    return next((plan for plan in legislation.plans() if plan.key == key), None)


def first_plans() -> frozenset[str]:
    """Those with which a form begins."""
    plans = (legislation.plan_of(form.key) for form in legislation.every_form())
    return frozenset(plan.key for plan in plans if plan)


def first_document(structure: Structure) -> Document:
    """The document with which its form begins, in its last version, not saved as long as nobody began it.

    Raises Http404 without a plan.
    """
    plan = plan_of(structure)
    begun = structure.documents.filter(plan=plan.key).order_by("number").last()
    found = begun or Document(plan=plan.key)
    found.structure = structure
    return found


def document_at(structure: Structure, pk: int, *, beside: QuerySet[Any] | None = None) -> Document:
    """Raises Http404 when it is another's, and for one whose plan the law has no more. `beside`: a list read with it."""
    asked = structure.documents.filter(pk=pk)
    if beside is not None:
        together(asked, beside)
    found = next(iter(asked), None)
    if found is None or known_plan(found.plan) is None:
        raise Http404
    found.structure = structure
    return found


def title_of(document: Document) -> str:
    """What its people call it, or what its plan does; the second of a plan says so."""
    plan = known_plan(document.plan)
    if document.title or plan is None:
        return document.title or document.plan
    return plan.title if document.number == 1 else f"{plan.title} ({document.number})"


@dataclass(frozen=True)
class Line:
    """A document in the list: begun or not, how many of its sections are written, who last wrote."""

    plan: legislation.Plan
    document: Document | None = None
    written: int = 0
    total: int = 0
    last: SectionText | None = None
    missing: Sequence[str] = field(default=())

    @property
    def title(self) -> str:
        return title_of(self.document) if self.document else self.plan.title

    @property
    def gauge(self) -> str:
        return f"{plural(self.written, 'partie rédigée', 'parties rédigées')} sur {self.total}"

    @property
    def first_missing(self) -> str:
        """« Il manque d’abord… », in the order of the plan."""
        return " · ".join(self.missing[:3])


@dataclass(frozen=True)
class Moment:
    """Documents of one moment of its life; `others` of a plan may be begun."""

    title: str
    lines: list[Line]


MOMENTS = {
    "fondation": "Pour fonder",
    "contrat": "Pour le contrat",
    "vie": "Au fil de la vie",
    "annee": "Chaque année",
    "": "D’une forme d’avant",
}


def lines_of(structure: Structure, texts: Iterable[SectionText]) -> list[Moment]:
    """`texts`: of all its documents, with who last wrote each."""
    by_document: dict[int, list[SectionText]] = {}
    for text in texts:
        by_document.setdefault(text.document_id, []).append(text)
    plans = plans_of(structure)
    begun = list(structure.documents.all())
    moments: dict[str, list[Line]] = {}
    for plan in plans:
        own = [each for each in begun if each.plan == plan.key]
        lines = [_line(plan, each, by_document.get(each.pk, [])) for each in own]
        if not own or plan.many:
            lines.append(Line(plan, total=len(plan.sections)))
        moments.setdefault(plan.moment, []).extend(lines)
    keys = {plan.key for plan in plans}
    for each in begun:
        if each.plan not in keys and (known := known_plan(each.plan)):
            moments.setdefault("", []).append(_line(known, each, by_document.get(each.pk, [])))
    return [Moment(MOMENTS[key], moments[key]) for key in MOMENTS if key in moments]


def _line(plan: legislation.Plan, document: Document, texts: Sequence[SectionText]) -> Line:
    state = {text.section: text.state for text in texts}
    missing = [section.title for section in plan.sections if state.get(section.key) not in WRITTEN]
    written = [text for text in texts if text.version]
    return Line(
        plan,
        document,
        len(plan.sections) - len(missing),
        len(plan.sections),
        max(written, key=_last_written, default=None),
        missing,
    )


def _last_written(text: SectionText) -> tuple[datetime, int]:
    return text.updated_at, text.pk
