"""Saving and declaring a territory."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.territories.models import Territory, TerritoryCommune


@transaction.atomic
def save_territory(codes: Iterable[str], *, territory: Territory | None = None) -> Territory:
    """Keep exactly these communes; saving the same drawing twice changes nothing. Raises BadInput."""
    selection = atlas().resolve(codes)
    if selection.unknown:
        raise BadInput(
            f"Ces codes n’existent pas (ou plus) : {', '.join(selection.unknown)}. Retirez-les du dessin.",
            field="codes",
        )
    if not selection.codes:
        raise BadInput("Le territoire est vide. Choisissez au moins une commune.", field="codes")
    if territory is None:
        territory = Territory.objects.create(cog_year=atlas().cog_year)
    else:
        territory = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    kept = set(selection.codes)
    known = set(territory.communes.values_list("code", flat=True))
    if kept != known:
        territory.communes.exclude(code__in=kept).delete()
        territory.parts.exclude(commune__in=kept).delete()
        TerritoryCommune.objects.bulk_create(
            TerritoryCommune(territory=territory, code=code) for code in sorted(kept - known)
        )
        territory.cog_year = atlas().cog_year
        territory.save()
    return territory


def no_territory() -> Territory:
    """The territory of whom has none yet: without any commune."""
    return Territory.objects.create(cog_year=atlas().cog_year)


@transaction.atomic
def declare(territory: Territory, *, on: date, public_name: str = "") -> Territory:
    """From now on, neighbours who draw over it are warned; they read its name only if there is a public one."""
    territory = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    territory.declared_on = territory.declared_on or on
    territory.public_name = public_name
    territory.save()
    return territory


@transaction.atomic
def withdraw(territory: Territory) -> Territory:
    """Back to a draft: nobody else knows of it any more."""
    territory = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    territory.declared_on, territory.public_name = None, ""
    territory.save()
    return territory
