"""What every JSON endpoint shares: how it says no."""

from abc import abstractmethod

from django.http import HttpRequest
from ninja import Schema
from ninja.security import HttpBearer


class Refusal(Schema):
    field: str
    reason: str


class Refusals(Schema):
    """How every endpoint says no: what to mend, in French."""

    errors: list[Refusal]


class KeyOfSlug(HttpBearer):
    """A key of what the address names (`slug`): what it opens is `auth` of the request.

    A wrong key and an address that nothing has are refused alike.
    """

    @abstractmethod
    def opened(self, secret: str, slug: str) -> object | None:
        """What this secret opens at this address; None: nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> object | None:
        match = request.resolver_match
        return self.opened(token, match.kwargs["slug"]) if match else None
