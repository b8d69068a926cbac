"""The pages of bulletins and of campaigns: for who runs them; who stops one, or calls in the other, enters by a link."""

from maillage.outreach.views.calling import calling
from maillage.outreach.views.campaigns import (
    add_caller,
    campaign,
    campaigns,
    close,
    lift,
    refusals,
    renew_caller,
    reopen,
    retarget,
    times,
    withdraw_caller,
)
from maillage.outreach.views.stopping import one_click, subscription
from maillage.outreach.views.writing import bulletin, bulletins, drop, preview, send, settle, try_out

__all__ = [
    "add_caller",
    "bulletin",
    "bulletins",
    "calling",
    "campaign",
    "campaigns",
    "close",
    "drop",
    "lift",
    "one_click",
    "preview",
    "refusals",
    "renew_caller",
    "reopen",
    "retarget",
    "send",
    "settle",
    "subscription",
    "times",
    "try_out",
    "withdraw_caller",
]
