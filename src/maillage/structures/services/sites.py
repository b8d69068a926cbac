"""The sites of a structure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.directory.models import Place
from maillage.geography import atlas
from maillage.kernel import BadInput, finess, folded
from maillage.registers import PlaceKind, category_label
from maillage.structures.models import Site, Structure

#: What a number of FINESS may be, for a form whose sites have a kind of their own; any place for the others.
PLACES_OF = {"msp": PlaceKind.MSP, "mspu": PlaceKind.MSP, "cds": PlaceKind.CDS}


@dataclass(frozen=True, slots=True)
class GivenSite:
    """As it is typed: the commune by its name or a code, empty when the FINESS says it."""

    commune: str = ""
    name: str = ""
    address: str = ""
    finess: str = ""
    hours: str = ""
    is_antenna: bool = False


@transaction.atomic
def add_site(structure: Structure, given: GivenSite, *, by: User) -> Site:
    """What the directory knows of its FINESS fills what is not typed. Raises BadInput, with the field."""
    site = Site(structure=structure)
    _fill(site, given)
    record(f"Site : {site.name}.", by=by.pk, subject=structure.pk)
    return site


@transaction.atomic
def correct_site(site: Site, given: GivenSite, *, by: User) -> Site:
    """Raises BadInput, with the field."""
    _fill(site, given)
    record(f"Site corrigé : {site.name}.", by=by.pk, subject=site.structure_id)
    return site


@transaction.atomic
def drop_site(site: Site, *, by: User) -> None:
    record(f"Site retiré : {site.name}.", by=by.pk, subject=site.structure_id)
    site.delete()


def _fill(site: Site, given: GivenSite) -> None:
    """Write and keep what is given. Raises BadInput, with the field at fault."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=site.structure_id)
    columns = columns_of(given, structure.form)
    for other in structure.sites.exclude(pk=site.pk):
        _refuse_twice(columns, other)
    for column, value in columns.items():
        setattr(site, column, value)
    site.save()


def _refuse_twice(columns: Mapping[str, Any], other: Site) -> None:
    """Raises BadInput for a number or a name that another site of the structure has."""
    there = f"« {other.name} », à {atlas().commune(other.commune).name}"
    if columns["finess"] and columns["finess"] == other.finess:
        raise BadInput(
            f"Ce FINESS est déjà celui de {there}. Vérifiez-le, ou laissez-le vide.", field="finess"
        )
    if folded(columns["name"]) == folded(other.name):
        raise BadInput(f"Un site s’appelle déjà {there} : donnez un autre nom à celui-ci.", field="name")


def columns_of(given: GivenSite, form_key: str) -> dict[str, str | bool]:
    """The columns of a Site. Raises BadInput, with the field at fault."""
    number = _finess(given.finess)
    place = Place.objects.filter(finess=number).first() if number else None
    if place:
        _refuse_another_kind(place, form_key)
    commune = _commune(given.commune) if given.commune.strip() else place.commune if place else ""
    if place:
        _refuse_elsewhere(place, commune)
    if not commune:
        raise BadInput("Donnez la commune du site, par son nom ou son code postal.", field="commune")
    return {
        "name": given.name.strip() or (place.name if place else atlas().commune(commune).name),
        "address": given.address.strip() or (place.address if place else ""),
        "commune": commune,
        "finess": number,
        "hours": given.hours.strip(),
        "is_antenna": given.is_antenna,
    }


def _finess(text: str) -> str:
    try:
        return finess(text) if text.strip() else ""
    except BadInput as refusal:
        raise BadInput(str(refusal), field="finess") from None


def _refuse_another_kind(place: Place, form_key: str) -> None:
    """The registry may not know the kind of a place, nor the place: only what it says otherwise is refused."""
    wanted = PLACES_OF.get(form_key)
    if wanted and place.kind and place.kind != wanted:
        raise BadInput(
            f"Ce numéro est celui de « {place.name} » ({category_label(place.category)}). Donnez celui du site, ou "
            "laissez vide s’il n’en a pas encore.",
            field="finess",
        )


def _refuse_elsewhere(place: Place, commune: str) -> None:
    """The ground is compared: a register says the arrondissement where people say the city."""
    known = atlas()
    if place.commune and not known.smallest([place.commune]) & known.smallest([commune]):
        raise BadInput(
            f"Ce FINESS est celui de « {place.name} », à {known.commune(place.commune).name}, et la commune donnée est "
            f"{known.commune(commune).name}. Corrigez l’un ou l’autre, ou laissez la commune vide.",
            field="commune",
        )


def _commune(text: str) -> str:
    reading = atlas().read(text)
    if len(reading.codes) == 1 and not reading.missing and not reading.ambiguous:
        return reading.codes[0]
    why = reading.sentences[0] if reading.sentences else "Donnez une seule commune."
    raise BadInput(why, field="commune")
