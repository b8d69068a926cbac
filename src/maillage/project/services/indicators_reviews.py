"""Reviews of the indicators of a year: opened, written on one page, closed by a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import Meeting
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french
from maillage.people.models import Person
from maillage.project.enums import ReviewKind
from maillage.project.models import Review, ReviewLine
from maillage.project.queries.indicators import lines_of
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

CLOSED = "Cette revue est close : elle ne change plus. Ouvrez-en une autre."
CHANGED = "Quelqu’un a écrit cette revue depuis : relisez-la, puis refaites votre changement."


@dataclass(frozen=True, slots=True)
class GivenLine:
    """What a review says of an indicator; `value` is the one it saw, None when it was unknown."""

    value: Decimal | None = None
    tendency: str = ""
    next_step: str = ""
    owner: Person | None = None

    @property
    def is_said(self) -> bool:
        return bool(self.tendency or self.next_step or self.owner)


@transaction.atomic
def open_review(
    structure: Structure, kind: str, year: int, *, on: date, meeting: Meeting | None, key: UUID, by: User
) -> Review:
    """The same form sent twice opens one; one of each kind a year, save the free ones."""
    lock(structure.pk)
    if found := sent_before(structure.reviews, key):
        return found
    if kind != ReviewKind.FREE and (found := structure.reviews.filter(year=year, kind=kind).first()):
        return found
    made: Review = structure.reviews.create(kind=kind, year=year, on=on, meeting=meeting, key=key)
    told = f"Revue des indicateurs {year} ouverte, {made.get_kind_display().lower()}."
    record(told, by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def write_review(
    review: Review, lines: Mapping[int, GivenLine], *, words: str, on: date, version: int, by: User
) -> Review:
    """`lines`: indicator → what is said of it; nothing said takes the line away. Raises BadInput."""
    lock(review.structure_id)
    kept = Review.objects.get(pk=review.pk)
    if kept.closed_on:
        raise BadInput(CLOSED)
    if kept.version != version:
        raise BadInput(CHANGED)
    known = set(kept.structure.indicators.filter(pk__in=[*lines]).values_list("pk", flat=True))
    kept.lines.filter(indicator__in=known).delete()
    ReviewLine.objects.bulk_create(
        ReviewLine(
            review=kept, indicator_id=pk, value=line.value, tendency=line.tendency,
            next_step=line.next_step, owner=line.owner,
        )
        for pk, line in lines.items()
        if pk in known and line.is_said
    )  # fmt: skip
    kept.words, kept.on, kept.version = words, on, version + 1
    kept.save(update_fields=["words", "on", "version"])
    record(f"Revue des indicateurs écrite, {kept.year}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def close_review(review: Review, *, on: date, by: User) -> Review:
    """It does not change any more, and keeps the values of that day. Raises BadInput for one that says nothing."""
    lock(review.structure_id)
    kept = Review.objects.get(pk=review.pk)
    if kept.closed_on:
        return kept
    if not kept.words and not kept.lines.exists():
        raise BadInput("Cette revue ne dit encore rien : écrivez une ligne avant de la clore.")
    lines = lines_of(kept.structure, kept.year, today=on)
    seen = {each.indicator.pk: each.value.number for each in lines}
    written = list(kept.lines.all())
    for line in written:
        line.value = seen.get(line.indicator_id) if line.value is None else line.value
    ReviewLine.objects.bulk_update(written, ["value"])
    told = {line.indicator_id for line in written}
    ReviewLine.objects.bulk_create(
        ReviewLine(review=kept, indicator=each.indicator, value=each.value.number)
        for each in lines
        if each.indicator.pk not in told
    )
    kept.closed_on = on
    kept.save(update_fields=["closed_on"])
    said = f"Revue des indicateurs {kept.year} close le {date_in_french(on)}."
    record(said, by=by.pk, subject=kept.structure_id)
    return kept
