"""Who an account is: nobody approves their own, and two is two people, whatever the accounts somebody has."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Lower

from maillage.accounts.models import User
from maillage.accounts.queries import addresses_of
from maillage.funding.queries.hours import whose
from maillage.people.models import Merge, Person
from maillage.structures.models import Structure


def identities(users: Iterable[User], structure: Structure) -> dict[int, frozenset[str]]:
    """Account → its key and those of the cards that its addresses lead to: two that share one are one human being.

    The cards of this structure alone: what another wrote decides nothing here. One that was taken into another leads
    there; an address that several cards share leads to each, and its account is all of them.
    """
    addresses = addresses_of(users)
    bearers = _bearers({each for mine in addresses.values() for each in mine}, structure)
    return {
        account: frozenset({f"account:{account}"}).union(*(bearers[each] for each in mine))
        for account, mine in addresses.items()
    }


def _bearers(addresses: set[str], structure: Structure) -> defaultdict[str, set[str]]:
    """Address → keys of its cards."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    cards = list(
        Person.everybody.filter(structure=structure)
        .alias(address=Lower("email"))
        .filter(address__in=addresses)
    )
    if not cards:
        return found
    into = {
        each.gone_id: each.kept
        for each in Merge.objects.filter(gone__structure=structure, undone_at=None).select_related("kept")
    }
    for card in cards:
        last: Person = card
        while last.is_merged and last.pk in into:
            last = into[last.pk]
        found[card.email.lower()].add(whose(last))
    return found


def identity(user: User | None, structure: Structure) -> frozenset[str]:
    """One human being: their account, and their cards by its addresses. Nobody: no key."""
    return frozenset() if user is None else identities([user], structure)[user.pk]


def are_one(one: User | None, other: User, structure: Structure) -> bool:
    """Whether two accounts are one human being."""
    if one is None:
        return False
    found = identities([one, other], structure)
    return not found[one.pk].isdisjoint(found[other.pk])


def people_among(users: Iterable[User], structure: Structure) -> int:
    """How many human beings these accounts are."""
    groups: list[frozenset[str]] = []
    for keys in identities(users, structure).values():
        same = [each for each in groups if not each.isdisjoint(keys)]
        groups = [each for each in groups if each not in same] + [keys.union(*same)]
    return len(groups)
