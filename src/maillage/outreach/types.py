"""What the room hands around: to whom a bulletin goes, what it says, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import TYPE_CHECKING

from maillage.kernel import joined, plural, with_no_break_spaces
from maillage.outreach.enums import ConventionState
from maillage.ui.slots import NewsItem

if TYPE_CHECKING:
    from maillage.people.models import Person


@dataclass(frozen=True, slots=True)
class Reached:
    """One message: an address, and the first of the cards that have it."""

    address: str
    person: Person


@dataclass(frozen=True, slots=True)
class Audience:
    """Those a bulletin is for, who belong today and did not ask to be left alone."""

    said: str  # « Toutes les personnes », « Profession : infirmier »
    people: int
    reached: tuple[Reached, ...]
    unreached: tuple[Person, ...]  # no address, or none that is one
    stopped: tuple[Person, ...] = ()  # their address sends back what it is written
    silent: int = 0  # asked for no bulletin
    held: int = 0  # their unsubscription waits to be read

    @property
    def sentence(self) -> str:
        """« 118 personnes, 13 sans courriel : à prévenir autrement. »"""
        told = [f"{len(self.unreached)} sans courriel"] if self.unreached else []
        told += [f"{len(self.stopped)} dont le courriel revient"] if self.stopped else []
        without = f", {joined(told)} : à prévenir autrement" if told else ""
        return with_no_break_spaces(f"{plural(self.people, 'personne')}{without}.")

    @property
    def otherwise(self) -> tuple[Person, ...]:
        """Those whom no message reaches."""
        return self.unreached + self.stopped

    @property
    def leaving(self) -> str:
        """How many messages that makes, and who gets none."""
        count = len(self.reached)
        said = plural(count, "message partira", "messages partiront") if count else "Aucun message ne partira"
        refused = plural(self.silent, "personne n’en veut plus", "personnes n’en veulent plus")
        held = plural(self.held, "désabonnement attend", "désabonnements attendent")
        beside = [refused] * bool(self.silent) + [f"{held} d’être relu"] * bool(self.held)
        shared = self.people - len(self.otherwise) - count
        one = "message pour une adresse partagée" if shared == 1 else "messages pour des adresses partagées"
        beside += [f"{shared} {one} de moins"] * bool(shared > 0)
        return with_no_break_spaces(". ".join([said, *beside]) + ".")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A piece of news, as the page shows it."""

    key: str
    item: NewsItem
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What a bulletin will say, to whom: what one reads before sending is what leaves."""

    subject: str
    body: str
    sender: str
    reply_to: str
    audience: Audience
    is_empty: bool = False  # neither words nor news

    @property
    def seal(self) -> str:
        """Changes with a word or with an address."""
        addresses = sorted(each.address for each in self.audience.reached)
        said = "\0".join((self.subject, self.body, self.sender, self.reply_to, *addresses))
        return blake2s(said.encode(errors="replace"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class ConventionStanding:
    """How a convention stands on a day. `notice`: the last day to say that it stops, or to ask for another."""

    state: ConventionState
    last_day: date | None = None
    notice: date | None = None
    renews: bool = False
