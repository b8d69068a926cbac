"""Writing a reflex sheet, publishing it, taking up that of another structure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import ReflexSheet, SheetEdition
from maillage.care.services.helping import CHANGED
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_SHEETS = 200
#: What makes another edition when it changes.
WORDS = ("signs", "acts", "calls", "never", "source")


@dataclass(frozen=True, slots=True)
class GivenSheet:
    title: str
    signs: str
    acts: str
    calls: str = ""
    never: str = ""
    source: str = ""
    owner: Person | None = None
    review_on: date | None = None


@transaction.atomic
def add_sheet(
    structure: Structure, given: GivenSheet, *, key: UUID, by: User, on: date, origin: str = ""
) -> ReflexSheet:
    """With its first edition, not published yet; the same key adds once."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.reflex_sheets, key):
        return known
    if structure.reflex_sheets.count() >= MOST_SHEETS:
        raise BadInput("Deux cents fiches au plus : relisez celles qui sont là.")
    sheet = ReflexSheet.objects.create(
        structure=structure, key=key, title=given.title, owner=given.owner, review_on=given.review_on,
        origin=origin[:200],
    )  # fmt: skip
    _edition(sheet, given, 1, by=by, on=on)
    record(f"Fiche réflexe écrite : {sheet.title}.", by=by.pk, subject=structure.pk)
    return sheet


def _edition(sheet: ReflexSheet, given: GivenSheet, number: int, *, by: User, on: date) -> SheetEdition:
    words = {name: getattr(given, name) for name in WORDS}
    return SheetEdition.objects.create(sheet=sheet, number=number, written_on=on, written_by=by, **words)


@transaction.atomic
def write_sheet(sheet: ReflexSheet, given: GivenSheet, *, version: int, by: User, on: date) -> ReflexSheet:
    """Another edition when its words change: the one that is published stays until the next is."""
    kept = ReflexSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if kept.version != version:
        raise BadInput(CHANGED)
    kept.title, kept.owner, kept.review_on = given.title, given.owner, given.review_on
    kept.version += 1
    kept.save()
    last = kept.editions.all()[0]
    if any(getattr(last, name) != getattr(given, name) for name in WORDS):
        _edition(kept, given, last.number + 1, by=by, on=on)
    record(f"Fiche réflexe corrigée : {kept.title}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def publish_sheet(sheet: ReflexSheet, *, is_on: bool, by: User, on: date) -> None:
    """Its last edition is what professionals read; or they read it no more."""
    kept = ReflexSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    kept.published = kept.editions.all()[0] if is_on else None
    kept.published_on = on if is_on else None
    kept.version += 1
    kept.save()
    said = "publiée" if is_on else "retirée"
    record(f"Fiche réflexe {said} : {kept.title}.", by=by.pk, subject=kept.structure_id)


@transaction.atomic
def share_sheet(sheet: ReflexSheet, *, is_shared: bool, by: User) -> None:
    if ReflexSheet.objects.filter(pk=sheet.pk).exclude(is_shared=is_shared).update(is_shared=is_shared):
        said = "peut être reprise par d’autres" if is_shared else "n’est plus à reprendre"
        record(f"Fiche réflexe {sheet.title} : {said}.", by=by.pk, subject=sheet.structure_id)


@transaction.atomic
def copy_sheet(structure: Structure, known: ReflexSheet, *, key: UUID, by: User, on: date) -> ReflexSheet:
    """That of another structure, as it is published. `perms.takeable_sheets` says whether it may be."""
    text = known.published
    if text is None:
        raise BadInput("Cette fiche n’est plus publiée.")
    given = GivenSheet(known.title, **{name: getattr(text, name) for name in WORDS})
    origin = f"{known.structure.name}, version {text.number}"
    return add_sheet(structure, given, key=key, by=by, on=on, origin=origin)
