"""Layers of habits: added whole from a file that was read, taken away whole."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.habits.models import HabitLayer, HabitRow
from maillage.habits.services.habit_file import Row
from maillage.kernel import BadInput, plural
from maillage.structures.models import Structure

BATCH = 2_000


@transaction.atomic
def add_layer(
    structure: Structure,
    rows: Sequence[Row],
    *,
    name: str,
    kind: str,
    source: str,
    dated_on: date,
    by: User,
    on: date,
    left_out: int = 0,
) -> HabitLayer:
    """Lay these rows over a territory; `left_out` counts the lines of the file that were not understood.

    Raises BadInput for no row, a name already taken there, or data of a day to come.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if not rows:
        raise BadInput("Aucune ligne n’est comprise. Corrigez-les, puis recommencez.", field="text")
    if structure.habit_layers.filter(name=name).exists():
        raise BadInput(
            "Un calque porte déjà ce nom. Choisissez-en un autre, ou retirez le premier.", field="name"
        )
    if dated_on > on:
        raise BadInput("Cette date est à venir. Donnez celle des données.", field="dated_on")
    layer = HabitLayer.objects.create(
        structure=structure, name=name, kind=kind, source=source, dated_on=dated_on, added_by=by
    )
    HabitRow.objects.bulk_create(
        (HabitRow(layer=layer, commune=row.commune, group=row.group, weight=row.weight) for row in rows),
        batch_size=BATCH,
    )
    left = f", {plural(left_out, 'ligne laissée', 'lignes laissées')} de côté" if left_out else ""
    record(
        f"Calque d’habitudes ajouté : « {name} », {plural(len(rows), 'ligne')}{left}.",
        by=by.pk,
        subject=structure.pk,
    )
    return layer


@transaction.atomic
def drop_layer(layer: HabitLayer, *, by: User) -> None:
    """Take a layer away with its rows; the trail keeps that it was there."""
    record(f"Calque d’habitudes retiré : « {layer.name} ».", by=by.pk, subject=layer.structure_id)
    layer.delete()
