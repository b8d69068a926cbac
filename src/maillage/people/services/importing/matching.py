"""Whose card a line of a list may be: an RPPS number, a channel with a name, a name where one practises."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from maillage.kernel import folded
from maillage.people.models import Person
from maillage.people.rules import is_named, name_key


@dataclass(frozen=True, slots=True)
class Match:
    """`card` when it is certain; `among` when a person must choose; neither for somebody new."""

    card: Person | None = None
    among: tuple[Person, ...] = ()


class Cards:
    """Cards found by their number and by their name, each asked for thousands of times."""

    def __init__(self, cards: Iterable[Person] = ()) -> None:
        self._by_rpps: dict[str, Person] = {}
        self._by_name: dict[tuple[str, ...], list[Person]] = {}
        for card in cards:
            self.add(card)

    def add(self, card: Person) -> None:
        if card.rpps:
            self._by_rpps[card.rpps] = card
        if is_named(card.name):
            self._by_name.setdefault(name_key(card.name), []).append(card)

    def numbered(self, card: Person) -> None:
        """A card that has just been given its number."""
        self._by_rpps[card.rpps] = card

    def namesakes(self, name: str) -> list[Person]:
        return self._by_name.get(name_key(name), [])

    def match(self, said: Mapping[str, str]) -> Match:
        """In order: the number, an e-mail with the name, a telephone with the name, the name and where they practise."""
        if said["rpps"] and (card := self._by_rpps.get(said["rpps"])):
            # A number that was copied to the wrong line: nothing of the two names agrees.
            agrees = set(name_key(card.name)) & set(name_key(said["name"]))
            return Match(card) if agrees else Match(among=(card,))
        namesakes = [card for card in self.namesakes(said["name"]) if _may_be(card, said["rpps"])]
        for agrees_on in STEPS:
            fitting = tuple(card for card in namesakes if agrees_on(card, said))
            if len(fitting) == 1:
                return Match(fitting[0])
            if fitting:
                exact = tuple(card for card in fitting if _says_the_same(card, said))
                return Match(exact[0]) if len(exact) == 1 else Match(among=fitting)
        if len(namesakes) == 1 and _nothing_differs(namesakes[0], said):
            return Match(namesakes[0])
        # The same profession first: the most likely is read first, and nobody is chosen.
        return Match(among=tuple(sorted(namesakes, key=lambda card: card.profession != said["profession"])))


def _may_be(card: Person, rpps: str) -> bool:
    """Two numbers are two people."""
    return not (rpps and card.rpps and card.rpps != rpps)


def _same_email(card: Person, said: Mapping[str, str]) -> bool:
    return bool(said["email"]) and card.email.casefold() == said["email"].casefold()


def _same_phone(card: Person, said: Mapping[str, str]) -> bool:
    return bool(said["phone"]) and card.phone == said["phone"]


def _same_practice(card: Person, said: Mapping[str, str]) -> bool:
    """The same trade in the same commune; unknown on both sides is not the same."""
    if not said["profession"] or card.profession != said["profession"]:
        return False
    return bool(card.commune) and folded(card.commune) == folded(said["commune"])


STEPS: tuple[Callable[[Person, Mapping[str, str]], bool], ...] = (_same_email, _same_phone, _same_practice)


def _says_the_same(card: Person, said: Mapping[str, str]) -> bool:
    return all(same(column, getattr(card, column), value) for column, value in said.items())


def _nothing_differs(card: Person, said: Mapping[str, str]) -> bool:
    """What one of them leaves blank contradicts nothing."""
    return all(
        not said[column] or not getattr(card, column) or same(column, getattr(card, column), said[column])
        for column in ("profession", "commune")
    )


def same(column: str, kept: str, given: str) -> bool:
    """Whether two values say the same: a name whatever its order, a word whatever its case."""
    if column == "name":
        return name_key(kept) == name_key(given)
    if column in {"email", "phone", "rpps"}:
        return kept.casefold() == given.casefold()
    return folded(kept) == folded(given)
