"""What a structure tells those around it, and who asked for no more of it."""

from maillage.outreach.models.bulletins import Bulletin, Subscription, ToldItem

__all__ = ["Bulletin", "Subscription", "ToldItem"]
