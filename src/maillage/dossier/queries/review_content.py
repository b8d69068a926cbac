"""The content of a document, section by section: as it stands today, or word for word as it was filed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from maillage.documents import types as doc
from maillage.documents.services import from_data
from maillage.dossier.models import Document
from maillage.dossier.queries.parts import Part, parts_of, seal_of
from maillage.kernel import folded
from maillage.structures.models import Structure
from maillage.ui.queries import letter_blocks

Blocks = tuple[doc.Block, ...]
SHEETS = "maillage.dossier.documents.review_sheets"


@dataclass(frozen=True)
class Content:
    """A section. What fills itself is read when it is asked: a diagnosis is long to make."""

    key: str
    title: str
    html: str
    version: int
    changed_at: datetime | None
    read_blocks: Callable[[], Blocks]
    #: The day of what fills itself.
    on: date

    @cached_property
    def blocks(self) -> Blocks:
        return self.read_blocks()

    @property
    def seal(self) -> str:
        """Of what fills itself in it; empty when nothing does."""
        return seal_of(self.blocks, self.on) if self.blocks else ""

    def says(self, passage: str) -> bool:
        """Whether a passage is still there; what fills itself is read last."""
        wanted = folded(passage)
        if wanted in folded(_bare(self.html)):
            return True
        return wanted in folded(" ".join(word for block in self.blocks for word in words_of(block)))


def content_of(document: Document, *, on: date) -> list[Content]:
    """Each section, in the order of its plan."""
    if document.is_frozen:
        return [
            Content(
                each["key"],
                each["title"],
                each["html"],
                each["version"],
                document.frozen.frozen_at,
                partial(from_data, each["blocks"]),
                localdate(document.frozen.frozen_at),
            )
            for each in document.frozen.content["sections"]
        ]
    return [content_in(each) for each in parts_of(document, on=on)]


def content_in(part: Part) -> Content:
    """A part as it stands."""
    text = part.text
    return Content(
        part.section.key,
        part.section.title,
        part.html,
        text.version if text else 0,
        text.updated_at if text and text.html else None,
        lambda: part.blocks,
        part.on,
    )


def words_of(value: Any) -> list[str]:
    """Every text that a block shows."""
    if isinstance(value, doc.Figure):
        return [value.caption, value.alt]
    if isinstance(value, doc.Html):
        return [_bare(value.text)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [word for each in value for word in words_of(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [word for name in value.__dataclass_fields__ for word in words_of(getattr(value, name))]
    return []


def _bare(html: str) -> str:
    """Its words, those of two paragraphs apart."""
    return unescape(strip_tags(re.sub(r"</?(p|li|ul|ol|h3|br|blockquote)\b", r" \g<0>", html)))


@dataclass(frozen=True, slots=True)
class Annex:
    """Something of a structure that is opened beside the sections of a document."""

    key: str
    label: str
    path: str  # of a function (structure, on) → blocks of a document

    def blocks(self, structure: Structure, *, on: date) -> Blocks:
        return tuple(import_string(self.path)(structure, on=on))


#: Blocks that rooms fill, when one declares them; then what this room draws for readers outside.
SHARED_BLOCKS = {"carte": "La carte", "calendrier": "Les dates", "indicateurs": "Les indicateurs"}
OWN_ANNEXES = (
    Annex("fiche", "La fiche d’identité", f"{SHEETS}.identity_sheet"),
    Annex("communes", "La liste des communes", "maillage.dossier.documents.blocks.communes"),
    Annex("rib", "Les coordonnées bancaires", f"{SHEETS}.bank"),
    Annex("budget", "La restitution du budget de l’an dernier", f"{SHEETS}.budget_return"),
)


def annexes() -> dict[str, Annex]:
    """Those that may be opened, by key."""
    known = letter_blocks()
    shared = [Annex(key, label, known[key].document) for key, label in SHARED_BLOCKS.items() if key in known]
    return {each.key: each for each in (*OWN_ANNEXES[:2], *shared, *OWN_ANNEXES[2:])}
