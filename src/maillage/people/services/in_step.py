"""A card is put in step with the national directory, or left as it is, when somebody says so."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, joined
from maillage.people.models import Person
from maillage.people.queries.in_step import Rereading, compared, rereading_of, seen_of, watched
from maillage.people.queries.members import Roll
from maillage.structures.models import Structure

#: Rows written by one query.
AT_ONCE = 500


@transaction.atomic
def take_up(person: Person, columns: Collection[str], *, seen: int, by: User) -> None:
    """Write these columns as the file says them; the others stay, and are not proposed again until it changes.

    Raises BadInput when the file, or the card, is not what was read.
    """
    found = _locked(person, seen)
    taken = [each for each in found.differences if each.column in columns]
    written = {each.column: each.value for each in taken}
    if "profession" in written:
        written["specialty"] = ""  # it was of the other trade
    Person.objects.filter(pk=person.pk).update(directory_seen=seen, **written)
    said = joined(each.label.lower() for each in taken)
    name = written.get("name", found.person.name)
    words = f"mise en accord avec l’annuaire : {said}" if said else "gardée, l’annuaire dit autre chose"
    record(f"Fiche de {name} {words}.", by=by.pk, subject=found.person.structure_id)


@transaction.atomic
def keep_card(person: Person, *, seen: int, by: User) -> None:
    """The card is right as it is, until the file changes again. Raises BadInput as `take_up`."""
    found = _locked(person, seen)
    Person.objects.filter(pk=person.pk).update(directory_seen=seen)
    record(
        f"Fiche de {found.person.name} gardée, l’annuaire dit autre chose.",
        by=by.pk,
        subject=found.person.structure_id,
    )


def _locked(person: Person, seen: int) -> Rereading:
    Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    found = rereading_of(Person.objects.get(pk=person.pk))
    if found is None or found.seen != seen:
        raise BadInput("L’annuaire ou la fiche vient de changer : la page est à jour, relisez-la.")
    return found


def note_agreement(*, on: date) -> int:
    """Remember what the file says of the cards that say the same: they are compared again when it changes. How many."""
    noted = 0
    for structure in Structure.objects.filter(people__rpps__gt="").distinct().select_related("territory"):
        seen = seen_of(watched(Roll(structure, on=on)))
        agreeing = [each for each in compared(structure, seen) if _agrees(each)]
        for each in agreeing:
            each.person.directory_seen = each.seen
        Person.objects.bulk_update([each.person for each in agreeing], ["directory_seen"], batch_size=AT_ONCE)
        noted += len(agreeing)
    return noted


def _agrees(each: Rereading) -> bool:
    return bool(each.seen) and not each.differences
