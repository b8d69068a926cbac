"""Writing a message once, sending it at most once to each, reading what comes back, and forgetting it."""

from maillage.mail.services.delivering import deliver_due, give_way
from maillage.mail.services.delivery_reports import LONGEST
from maillage.mail.services.forgetting import (
    KEPT_FOR,
    erase_subject,
    forget_named,
    forget_old,
    forget_person,
    forget_recipient,
)
from maillage.mail.services.noting import note_domain
from maillage.mail.services.posting import invent_sent, post, post_all
from maillage.mail.services.returning import (
    forget_failing,
    let_go,
    send_back,
    settle_doubt,
    take_in,
    try_again,
)
from maillage.mail.services.speaking import as_received
from maillage.mail.services.stopping import give_up

__all__ = [
    "KEPT_FOR",
    "LONGEST",
    "as_received",
    "deliver_due",
    "erase_subject",
    "forget_failing",
    "forget_named",
    "forget_old",
    "forget_person",
    "forget_recipient",
    "give_up",
    "give_way",
    "invent_sent",
    "let_go",
    "note_domain",
    "post",
    "post_all",
    "send_back",
    "settle_doubt",
    "take_in",
    "try_again",
]
