"""Founding a structure, and what it says of itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.legislation import EMERGENCE
from maillage.structures.enums import Role
from maillage.structures.models import (
    Membership,
    MissionMove,
    ModuleChoice,
    RecognitionMove,
    Structure,
)
from maillage.structures.queries import modules_of
from maillage.structures.services.sites import GivenSite, add_site
from maillage.territories import services as territories
from maillage.territories.models import TerritoryPart
from maillage.ui.queries import modules


@transaction.atomic
def found(
    *,
    name: str,
    by: User,
    on: date,
    form: str = "cpts",
    codes: Iterable[str] = (),
    sites: Sequence[GivenSite] = (),
    key: UUID | None = None,
    signature_hoped_on: date | None = None,
    is_fictitious: bool = False,
) -> Structure:
    """Found a structure at « émergence », with what its form is founded on and its tracks.

    Raises BadInput for a form that is not in force, and without the territory or the site that it needs. The same `key` sent twice (a double click, a page sent again) gives the same structure, once.
    """
    User.objects.select_for_update().get(pk=by.pk)  # the second click waits, then finds what the first made
    if key and (already := Structure.objects.filter(founding_key=key).first()):
        if not already.memberships.filter(user=by).exists():
            raise BadInput("Ce projet est déjà enregistré avec un autre compte. Entrez avec son adresse.")
        return already
    entry, codes = legislation.form(form, on=on), tuple(codes)
    if entry.founded_on == "sites" and not sites:
        raise BadInput("Donnez au moins un site : l’adresse où l’équipe exerce.", field="commune")
    has_territory = entry.founded_on == "territory" or codes
    structure = Structure(
        name=name,
        form=form,
        territory=territories.save_territory(codes) if has_territory else territories.no_territory(),
        founding_key=key,
        signature_hoped_on=signature_hoped_on,
        is_fictitious=is_fictitious,
    )
    save_at_free_address(structure)
    Membership.objects.create(structure=structure, user=by, role=Role.FOUNDER, joined_on=on)
    RecognitionMove.objects.create(
        structure=structure, name=EMERGENCE.move, enters=EMERGENCE.key, on=on, by=by, form=form
    )
    MissionMove.objects.bulk_create(
        MissionMove(structure=structure, name="prevoir", enters="prevue", on=on, by=by, mission=mission.key)
        for mission in legislation.missions(structure.form, on=on)
        if mission.status == "socle"
    )
    for site in sites:
        add_site(structure, site, by=by)
    record(f"« {name} » est fondée ({entry.label}), à l’étape Émergence.", by=by.pk, subject=structure.pk)
    return structure


def save_at_free_address(structure: Structure) -> None:
    """Insert it. Two projects of one name may be founded at the same moment: the second takes the next address."""
    while True:
        structure.slug = free_slug(structure.name)
        try:
            with transaction.atomic():
                return structure.save(force_insert=True)
        except IntegrityError:
            if not Structure.objects.filter(slug=structure.slug).exists():
                raise


def free_slug(name: str) -> str:
    """An address nobody holds yet: « cpts-du-quercy », else « cpts-du-quercy-2 »."""
    start = slugify(name)[:70] or "structure"
    taken = set(Structure.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    candidates = (start if turn == 1 else f"{start}-{turn}" for turn in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def redraw(structure: Structure, codes: Iterable[str], *, by: User, signed: date | None = None) -> Structure:
    """Give the structure this territory instead of the one it has, and the signature date it was drawn for."""
    if signed:
        Structure.objects.filter(pk=structure.pk).update(signature_hoped_on=signed)
    territories.save_territory(codes, territory=structure.territory)
    record("Le territoire est redessiné.", by=by.pk, subject=structure.pk)
    return structure


@transaction.atomic
def switch_modules(structure: Structure, keys: Collection[str], *, by: User) -> None:
    """Switch on exactly these modules. Raises BadInput for one that does not exist."""
    known = {module.key: module for module in modules()}
    if unknown := set(keys) - known.keys():
        raise BadInput(f"Ce module n’existe pas : {', '.join(sorted(unknown))}. Rechargez la page.")
    before = modules_of(structure)
    for key, module in known.items():
        is_on = key in keys
        ModuleChoice.objects.update_or_create(structure=structure, module=key, defaults={"is_on": is_on})
        if is_on != (key in before):
            state = "ouvert" if is_on else "fermé"
            record(f"Module {state} : {module.label}.", by=by.pk, subject=structure.pk)


@transaction.atomic
def take_part(structure: Structure, commune: str, *, by: User, on: date, **given: Any) -> None:
    """Hold only a part of a commune (the arguments of `territories.services.take_part`). Raises BadInput."""
    part = territories.take_part(structure.territory, commune, on=on, **given)
    record(f"Commune prise en partie : {part.name}.", by=by.pk, subject=structure.pk)


@transaction.atomic
def drop_part(structure: Structure, part: TerritoryPart, *, by: User) -> None:
    territories.drop_part(part)
    record(f"Partie de commune retirée : {part.name}.", by=by.pk, subject=structure.pk)


class SettingsChanged(BadInput):
    """Somebody saved other settings since these were read."""


@transaction.atomic
def describe(
    structure: Structure,
    *,
    name: str,
    signature_hoped_on: date | None,
    version: int,
    by: User,
    contract_population: int | None = None,
    contract_signed_on: date | None = None,
) -> Structure:
    """Change its name and the signature it hopes for. The address (slug) stays: links sent by mail go on.

    `version` is the `settings_version` that was read. Raises SettingsChanged when it is no more the present one.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if version != structure.settings_version:
        raise SettingsChanged(
            "Quelqu’un a enregistré d’autres réglages pendant que vous écriviez. Comparez avec les vôtres, "
            "puis enregistrez de nouveau."
        )
    structure.name, structure.signature_hoped_on = name, signature_hoped_on
    structure.settings_version = version + 1
    structure.contract_population, structure.contract_signed_on = contract_population, contract_signed_on
    structure.save()
    if structure.is_public and structure.territory.declared_on:
        territories.declare(structure.territory, on=structure.territory.declared_on, public_name=name)
    record(f"La structure s’appelle « {name} ».", by=by.pk, subject=structure.pk)
    return structure


def let_contact_go(structure: Structure) -> None:
    """A room above says how the structure is reached: the words kept here would be a second truth."""
    structure.contact = ""
    structure.save(update_fields=["contact"])


def keep_answers(structure: Structure, answers: Mapping[str, Any], *, by: User) -> None:
    """What was answered to the questions of the law; a room above has judged it, under its lock."""
    structure.circumstances = dict(answers)
    structure.save(update_fields=["circumstances"])
    record("Réponses aux questions de la loi notées.", by=by.pk, subject=structure.pk)
