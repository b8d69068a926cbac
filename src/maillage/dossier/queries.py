"""The first document of a structure, section by section: what the team wrote, and what fills itself.

The letter of intent of a CPTS, the projet de santé of another form: its plan is data of the law room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.documents import types as doc
from maillage.dossier.enums import Ability
from maillage.dossier.models import SectionText
from maillage.kernel import joined, plural
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import read_parts, stage_of
from maillage.ui.queries import letter_blocks
from maillage.ui.slots import LetterBlock, Task


def plan_of(structure: Structure) -> legislation.Plan:
    """Raises Http404 for a form whose first document has no plan."""
    plan = legislation.plan_of(structure.form)
    if plan is None:
        raise Http404
    return plan


def has_document(form: str) -> bool:
    return legislation.plan_of(form) is not None


def document_label(form: str) -> str:
    """« Lettre », « Projet de santé »: how the rail calls the first document of a form, which has one."""
    plan = legislation.plan_of(form)
    return (plan.in_menu or plan.title) if plan else ""


@dataclass(frozen=True)
class SectionState:
    """A section of the plan as it stands: its words, and what the rooms write in it by themselves."""

    section: legislation.Section
    text: SectionText | None
    structure: Structure
    on: date

    @property
    def html(self) -> str:
        return self.text.html if self.text else ""

    @property
    def version(self) -> int:
        """What is written over: nothing yet, as long as its words come from the document of an earlier form."""
        return self.text.version if self.text and self.text.plan == plan_of(self.structure).key else 0

    @cached_property
    def filled(self) -> list[tuple[LetterBlock, tuple[doc.Block, ...]]]:
        """Each block that its plan names, with what it holds today: nothing, as long as nobody gave any."""
        return [(each, self._held(each)) for each in self._named]

    @cached_property
    def _named(self) -> list[LetterBlock]:
        known = letter_blocks()
        return [known[name] for name in self.section.blocks]

    def _held(self, block: LetterBlock) -> tuple[doc.Block, ...]:
        if block.name not in self._read:
            self._read[block.name] = tuple(block.blocks(self.structure, on=self.on))
        return self._read[block.name]

    @cached_property
    def _read(self) -> dict[str, tuple[doc.Block, ...]]:
        """Block → what it holds, once it was asked."""
        return {}

    @property
    def blocks(self) -> tuple[doc.Block, ...]:
        return tuple(block for _, blocks in self.filled for block in blocks)

    @property
    def block_names(self) -> str:
        """« la carte et les communes », for the writer."""
        return joined(each.label for each, blocks in self.filled if blocks)

    @property
    def unfilled(self) -> list[LetterBlock]:
        """What would write itself here, had anybody filled it on its page."""
        return [each for each, blocks in self.filled if not blocks and each.url_name]

    @cached_property
    def is_empty(self) -> bool:
        """Asks no block that could not fill it: a diagnosis is long to make."""
        return not self.html and not any(self._held(each) for each in self._named if each.fills)


def letter_sections(
    structure: Structure, *, on: date, correspondence: str = "", written: Iterable[SectionText] | None = None
) -> list[SectionState]:
    """Every section, in our order or in a region's (the key of a correspondence of the plan).

    Words written for the same section of an earlier form's document stand until others are written.
    """
    plan = plan_of(structure)
    if written is None:
        written = structure.section_texts.select_related("updated_by")
    texts = {
        text.section: text
        for text in sorted(written, key=lambda text: (text.plan == plan.key, text.updated_at, text.pk))
    }
    sections = plan.in_order_of(correspondence) if correspondence else plan.sections
    return [SectionState(section, texts.get(section.key), structure, on) for section in sections]


def left_behind(structure: Structure) -> list[tuple[str, SectionText]]:
    """(title, words) of the sections of an earlier form's document that this one does not have."""
    plan = plan_of(structure)
    kept = {section.key for section in plan.sections}
    titles = {
        (known.key, section.key): section.title for known in legislation.plans() for section in known.sections
    }
    return [
        (titles.get((text.plan, text.section), text.section), text)
        for text in structure.section_texts.exclude(plan=plan.key).order_by("pk")
        if text.html and text.section not in kept
    ]


def awaiting(structure: Structure) -> Iterator[Task]:
    """The empty sections of the document, as long as it is not filed."""
    plan = legislation.plan_of(structure.form)
    if plan is None or _is_filed(plan, structure):
        return
    written = structure.section_texts.all()
    read_parts([(structure, "needs"), (structure, "information_meetings")], written)
    states = letter_sections(structure, on=timezone.localdate(), written=written)
    empty = [state for state in states if state.is_empty]
    if empty:
        yield Task(
            f"{plan.title}, à compléter\N{NO-BREAK SPACE}: {plural(len(empty), 'partie vide', 'parties vides')}",
            reverse("dossier:section", args=[structure.slug, empty[0].section.key]),
            f"D’abord « {empty[0].section.title} ».",
            Ability.WRITE,
        )


def _is_filed(plan: legislation.Plan, structure: Structure) -> bool:
    order = [stage.key for stage in legislation.stages(structure.form)]
    here = stage_of(structure, Track.RECOGNITION)
    return plan.until in order and here in order and order.index(here) >= order.index(plan.until)
