"""Mixtures that anyone might send to any page. The same ones each time: who draws them begins with a name.

Each page is sent one, or one by each of the cast: an engine that looks for the smallest of thousands would take longer
than the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection

from house.hostile import UNKNOWN, VALUES, near
from house.plans import pages

WHO = ("founder", "member", "outsider", "anonymous")
#: All of them on PostgreSQL, which refuses more; on SQLite one, the founder as often as two: a door stops the others.
MIXING, MIXED = (WHO, len(WHO)) if connection.vendor == "postgresql" else (("founder", *WHO), 1)
#: Ends of ASCII, of Europe, of what two bytes write, of all that there is.
ALPHABETS = (0x80, 0x250, 0x10000, 0x110000)


@dataclass(frozen=True)
class Mixture:
    """Who sends it, what they write in the path and in the fields, whether they want but a part of the page."""

    who: str
    given: dict[str, str]
    fields: list[tuple[str, str]]
    swapped: bool


def mixtures(name: str, method: str, names: Sequence[str], accepted: Mapping[str, str]) -> Iterator[Mixture]:
    """Of fields, several are hostile, missing or there twice."""
    draw = Random(f"{method} {name}")
    looked_for = [*names, UNKNOWN]
    for who in draw.sample(MIXING, MIXED):
        kept = [field for field in accepted.items() if draw.random() < 0.5]
        added = [(draw.choice(looked_for), word(draw)) for _ in range(draw.randint(1, 6))]
        yield Mixture(who, arguments(draw, name), kept + added, draw.random() < 0.5)


def arguments(draw: Random, name: str) -> dict[str, str]:
    """Of the path of a page: some are hostile, the others as usual."""
    return {each: word(draw) for each in pages()[name].arguments if draw.random() < 0.5}


def word(draw: Random) -> str:
    return draw.choice(near("")) if draw.random() < 0.5 else text(draw)


def text(draw: Random) -> str:
    return "".join(chr(draw.randrange(draw.choice(ALPHABETS))) for _ in range(draw.randint(0, 6)))


def body(draw: Random, keys: Sequence[str]) -> Any:
    """JSON of any shape, or of the shape of a body that has these keys."""
    return {key: json(draw) for key in keys if draw.random() < 0.5} if draw.random() < 0.5 else json(draw)


def json(draw: Random, depth: int = 3) -> Any:
    kind = draw.random() if depth else 0
    if kind < 0.5:
        return draw.choice(VALUES) if draw.random() < 0.7 else text(draw)
    inside = [json(draw, depth - 1) for _ in range(draw.randint(0, 3))]
    return inside if kind < 0.75 else {text(draw): value for value in inside}
