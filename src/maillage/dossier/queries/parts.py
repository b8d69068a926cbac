"""A document section by section: what the team wrote, and what fills itself."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from maillage import legislation
from maillage.documents import types as doc
from maillage.dossier.enums import SectionState
from maillage.dossier.models import Document, SectionText
from maillage.dossier.queries.documents import first_plans, known_plan
from maillage.kernel import date_in_french, joined
from maillage.structures.models import Structure
from maillage.ui.queries import letter_blocks
from maillage.ui.slots import LetterBlock

#: Block → what it holds, once it was asked: several sections, and several documents, may name it.
Held = dict[str, tuple[doc.Block, ...]]


@dataclass(frozen=True)
class Part:
    """A section of a plan as it stands in a document: its words, and what the rooms write in it by themselves.

    `row`: its own; `before`: the words of the same section in the document of an earlier form, which stand until
    others are written.
    """

    section: legislation.Section
    document: Document
    row: SectionText | None
    before: SectionText | None
    on: date
    held: Held = field(default_factory=dict)

    @property
    def text(self) -> SectionText | None:
        """The words that stand."""
        return self.row if self.row and self.row.version else self.before

    @property
    def html(self) -> str:
        return self.text.html if self.text else ""

    @property
    def version(self) -> int:
        """What is written over: nothing yet, as long as its words come from the document of an earlier form."""
        return self.row.version if self.row else 0

    @property
    def state(self) -> SectionState:
        return SectionState(self.row.state) if self.row else SectionState.TO_WRITE

    @property
    def state_in_words(self) -> str:
        begun = self.state == SectionState.TO_WRITE and self.html
        return "En cours d’écriture" if begun else str(self.state.label)

    @property
    def owner(self) -> str:
        if self.row is None:
            return ""
        return str(self.row.owner or self.row.owner_account or "")

    @cached_property
    def filled(self) -> list[tuple[LetterBlock, tuple[doc.Block, ...]]]:
        """Each block that its plan names, with what it holds today: nothing, as long as nobody gave any."""
        return [(each, self._held(each)) for each in self._named]

    @cached_property
    def _named(self) -> list[LetterBlock]:
        """Those that a room writes: a plan may name some before they are."""
        known = letter_blocks()
        return [known[name] for name in self.section.blocks if name in known]

    def _held(self, block: LetterBlock) -> tuple[doc.Block, ...]:
        if block.name not in self.held:
            self.held[block.name] = tuple(block.blocks(self.document.structure, on=self.on))
        return self.held[block.name]

    def filled_by(self, names: Collection[str]) -> Iterator[doc.Block]:
        """What those of its blocks hold; the others are not asked."""
        return (block for each in self._named if each.name in names for block in self._held(each))

    @property
    def may_add(self) -> str:
        """« la carte et les communes », without asking whether they hold anything today."""
        return joined(each.label for each in self._named)

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

    @property
    def is_left(self) -> bool:
        """Whether it is empty, for who shows nothing else of it: each block is asked for its first thing alone."""
        fill = (each for each in self._named if each.fills)
        return not self.html and not any(
            each.holds(self.document.structure, on=self.on)
            if each.name not in self.held
            else self.held[each.name]
            for each in fill
        )

    @cached_property
    def seals(self) -> dict[str, str]:
        """Block → the seal of what it holds today, for who writes beside it."""
        return {each.name: seal_of(blocks, self.on) for each, blocks in self.filled}

    @cached_property
    def changed(self) -> list[tuple[LetterBlock, date]]:
        """The blocks that hold something else than what the writer of these words saw, and when that was."""
        seen: Mapping[str, Any] = self.row.seen if self.row else {}
        return [
            (each, date.fromisoformat(seen[each.name]["on"]))
            for each, _ in self.filled
            if each.name in seen and seen[each.name]["seal"] != self.seals[each.name]
        ]


def seal_of(blocks: tuple[doc.Block, ...], on: date) -> str:
    """Of what a block holds; the day on which it is read, which some print, is no change."""
    said = repr(blocks).replace(date_in_french(on), "").replace(repr(on), "")
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def parts_of(
    document: Document,
    *,
    on: date,
    correspondence: str = "",
    written: Iterable[SectionText] | None = None,
    held: Held | None = None,
) -> list[Part]:
    """Every section, in our order or in a region's (the key of a correspondence of the plan).

    `written`: all the words of its structure, when they were read. `held`: what blocks were asked already.
    """
    plan = legislation.plan(document.plan)
    structure = document.structure
    if written is None:
        written = texts_of(structure)
    texts = list(written)
    own = {text.section: text for text in texts if text.document_id == document.pk}
    earlier = {text.section: text for text in _of_earlier_forms(texts, document)}
    sections = plan.in_order_of(correspondence) if correspondence else plan.sections
    asked: Held = {} if held is None else held
    return [
        Part(section, document, own.get(section.key), earlier.get(section.key), on, asked)
        for section in sections
    ]


def texts_of(structure: Structure) -> Any:
    written = SectionText.objects.filter(structure=structure)
    return written.select_related("document", "owner", "owner_account", "updated_by")


def _of_earlier_forms(texts: Iterable[SectionText], document: Document) -> list[SectionText]:
    """For a first document, the words of those that other forms of its structure had, oldest first."""
    firsts = first_plans()
    if document.plan not in firsts or document.number > 1:
        return []
    others = [
        text
        for text in texts
        if text.html
        and text.document.plan in firsts
        and text.document.plan != document.plan
        and text.document.number == 1
    ]
    return sorted(others, key=lambda text: (text.updated_at, text.pk))


def left_behind(
    document: Document, *, written: Iterable[SectionText] | None = None
) -> list[tuple[str, SectionText]]:
    """(title, words) of what no section of this document prints: sections that its plan has no more, and those of an
    earlier form's first document that this one does not have."""
    plan = legislation.plan(document.plan)
    kept = {section.key for section in plan.sections}
    texts = list(texts_of(document.structure) if written is None else written)
    own = [text for text in texts if text.document_id == document.pk and text.html]
    others = _of_earlier_forms(texts, document)
    return [
        (_title_of(text), text)
        for text in sorted((*own, *others), key=lambda text: text.pk)
        if text.section not in kept
    ]


def _title_of(text: SectionText) -> str:
    plan = known_plan(text.document.plan)
    titles = {section.key: section.title for section in plan.sections} if plan else {}
    return titles.get(text.section, text.section)
