"""Who holds a key, and what became of the message that told them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from maillage.accounts.models import User
from maillage.kernel import date_in_french, with_no_break_spaces
from maillage.mail.enums import State
from maillage.structures.models import Membership, Structure

#: State of an invitation → what is said of it, and to do.
SAID = {
    State.QUEUED: "Invitation en attente d’envoi.",
    State.HANDED: "Invitation en cours d’envoi.",
    State.ACCEPTED: "Invitation envoyée le {day}.",
    State.REFUSED: "Invitation refusée par le serveur : prévenez la personne vous-même.",
    State.UNCERTAIN: "Invitation incertaine, l’envoi s’est interrompu : demandez à la personne si elle l’a reçue.",
    State.GIVEN_UP: "Invitation jamais partie : prévenez la personne vous-même.",
}


@dataclass(frozen=True, slots=True)
class Access:
    """A person who may enter, and for what."""

    user: User
    memberships: tuple[Membership, ...]

    @property
    def roles(self) -> list[str]:
        return [each.role for each in self.memberships]

    @property
    def said(self) -> str:
        """« Présidence, Trésorerie »."""
        return ", ".join(each.get_role_display() for each in self.memberships)

    @property
    def since(self) -> date:
        return min(each.joined_on for each in self.memberships)

    @property
    def invitation(self) -> str:
        return next(filter(None, map(invitation_of, reversed(self.memberships))), "")


def accesses_of(structure: Structure) -> list[Access]:
    """Those that are open, each person once, the first who came first."""
    held = structure.memberships.filter(left_on=None).order_by("pk")
    by_user: dict[User, list[Membership]] = {}
    for membership in held.select_related("user").prefetch_related("invitation__recipients"):
        by_user.setdefault(membership.user, []).append(membership)
    return [Access(user, tuple(theirs)) for user, theirs in by_user.items()]


def invitation_of(membership: Membership) -> str:
    """Where the message of this access stands, in one sentence; empty when none was written."""
    recipients = membership.invitation.recipients.all() if membership.invitation else []
    for recipient in recipients:  # one: an invitation is written to its person alone
        day = date_in_french(timezone.localdate(recipient.settled_at)) if recipient.settled_at else ""
        return with_no_break_spaces(SAID[State(recipient.state)].format(day=day))
    return ""


def accesses_at(structure: Structure, address: str) -> list[tuple[str, str]]:
    """Role → since when, in words, that the account of this address holds here."""
    held = structure.memberships.filter(user__email__iexact=address, left_on=None) if address else ()
    return [(each.get_role_display(), date_in_french(each.joined_on)) for each in held]
