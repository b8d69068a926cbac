"""Requests and questions, on the first page of care."""

from django.utils import timezone

from maillage.care.enums import RequestState
from maillage.care.queries.requests import KINDS, late_of
from maillage.care.types import Part, Telling
from maillage.kernel import plural
from maillage.structures.models import Structure
from maillage.ui.slots import Wanted


def part(structure: Structure) -> Telling:
    open_ones = structure.care_requests.filter(kind__in=KINDS, state=RequestState.OPEN)
    sizes = yield Wanted(sizes={"seeking": open_ones, "late": late_of(structure, at=timezone.now())})
    seeking, late = sizes["seeking"], sizes["late"]
    said = f"{plural(seeking, 'demande cherche', 'demandes cherchent')} quelqu’un" if seeking else ""
    if late:
        said = f"{said}{', ' if said else ''}{plural(late, 'passée d’heure', 'passées d’heure')}"
    return Part(
        "Demandes",
        "care:requests",
        "Soins à domicile, retours, rééducation, avis\N{NO-BREAK SPACE}: proposés aux plus proches, pris par le premier.",
        f"{said}." if said else "",
    )


def questions_part(structure: Structure) -> Telling:
    sizes = yield Wanted(sizes={"waiting": structure.care_questions.filter(answered_at=None)})
    waiting = sizes["waiting"]
    said = f"{plural(waiting, 'question attend', 'questions attendent')} une réponse." if waiting else ""
    return Part(
        "Questions à un prescripteur",
        "care:questions",
        "Du pharmacien au prescripteur, par le canal que son cabinet préfère.",
        said,
    )
