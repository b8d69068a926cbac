"""The cast and its structure, made once for the tests of a module, here by the thousand: each undoes what is its own."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from maillage.accounts.models import User
from maillage.structures.models import Structure
from players import a_founder, a_member, an_outsider
from recording import Recording, kept_for_a_module


@pytest.fixture(scope="module")
def played(recorded: Recording, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """The keys of the accounts."""
    keys: dict[str, int] = {}

    def make() -> None:
        keys.update(founder=a_founder().pk, member=a_member().pk, outsider=an_outsider().pk)
        recorded.write()

    with kept_for_a_module(django_db_blocker, make):
        yield keys


@pytest.fixture
def founder(played: dict[str, int], db: None) -> User:
    return User.objects.get(pk=played["founder"])


@pytest.fixture
def member(played: dict[str, int], db: None) -> User:
    return User.objects.get(pk=played["member"])


@pytest.fixture
def outsider(played: dict[str, int], db: None) -> User:
    return User.objects.get(pk=played["outsider"])


@pytest.fixture
def structure(recorded: Recording, played: dict[str, int], db: None) -> Structure:
    recorded.put_papers()
    return Structure.objects.get(pk=recorded.made.pk)
