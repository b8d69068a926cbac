"""A file of transfers: one account that pays, one day, one block."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from maillage.funding.enums import PainVersion
from maillage.funding.types.money import MOST


@dataclass(frozen=True, slots=True)
class Address:
    """A structured address: a town and a country (two letters) at least."""

    town: str
    country: str
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Debtor:
    """The account that pays, with the BIC that its treasurer confirmed."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A transfer, in euros. `reference` is its own for ever: 35 signs at most, never cut, never given again.

    `address` is written for an account outside the European Economic Area alone. A BIC is not wanted of a payee.
    """

    reference: str
    name: str
    iban: str
    amount: Decimal
    label: str = ""
    bic: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The payments of a file. `reference` and `made_at`, on the clocks of the structure, are kept with it: the same batch
    is the same file, to the byte."""

    reference: str
    made_at: datetime
    executes_on: date
    debtor: Debtor
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class BankProfile:
    """What a bank takes, and the most that a structure pays at once without a second pair of eyes."""

    version: PainVersion = PainVersion.V09
    is_booked_whole: bool = True
    most: Decimal = MOST


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a batch does not leave, in French; `who` is the payee at fault, empty for the batch itself."""

    why: str
    who: str = ""
