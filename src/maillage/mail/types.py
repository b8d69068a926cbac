"""What the outbox is given, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from maillage.mail.enums import Came, Haste, RecordState


@dataclass(frozen=True, slots=True)
class To:
    """Somebody a message is written to."""

    address: str
    name: str = ""
    #: Where this person stops such messages: a page to read, and an address that takes the POST of RFC 8058.
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What `post_all` queues: one message, for each of `to`; see `post`."""

    key: str
    subject: str
    body: str
    sender: str
    to: Sequence[To]
    reply_to: str = ""
    about: UUID | None = None
    is_owed: bool = False
    haste: Haste = Haste.CALM


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of those a message is written to stand where. Being handed over is still being queued."""

    queued: int = 0
    accepted: int = 0
    refused: int = 0
    uncertain: int = 0
    given_up: int = 0
    returned: int = 0

    @property
    def settled(self) -> int:
        return self.accepted + self.refused + self.uncertain + self.given_up

    @property
    def total(self) -> int:
        return self.queued + self.settled


@dataclass(slots=True)
class Pass:
    """What one pass of a worker did, in messages."""

    accepted: int = 0
    refused: int = 0
    put_off: int = 0
    uncertain: int = 0
    given_up: int = 0
    unreachable: bool = False  # the mail server did not open: the rest waits for the next pass

    @property
    def tried(self) -> int:
        return self.accepted + self.refused + self.put_off + self.given_up


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody, or a server, sent to the address of returns."""

    came: Came
    #: Message-IDs it names, the most telling first.
    named: tuple[str, ...] = ()
    #: Whom it says that the message was for, in small letters.
    addresses: frozenset[str] = frozenset()
    status: str = ""  # « 5.1.1 »
    said: str = ""
    #: When the message came to the server that reports, else when it reports; None: it does not say.
    arrived_at: datetime | None = None


@dataclass(slots=True)
class Returns:
    """What one reading of returns found, in messages; `stopped` in addresses."""

    returned: int = 0
    known: int = 0
    delayed: int = 0
    automatic: int = 0
    person: int = 0
    strange: int = 0
    unreadable: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the DNS answers of one record of the sending domain."""

    record: str  # SPF, DKIM, DMARC
    domain: str
    state: RecordState
    said: str
    text: str = ""  # as it is published
