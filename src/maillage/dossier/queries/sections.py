"""The page of a section: its versions, what changed between two of them, what is said of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from maillage.dossier.models import SectionComment, SectionDraft, SectionPen, SectionText, SectionVersion
from maillage.dossier.queries.pens import pens_of
from maillage.dossier.rules.cleaning import words_of
from maillage.dossier.rules.differences import Piece, differences
from maillage.people.queries.naming import Told, told_of_cards
from maillage.structures.models import Membership, Structure
from maillage.structures.queries import together


@dataclass(frozen=True)
class Said:
    """A comment as its page shows it; `is_past` when the passage it quotes was rewritten since."""

    comment: SectionComment
    is_past: bool


@dataclass(frozen=True)
class Around:
    """What the page of a section shows beside its words; `members` and `cards` are those it may be entrusted to."""

    pen: SectionPen | None
    draft: SectionDraft | None
    comments: list[Said]
    members: list[Membership]
    cards: list[Told]


def around(row: SectionText | None, structure: Structure, user: Any, *, at: datetime) -> Around:
    """Read in one question. `user`: whose draft it is; a visitor has none."""
    members = structure.memberships.filter(left_on=None).select_related("user").order_by("pk")
    cards = told_of_cards(structure)
    if row is None:
        together(members, cards)
        return Around(None, None, [], list(members), list(cards))
    pens, drafts, said = pens_of(row, at), row.drafts.filter(user=user.pk), _said(row)
    together(members, cards, pens, drafts, said)
    pen, draft = next(iter(pens), None), next(iter(drafts), None)
    return Around(pen, draft, _shown(said, row), list(members), list(cards))


def comments_of(row: SectionText) -> list[Said]:
    return _shown(_said(row), row)


def _said(row: SectionText) -> QuerySet[SectionComment]:
    return row.comments.select_related("said_by", "settled_by")


def _shown(said: Iterable[SectionComment], row: SectionText) -> list[Said]:
    words = _folded(words_of(row.html))
    return [
        Said(each, bool(each.quotation) and _folded(each.quotation.split()) not in words) for each in said
    ]


def _folded(words: Iterable[str]) -> str:
    return re.sub(r"\W+", " ", " ".join(words)).casefold().strip()


def versions_of(row: SectionText) -> list[SectionVersion]:
    return list(row.versions.select_related("written_by"))


def compared(versions: Iterable[SectionVersion], old: int, new: int) -> list[list[Piece]]:
    """What changed from one version to another; all is new in one that follows none."""
    html = {each.number: each.html for each in versions}
    return differences(html.get(old, ""), html.get(new, ""))
