"""What a vote is made of: dated facts, whoever wrote them down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from maillage.governance.enums import Base, Choice, Majority, Tie


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody of the electoral list; `left_at` when they left the sitting before its end."""

    id: str
    college: str = ""
    up_to_date: bool = True
    present: bool = False
    left_at: datetime | None = None

    def is_there(self, at: datetime | None) -> bool:
        """Whether they sit at this moment: who left at 20:10 does not, from 20:10 on."""
        return self.present and (self.left_at is None or at is None or at < self.left_at)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A pouvoir: the voice of `giver` is carried by `holder`."""

    giver: str
    holder: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """One gesture of somebody who is there: their own voice, and those they carry."""

    by: str
    choice: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot of an election: the names it bears, none when it is blank."""

    by: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteRules:
    """What the statutes say. None is what they do not: never guessed, the answer may then be unknown.

    `majority` may be a fraction of the base; `weights` are the voices of each college, shared among its own;
    `quorum` is a fraction of those who have the right to vote; None asks none, unless `is_quorum_unsaid`: nobody then knows
    whether one was needed. `proxies_per_person` None sets no limit.
    """

    majority: Majority | Fraction | None = None
    base: Base | None = None
    blank_counts: bool = False
    quorum: Fraction | None = None
    proxies_per_person: int | None = None
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    tie: Tie | None = None
    is_quorum_unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What is not counted, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """People: how many are needed (None: none, or the statutes do not say it), how many are there or represented."""

    needed: int | None
    counted: int
    is_unsaid: bool = False

    @property
    def met(self) -> bool | None:
        """None when the statutes do not say whether one is needed."""
        if self.is_unsaid:
            return None
        return self.needed is None or self.counted >= self.needed

    @property
    def is_missed(self) -> bool:
        return self.met is False


@dataclass(frozen=True, slots=True)
class Count:
    """The result: voices by choice, exact. `adopted` is None when the rules cannot tell; `why` says what they lack."""

    quorum: Quorum
    counts: Mapping[Choice, Fraction]
    adopted: bool | None
    refused: tuple[Refused, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """Voices by candidate, exact, in the order they stand. `elected` is None when the rules cannot tell.

    `tied`: as many voices, for the seats that are left; who is elected among them, the rules do not say.
    """

    quorum: Quorum
    counts: Mapping[str, Fraction]
    blank: Fraction
    elected: tuple[str, ...] | None
    tied: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    #: Papers that say nothing one can read.
    spoilt: int = 0
