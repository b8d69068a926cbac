"""The directory is built aside and swapped: what is killed on the way leaves the old one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, connections

from maillage.config import settings
from maillage.directory.models import DERIVED, TABLES, PersonNear, PlaceNear
from maillage.directory.queries.vintages import edition
from maillage.directory.services.routing import ALIAS
from maillage.directory.services.storing.swap import amended, ensure, rebuilt
from maillage.kernel import paths
from maillage.registers import Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_directory")]


def words() -> tuple[list[str], list[str]]:
    return (
        [near.word for near in PersonNear.objects.order_by("word")],
        [near.word for near in PlaceNear.objects.order_by("word")],
    )


def test_a_build_replaces_its_tables_and_leaves_the_others() -> None:
    with rebuilt([PersonNear]) as aside:
        aside.load(PersonNear, [("x", "martin", 3)])
    with rebuilt([PlaceNear]) as aside:
        aside.load(PlaceNear, [("x", "pharmacie", 2)])
        assert words()[1] != ["pharmacie"], "a build is not seen before it ends"
    assert words() == (["martin"], ["pharmacie"])


@pytest.mark.parametrize("whole", [False, True])
def test_a_damaged_file_is_no_directory(whole: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Noise, or a file of SQLite cut after its first page: replaced, and said."""
    content = paths.DIRECTORY.read_bytes()
    noise = Random(1).randbytes(len(content) - 100)
    paths.DIRECTORY.write_bytes((content[:100] if whole else b"x" * 100) + noise)
    ensure()
    assert words() == ([], [])
    assert caplog.text.count("était abîmé") == 1
    with rebuilt([PersonNear]) as aside:
        aside.load(PersonNear, [("x", "martin", 3)])
    assert words()[0] == ["martin"]


def test_a_build_has_every_index_its_tables_declare() -> None:
    with rebuilt(DERIVED):
        pass
    for model in DERIVED:
        with connections[ALIAS].cursor() as cursor:
            found = connections[ALIAS].introspection.get_constraints(cursor, model._meta.db_table)
        assert {index.name for index in model._meta.indexes} <= found.keys()


def test_a_build_that_fails_changes_nothing() -> None:
    with rebuilt([PersonNear]) as aside:
        aside.load(PersonNear, [("x", "martin", 3)])
    with suppress(KeyboardInterrupt), rebuilt(TABLES[Register.RPPS]) as aside:
        aside.load(PersonNear, [("x", "durand", 3)])
        raise KeyboardInterrupt
    assert words()[0] == ["martin"]


def build(word: str) -> None:
    with rebuilt([PersonNear]) as aside:
        aside.load(PersonNear, [("x", word, 3)])


def amend() -> None:
    with amended() as tables:
        tables.delete(PersonNear)


@pytest.mark.parametrize(("change", "after"), [(lambda: build("durand"), ["durand"]), (amend, [])])
def test_each_request_reads_the_directory_in_place(change: Callable[[], None], after: list[str]) -> None:
    """Another process puts a new file there: a request under way ends on the old one, the next reads the new one."""
    build("martin")
    assert words()[0] == ["martin"]
    before = edition()
    with ThreadPoolExecutor(1) as elsewhere:  # a thread has connections of its own, as a process
        elsewhere.submit(change).result()
    assert words()[0] == ["martin"]
    request_finished.send(None)
    assert words()[0] == after
    assert edition() != before


@pytest.mark.parametrize("url", ["", "postgres://someone@127.0.0.1/maillage"])
def test_the_directory_is_a_file_whatever_the_database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    directory = settings.databases()[ALIAS]
    assert directory["ENGINE"] == "django.db.backends.sqlite3"
    assert directory["NAME"].endswith("directory.db?mode=ro")


def test_the_site_may_only_read_the_directory() -> None:
    with pytest.raises(OperationalError, match="readonly"):
        PersonNear.objects.all().delete()
