"""Linking two structures: one says it, the other confirms it."""

from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.structures.models import Nesting, Structure
from maillage.structures.queries import may_hold


@transaction.atomic
def ask_nesting(structure: Structure, address: str, *, holds: bool, by: User, on: date) -> Nesting:
    """Say that one holds the structure at this address, or takes part in it. Saying it twice changes nothing.

    The same whether the address is anybody's or not. Raises BadInput for one's own.
    """
    address = address.strip().strip("/").rpartition("/")[2]
    if not address:
        raise BadInput(
            "Donnez l’adresse de l’autre structure : la fin de son lien, après /s/.", field="address"
        )
    if address == structure.slug:
        raise BadInput("C’est l’adresse de cette structure : donnez celle de l’autre.", field="address")
    nesting, is_new = Nesting.objects.get_or_create(
        asker=structure, address=address[:80], defaults={"asker_holds": holds, "asked_on": on, "by": by}
    )
    if is_new:
        record(f"Structure liée, à confirmer par elle : {address[:80]}.", by=by.pk, subject=structure.pk)
    return nesting


@transaction.atomic
def confirm_nesting(structure: Structure, nesting: Nesting, *, by: User, on: date) -> None:
    """The other side says yes. Raises BadInput when the law knows no such link between the two forms."""
    holder, held = (nesting.asker, structure) if nesting.asker_holds else (structure, nesting.asker)
    if not may_hold(holder.form, held.form):
        raise BadInput("Ces deux formes ne se tiennent pas l’une l’autre : refusez, puis vérifiez ensemble.")
    nesting.other, nesting.confirmed_on = structure, on
    nesting.save(update_fields=["other", "confirmed_on"])
    for side, beside in ((structure, nesting.asker), (nesting.asker, structure)):
        record(f"Structure liée : « {beside.name} ».", by=by.pk, subject=side.pk)


@transaction.atomic
def drop_nesting(structure: Structure, nesting: Nesting, *, by: User) -> None:
    """Refuse what was asked, take back what one asked, or part."""
    record("Une structure n’est plus liée.", by=by.pk, subject=structure.pk)
    nesting.delete()
