"""Reading the outbox, and what the world reads of the domain that messages leave from."""

from maillage.mail.queries.domain import looked_up, sender_words
from maillage.mail.queries.outbox import (
    SHOWN,
    addressed,
    addresses_stopped,
    counts_of,
    failing_at,
    in_doubt_about,
    messages,
    received_by,
    stopped_about,
    stopped_among,
    why,
    works_of,
    written_at,
)

__all__ = [
    "SHOWN",
    "addressed",
    "addresses_stopped",
    "counts_of",
    "failing_at",
    "in_doubt_about",
    "looked_up",
    "messages",
    "received_by",
    "sender_words",
    "stopped_about",
    "stopped_among",
    "why",
    "works_of",
    "written_at",
]
