"""The directory is built aside and swapped: what is killed on the way leaves the old one."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connections

from directory.small import set_aside
from maillage.directory.enums import Register
from maillage.directory.models import DERIVED, TABLES, PersonToken, PlaceToken
from maillage.directory.services.building import ensure, rebuilt
from maillage.directory.services.routing import ALIAS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_directory(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    with set_aside(tmp_path):
        ensure()
        yield


def tokens() -> tuple[list[str], list[str]]:
    return (
        [each.token for each in PersonToken.objects.order_by("token")],
        [each.token for each in PlaceToken.objects.order_by("token")],
    )


def test_a_build_replaces_its_tables_and_leaves_the_others() -> None:
    with rebuilt([PersonToken]) as aside:
        aside.load(PersonToken, [(1, "martin", 3)])
    with rebuilt([PlaceToken]) as aside:
        aside.load(PlaceToken, [(1, "pharmacie", 2)])
        assert tokens()[1] != ["pharmacie"], "a build is not seen before it ends"
    assert tokens() == (["martin"], ["pharmacie"])


def test_a_build_has_every_index_its_tables_declare() -> None:
    with rebuilt(DERIVED):
        pass
    for model in DERIVED:
        with connections[ALIAS].cursor() as cursor:
            found = connections[ALIAS].introspection.get_constraints(cursor, model._meta.db_table)
        assert {index.name for index in model._meta.indexes} <= found.keys()


def test_a_build_that_fails_changes_nothing() -> None:
    with rebuilt([PersonToken]) as aside:
        aside.load(PersonToken, [(1, "martin", 3)])
    with suppress(KeyboardInterrupt), rebuilt(TABLES[Register.RPPS]) as aside:
        aside.load(PersonToken, [(1, "durand", 3)])
        raise KeyboardInterrupt
    assert tokens()[0] == ["martin"]
