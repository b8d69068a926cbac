"""What a structure reads of the review of a document: who was asked, who read, what each said, what waits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from maillage.dossier.enums import RemarkKind, Verdict, Way
from maillage.dossier.models import Document, Opening, Opinion, Remark, SectionReading
from maillage.dossier.queries.review_content import Content, annexes, content_of


@dataclass(frozen=True, slots=True)
class Asked:
    """An opening, as the structure reads it."""

    opening: Opening
    opinion: Opinion | None  # the one that holds
    open_remarks: int
    last_read: datetime | None
    read: int  # sections said read, among those opened
    leads: bool  # its link leads somewhere today

    @property
    def is_awaited(self) -> bool:
        return self.opinion is None and self.opening.closed_at is None


@dataclass(frozen=True, slots=True)
class Said:
    """A remark, beside the passage it is about as it stands today."""

    remark: Remark
    section: str  # its title; empty: of the whole document
    #: The passage is there no more, or the section changed when none is quoted: since that moment.
    changed_at: datetime | None = None
    is_gone: bool = False  # the section is not in the document any more
    is_refilled: bool = False  # its words stand, and what fills itself beside them holds something else

    @property
    def is_changed(self) -> bool:
        return self.changed_at is not None or self.is_gone or self.is_refilled

    @property
    def is_complement(self) -> bool:
        return self.remark.kind == RemarkKind.COMPLEMENT


@dataclass(frozen=True, slots=True)
class Review:
    """Of one document."""

    asked: Sequence[Asked]
    remarks: Sequence[Said]  # those that nobody answered first

    @property
    def verdicts(self) -> list[tuple[str, int]]:
        """How many opinions of each kind hold, those awaited last."""
        counts = Counter(each.opinion.verdict for each in self.asked if each.opinion)
        told = [(str(verdict.label), counts[verdict]) for verdict in Verdict]
        return [*told, ("Attendus", sum(each.is_awaited for each in self.asked))]


def with_all_said(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    """Each with what was said and read by it."""
    return openings.select_related("link", "document", "structure", "opened_by").prefetch_related(
        Prefetch("opinions", Opinion.objects.select_related("paper", "noted_by")),
        Prefetch("remarks", Remark.objects.select_related("answered_by", "noted_by", "paper")),
        Prefetch("readings", SectionReading.objects.all()),
    )


def review_of(document: Document, *, on: date) -> Review:
    openings = list(with_all_said(document.openings.all()))
    remarks = [each for opening in openings for each in with_opening(opening)]
    return Review([asked(each, on=on) for each in openings], said(remarks, content_of(document, on=on)))


def with_opening(opening: Opening) -> list[Remark]:
    """Its remarks, each with what it belongs to at hand."""
    rows = list(opening.remarks.all())
    for row in rows:
        row.opening = opening
    return rows


def asked(opening: Opening, *, on: date) -> Asked:
    """With what hangs on it read before (openings_of)."""
    opinions, readings = list(opening.opinions.all()), list(opening.readings.all())
    return Asked(
        opening,
        max(opinions, key=lambda each: (each.given_on, each.made_at, each.pk), default=None),
        sum(each.answered_at is None for each in opening.remarks.all()),
        max((each.read_at for each in readings), default=None),
        len({each.section for each in readings} & set(opening.sections)),
        bool(
            opening.way == Way.LINK
            and opening.link
            and opening.closed_at is None
            and opening.link.leads(on=on)
        ),
    )


def said(remarks: Iterable[Remark], contents: Iterable[Content]) -> list[Said]:
    """Each with what became of its passage: none is ever fewer than those written."""
    known = {each.key: each for each in contents}
    told = [_said(each, known.get(each.section)) for each in remarks]
    return sorted(
        told, key=lambda each: (each.remark.answered_at is not None, each.remark.made_at, each.remark.pk)
    )


def _said(remark: Remark, content: Content | None) -> Said:
    if not remark.section:
        return Said(remark, "")
    if content is None:
        return Said(remark, remark.section, is_gone=True)
    if content.version == remark.version and not remark.quotation:
        refilled = bool(remark.seal) and content.seal != remark.seal
        return Said(remark, content.title, is_refilled=refilled)
    changed = not content.says(remark.quotation) if remark.quotation else content.version != remark.version
    return Said(remark, content.title, content.changed_at if changed else None)


def labels_of(opening: Opening, contents: Iterable[Content]) -> list[str]:
    """What was opened, in the words of its plan."""
    titles = {each.key: each.title for each in contents}
    known = annexes()
    return [
        *(titles.get(key, key) for key in opening.sections),
        *(known[key].label for key in opening.annexes if key in known),
    ]
