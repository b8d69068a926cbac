"""The JSON API: each room's endpoints, gathered, limited, and told in French when something is refused."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.throttling import AnonRateThrottle, AuthRateThrottle
from pydantic import Field

from maillage import legislation
from maillage.kernel import BadInput
from maillage.portal.queries import funding_report, rule_at, rule_report
from maillage.territories.endpoints import Refusals
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


class FundingIn(Schema):
    population: int = Field(examples=[62_000], description="Habitants (Insee, population municipale)")
    signed: date | None = Field(
        None, description="Date de signature ; aujourd’hui si elle manque", examples=["2024-03-01"]
    )


class SourceOut(Schema):
    title: str
    href: str
    grade: str
    since: str | None
    rule: str


class MissingOut(Schema):
    id: str
    label: str
    where: str


class AmountOut(Schema):
    """`value` is null when something is missing: then `low` and `high` are certain, and `missing` says what."""

    value: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str
    missing: list[MissingOut]
    sources: list[SourceOut]
    why: str


class DeadlineOut(Schema):
    mission: str
    label: str
    status: str
    start_by: date | None
    deployed_by: date | None
    source: SourceOut
    note: str


class FundingOut(Schema):
    size_class: int | None
    size_low: int | None
    size_high: int | None
    running: AmountOut
    ceiling: AmountOut
    deadlines: list[DeadlineOut]


class ValueOut(Schema):
    since: date = Field(alias="from", serialization_alias="from")
    until: date | None
    value: int | float | None
    low: int | float | None
    high: int | float | None
    grade: str
    source: SourceOut | None
    where: str
    note: str


class RuleOut(Schema):
    id: str
    label: str
    unit: str
    grade: str | None
    values: list[ValueOut]
    why: str = ""


class RulesOut(Schema):
    rules: list[RuleOut]


@api.post(
    "/v1/funding/cpts",
    response={200: FundingOut, 422: Refusals},
    by_alias=True,
    tags=["Financement"],
    summary="Ce que l’accord donne à une CPTS",
)
def funding_cpts(request: HttpRequest, given: FundingIn) -> dict[str, Any]:  # noqa: ARG001
    """Fonctionnement annuel, maximum théorique et délais des missions."""
    return funding_report("cpts", population=given.population, signed=given.signed or timezone.localdate())


@api.get(
    "/v1/rules", response=RulesOut, by_alias=True, tags=["Règles"], summary="Toutes les règles chiffrées"
)
def rules(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    return {"rules": [rule_report(rule) for rule in legislation.rules()]}


@api.get(
    "/v1/rules/{rule_id}",
    response={200: RuleOut, 422: Refusals},
    by_alias=True,
    tags=["Règles"],
    summary="Une règle, entière ou à une date",
)
def rule(request: HttpRequest, rule_id: str, at: Query[date | None] = None) -> dict[str, Any]:  # noqa: ARG001
    return rule_at(rule_id, at)


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
