"""Parts of communes: a quartier, a set of IRIS, with the population somebody gives, and who gives it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.territories.models import PartIris, Territory, TerritoryPart

MOST_PEOPLE = 3_000_000


@transaction.atomic
def take_part(
    territory: Territory,
    commune: str,
    *,
    name: str,
    population: int | None,
    source: str,
    dated_on: date,
    on: date,
    iris: Iterable[str] = (),
) -> TerritoryPart:
    """Hold only this part of a commune (and those taken before), instead of the whole. Raises BadInput."""
    territory = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    _refuse(territory, commune, name, population, dated_on, on)
    codes = sorted(set(iris))
    if foreign := [code for code in codes if not code.startswith(commune)]:
        raise BadInput(f"L’IRIS {foreign[0]} n’est pas de cette commune.", field="iris")
    _refuse_doubles(territory, codes)
    part = TerritoryPart.objects.create(
        territory=territory,
        commune=commune,
        name=name,
        population=population,
        source=source,
        dated_on=dated_on,
    )
    PartIris.objects.bulk_create(PartIris(part=part, code=code) for code in codes)
    return part


def _refuse(
    territory: Territory, commune: str, name: str, population: int | None, dated_on: date, on: date
) -> None:
    if not territory.communes.filter(code=commune).exists():
        raise BadInput("Cette commune n’est pas du territoire. Dessinez-la d’abord.", field="commune")
    if territory.parts.filter(commune=commune, name__iexact=name).exists():
        raise BadInput("Cette partie est déjà notée. Retirez-la pour la noter autrement.", field="name")
    whole = atlas().commune(commune).population
    if population is not None and whole is not None and population > whole:
        raise BadInput(
            f"C’est plus que toute la commune ({whole} habitants). Vérifiez ce nombre.", field="population"
        )
    if dated_on > on:
        raise BadInput("Cette date est à venir. Donnez celle de la population.", field="dated_on")


def _refuse_doubles(territory: Territory, iris: Collection[str]) -> None:
    taken = PartIris.objects.filter(part__territory=territory, code__in=iris).values_list("code", flat=True)
    if taken:
        raise BadInput(f"L’IRIS {taken[0]} est déjà dans une partie : ses habitants compteraient deux fois.")


@transaction.atomic
def drop_part(part: TerritoryPart) -> None:
    """Without any other part of it, the commune is held whole again."""
    TerritoryPart.objects.filter(pk=part.pk).delete()
