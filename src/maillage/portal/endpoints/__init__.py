"""The JSON API: each room's endpoints, gathered, limited, and told in French when something is refused."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from maillage.directory.endpoints import router as directory
from maillage.guide.endpoints import router as law
from maillage.kernel import BadInput
from maillage.territories.endpoints import router as territories

api = NinjaAPI(
    title="Maillage",
    version="1",
    description="Territoires, règles et montants de l’exercice coordonné. Ce qui n’est pas connu est dit inconnu, "
    "jamais zéro. Soixante demandes par minute et par adresse.",
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/v1/openapi.json",
    throttle=[AnonRateThrottle("60/m"), AuthRateThrottle("120/m")],
)
api.add_router("/v1/territories", territories)
api.add_router("/v1/directory", directory)
api.add_router("/v1", law)


def refused(request: HttpRequest, reason: str, *, field: str = "", status: int = 422) -> HttpResponse:
    return api.create_response(request, {"errors": [{"field": field, "reason": reason}]}, status=status)


@api.exception_handler(BadInput)
def refuse(request: HttpRequest, error: BadInput) -> HttpResponse:
    return refused(request, str(error), field=error.field)


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
    reason = "Trop de demandes : soixante par minute. Attendez un peu, puis recommencez."
    response = refused(request, reason, status=429)
    if error.wait:
        response["Retry-After"] = str(int(error.wait) + 1)
    return response


urls = api.urls
for pattern in urls[0]:
    if view := pattern.callback:
        login_not_required(view)  # all of it is public: no account, no cookie
