"""Making two cards one: everything moves that can, nothing is lost, and it can be undone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from django.db import IntegrityError, models, transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.people.models import Apart, FilledColumn, Merge, MovedRow, Person
from maillage.people.rules import UNDONE_WITHIN
from maillage.structures.models import Structure

#: A column that points to a card.
Column: TypeAlias = "models.ForeignObject[Any, Any]"
#: What a card takes from the other when it does not say it.
COLUMNS = (
    "specialty",
    "practice",
    "role",
    "commune",
    "workplace",
    "represented",
    "engagement",
    "rpps",
    "email",
    "phone",
    "preferred",
)


@transaction.atomic
def merge(kept: Person, gone: Person, *, by: User, at: datetime) -> Merge:
    """Take a card into another. What cannot move (the same fee twice) stays on the card gone, and still counts.

    Raises BadInput for one card, cards of two structures, two RPPS numbers, or a card that is gone already.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=kept.structure_id)
    kept, gone = (Person.everybody.get(pk=card.pk) for card in (kept, gone))
    if kept.pk == gone.pk or kept.structure_id != gone.structure_id:
        raise BadInput("Choisissez deux fiches différentes de cette structure.")
    if kept.is_merged or gone.is_merged:
        raise BadInput("Une de ces fiches est déjà fusionnée : la page est à jour.")
    if kept.rpps and gone.rpps and kept.rpps != gone.rpps:
        raise BadInput("Ces fiches portent deux numéros RPPS : ce sont deux personnes.")
    done = Merge.objects.create(kept=kept, gone=gone, done_at=at, done_by=by)
    gone.is_merged = True
    gone.save(update_fields=["is_merged"])
    filled = [name for name in COLUMNS if getattr(gone, name) and not getattr(kept, name)]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    kept.save(update_fields=filled)
    FilledColumn.objects.bulk_create(FilledColumn(merge=done, name=name) for name in filled)
    MovedRow.objects.bulk_create(
        MovedRow(merge=done, column=str(column), row=row)
        for column in pointing()
        for row in _moved(column, gone, kept)
    )
    record(f"Deux fiches de {kept.name} sont fusionnées.", by=by.pk, subject=kept.structure_id)
    return done


@transaction.atomic
def undo(done: Merge, *, by: User, at: datetime) -> None:
    """Give each card back what it had; what was changed since stays as it is. Twice, it is undone once.

    Raises BadInput when it is too late, while the card kept is in another, and when another card bears the number.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=done.kept.structure_id)
    done = Merge.objects.get(pk=done.pk)
    if done.undone_at:
        return
    if at > done.done_at + UNDONE_WITHIN:
        raise BadInput("Cette fusion a plus de trente jours : elle ne se défait plus.")
    kept, gone = (Person.everybody.get(pk=pk) for pk in (done.kept_id, done.gone_id))
    if kept.is_merged:
        raise BadInput("Cette fiche a été fusionnée à son tour : défaites d’abord la dernière fusion.")
    _refuse_number(kept, gone)
    given_back = [
        column.name
        for column in done.columns.all()
        if getattr(kept, column.name) == getattr(gone, column.name)
    ]
    for name in given_back:
        setattr(kept, name, "")
    kept.save(update_fields=given_back)
    gone.is_merged = False
    gone.save(update_fields=["is_merged"])
    columns = {str(column): column for column in pointing()}
    for row in done.rows.all():
        if column := columns.get(row.column):  # a table that is no more has nothing to give back
            _point(column, [row.row], kept, gone)
    Merge.objects.filter(pk=done.pk).update(undone_at=at)
    record(f"La fusion des fiches de {kept.name} est défaite.", by=by.pk, subject=kept.structure_id)


def _refuse_number(kept: Person, gone: Person) -> None:
    """Raises BadInput when the number that comes back with a card was given to a third one."""
    holders = Person.objects.filter(structure=gone.structure_id, rpps=gone.rpps).exclude(pk=kept.pk)
    if gone.rpps and (holder := holders.first()):
        raise BadInput(
            f"Le numéro RPPS {gone.rpps} est maintenant sur la fiche de {holder.name} : corrigez d’abord l’une des deux."
        )


@transaction.atomic
def say_apart(first: Person, second: Person, *, by: User) -> None:
    """Two people look alike. Raises BadInput for one card."""
    if first.pk == second.pk or first.structure_id != second.structure_id:
        raise BadInput("Choisissez deux fiches différentes de cette structure.")
    low, high = sorted((first, second), key=lambda card: card.pk)
    if Apart.objects.get_or_create(first=low, second=high)[1]:
        record(f"{low.name} et {high.name} sont deux personnes.", by=by.pk, subject=first.structure_id)


def pointing() -> Iterator[Column]:
    """Every column that points to a card, whatever the room: those of a merge itself apart."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in {Merge, Apart}:
            yield relation.field


def _moved(column: Column, gone: Person, kept: Person) -> Iterator[int]:
    """The rows of a table that went from a card to the other; one that would be there twice stays."""
    for row in column.model._base_manager.filter(**{column.name: gone}).values_list("pk", flat=True):
        if _point(column, [row], gone, kept):
            yield row


def _point(column: Column, rows: list[int], before: Person, after: Person) -> bool:
    try:
        with transaction.atomic():
            found = column.model._base_manager.filter(pk__in=rows, **{column.name: before})
            return bool(found.update(**{column.name: after}))
    except IntegrityError:
        return False
