"""Opening any named URL of the site, as anyone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict

from house.hostile import UNKNOWN
from house.plans import pages
from house.rows import ARGUMENTS
from maillage.accounts.models import User
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.ui.slots import Task, Waiting


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
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def session_of(user: User) -> str:
    """The key of a session of theirs, in one question instead of the five of `force_login`."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save(must_create=True)
    return str(session.session_key)


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
        with counted() as queries:
            status = self._response(who, method, *args, **options).status_code
        return status, len(queries)

    def only_receives(self) -> bool:
        """Whether a question goes to the page above (config.middleware), which its own test asks as much."""
        response = self._response("founder", "options", self.url())
        return response.status_code == 405 and "GET" not in response["Allow"]

    def _response(self, who: str, method: str, *args: Any, **options: Any) -> HttpResponse:
        client = Client()
        client.cookies.load(self._keys[who])
        here = transaction.savepoint()
        try:
            return getattr(client, method)(*args, **options)
        finally:
            transaction.savepoint_rollback(here)


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
    names -= {UNKNOWN, "csrfmiddlewaretoken"}


def tasks_of(room: Waiting) -> list[Task]:
    """What one room says that a structure waits for."""
    return [said for said in told([room]) if isinstance(said, Task)]
