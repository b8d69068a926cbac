"""Who belongs, against who practises here, for another program: counts, nobody's name."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.security import HttpBearer

from maillage.people.queries.coverage import coverage
from maillage.structures.models import Structure
from maillage.structures.services.keys import structure_of
from maillage.ui.endpoints import Refusals

router = Router(tags=["Structures"])


class StructureKey(HttpBearer):
    """A key of the structure whose address is in the URL (`slug`); `request.auth` is that structure.

    A wrong key and a structure that does not exist are refused alike.
    """

    openapi_description = "Une clé de la structure, faite dans ses réglages."

    def authenticate(self, request: HttpRequest, token: str) -> Structure | None:
        match = request.resolver_match
        return structure_of(token, match.kwargs["slug"], on=timezone.localdate()) if match else None


class ProfessionOut(Schema):
    profession: str
    supply: int | None
    joined: int
    reached: int
    never: int | None


class CoverageOut(Schema):
    on: date
    source: str
    professions: list[ProfessionOut]


@router.get("/{slug}/coverage", auth=StructureKey(), response={200: CoverageOut, 401: Refusals})
def structure_coverage(request: HttpRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Par profession : combien exercent ici, ont adhéré, sont connus, n’ont jamais été joints. Aucun nom.

    `supply` et `never` sont nuls quand l’annuaire national n’est pas installé : inconnu, et non zéro.
    """
    today = timezone.localdate()
    found = coverage(request.auth, on=today)  # type: ignore[attr-defined]  # put there by StructureKey
    return {
        "on": today,
        "source": found.source,
        "professions": [line.to_json() for line in found.professions],
    }
