"""Who practises in a commune, packed as bytes; and how people are counted, in one area or in many at once."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.float64]

#: What someone does somewhere, as bits.
CARE, REPLACES, LIBERAL, IN_TOWN = 1, 2, 4, 8
#: One activity of a roll: 9 bytes. `structure` is a number of this directory's own, -1 for none.
ENTRY = np.dtype([("person", "<i4"), ("does", "i1"), ("structure", "<i4")])


class Counts(NamedTuple):
    """By area, in the order of `areas`."""

    areas: Ints
    people: Ints
    in_town: Ints
    liberal: Ints
    replacing: Ints  # people who only replace there: not in `people`
    places: Ints  # distinct structures where someone cares
    shares: Floats  # people in town, each shared equally between the areas where they are


def count(area: Ints, person: Ints, does: Ints, structure: Ints) -> Counts:
    """One item for each activity of one profession, by area then person: a person counts once in each area."""
    first = np.flatnonzero((np.diff(area, prepend=-1) != 0) | (np.diff(person, prepend=-1) != 0))
    doing = np.bitwise_or.reduceat(does, first) if len(first) else does  # all that a person does there
    areas, rank = np.unique(area[first], return_inverse=True)
    in_town = doing & IN_TOWN > 0
    known = structure >= 0
    places = np.unique(area[known].astype(np.int64) << 32 | structure[known]) >> 32

    def those(who: NDArray[np.bool_]) -> Ints:
        return np.bincount(rank[who], minlength=len(areas))

    return Counts(
        areas=areas,
        people=those(doing & CARE > 0),
        in_town=those(in_town),
        liberal=those(doing & LIBERAL > 0),
        replacing=those(doing & (CARE | REPLACES) == REPLACES),
        places=np.bincount(np.searchsorted(areas, places), minlength=len(areas)),
        shares=np.asarray(np.bincount(rank, _shares(person[first], in_town), len(areas)), np.float64),
    )


def count_together(rolls: Iterable[bytes]) -> Counts:
    """The people of several rolls as those of one area."""
    entries = np.frombuffer(b"".join(rolls), ENTRY)
    entries = entries[np.argsort(entries["person"], kind="stable")]
    nowhere = np.zeros(len(entries), np.int32)
    return count(nowhere, entries["person"], entries["does"], entries["structure"])


def packed(person: Ints, does: Ints, structure: Ints, starts: Iterable[int]) -> list[bytes]:
    """Rolls of areas that follow each other, each beginning where `starts` says."""
    entries: NDArray[Any] = np.empty(len(person), ENTRY)
    entries["person"], entries["does"], entries["structure"] = person, does, structure
    whole, size = entries.tobytes(), ENTRY.itemsize
    bounds = [start * size for start in starts] + [len(whole)]
    return [whole[start:end] for start, end in pairwise(bounds)]


def _shares(person: Ints, in_town: NDArray[np.bool_]) -> Floats:
    """For a person in an area: one over the number of areas where this person is in town, 0 when not there."""
    shares = np.zeros(len(person))
    _, same, times = np.unique(person[in_town], return_inverse=True, return_counts=True)
    shares[in_town] = 1 / times[same]
    return shares
