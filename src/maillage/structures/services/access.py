"""Who may enter the space of a structure, and what strangers see of it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from maillage.accounts.models import User
from maillage.accounts.services import account_for
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.structures.enums import KEYHOLDERS, Role
from maillage.structures.models import (
    Membership,
    Structure,
)
from maillage.territories import services as territories


@transaction.atomic
def set_visibility(structure: Structure, *, declared: bool, public: bool, by: User, on: date) -> Structure:
    """Decide what strangers see: nothing, an unnamed declared territory, or its name too."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    structure.is_public = declared and public
    structure.save(update_fields=["is_public"])
    if declared:
        name = structure.name if structure.is_public else ""
        territories.declare(structure.territory, on=on, public_name=name)
    else:
        territories.withdraw(structure.territory)
    seen = (
        "déclaré, avec son nom"
        if structure.is_public
        else "déclaré, sans son nom"
        if declared
        else "brouillon"
    )
    record(f"Le territoire est maintenant : {seen}.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)
    return structure


@transaction.atomic
def give_access(
    structure: Structure, email: str, roles: Collection[str], *, by: User, on: date
) -> list[Membership]:
    """Open the workspace to an address, for exactly these roles: one left out ends. The account waits for its first code.

    Gives those that are open now. Raises BadInput without a role, and when nobody would hold the key any more.
    """
    if not roles:
        raise BadInput("Choisissez au moins un rôle. Pour retirer un accès, fermez-le.", field="roles")
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    user = account_for(email)
    if not set(KEYHOLDERS) & set(roles):
        keep_a_key(structure, apart_from=user)
    held = {each.role: each for each in structure.memberships.filter(user=user, left_on=None)}
    for role, membership in held.items():
        if role not in roles:
            _end(membership, on=on)
    for role in Role:  # in the order of their weight
        if role in roles and role not in held:
            Membership.objects.create(structure=structure, user=user, role=role, joined_on=on)
    if set(held) != set(roles):
        record(f"Un accès « {named(roles)} » est ouvert.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)
    return list(structure.memberships.filter(user=user, left_on=None).order_by("pk"))


def named(roles: Collection[str]) -> str:
    """« Présidence, Trésorerie »."""
    return ", ".join(role.label for role in Role if role in roles)


@transaction.atomic
def end_access(structure: Structure, user: User, *, by: User, on: date) -> None:
    """Close the access of a person, with every role. Raises BadInput when nobody would hold the key any more."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    keep_a_key(structure, apart_from=user)
    for membership in structure.memberships.filter(user=user, left_on=None):
        _end(membership, on=on)
    record("Un accès est fermé.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)


def _end(membership: Membership, *, on: date) -> None:
    membership.left_on = max(on, membership.joined_on)
    membership.save(update_fields=["left_on"])


@transaction.atomic
def leave_everywhere(user: User) -> None:
    """An account is erased: its accesses go. Raises BadInput for whom holds the last key of a structure."""
    for membership in user.memberships.filter(left_on=None).select_related("structure"):
        structure = Structure.objects.select_for_update(of=("self",)).get(pk=membership.structure_id)
        try:
            keep_a_key(structure, apart_from=user)
        except BadInput:
            raise BadInput(
                f"Vous êtes la dernière personne à tenir la clé de « {structure.name} ». Donnez-la à quelqu’un d’autre, ou "
                "supprimez cette structure dans ses réglages, puis recommencez."
            ) from None
        record("Un accès est fermé, avec son compte.", by=None, subject=structure.pk, kind=Kind.ACCESS)
    user.memberships.all().delete()


def keep_a_key(structure: Structure, *, apart_from: User) -> None:
    """Raises BadInput when nobody else holds the key."""
    others = structure.memberships.filter(role__in=KEYHOLDERS, left_on=None).exclude(user=apart_from)
    if not others.exists():
        raise BadInput(
            "C’est la dernière personne qui tient la clé. Donnez d’abord le rôle « Porteur de projet » ou « Présidence » "
            "à quelqu’un d’autre.",
            field="roles",
        )


@transaction.atomic
def invite(
    structure: Structure, email: str, roles: Collection[str], *, by: User, on: date, at: datetime, url: str
) -> list[Membership]:
    """Give an access, and write to its person: both or neither. Given twice in a day, it is written once.

    Raises BadInput as `give_access` does.
    """
    given = give_access(structure, email, roles, by=by, on=on)
    user, name, author = given[0].user, one_line(structure.name), one_line(by.name)
    invitation = post(
        f"structures.access {structure.pk} {user.pk} {'+'.join(sorted(roles))} {on.isoformat()}",
        subject=with_no_break_spaces(f"« {name} » vous ouvre son espace"),
        body=with_no_break_spaces(
            f"Bonjour,\n\n{author or by.email} vous ouvre un accès « {named(roles)} » à l’espace de "
            f"« {name} » sur Maillage.\n\nEntrez avec cette adresse, un code vous sera envoyé :\n{url}\n\n"
            "Vous n’attendiez rien ? Ne faites rien : personne n’entre sans ce code.\n"
        ),
        sender=f"{author} ({name})" if author else name,
        to=[To(user.email, one_line(user.name))],
        reply_to=by.email,
        about=structure.pk,
        is_owed=True,
        at=at,
    )
    structure.memberships.filter(pk__in=[each.pk for each in given]).update(invitation=invitation)
    return given


def one_line(name: str) -> str:
    """A name as a header of a message takes it, whatever was pasted in it."""
    return " ".join(visible(name).split())
