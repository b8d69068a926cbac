"""Numbers that pass their key and belong to nobody."""

from collections import Counter
from collections.abc import Iterator

#: Luhn: what each digit is worth once doubled.
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

#: Roots the numbering plan keeps for works of fiction (Arcep, decision 2018-0881, annex, 2.5.12).
MOBILE = "063998"


def with_key(digits: str) -> str:
    """Digits and the Luhn key that ends them."""
    total = sum(map(DOUBLED.__getitem__, map(int, digits[::-2]))) + sum(map(int, digits[-2::-2]))
    return f"{digits}{-total % 10}"


def rpps_numbers(seed: int) -> Iterator[str]:
    """Eleven digits, each once, in no order: 99, eight digits, the key. Real numbers start with 10."""
    number = seed * 7919 % 10**8
    while True:
        number = (number + 38_196_601) % 10**8  # prime with 10⁸: all are met before one returns
        yield with_key(f"99{number:08d}")


class FinessNumbers:
    """Nine characters: the département, 9, then a rank and the key (left out in Corse: nobody says how it counts)."""

    def __init__(self) -> None:
        self._ranks: Counter[str] = Counter()

    def next(self, departement: str) -> str:
        start = departement[:2]
        self._ranks[start] += 1
        rank = self._ranks[start]
        return with_key(f"{start}9{rank:05d}") if start.isdigit() else f"{start}9{rank:06d}"


def siren(rank: int) -> str:
    """Nine digits: 00, a rank below a million, the key."""
    return with_key(f"00{rank % 10**6:06d}")


def siret(siren_number: str, rank: int) -> str:
    return with_key(f"{siren_number}{rank % 10_000:04d}")


def phone(departement: str, number: int) -> str:
    """Ten digits of a root nobody is given, that of the zone of this département."""
    return f"{zone_root(departement)}{number % 10_000:04d}"


ZONES = {
    "019900": ("75", "77", "78", "91", "92", "93", "94", "95"),
    "026191": ("14", "18", "22", "27", "28", "29", "35", "36", "37", "41", "44", "45", "49", "50", "53", "56", "61",
               "72", "76", "85"),
    "035301": ("02", "08", "10", "21", "25", "39", "51", "52", "54", "55", "57", "58", "59", "60", "62", "67", "68",
               "70", "71", "80", "88", "89", "90"),
    "053649": ("09", "12", "16", "17", "19", "23", "24", "31", "32", "33", "40", "46", "47", "64", "65", "79", "81",
               "82", "86", "87"),
}  # fmt: skip
ROOTS = {departement: root for root, departements in ZONES.items() for departement in departements}


def zone_root(departement: str) -> str:
    if len(departement) == 3:  # overseas: no root is kept there
        return MOBILE
    return ROOTS.get(departement, "046571")
