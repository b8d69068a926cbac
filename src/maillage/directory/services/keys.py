"""The key that ends the numbers of registries (Luhn), fast enough for a nation."""

import numpy as np

RPPS_LENGTH = 11


def _worth(four: int) -> int:
    """What four digits add to the sum: every other digit counts double, from the left."""
    digits = enumerate(map(int, f"{four:04}"))
    return sum(digit if place % 2 else sum(divmod(2 * digit, 10)) for place, digit in digits)


_WORTH = np.array([_worth(four) for four in range(10_000)])


def wrong_keys(numbers: list[str]) -> list[int]:
    """The places of the numbers that are not eleven digits ending with their key."""
    long = np.fromiter(map(len, numbers), np.int64) == RPPS_LENGTH
    if not long.all() or not all(map(str.isdecimal, numbers)):
        long &= np.fromiter(map(str.isdecimal, numbers), np.bool_)
        numbers = [number if right else "1" for number, right in zip(numbers, long, strict=True)]
    values = np.array(list(map(int, numbers)), dtype=np.int64)
    total = _WORTH[values % 10_000] + _WORTH[values // 10_000 % 10_000] + _WORTH[values // 10**8]
    wrong: list[int] = np.flatnonzero((total % 10 != 0) | ~long).tolist()
    return wrong
