"""Who may enter the space of a structure, and what strangers see of it."""

from datetime import date, datetime

from django.db import transaction

from maillage.accounts.models import User
from maillage.accounts.services import account_for
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.structures.enums import Role
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
def give_access(structure: Structure, email: str, role: str, *, by: User, on: date) -> Membership:
    """Open the workspace to an address. Giving it again changes the role. The account waits for its first code.

    Raises BadInput when the last founder would become something else.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    user = account_for(email)
    if role != Role.FOUNDER:
        keep_a_founder(structure, apart_from=user)
    membership, _ = Membership.objects.update_or_create(
        structure=structure,
        user=user,
        left_on=None,
        defaults={"role": role},
        create_defaults={"role": role, "joined_on": on},
    )
    record(
        f"Un accès « {membership.get_role_display()} » est ouvert.",
        by=by.pk,
        subject=structure.pk,
        kind=Kind.ACCESS,
    )
    return membership


@transaction.atomic
def end_access(membership: Membership, *, by: User, on: date) -> Membership:
    """Close an access. Raises BadInput for the last founder: somebody must keep the key."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=membership.structure_id)
    keep_a_founder(structure, apart_from=membership.user)
    membership.left_on = max(on, membership.joined_on)
    membership.save(update_fields=["left_on"])
    record("Un accès est fermé.", by=by.pk, subject=membership.structure_id, kind=Kind.ACCESS)
    return membership


@transaction.atomic
def leave_everywhere(user: User) -> None:
    """An account is erased: its accesses go. Raises BadInput for the last founder of a structure."""
    for membership in user.memberships.filter(left_on=None).select_related("structure"):
        structure = Structure.objects.select_for_update(of=("self",)).get(pk=membership.structure_id)
        try:
            keep_a_founder(structure, apart_from=user)
        except BadInput:
            raise BadInput(
                f"Vous êtes le dernier porteur de « {structure.name} ». Donnez la clé à quelqu’un d’autre, ou "
                "supprimez cette structure dans ses réglages, puis recommencez."
            ) from None
        record("Un accès est fermé, avec son compte.", by=None, subject=structure.pk, kind=Kind.ACCESS)
    user.memberships.all().delete()


def keep_a_founder(structure: Structure, *, apart_from: User) -> None:
    """Raises BadInput when nobody else holds the key."""
    others = structure.memberships.filter(role=Role.FOUNDER, left_on=None).exclude(user=apart_from)
    if not others.exists():
        raise BadInput(
            "C’est le dernier porteur du projet. Donnez d’abord la clé à quelqu’un d’autre.", field="role"
        )


@transaction.atomic
def invite(
    structure: Structure, email: str, role: str, *, by: User, on: date, at: datetime, url: str
) -> Membership:
    """Give an access, and write to its person: both or neither. Given twice in a day, it is written once.

    Raises BadInput as `give_access` does.
    """
    membership = give_access(structure, email, role, by=by, on=on)
    name, author = one_line(structure.name), one_line(by.name)
    membership.invitation = post(
        f"structures.access {membership.pk} {role} {on.isoformat()}",
        subject=with_no_break_spaces(f"« {name} » vous ouvre son espace"),
        body=with_no_break_spaces(
            f"Bonjour,\n\n{author or by.email} vous ouvre un accès « {membership.get_role_display()} » à l’espace de "
            f"« {name} » sur Maillage.\n\nEntrez avec cette adresse, un code vous sera envoyé :\n{url}\n\n"
            "Vous n’attendiez rien ? Ne faites rien : personne n’entre sans ce code.\n"
        ),
        sender=f"{author} ({name})" if author else name,
        to=[To(membership.user.email, one_line(membership.user.name))],
        reply_to=by.email,
        about=structure.pk,
        at=at,
    )
    membership.save(update_fields=["invitation"])
    return membership


def one_line(name: str) -> str:
    """A name as a header of a message takes it, whatever was pasted in it."""
    return " ".join(visible(name).split())
