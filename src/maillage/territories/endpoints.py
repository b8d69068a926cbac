"""The territory over HTTP: the same report as the command line."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from maillage.territories.forms import MOST_COMMUNES
from maillage.territories.queries import communes_of_departement, members_of_epci, territory_report
from maillage.ui.endpoints import Refusals

router = Router(tags=["Territoires"])


class TerritoryIn(Schema):
    """At least one of the three; what they name is added up, each commune once."""

    communes: list[str] = Field(
        default_factory=list,
        max_length=MOST_COMMUNES,
        description="Codes Insee",
        examples=[["82121", "82037"]],
    )
    epci: list[str] = Field(
        default_factory=list, max_length=200, description="Codes SIREN d’intercommunalités"
    )
    departement: str = Field("", max_length=3, description="Code d’un département entier")


class EpciShare(Schema):
    code: str
    name: str
    members_in: int
    members_total: int


class OverlapOut(Schema):
    name: str | None = Field(description="Nul quand la structure n’est pas publique")
    communes: list[str]
    population: int


class TerritoryOut(Schema):
    communes: int
    population: int | None = Field(description="Nul quand aucune n’est publiée")
    people: str
    population_year: int | None
    missing_population: list[str]
    size_class: int | None
    size: str
    to_next_threshold: int | None
    area_km2: float | None = Field(description="Approchée, d’après les contours")
    density: float | None
    contiguous: bool | None = Field(description="Nul quand une commune n’a pas de contour")
    pieces: int | None
    cut_off: list[list[str]]
    hole_fillers: list[str]
    without_shape: list[str]
    unknown_codes: list[str]
    departements: list[str]
    epci: list[EpciShare]
    in_part: list[str] = Field(description="Villes dont seuls des arrondissements sont pris")
    overlaps: list[OverlapOut]
    notes: list[str] = Field(description="Ce qui a été compris autrement, en français")


@router.post(
    "/summary",
    response={200: TerritoryOut, 422: Refusals},
    summary="Population, taille et contour d’un territoire",
)
def summary(request: HttpRequest, territory: TerritoryIn) -> dict[str, Any]:  # noqa: ARG001
    """Population (Insee), taille au sens de l’accord, continuité, intercommunalités, recouvrements."""
    return territory_report(codes_of(territory), on=timezone.localdate())


def codes_of(territory: TerritoryIn) -> list[str]:
    """Raises BadInput for an EPCI or a département that does not exist."""
    codes = list(territory.communes)
    for code in territory.epci:
        codes += members_of_epci(code)
    if territory.departement:
        codes += communes_of_departement(territory.departement)
    return codes
