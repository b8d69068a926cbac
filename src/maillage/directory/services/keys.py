"""The key that ends the numbers of registries (Luhn), fast enough for a nation."""


def _worth(four: int) -> int:
    """What four digits add to the sum: every other digit counts double, from the left."""
    return sum(
        sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(f"{four:04}")
    )


_WORTH = bytes(_worth(four) % 10 for four in range(10_000))


def has_right_key(digits: str) -> bool:
    """True when a number of at most twelve digits ends with its key."""
    number = int(digits)
    return (
        not (_WORTH[number % 10_000] + _WORTH[number // 10_000 % 10_000] + _WORTH[number // 100_000_000]) % 10
    )
