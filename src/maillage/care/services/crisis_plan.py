"""Writing the crisis plan: reflex sheets, roles, resources."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import CrisisResource, CrisisRole, CrisisSheet
from maillage.care.rules.local_texts import refuse_people
from maillage.care.services.locking import lock
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure

#: Those of a sheet that one writes.
WORDS = ("signal", "first_hours", "who_does", "messages", "needs")
MOST_RESOURCES, MOST_ROLES = 200, 60


@transaction.atomic
def write_sheet(
    structure: Structure, family: str, said: Mapping[str, Any], *, version: int, on: date, by: User
) -> CrisisSheet:
    """A sheet, read again that day. `version`: the one that was read. Raises BadInput when somebody wrote since.

    It holds the telephone numbers of services: its form keeps out whoever is named.
    """
    lock(structure.pk)
    kept, _ = CrisisSheet.objects.get_or_create(structure=structure, family=family)
    if kept.version != version:
        raise BadInput(
            "Quelqu’un a enregistré cette fiche pendant que vous écriviez. Vos mots sont gardés ci-dessous : "
            "ouvrez la fiche dans un autre onglet, réunissez-les, puis enregistrez."
        )
    for name in WORDS:
        setattr(kept, name, said[name])
    kept.owner, kept.reviewed_on, kept.version = said["owner"], on, version + 1
    kept.save()
    record(f"Fiche réflexe : {kept.get_family_display()}.", by=by.pk, subject=structure.pk)
    return kept


def add_role(structure: Structure, part: str, person: Person, calls: str, *, by: User) -> None:
    """Somebody has a role in the plan; said twice, what they call is as said last. Raises BadInput."""
    with transaction.atomic():
        lock(structure.pk)
        if structure.crisis_roles.count() >= MOST_ROLES:
            raise BadInput("Soixante rôles : le plan ne tiendrait plus sur une page.")
        CrisisRole.objects.update_or_create(
            structure=structure, person=person, part=part, defaults={"calls": calls}
        )
        record("Plan de crise : un rôle est donné.", by=by.pk, subject=structure.pk)


def drop_role(role: CrisisRole, *, by: User) -> None:
    with transaction.atomic():
        role.delete()
        record("Plan de crise : un rôle est retiré.", by=by.pk, subject=role.structure_id)


@transaction.atomic
def add_resource(
    structure: Structure, *, kind: str, words: str, place: str, contact: str, by: User
) -> CrisisResource:
    """Raises BadInput."""
    refuse_people(words)
    lock(structure.pk)
    if structure.crisis_resources.count() >= MOST_RESOURCES:
        raise BadInput("Vous avez déjà deux cents ressources.")
    made, is_new = CrisisResource.objects.get_or_create(
        structure=structure, kind=kind, words=words, place=place, defaults={"contact": contact}
    )
    if is_new:
        record("Plan de crise : une ressource est notée.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def drop_resource(resource: CrisisResource, *, by: User) -> None:
    resource.delete()
    record("Plan de crise : une ressource est retirée.", by=by.pk, subject=resource.structure_id)
