"""The use cases of bulletins (write one, send it once, stop receiving them) and of campaigns (call peers)."""

from maillage.outreach.services.calling import CallingOver, Told, answer, choose, give_back, give_time, take, undo
from maillage.outreach.services.campaigns import (
    CALLING,
    GivenCampaign,
    add_caller,
    close,
    erase_campaigns,
    launch,
    leave_alone,
    lift,
    renew_caller,
    reopen,
    reword,
    withdraw,
)
from maillage.outreach.services.sending import BulletinChanged, doors_to, send
from maillage.outreach.services.stopping import DOOR, settle, stop, take_up
from maillage.outreach.services.writing import Written, drop, erase, start, write

__all__ = [
    "CALLING",
    "DOOR",
    "BulletinChanged",
    "CallingOver",
    "GivenCampaign",
    "Told",
    "Written",
    "add_caller",
    "answer",
    "choose",
    "close",
    "doors_to",
    "drop",
    "erase",
    "erase_campaigns",
    "give_back",
    "give_time",
    "launch",
    "leave_alone",
    "lift",
    "renew_caller",
    "reopen",
    "reword",
    "send",
    "settle",
    "start",
    "stop",
    "take",
    "take_up",
    "undo",
    "withdraw",
    "write",
]
