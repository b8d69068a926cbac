"""Writing a message once, sending it at most once to each, and forgetting it."""

from maillage.mail.services.delivering import deliver_due
from maillage.mail.services.forgetting import (
    KEPT_FOR,
    erase_subject,
    forget_named,
    forget_old,
    forget_person,
    forget_recipient,
)
from maillage.mail.services.posting import post
from maillage.mail.services.speaking import as_received
from maillage.mail.services.stopping import give_up

__all__ = [
    "KEPT_FOR",
    "as_received",
    "deliver_due",
    "erase_subject",
    "forget_named",
    "forget_old",
    "forget_person",
    "forget_recipient",
    "give_up",
    "post",
]
