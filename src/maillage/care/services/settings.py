"""What a structure chooses for care."""

from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import CareSetting
from maillage.care.queries.settings import setting_of
from maillage.kernel import BadInput
from maillage.structures.models import Structure

CHOSEN = ("small_below", "opens_at", "closes_at", "kept_months")
CHANGED = "Quelqu’un a changé ces réglages pendant que vous les lisiez. Vos choix sont gardés ci-dessous : enregistrez de nouveau."


@transaction.atomic
def choose(structure: Structure, chosen: dict[str, Any], *, version: int, by: User) -> CareSetting:
    """`chosen`: a value for each of CHOSEN. Raises BadInput when somebody chose meanwhile."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    setting = setting_of(structure)
    if setting.version != version:
        raise BadInput(CHANGED)
    for name in CHOSEN:
        setattr(setting, name, chosen[name])
    setting.version += 1
    setting.save()
    record("Réglages des soins changés.", by=by.pk, subject=structure.pk)
    return setting
