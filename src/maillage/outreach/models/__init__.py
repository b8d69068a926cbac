"""What a structure tells those around it, whom it calls and brings together, and whom it works with outside."""

from maillage.outreach.models.bulletins import Bulletin, Subscription, ToldItem
from maillage.outreach.models.campaigns import (
    Call,
    Caller,
    CallTime,
    Campaign,
    CampaignCommune,
    CampaignProfession,
    DoNotContact,
)
from maillage.outreach.models.events import DayPresence, Event, EventDay, InvitedProfession, Registration
from maillage.outreach.models.partners import (
    Convention,
    ConventionPaper,
    Exchange,
    NextStep,
    Partner,
    PartnerContact,
    PartnerRequest,
)

__all__ = [
    "Bulletin",
    "Call",
    "CallTime",
    "Caller",
    "Campaign",
    "CampaignCommune",
    "CampaignProfession",
    "Convention",
    "ConventionPaper",
    "DayPresence",
    "DoNotContact",
    "Event",
    "EventDay",
    "Exchange",
    "InvitedProfession",
    "NextStep",
    "Partner",
    "PartnerContact",
    "PartnerRequest",
    "Registration",
    "Subscription",
    "ToldItem",
]
