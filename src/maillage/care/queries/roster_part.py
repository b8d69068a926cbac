"""Who is on duty, on the first page of care."""

from django.utils import timezone

from maillage.care.queries.rosters import NEXT, reading_at
from maillage.care.types import Part, Telling
from maillage.structures.models import Structure
from maillage.ui.slots import Wanted


def on_duty(structure: Structure) -> Telling:
    yield Wanted()
    now = timezone.now()
    lines = reading_at(structure, now, within=NEXT).read().on_duty(at=now)
    gaps = sum(each.is_gap for each in lines)
    said = [f"{each.roster.name} : {each.now.who}" for each in lines if each.now and each.now.person]
    if gaps:
        said.append("personne en ce moment" if len(lines) == 1 else f"{gaps} sans personne en ce moment")
    return Part(
        "Soins non programmés",
        "care:on_duty",
        "Qui est de garde, qui peut recevoir aujourd’hui, ce que devient chaque demande régulée.",
        "; ".join(said),
    )
