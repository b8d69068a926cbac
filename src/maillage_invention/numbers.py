"""Numbers that pass their key and belong to nobody."""

from collections import Counter
from collections.abc import Iterator


def luhn(digits: int) -> int:
    """What four digits add up to, the last one doubled."""
    total = 0
    for rank in range(4):
        digits, digit = divmod(digits, 10)
        total += digit if rank % 2 else sum(divmod(2 * digit, 10))
    return total


#: Four is even: blocks of four digits add up whatever their place.
BLOCKS = [luhn(block) for block in range(10_000)]


def with_key(digits: str) -> str:
    """Digits, and the Luhn key that ends them."""
    number, total = int(digits), 0
    while number:
        number, block = divmod(number, 10_000)
        total += BLOCKS[block]
    return f"{digits}{-total % 10}"


def rpps_numbers(seed: int) -> Iterator[str]:
    """Eleven digits: 99, eight more in no order, the key. Each comes once in a hundred million.

    Numbers that were given start with 10.
    """
    number = seed * 7919 % 10**8
    while True:
        number = (number + 38_196_601) % 10**8  # prime with 10⁸: all are met before one comes back
        yield with_key(f"99{number:08d}")


class FinessNumbers:
    """Nine characters: two of the département, 9, a rank, the key. 2A and 2B have no key: nobody says how it counts."""

    def __init__(self) -> None:
        self._ranks: Counter[str] = Counter()

    def next(self, departement: str) -> str:
        start = departement[:2]
        self._ranks[start] += 1
        rank = self._ranks[start]
        return with_key(f"{start}9{rank:05d}") if start.isdigit() else f"{start}9{rank:06d}"


def siren(rank: int) -> str:
    """Nine digits: 00, a rank below a million, the key."""
    return with_key(f"00{rank:06d}")


def siret(siren: str, rank: int) -> str:
    """Fourteen digits; `rank` has at most four."""
    return with_key(f"{siren}{rank:04d}")


#: Roots the numbering plan keeps for works of fiction, by zone (Arcep, decision 2018-0881, annex 1, 2.5.12).
SOUTH_EAST, MOBILE = "046571", "063998"
ZONES = {
    "019900": "75 77 78 91 92 93 94 95",
    "026191": "14 18 22 27 28 29 35 36 37 41 44 45 49 50 53 56 61 72 76 85",
    "035301": "02 08 10 21 25 39 51 52 54 55 57 58 59 60 62 67 68 70 71 80 88 89 90",
    "053649": "09 12 16 17 19 23 24 31 32 33 40 46 47 64 65 79 81 82 86 87",
}
ROOTS = {departement: root for root, departements in ZONES.items() for departement in departements.split()}


def phone(departement: str, number: int) -> str:
    """Ten digits nobody is given, of the zone of this département; of a mobile overseas, where no root is kept."""
    root = MOBILE if len(departement) == 3 else ROOTS.get(departement, SOUTH_EAST)
    return f"{root}{number % 10_000:04d}"
