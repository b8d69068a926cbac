"""What is said when a page fails: to people a page, under /api/ JSON; and whether it is worth trying again."""

import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from maillage.portal.endpoints import refused
from maillage.ui import services as ui

#: Seconds after which a browser or a program may try again.
AGAIN = 5
#: For a machine; for people, the page of the same number.
SENTENCES = {
    404: "Cette adresse n’existe pas. Les adresses de l’API sont décrites à /api/docs.",
    405: "Cette adresse ne se demande pas ainsi. Les adresses de l’API sont décrites à /api/docs.",
    408: "L’envoi s’est arrêté en route : rien n’a été enregistré. Recommencez.",
    413: "Cette demande est trop longue : rien n’a été enregistré.",
    500: "Le serveur n’a pas su répondre. L’erreur est dans son journal.",
    503: "Le site est très occupé : rien n’a été enregistré. Recommencez dans un instant.",
}
LEAST_SIGNIFICANT = 0xFF  # of a code of SQLite: what is above says more of the same
SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
#: Classes of PostgreSQL: connection lost, transaction to begin again, resources lacking, operator at work.
POSTGRESQL = {"08", "40", "53", "57"}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return refusal(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database was busy, full or away: what was asked may be asked again."""
    return refusal(request, 503 if is_passing(sys.exc_info()[1]) else 500)


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        response = refused(request, SENTENCES[status], status=status)
    else:
        response = ui.error_page(request, status)
    if status == 503:
        response["Retry-After"] = str(AGAIN)
    return response


def is_passing(failure: BaseException | None) -> bool:
    """A failure of the database that another moment may spare."""
    if not isinstance(failure, OperationalError | InterfaceError):
        return False
    driver = failure.__cause__
    if isinstance(driver, sqlite3.Error):
        return getattr(driver, "sqlite_errorcode", 0) & LEAST_SIGNIFICANT in SQLITE
    state = getattr(driver, "sqlstate", None)
    return state is None or state[:2] in POSTGRESQL
