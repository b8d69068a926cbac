"""An import is given back: what it created goes, what it changed is as before, but for what was touched since."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.people.models import Adhesion, College, ImportedChange, MemberImport, Person
from maillage.people.rules import UNDONE_WITHIN
from maillage.people.services.importing.refunds import take_back_refunds
from maillage.people.services.importing.writing import AT_ONCE, imprint
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cards and adhésions went, how many columns were given back, and who stays with what was added since."""

    cards: int = 0
    adhesions: int = 0
    columns: int = 0
    kept: tuple[str, ...] = ()
    did: bool = True  # False: it was undone before

    @property
    def sentence(self) -> str:
        stays = f" Gardé, car changé depuis : {', '.join(self.kept[:5])}" if self.kept else ""
        more = f" et {len(self.kept) - 5} de plus" if len(self.kept) > 5 else ""
        return (
            f"Import annulé : {plural(self.cards, 'fiche retirée', 'fiches retirées')}, "
            f"{plural(self.adhesions, 'adhésion retirée', 'adhésions retirées')}, "
            f"{plural(self.columns, 'valeur rendue', 'valeurs rendues')}.{stays}{more}{'.' if stays else ''}"
        )


@transaction.atomic
def undo(batch: MemberImport, *, by: User, on: date) -> Undone:
    """Twice, it is undone once. Raises BadInput after thirty days."""
    Structure.objects.select_for_update(of=("self",)).get(pk=batch.structure_id)
    batch = MemberImport.objects.get(pk=batch.pk)
    if batch.undone_on:
        return Undone(did=False)
    if on - batch.on >= UNDONE_WITHIN:
        raise BadInput(
            "Cet import a plus de 30 jours : il ne s’annule plus. Corrigez les fiches une par une."
        )
    refunded = take_back_refunds(batch)
    changes = list(batch.changes.select_related("person", "adhesion"))
    given_back, kept = _give_back([change for change in changes if change.column])
    adhesions = [change for change in changes if change.adhesion_id and not change.column]
    gone, stays = _remove(Adhesion.objects.all(), [(change, change.adhesion) for change in adhesions])
    staying = {change.person_id for change in stays}
    cards = [change for change in changes if not change.adhesion_id and not change.column]
    free = [change for change in cards if change.person_id not in staying]
    removed, touched = _remove(Person.objects.all(), [(change, change.person) for change in free])
    kept += [change.person.name for change in (*stays, *touched)]
    MemberImport.objects.filter(pk=batch.pk).update(undone_on=on)
    undone = Undone(removed, gone, given_back + refunded, tuple(dict.fromkeys(kept)))
    record(
        with_no_break_spaces(f"« {batch.name[:60]} » : {undone.sentence}"),
        by=by.pk,
        subject=batch.structure_id,
    )
    return undone


def _give_back(changes: Sequence[ImportedChange]) -> tuple[int, list[str]]:
    """Columns as they were, unless they were changed again, or cannot be so any more."""
    running = _running([change.person_id for change in changes if change.column == "until"])
    colleges = {str(pk) for pk in College.objects.values_list("pk", flat=True)} if changes else set()
    rows: dict[tuple[bool, int], Person | Adhesion] = {}
    given: dict[bool, set[str]] = {True: set(), False: set()}
    kept, count = [], 0
    for change in reversed(changes):
        row = change.adhesion or change.person
        row = rows.setdefault((change.adhesion is not None, row.pk), row)
        if _stands(row, change, running, colleges):
            _set(row, change)
            given[change.adhesion is not None].add(change.column)
            count += 1
        else:
            kept.append(change.person.name)
    models: tuple[type[Model], ...] = (Person, Adhesion)
    for model, columns in zip(models, (given[False], given[True]), strict=True):
        changed = [row for row in rows.values() if isinstance(row, model)]
        if columns:
            model._base_manager.bulk_update(changed, sorted(columns), batch_size=AT_ONCE)
    return count, kept


def _running(people: Sequence[int]) -> set[tuple[int, str]]:
    """(person, kind) of the adhésions without an end: one at a time."""
    found: set[tuple[int, str]] = set()
    for start in range(0, len(people), AT_ONCE):
        there = Adhesion.objects.filter(person__in=people[start : start + AT_ONCE], until=None)
        found |= set(there.values_list("person_id", "kind"))
    return found


def _stands(
    row: Person | Adhesion, change: ImportedChange, running: set[tuple[int, str]], colleges: set[str]
) -> bool:
    """Whether a column is still as the import left it, and may be as it was before."""
    value = getattr(row, _attribute(change.column))
    if ("" if value is None else str(value)) != change.after:
        return False
    if not isinstance(row, Adhesion):
        return True
    match change.column:
        case "college":
            return not change.before or change.before in colleges
        case "until" if not change.before:
            return (row.person_id, row.kind) not in running
        case "until":
            return date.fromisoformat(change.before) >= row.since
        case _:
            return row.until is None or date.fromisoformat(change.before) <= row.until


def _attribute(column: str) -> str:
    return "college_id" if column == "college" else column


def _set(row: Person | Adhesion, change: ImportedChange) -> None:
    before: Any = change.before
    if isinstance(row, Adhesion):
        of_day = date.fromisoformat if change.column != "college" else int
        before = of_day(change.before) if change.before else None
    setattr(row, _attribute(change.column), before)


def _remove(
    rows: QuerySet[Adhesion] | QuerySet[Person], created: list[tuple[ImportedChange, Model | None]]
) -> tuple[int, list[ImportedChange]]:
    """How many went, and what stays: it was changed since, or something was added to it."""
    held = _held(rows.model, [row.pk for _, row in created if row])
    stays = [change for change, row in created if row and (row.pk in held or imprint(row) != change.after)]
    kept = {change.pk for change in stays}
    going = [row.pk for change, row in created if row and change.pk not in kept]
    for start in range(0, len(going), AT_ONCE):
        rows.filter(pk__in=going[start : start + AT_ONCE]).delete()
    return len(going), stays


def _held(model: type[Model], numbers: list[int]) -> set[int]:
    """Those to which a row of any table points, but for what imports made of them."""
    relations: list[tuple[Any, str]] = [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.related_model is not ImportedChange
    ]
    relations += [
        (field.remote_field.through, field.m2m_field_name()) for field in model._meta.local_many_to_many
    ]
    return set(_pointing(relations, numbers))


def _pointing(relations: Iterable[tuple[Any, str]], numbers: list[int]) -> Iterator[int]:
    for model, field in relations:
        for start in range(0, len(numbers), AT_ONCE):
            wanted = {f"{field}__in": numbers[start : start + AT_ONCE]}
            yield from model._base_manager.filter(**wanted).values_list(f"{field}_id", flat=True)
