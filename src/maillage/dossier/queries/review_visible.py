"""What somebody outside may read of a document: every page, file and endpoint they reach goes by this."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from maillage.documents import types as doc
from maillage.dossier.enums import Way
from maillage.dossier.models import Opening, SectionVersion
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review_content import Annex, Content, annexes, content_of
from maillage.dossier.rules.differences import Piece, differences
from maillage.links.models import Link
from maillage.links.queries import link_at

Opened = TypeVar("Opened", Content, Annex)


@dataclass(frozen=True)
class Visible:
    """The sections and annexes opened, and nothing else of the document: no name, no other opinion, no other remark."""

    opening: Opening
    title: str
    structure: str
    on: date
    parts: tuple[Content, ...]
    annexes: tuple[Annex, ...]

    def part(self, key: str) -> Content:
        """Raises Http404 for what was not opened, as for what is not there."""
        return _found(self.parts, key)

    def annex(self, key: str) -> Annex:
        """Raises Http404 likewise."""
        return _found(self.annexes, key)

    def annex_blocks(self, key: str) -> tuple[doc.Block, ...]:
        return self.annex(key).blocks(self.opening.structure, on=self.on)

    def around(self, key: str) -> tuple[Content | None, Content | None]:
        """The opened sections before and after one."""
        keys = [each.key for each in self.parts]
        rank = keys.index(self.part(key).key)
        before = self.parts[rank - 1] if rank else None
        return before, self.parts[rank + 1] if rank + 1 < len(keys) else None


def changed_since(visible: Visible, key: str, version: int) -> list[list[Piece]]:
    """What changed of an opened section since that version of it; nothing of one that was filed, or is the same."""
    part, document = visible.part(key), visible.opening.document
    if document.is_frozen or version == part.version:
        return []
    kept = SectionVersion.objects.filter(text__document=document, text__section=key, number=version).first()
    return differences(kept.html, part.html) if kept else []


def visible_to(opening: Opening, *, on: date) -> Visible:
    """Raises Http404 for an opening that was closed again."""
    if opening.closed_at is not None:
        raise Http404
    document = opening.document
    opened, beside = set(opening.sections), set(opening.annexes)
    return Visible(
        opening=opening,
        title=title_of(document),
        structure=opening.structure.name,
        on=on,
        parts=tuple(each for each in content_of(document, on=on) if each.key in opened),
        annexes=tuple(each for key, each in annexes().items() if key in beside),
    )


def opening_behind(link: Link) -> Opening | None:
    """What this link opens, while it is open."""
    return _openings().filter(link=link, closed_at=None).first()


def opening_by_token(token: str, *, on: date) -> Opening | None:
    """The same by the address of a link, for another program."""
    link = link_at(token, on=on)
    return opening_behind(link) if link else None


def opening_once_behind(link: Link) -> Opening | None:
    """Of a link that leads nowhere any more: what is written there is given back and kept, nothing is read."""
    return _openings().filter(link=link).first() or _openings().filter(former_links=link).first()


def opened_to(email: str, *, on: date) -> list[Opening]:
    """What is open to an address today, whatever the structure, the last first."""
    found = _openings().filter(email__iexact=email, closed_at=None).order_by("-opened_at")
    return [each for each in found if each.way == Way.PACK or (each.link and each.link.leads(on=on))]


def _openings() -> QuerySet[Opening]:
    return Opening.objects.select_related("link", "document__frozen", "structure__territory")


def _found(among: tuple[Opened, ...], key: str) -> Opened:
    for each in among:
        if each.key == key:
            return each
    raise Http404
