"""Naming a card in a form: what is typed, and whom it means."""

from collections import Counter
from collections.abc import Mapping

from maillage.kernel import folded
from maillage.legislation import professions_by_key
from maillage.people.models import Person
from maillage.structures.models import Structure


def cards_by_label(structure: Structure) -> dict[str, Person]:
    """« Lou Fictif » → the card; what else is said of them follows a name that several bear. By name."""
    cards = list(structure.people.only("structure_id", "name", "profession", "commune", "email", "phone"))
    bearers = Counter(folded(card.name) for card in cards)
    known, found = professions_by_key(), dict[str, Person]()
    for card in sorted(cards, key=lambda card: (folded(card.name), card.pk)):
        trade = known[card.profession].label if card.profession in known else ""
        told = [trade, card.commune] if bearers[folded(card.name)] > 1 else []
        label = ", ".join(filter(None, [card.name, *told]))
        found[label if label not in found else f"{label} (fiche {card.pk})"] = card
    return found


def label_of(card: Person | None, labels: Mapping[str, Person]) -> str:
    return next((label for label, each in labels.items() if card and each.pk == card.pk), "")
