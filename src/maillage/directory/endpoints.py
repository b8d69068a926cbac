"""The directory over HTTP: the search of the page, with its limits; neither phones nor e-mails."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator

from maillage.directory.perms import seconds_to_wait
from maillage.directory.queries.people import PAGE_SIZE
from maillage.directory.queries.search.find import MOST_HITS
from maillage.directory.queries.search.question import FURTHEST_KM, LONGEST_TEXT, read_question
from maillage.directory.queries.search.results import LAST_PAGE, uncovered
from maillage.directory.queries.search.suggestions import answer, suggestions
from maillage.directory.queries.vintages import vintages
from maillage.kernel import BadInput
from maillage.ui.endpoints import Refusals

router = Router(tags=["Annuaire"])


class QuestionIn(Schema):
    """A name or a commune is needed; the rest narrows it."""

    q: str = Field(
        "", max_length=LONGEST_TEXT, description="Nom, ou numéro RPPS ou FINESS", examples=["martin"]
    )
    commune: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="Nom, code Insee ou code postal (toutes ses communes)",
        examples=["82121"],
    )
    km: int = Field(0, ge=0, le=FURTHEST_KM, description="Distance autour de la commune, entre mairies")
    trade: str = Field(
        "", max_length=80, description="Profession, comme « infirmier », ou plusieurs séparées par une espace"
    )
    skill: str = Field(
        "", max_length=20, pattern="^[^\\x00]*$", description="Code du savoir-faire, comme « SM04 »"
    )
    mode: str = Field("", max_length=1, description="L (libéral) ou S (salarié)")
    kind: str = Field("", max_length=20, description="Sorte de lieu, comme « pharmacie »")
    beyond_care: bool = Field(False, description="Aussi les remplaçants, l’enseignement, les étudiants")
    view: Literal["", "people", "places"] = Field("", description="Personnes ou lieux")
    page: int = Field(1, ge=1, le=LAST_PAGE, description=f"{PAGE_SIZE} résultats par page")


#: Kilometres to the nearest hundred metres.
Km = Annotated[float, AfterValidator(lambda km: round(km, 1))]


class SpotOut(Schema):
    name: str
    address: str
    commune: str | None = Field(alias="commune_code", description="Code Insee")
    finess: str
    modes: str = Field(alias="ways")
    km: Km | None = Field(description="Depuis la commune demandée, entre mairies, au dixième")


class PersonOut(Schema):
    number: str = Field(alias="person.national", description="Identification nationale")
    family: str = Field(alias="person.family")
    given: str = Field(alias="person.given")
    trades: list[str]
    skills: list[str]
    places: list[SpotOut] = Field(alias="spots")
    near: bool = Field(alias="is_near", description="Vrai pour un nom proche de celui qui est demandé")
    km: Km | None = Field(description="Du lieu d’exercice le plus proche")


class PlaceOut(Schema):
    finess: str = Field(alias="place.finess")
    name: str
    category: str = Field(alias="label")
    kind: str = Field(alias="place.kind")
    address: str
    commune: str | None = Field(alias="commune_code")
    near: bool = Field(alias="is_near")
    km: Km | None


class MeantOut(Schema):
    """Une question que le texte de q voulait peut-être dire, à poser sous les mêmes noms de champs."""

    label: str = Field(description="Comme « Masseurs-kinésithérapeutes à Caussade (82) »")
    q: str = Field(alias="question.text")
    trade: str = Field(alias="question.fields.trade")
    commune: str = Field(
        alias="question.fields.commune", description="Code Insee ou postal, vide quand il faut en donner un"
    )
    km: int = Field(alias="question.km")
    kind: str = Field(alias="question.kind")
    skill: str = Field(alias="question.skill")
    mode: str = Field(alias="question.mode")
    beyond_care: bool = Field(alias="question.beyond_care")
    total: int | None = Field(description=f"{MOST_HITS} au plus, vide quand la question n’a pas été posée")


class SearchOut(Schema):
    what: Literal["people", "places"]
    total: int = Field(description=f"{MOST_HITS} au plus")
    more: bool = Field(description="Vrai quand il y en a d’autres")
    page: int
    pages: int
    people: list[PersonOut]
    places: list[PlaceOut]
    uncovered: str = Field(
        description="Une phrase, quand aucun fichier importé ne couvre le département de la commune"
    )
    unused: str = Field(description="Une phrase, quand le rayon demandé n’a pas compté, faute de commune")
    understood: MeantOut | None = Field(
        description="La question à laquelle il est répondu, quand q n’est pas un nom mais la dit sans doute possible"
    )
    meant: list[MeantOut] = Field(description="Ce que q voulait peut-être dire, si ce n’est pas un nom")
    source: str


@router.get(
    "/search",
    response={200: SearchOut, 422: Refusals, 429: Refusals},
    summary="Chercher des professionnels ou des lieux",
)
def directory_search(
    request: HttpRequest, response: HttpResponse, given: Query[QuestionIn]
) -> dict[str, Any] | Status[Any]:
    """Les mêmes réponses et les mêmes limites que la page : vingt par page, deux cents au plus."""
    if wait := seconds_to_wait(request):
        response["Retry-After"] = str(wait)
        reason = render_to_string("directory/429.html#sentence")
        return Status(429, {"errors": [{"field": "", "reason": reason}]})
    read = vintages()
    if not (read.rpps or read.finess):
        raise BadInput("L’annuaire national n’est pas encore chargé sur cette instance.")
    question = read_question(**given.dict(exclude={"view", "page"}))
    results, reading = answer(question, view=given.view, page=given.page, read=read)
    return {
        "what": results.what,
        "total": len(results.found.hits),
        "more": results.found.more,
        "page": results.number,
        "pages": results.pages,
        "people": results.cards if results.what == "people" else [],
        "places": results.cards if results.what == "places" else [],
        "uncovered": uncovered(results.what, results.question, read),
        "unused": results.question.unused,
        "understood": reading,
        "meant": suggestions(results, read),
        "source": read.rpps_words if results.what == "people" else read.finess_words,
    }
