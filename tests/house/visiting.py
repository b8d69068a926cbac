"""Opening any named URL of the site, as anyone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import QueryDict
from django.template.base import Template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict

from house.hostile import UNKNOWN
from house.plans import pages
from house.rows import ARGUMENTS
from maillage.accounts.models import User
from maillage.structures.models import Structure


def address(name: str, structure: Structure | None = None, given: Mapping[str, object] | None = None) -> str:
    """The URL of a page, about `structure` when its path needs one; `given` goes before what its room says."""
    values: Mapping[str, object] = {"slug": structure.slug, "pk": 0} if structure else {}
    if name in ARGUMENTS:
        values = {**values, **ARGUMENTS[name](structure)}
    values = {**values, **(given or {})}
    return reverse(name, kwargs={each: values[each] for each in pages()[name].arguments})


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


class Visits:
    """Requests to one page by any of the cast, each undone once it is answered."""

    def __init__(self, name: str, structure: Structure, cast: Mapping[str, User | None]) -> None:
        self.name, self.structure = name, structure
        self._keys = {who: client_of(user).cookies.output(header="", sep=";") for who, user in cast.items()}

    def url(self, given: Mapping[str, object] | None = None) -> str:
        """Of the page; as it usually is when its path cannot hold what is given."""
        try:
            return address(self.name, self.structure, given)
        except (NoReverseMatch, UnicodeEncodeError):
            return address(self.name, self.structure)

    def answer(self, who: str, method: str, *args: Any, **options: Any) -> tuple[int, int]:
        """Status of the answer to a request, and how many queries it took."""
        client = Client()
        client.cookies.load(self._keys[who])
        here = transaction.savepoint()
        try:
            with untold(), counted() as queries:
                status = getattr(client, method)(*args, **options).status_code
        finally:
            transaction.savepoint_rollback(here)
        return status, len(queries)

    def names_read(self, method: str, accepted: Mapping[str, str]) -> list[str]:
        """The fields that the page looks for, when it is given one it does not know, then what it accepts."""
        with looked_for() as names:
            for who, sent in product(("founder", "anonymous"), ({UNKNOWN: "1"}, accepted)):
                self.answer(who, method, self.url(), sent)
        return sorted(names - {UNKNOWN, "csrfmiddlewaretoken"})


@contextmanager
def untold() -> Iterator[None]:
    """Without the notes that the test client takes of each template, which nobody reads here: a tenth of an answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))
        yield


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries made, on both databases."""
    queries: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connections["default"].execute_wrapper(note), connections["directory"].execute_wrapper(note):
        yield queries


@contextmanager
def looked_for() -> Iterator[set[str]]:
    """The names that are looked for in queries and forms."""
    names: set[str] = set()

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        def look(self: Any, name: object, *rest: Any) -> Any:
            if isinstance(name, str) and isinstance(self, QueryDict):
                names.add(name)
            return method(self, name, *rest)

        return look

    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "getlist"):
            patch.setattr(MultiValueDict, method, watched(getattr(MultiValueDict, method)))
        yield names
