"""Who belongs, against who practises here, for another program: counts, nobody's name."""

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Router, Schema

from maillage.people.queries.coverage import coverage
from maillage.structures.models import Structure
from maillage.structures.services.keys import structure_of
from maillage.structures.types import KeyedRequest
from maillage.ui.endpoints import KeyOfSlug, Refusals

router = Router(tags=["Structures"])


class StructureKey(KeyOfSlug):
    openapi_description = "Une clé de la structure, faite dans ses réglages."

    def opened(self, secret: str, slug: str) -> Structure | None:
        return structure_of(secret, slug, on=timezone.localdate())


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
def structure_coverage(request: KeyedRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Par profession : combien exercent ici, ont adhéré, sont connus, n’ont jamais été joints. Aucun nom.

    `supply` et `never` sont nuls quand l’annuaire national n’est pas installé : inconnu, et non zéro.
    """
    today = timezone.localdate()
    found = coverage(request.auth, on=today)
    return {
        "on": today,
        "source": found.source,
        "professions": [line.to_json() for line in found.professions],
    }
