"""Naming a card in a form: what is typed, and whom it means."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from maillage.legislation import professions_by_key
from maillage.people.models import Person
from maillage.structures.models import Structure

#: pk, called, name, profession, commune.
Told = tuple[int, str, str, str, str]


class CardLabels(Mapping[str, Person]):
    """« Lou Fictif » → the card, by name. A card is read when it is asked for: a page shows the labels of a thousand."""

    def __init__(self, structure: Structure, numbers: Mapping[str, int]) -> None:
        self._structure, self._numbers = structure, numbers
        self._labels = {pk: label for label, pk in numbers.items()}

    def __getitem__(self, label: str) -> Person:
        return self._structure.people.get(pk=self._numbers[label])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, label: object) -> bool:
        return label in self._numbers

    def label_of(self, card: Person | None) -> str:
        return self._labels.get(card.pk, "") if card else ""

    @property
    def options(self) -> SafeString:
        """Those of a `datalist`; a thousand labels are escaped at once."""
        said = escape("\0".join(self)).replace("\0", '"></option><option value="')
        return mark_safe(f'<option value="{said}"></option>' if self else "")  # noqa: S308


def but_their_name(path: str) -> list[str]:
    """All of a card that a list joins (`path`) and does not say: for `defer`."""
    fields = (field.name for field in Person._meta.concrete_fields if field.name not in {"id", "name"})
    return [f"{path}__{name}" for name in fields]


def told_of_cards(structure: Structure) -> QuerySet[Person, Told]:
    """What names the cards of a structure, by name."""
    return structure.people.order_by("called", "pk").values_list(
        "pk", "called", "name", "profession", "commune"
    )


def cards_by_label(structure: Structure, cards: Collection[Told] | None = None) -> CardLabels:
    """All the cards of a structure; what else is said of them follows a name that several bear.

    `cards`: what `told_of_cards` gives, when the page reads it with other lists.
    """
    if cards is None:
        cards = list(told_of_cards(structure))
    bearers = Counter(called for _, called, *_ in cards)
    known, found = professions_by_key(), dict[str, int]()
    for pk, called, name, profession, commune in cards:
        label = name
        if bearers[called] > 1:
            trade = known[profession].label if profession in known else ""
            label = ", ".join(filter(None, [name, trade, commune]))
        found[label if label not in found else f"{label} (fiche {pk})"] = pk
    return CardLabels(structure, found)
