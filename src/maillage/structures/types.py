"""What the structures room hands around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from maillage.accounts.types import Request as SignedIn

if TYPE_CHECKING:
    from maillage.structures.models import ApiKey, Structure


class Request(SignedIn):
    """A request inside the space of a structure, once `perms.find` has let it in."""

    structure: Structure
    roles: frozenset[str]
    abilities: frozenset[str]
    #: Somebody from outside looks at an example: `user` may be nobody.
    is_visit: bool


class KeyedRequest(HttpRequest):
    """A request of another program, that a key of the structure let in."""

    auth: Structure


class RequestByKey(HttpRequest):
    """The same, where the trail says which key."""

    auth: ApiKey
