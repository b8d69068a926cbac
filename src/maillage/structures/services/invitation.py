"""Telling someone that a door is open."""

from smtplib import SMTPException

from django.core.mail import send_mail

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.structures.models import Membership


def invite(membership: Membership, *, by: User, url: str) -> None:
    """Write to whom an access was just opened. Raises BadInput when the mail cannot leave: the access stays."""
    structure = membership.structure
    try:
        send_mail(
            f"« {structure.name} » vous ouvre son espace",
            f"Bonjour,\n\n{by} vous ouvre un accès « {membership.get_role_display()} » à l’espace de "
            f"« {structure.name} » sur Maillage.\n\nEntrez avec cette adresse, un code vous sera envoyé :\n{url}\n\n"
            "Vous n’attendiez rien ? Ne faites rien : personne n’entre sans ce code.\n",
            None,
            [membership.user.email],
        )
    except (OSError, SMTPException):
        raise BadInput(
            "L’accès est ouvert, mais le message n’est pas parti. Prévenez la personne vous-même : elle entre avec "
            "son adresse et un code."
        ) from None
