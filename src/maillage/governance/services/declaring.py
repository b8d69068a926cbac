"""Changes that an association declares outside: noted as they happen, until somebody says that it was done."""

from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import OF_OFFICERS, OFFICERS, Formality
from maillage.governance.models import Declaration, Mandate
from maillage.governance.rules import is_association
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french
from maillage.structures.models import Structure

MOST = 500


def note_change(mandate: Mandate, *, on: date) -> None:
    """Somebody takes or leaves an office of an association: it is to be declared, once a day. In a transaction.

    What happened before the structure was written here is its past: nobody is asked for it again.
    """
    instance = mandate.instance
    is_of_officers = mandate.office in OFFICERS and instance.kind in OF_OFFICERS
    is_past = on < timezone.localdate(instance.structure.founded_at)
    if is_of_officers and not is_past and is_association(instance.structure.form):
        Declaration.objects.get_or_create(
            structure=instance.structure, what=Formality.OFFICERS, changed_on=on
        )


@transaction.atomic
def add(structure: Structure, what: str, changed_on: date, *, by: User) -> Declaration:
    """A change that no mandate tells: new statutes. The same twice is noted once. Raises BadInput beyond five hundred."""
    lock(structure.pk)
    if structure.declarations.count() >= MOST:
        raise BadInput("Vous avez déjà noté cinq cents changements : c’est trop pour une page.")
    made, is_new = Declaration.objects.get_or_create(structure=structure, what=what, changed_on=changed_on)
    if is_new:
        said = f"À déclarer : {made.get_what_display().lower()}, {date_in_french(changed_on)}."
        record(said, by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def declare(declaration: Declaration, *, on: date | None, by: User) -> None:
    """It was declared that day; None: it was not, after all. Declared twice, the first day stands."""
    lock(declaration.structure_id)
    kept = get_object_or_404(Declaration, pk=declaration.pk)
    if on is None or kept.declared_on is None:
        kept.declared_on = on
        kept.save(update_fields=["declared_on"])
        what = "Déclaré" if on else "À déclarer de nouveau"
        said = f"{what} : {kept.get_what_display().lower()}, {date_in_french(kept.changed_on)}."
        record(said, by=by.pk, subject=kept.structure_id)
