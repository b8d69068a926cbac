"""Opening any named URL of the site, as anyone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.datastructures import MultiValueDict

from house.hostile import UNKNOWN
from house.plans import pages
from house.rows import ACCESS, ARGUMENTS
from maillage.accounts.models import User
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.ui.slots import Task, Waiting

TYPED = "application/x-www-form-urlencoded"


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
        self.name, self.structure, self._cast = name, structure, cast
        self._keys: dict[str, str] = {}

    def url(self, given: Mapping[str, object] | None = None) -> str:
        """Of the page; as it usually is when its path cannot hold what is given."""
        try:
            return address(self.name, self.structure, given)
        except (NoReverseMatch, UnicodeEncodeError):
            return self._usual

    @cached_property
    def _usual(self) -> str:
        return address(self.name, self.structure)

    def takes(self, method: str) -> bool:
        """Whether the page looks at what it is asked, or sent: without, it is told 405 whatever it holds.

        A question to an address that only receives goes to the page above (config.middleware), which its own test
        asks as much. What the table says, tests/house/test_access.py proves.
        """
        told = ACCESS[self.name][("get", "post").index(method)].split()[-1]
        if method == "post" or told == "200":
            return told != "405"
        response = self._response("founder", "options", self._usual)
        return response.status_code != 405 or "GET" in response["Allow"]

    def let_in(self) -> tuple[str, ...]:
        """Who is not sent to sign in before the page looks at anything."""
        is_closed = getattr(resolve(self._usual).func, "login_required", True)
        return ("founder",) if is_closed else ("founder", "anonymous")

    def answer(
        self,
        who: str,
        method: str,
        fields: str,
        given: Mapping[str, object] | None = None,
        *,
        swapped: bool = False,
    ) -> tuple[int, int]:
        """To encoded fields, asked or sent; `swapped`, by who wants but a part of another page."""
        url, options = self.url(given), {"headers": {"HX-Request": "true"}} if swapped else {}
        if method == "get":
            return self.answered(who, "get", f"{url}?{fields}", **options)
        return self.answered(who, "post", url, fields, content_type=TYPED, **options)

    def answered(self, who: str, method: str, *args: Any, **options: Any) -> tuple[int, int]:
        """Status of the answer to a request, and how many queries it took."""
        with counted() as queries:
            status = self._response(who, method, *args, **options).status_code
        return status, len(queries)

    def _response(self, who: str, method: str, *args: Any, **options: Any) -> HttpResponse:
        client = Client()
        if user := self._cast[who]:
            if who not in self._keys:
                self._keys[who] = session_of(user)
            client.cookies[settings.SESSION_COOKIE_NAME] = self._keys[who]
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
