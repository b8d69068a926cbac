"""What is kept of a name beside it follows it, by whatever way the name is written."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from maillage.people.models import Person
from maillage.people.models.naming import LONGEST, called
from maillage.people.rules import same_name
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


def by_saving(card: Person, name: str) -> None:
    card.name = name
    card.save(update_fields=["name"])


def by_query(card: Person, name: str) -> None:
    Person.everybody.filter(pk=card.pk).update(name=name)


def by_many(card: Person, name: str) -> None:
    card.name = name
    Person._base_manager.bulk_update([card], ["name"])


def by_creating(card: Person, name: str) -> None:
    card.delete()
    Person.objects.bulk_create([Person(structure=card.structure, name=name, profession="infirmier")])


@pytest.mark.parametrize("write", [by_saving, by_query, by_many, by_creating])
def test_what_is_kept_of_a_name_follows_it(
    structure: Structure, write: Callable[[Person, str], None]
) -> None:
    card = Person.objects.create(structure=structure, name="Ada", profession="infirmier")
    write(card, "Dr ŒILLARD Ségolène")
    kept = structure.people.get(name="Dr ŒILLARD Ségolène")
    assert (kept.called, kept.alike) == ("dr oeillard segolene", "oeillard segolene")


def test_names_of_before_are_folded_when_the_site_is_upgraded(structure: Structure) -> None:
    everybody = structure.people.order_by("pk").values_list("called", "alike")
    before = list(everybody)
    structure.people.update(called="", alike="")
    import_module("maillage.people.migrations.0013_names_in_order").call_everybody(apps, None)
    assert list(everybody) == before
    assert ("ada fictif", "ada fictif") in before


@given(st.text(max_size=120), st.text(max_size=120))
def test_two_names_are_alike_when_they_are_one_name(one: str, other: str) -> None:
    assert (called(one)[1] == called(other)[1]) >= same_name(one, other)
    assert all(len(kept) <= LONGEST for kept in called(one))
