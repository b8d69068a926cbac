"""Needs: what a territory lacks, written from a figure or from nothing, then put in order."""

from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.project.models import Need
from maillage.structures.models import Structure
from maillage.ui.types import Figure

LONGEST = 2_000  # characters
TO_FIND = "Besoin à préciser."
EMPTY = "Ce besoin est vide. Écrivez une phrase, ou retirez-le."


class NeedDropped(BadInput):
    """Somebody dropped it while it was reworded."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a retiré ce besoin pendant que vous le récriviez. Vos mots sont ci-dessous : ajoutez-les de "
            "nouveau si le besoin tient.",
            field="text",
        )


@transaction.atomic
def need_from(structure: Structure, figure: Figure, *, by: User) -> tuple[Need, bool]:
    """The need this figure shows, and whether it is new: asking twice writes it once."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    need, is_new = Need.objects.get_or_create(
        structure=structure,
        figure=figure.key,
        defaults={
            "text": proposed(figure),
            "label": figure.label,
            "value": figure.value,
            "source": figure.source,
            "read_on": figure.on,
            "written_by": by,
        },
    )
    if is_new:
        record(f"Besoin écrit d’après un chiffre : {figure.label}.", by=by.pk, subject=structure.pk)
    return need, is_new


def proposed(figure: Figure) -> str:
    """The start of a need: what the figure asks for, or that it is still to be found where it shows no lack."""
    return figure.sentence if figure.aim else f"{TO_FIND} {figure.sentence}"


@transaction.atomic
def add_need(structure: Structure, text: str, *, by: User) -> Need:
    """A need nobody measured. Raises BadInput when it says nothing."""
    need = Need.objects.create(structure=structure, text=_words(text), written_by=by)
    record("Besoin écrit.", by=by.pk, subject=structure.pk)
    return need


@transaction.atomic
def reword(need: Need, text: str, *, by: User) -> None:
    """Other words for it; the figure it came from stays. Raises BadInput when they say nothing, NeedDropped."""
    if not Need.objects.filter(pk=need.pk).update(text=_words(text)):
        raise NeedDropped
    record("Besoin récrit.", by=by.pk, subject=need.structure_id)


@transaction.atomic
def drop(need: Need, *, by: User) -> None:
    """Nothing when somebody has just dropped it."""
    if Need.objects.filter(pk=need.pk).delete()[0]:
        record("Besoin retiré.", by=by.pk, subject=need.structure_id)


@transaction.atomic
def move(need: Need, *, up: bool, by: User, on: date) -> None:
    """One place up or down; from then on all have their place, as of that day."""
    Structure.objects.select_for_update(of=("self",)).get(pk=need.structure_id)
    rows = list(need.structure.needs.all())
    place = next((place for place, row in enumerate(rows) if row.pk == need.pk), None)
    if place is None:
        raise BadInput("Quelqu’un a retiré ce besoin : relisez la liste.")
    other = min(max(place + (-1 if up else 1), 0), len(rows) - 1)
    rows.insert(other, rows.pop(place))
    for rank, row in enumerate(rows, 1):
        row.rank, row.ranked_on = rank, on
    Need.objects.bulk_update(rows, ["rank", "ranked_on"])
    record("Besoins classés.", by=by.pk, subject=need.structure_id)


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput(EMPTY, field="text")
    if len(words) > LONGEST:
        raise BadInput(
            "Ce besoin est trop long. Gardez l’essentiel, deux mille signes au plus.", field="text"
        )
    return words
