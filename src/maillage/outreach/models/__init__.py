"""What a structure tells those around it, whom it brings together, and who asked for no more of its bulletins."""

from maillage.outreach.models.bulletins import Bulletin, Subscription, ToldItem
from maillage.outreach.models.events import Event, InvitedProfession, Registration

__all__ = ["Bulletin", "Event", "InvitedProfession", "Registration", "Subscription", "ToldItem"]
