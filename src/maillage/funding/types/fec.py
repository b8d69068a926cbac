"""The *fichier des écritures comptables* of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maillage.funding.types.books import Entry


@dataclass(frozen=True, slots=True)
class YearOfBooks:
    """An accounting year (*exercice*), both its days included: its entries, and what its accounts and journals are called."""

    siren: str
    since: date
    closes_on: date
    entries: tuple[Entry, ...]
    accounts: Mapping[str, str]
    journals: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FecFile:
    """Its official name, its bytes in ISO 8859-15, and the words that go with it."""

    name: str
    content: bytes
    notice: str
