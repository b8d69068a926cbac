"""Which addresses a message reaches."""

from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage.mail.queries import stopped_among
from maillage.structures.models import Structure


@lru_cache(maxsize=10_000)  # a page asks it of all those of a structure, again and again
def is_address(text: str) -> bool:
    """A card may hold what was pasted: one bad address must not stop the others."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def unreached(structure: Structure, cards: Iterable[tuple[int, str]]) -> set[int]:
    """Of these (card, address), those that a message does not reach."""
    stopped = stopped_among(structure.pk)
    told = ((pk, address.strip().lower()) for pk, address in cards)
    return {pk for pk, address in told if address in stopped or not is_address(address)}
