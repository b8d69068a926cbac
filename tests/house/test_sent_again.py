"""A form that is sent again, elsewhere: its key makes one thing, and a page says so rather than fail."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from house.plans import pages
from house.rows import POSTED
from house.visiting import address, client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.queries import SENT, sent_before
from maillage.structures.services import found

#: Pages of a structure whose form bears a key.
KEYED = [
    name for name, page in pages().items() if page.arguments == ("slug",) and "key" in POSTED.get(name, {})
]


@pytest.fixture
def neighbour(founder: User) -> Structure:
    return found(name="CPTS voisine", codes=["82121"], by=founder, on=date(2024, 1, 15))


def read(client: Client, url: str, said: dict[str, str]) -> str:
    answer = client.post(url, said, follow=True)
    assert answer.status_code < 500
    return answer.content.decode()


@pytest.mark.parametrize("name", KEYED)
def test_the_key_of_another_structure_makes_nothing_fail(
    name: str, structure: Structure, neighbour: Structure, founder: User
) -> None:
    client = client_of(founder)
    for url in (address(name, structure), reverse(name, args=[neighbour.slug])) * 2:
        read(client, url, POSTED[name])


def test_a_key_is_of_one_thing(structure: Structure, neighbour: Structure) -> None:
    known = structure.partners.first() or structure.partners.create(name="Association fictive")
    assert sent_before(structure.partners, known.key) == known
    assert sent_before(structure.partners.filter(pk=known.pk), known.key) == known
    with pytest.raises(BadInput, match=SENT[:30]):
        sent_before(neighbour.partners, known.key)
    known.delete()
    assert sent_before(neighbour.partners, known.key) is None
