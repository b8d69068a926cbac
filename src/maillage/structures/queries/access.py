"""Who holds a key, and what became of the message that told them."""

from django.db.models import QuerySet
from django.utils import timezone

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


def accesses_of(structure: Structure) -> QuerySet[Membership]:
    """Those that are open, with their person and their invitation."""
    held = structure.memberships.filter(left_on=None).order_by("pk")
    return held.select_related("user").prefetch_related("invitation__recipients")


def invitation_of(membership: Membership) -> str:
    """Where the message of this access stands, in one sentence; empty when none was written."""
    recipients = membership.invitation.recipients.all() if membership.invitation else []
    for recipient in recipients:  # one: an invitation is written to its person alone
        day = date_in_french(timezone.localdate(recipient.settled_at)) if recipient.settled_at else ""
        return with_no_break_spaces(SAID[State(recipient.state)].format(day=day))
    return ""
