"""The use cases of bulletins: write one, send it once, stop receiving them."""

from maillage.outreach.services.sending import BulletinChanged, doors_to, send
from maillage.outreach.services.stopping import DOOR, settle, stop, take_up
from maillage.outreach.services.writing import Written, drop, erase, start, write

__all__ = [
    "DOOR",
    "BulletinChanged",
    "Written",
    "doors_to",
    "drop",
    "erase",
    "send",
    "settle",
    "start",
    "stop",
    "take_up",
    "write",
]
