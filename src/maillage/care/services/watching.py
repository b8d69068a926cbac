"""Who wants to be told of what, where and when; how a structure tells; where its pictures go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import OutsideTool, RingSetting, Watch, WatchedCommune, WatchedKind
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of how they may be told. `communes` are read instead of `km` when there are some."""

    is_on: bool
    base: str
    km: int
    opens_at: time
    closes_at: time
    kinds: Collection[str]
    communes: Collection[str] = ()
    on_weekends: bool = False
    at_any_hour: bool = False


@transaction.atomic
def wish(person: Person, said: Wish) -> Watch:
    """Said again, the last words stand. Raises BadInput for hours upside down."""
    if said.opens_at >= said.closes_at:
        raise BadInput("La fin vient avant le début : vérifiez ces deux heures.", field="closes_at")
    watch, _ = Watch.objects.update_or_create(
        person=person,
        defaults={
            "is_on": said.is_on, "base": said.base, "km": said.km, "opens_at": said.opens_at,
            "closes_at": said.closes_at, "on_weekends": said.on_weekends, "at_any_hour": said.at_any_hour,
        },
    )  # fmt: skip
    watch.kinds.all().delete()
    watch.communes.all().delete()
    WatchedKind.objects.bulk_create(WatchedKind(watch=watch, kind=kind) for kind in dict.fromkeys(said.kinds))
    WatchedCommune.objects.bulk_create(
        WatchedCommune(watch=watch, commune=code) for code in dict.fromkeys(said.communes)
    )
    return watch


@transaction.atomic
def stop(person: Person) -> None:
    """No more; the rest of what they said is kept for another day."""
    Watch.objects.filter(person=person).update(is_on=False)


@transaction.atomic
def set_rings(
    structure: Structure, *, alone: int, size: int, every: int, version: int, by: User
) -> RingSetting:
    """Raises BadInput when somebody wrote since."""
    RingSetting.objects.get_or_create(structure=structure)
    changed = RingSetting.objects.filter(structure=structure, version=version).update(
        alone_minutes=alone, size=size, every_minutes=every, version=F("version") + 1
    )
    if not changed:
        raise BadInput("Quelqu’un a changé ces réglages entre-temps. Relisez-les, puis recommencez.")
    record("Réglages des demandes changés.", by=by.pk, subject=structure.pk)
    return RingSetting.objects.get(structure=structure)


@transaction.atomic
def set_tool(structure: Structure, kind: str, *, name: str, url: str, by: User) -> None:
    """Empty, there is none any more, and nobody may ask for that."""
    if name and url:
        OutsideTool.objects.update_or_create(
            structure=structure, kind=kind, defaults={"name": name, "url": url}
        )
        record(f"Outil extérieur choisi : {name}.", by=by.pk, subject=structure.pk)
    else:
        OutsideTool.objects.filter(structure=structure, kind=kind).delete()
