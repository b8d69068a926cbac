"""The JSON API: each room's endpoints, gathered, limited, and told in French when something is refused."""

from threading import local
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.log import log_response
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser
from ninja.throttling import BaseThrottle

from maillage.care.endpoints import router as care
from maillage.directory.endpoints import router as directory
from maillage.dossier.endpoints import router as review
from maillage.funding.endpoints import router as money
from maillage.guide.endpoints import router as law
from maillage.kernel import BadInput, visible
from maillage.limits.services import MINUTE, Limit, address_of, seconds_to_wait
from maillage.people.endpoints import router as people
from maillage.territories.endpoints import router as territories

#: Of one address.
DEMANDS = Limit(60, MINUTE)


class PerAddress(BaseThrottle):
    """Counted in the database: ninja counts in the cache, each IPv6 address apart."""

    def __init__(self) -> None:
        self._asked = local()  # one throttle serves every thread

    def allow_request(self, request: HttpRequest) -> bool:
        self._asked.wait = seconds_to_wait("api", address_of(request), DEMANDS, now=timezone.now())
        return not self._asked.wait

    def wait(self) -> float | None:
        seconds: int = self._asked.wait
        return seconds


class VisibleParser(Parser):
    """Reads JSON, whose escapes can write what no page, file or database holds."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body: dict[str, Any] = all_visible(super().parse_body(request))
        return body


def all_visible(value: Any) -> Any:
    match value:
        case str():
            return visible(value)
        case list():
            return [all_visible(each) for each in value]
        case dict():
            return {visible(key): all_visible(each) for key, each in value.items()}
    return value


api = NinjaAPI(
    title="Maillage",
    version="1",
    description="Territoires, règles et montants de l’exercice coordonné. Ce qui n’est pas connu est dit inconnu, "
    f"jamais zéro. {DEMANDS.most} demandes par minute et par adresse.",
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/v1/openapi.json",
    throttle=[PerAddress()],
    parser=VisibleParser(),
)
api.add_router("/v1/territories", territories)
api.add_router("/v1/directory", directory)
api.add_router("/v1/review", review)
api.add_router("/v1/structures", people)
api.add_router("/v1/structures", money)
api.add_router("/v1/structures", care)
api.add_router("/v1", law)


def refused(request: HttpRequest, reason: str, *, field: str = "", status: int = 422) -> HttpResponse:
    return api.create_response(request, {"errors": [{"field": field, "reason": reason}]}, status=status)


@api.exception_handler(BadInput)
def refuse(request: HttpRequest, error: BadInput) -> HttpResponse:
    return refused(request, str(error), field=error.field)


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    return refused(request, "Cette adresse n’existe pas.", status=404)


@api.exception_handler(AuthenticationError)
def refuse_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    reason = "Cette clé n’ouvre rien à cette adresse. Faites-en une dans les réglages de la structure."
    response = refused(request, reason, field="Authorization", status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def refuse_body(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    return refused(request, "Cette demande n’est pas du JSON. Vérifiez ses guillemets et ses virgules.")


@api.exception_handler(RequestDataTooBig)
def refuse_weight(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001
    return refused(
        request, "Cette demande est trop longue. Gardez les communes de votre territoire.", status=413
    )


#: pydantic's kinds of error, for people.
REASONS = {
    "missing": "Cette valeur manque.",
    "int_parsing": "Donnez un nombre entier.",
    "int_type": "Donnez un nombre entier.",
    "int_from_float": "Donnez un nombre entier.",
    "date_from_datetime_inexact": "Donnez une date, comme 2024-03-01.",
    "date_from_datetime_parsing": "Donnez une date qui existe, comme 2024-03-01.",
    "date_parsing": "Donnez une date qui existe, comme 2024-03-01.",
    "date_type": "Donnez une date, comme 2024-03-01.",
    "list_type": "Donnez une liste de codes.",
    "string_type": "Donnez un texte.",
    "value_error": "{error}",
    "string_too_long": "C’est trop long : {max_length} signes au plus.",
    "too_long": "C’est trop : {max_length} codes au plus.",
}


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": field_named(each["loc"]),
            "reason": REASONS.get(each["type"], "Cette valeur n’est pas comprise.").format(
                **each.get("ctx", {})
            ),
        }
        for each in error.errors
    ]
    return api.create_response(request, {"errors": errors}, status=422)


def field_named(where: tuple[str | int, ...]) -> str:
    """("body", "territory", "communes", 3) → « communes.3 »; ("query", "at") → « at »."""
    return ".".join(str(part) for part in where[2 if where[0] == "body" else 1 :])


@api.exception_handler(Exception)
def fail(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: written in the log as Django would, told in JSON."""
    response = refused(request, "Une erreur s’est produite de notre côté.", status=500)
    log_response(
        "Internal Server Error: %s", request.path, response=response, request=request, exception=error
    )
    return response


@api.exception_handler(Throttled)
def slow_down(request: HttpRequest, error: Throttled) -> HttpResponse:
    reason = f"Trop de demandes : {DEMANDS.most} par minute. Attendez un peu, puis recommencez."
    response = refused(request, reason, status=429)
    response["Retry-After"] = str(error.wait)
    return response


urls = api.urls
for pattern in urls[0]:
    if view := pattern.callback:
        login_not_required(view)  # no account, no cookie: public, or opened by a key
