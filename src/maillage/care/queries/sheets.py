"""What a reflex sheet may start from: the sheets of the law room, for the form of the structure."""

from collections.abc import Iterable

from maillage import legislation
from maillage.kernel import BadInput
from maillage.legislation import Sheet, professions_by_key
from maillage.structures.models import Structure

LONGEST_ACTS, LONGEST_CALLS = 1_200, 600


def models_of(structure: Structure) -> list[Sheet]:
    """None for a form that the law has no more."""
    try:
        return sorted(legislation.sheets(structure.form), key=lambda each: each.title)
    except BadInput:
        return []


def started_from(structure: Structure, key: str) -> dict[str, str]:
    """Who does what, whom to call, as lines to correct; nothing for a sheet that there is not."""
    sheet = next((each for each in models_of(structure) if each.key == key), None)
    if sheet is None:
        return {}
    trades = professions_by_key()
    acts = [
        f"{trades[each.profession].label if each.profession in trades else each.profession} : {each.say}"
        for each in sheet.roles
    ]
    return {
        "title": sheet.title[:120],
        "acts": _lines(acts, LONGEST_ACTS),
        "calls": _lines(sheet.partners, LONGEST_CALLS),
    }


def _lines(lines: Iterable[str], longest: int) -> str:
    """As many whole lines as fit."""
    kept = list(lines)
    while kept and len("\n".join(kept)) > longest:
        kept.pop()
    return "\n".join(kept)
