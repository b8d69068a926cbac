"""What the outbox is given, and what it answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class To:
    """Somebody a message is written to."""

    address: str
    name: str = ""
    #: Where this person stops such messages: a page to read, and an address that takes the POST of RFC 8058.
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of those a message is written to stand where. Being handed over is still being queued."""

    queued: int = 0
    accepted: int = 0
    refused: int = 0
    uncertain: int = 0
    given_up: int = 0

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
