"""A card that two people write at once: each writes what they changed, and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any

from maillage.kernel import BadInput, joined
from maillage.legislation import professions_by_key
from maillage.people.models import Person

#: Column → as a page showed it (`as_shown`).
Seen = Mapping[str, str]
NOTHING_SEEN: Seen = {}


class CardChanged(BadInput):
    """Somebody else changed what is changed here. `now`: what the card says by now."""

    def __init__(self, card: Person, columns: list[str]) -> None:
        labels = {field.name: field.verbose_name for field in card._meta.concrete_fields}
        said = joined(f"{labels[name]} « {_in_words(card, name)} »" for name in columns)
        super().__init__(
            f"Quelqu’un a changé cette fiche pendant que vous écriviez : elle dit maintenant {said}. "
            "Gardez ce qui est juste, puis enregistrez de nouveau."
        )
        self.now = {name: as_shown(getattr(card, name)) for name in columns}


def as_shown(value: Any) -> str:
    """A value of a card, for a hidden field of the page that shows it."""
    return {True: "on", False: "", None: ""}[value] if isinstance(value, bool | None) else str(value)


def left_alone(card: Person, given: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    """The columns that were left as they were seen, as the card, locked, says them by now. Raises CardChanged."""
    alone = [name for name, value in given.items() if seen.get(name) == as_shown(value)]
    if changed := list(_both_changed(card, given, seen)):
        raise CardChanged(card, changed)
    return {name: getattr(card, name) for name in alone}


def _both_changed(card: Person, given: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for name, value in given.items():
        if name in seen and len({seen[name], as_shown(value), as_shown(getattr(card, name))}) == 3:
            yield name


def _in_words(card: Person, name: str) -> str:
    value = getattr(card, name)
    if name == "profession" and value in (known := professions_by_key()):
        return known[value].label
    shown = getattr(card, f"get_{name}_display", None)
    words = {True: "oui", False: "non"}[value] if isinstance(value, bool) else shown() if shown else value
    return words or "rien"
