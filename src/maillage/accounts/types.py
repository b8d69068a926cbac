"""What the accounts room hands around."""

from django.http import HttpRequest

from maillage.accounts.models import User


class Request(HttpRequest):
    """A request behind the login wall: LoginRequiredMiddleware let it through."""

    user: User
