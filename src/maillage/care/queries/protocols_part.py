"""What protocols and pharmacists say on the first page of care."""

from maillage.care.types import Part, Telling
from maillage.kernel import plural
from maillage.structures.models import Structure
from maillage.ui.slots import Wanted


def protocols_part(structure: Structure) -> Telling:
    under_way = (yield Wanted(sizes={"under_way": structure.enrolments.filter(ended_on=None)}))["under_way"]
    said = f"{plural(under_way, 'engagement')} en cours." if under_way else ""
    purpose = "Ce que l’équipe s’autorise à faire, avec ses textes ; les arbres suivis au comptoir."
    return Part("Protocoles et arbres", "care:protocols", purpose, said)


def pharmacy_part(_structure: Structure) -> Telling:
    yield Wanted()
    purpose = "Ce que la loi ouvre aux pharmaciens, et les actes qu’ils comptent en un geste."
    return Part("Pharmacie", "care:pharmacy", purpose)
