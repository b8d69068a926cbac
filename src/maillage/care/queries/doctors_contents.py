"""All that is kept of requests and of what doctors take: for the export of the structure, and for somebody's copy of their card."""

from collections.abc import Mapping
from typing import Any

from maillage.care.models import CareRequest, DoctorCapacity
from maillage.care.queries.doctors import WORDS, commune_name
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import day_in


def doctors_contents(structure: Structure) -> Mapping[str, Any]:
    """Requests of every kind with what was offered and what happened; desks; what is counted of those erased."""
    requests = structure.care_requests.select_related("taker", "desk").prefetch_related(
        "flags", "offers__person", "moves__person"
    )
    rows = DoctorCapacity.objects.filter(person__structure=structure).select_related("person")
    return {
        "care_requests": [_request(each) for each in requests],
        "care_desks": [plain(each) for each in structure.care_desks.all()],
        "care_doctors": [plain(each) for each in _setting(structure)],
        "care_capacities": [
            plain(each)
            | {
                "person": each.person.name,
                "limits": [limit.what for limit in each.limits.all()],
                "communes": [commune.code for commune in each.communes.all()],
            }
            for each in rows.prefetch_related("limits", "communes")
        ],
        "care_counts": [plain(each) for each in structure.care_counts.all()],
        "care_delays": [plain(each) for each in structure.care_delays.all()],
    }


def _setting(structure: Structure) -> list[Any]:
    found = getattr(structure, "doctors_setting", None)
    return [found] if found else []


def _request(each: CareRequest) -> dict[str, Any]:
    return plain(each) | {
        "flags": [row.flag for row in each.flags.all()],
        "desk": each.desk.name if each.desk else None,
        "taker": each.taker.name if each.taker else None,
        "offers": [
            plain(row) | {"person": row.person.name if row.person else None} for row in each.offers.all()
        ],
        "moves": [
            plain(row) | {"person": row.person.name if row.person else None} for row in each.moves.all()
        ],
    }


def doctors_of_card(person: Person) -> Mapping[str, Any]:
    """Heading → lines, in words."""
    capacity = DoctorCapacity.objects.filter(person=person).prefetch_related("limits", "communes").first()
    found: dict[str, Any] = {}
    if capacity:
        until = f"jusqu’au {date_in_french(capacity.last_day)}" if capacity.last_day else "chaque mois"
        line = {"Nouveaux patients": f"{capacity.most} {until}"}
        if communes := [commune_name(each.code) for each in capacity.communes.all()]:
            line["Communes"] = ", ".join(communes)
        if limits := [str(each) for each in capacity.limits.all()]:
            line["Ne prend pas"] = ", ".join(limits)
        found["Votre capacité"] = [line]
    offers = person.care_offers.select_related("request").order_by("offered_at", "pk")
    if offers:
        found["Demandes qui vous ont été proposées"] = [
            {
                "Demande": f"{each.request.get_kind_display()}, {commune_name(each.request.commune)}",
                "Le": date_in_french(day_in(person.structure, each.offered_at)),
                "Réponse": each.get_answer_display() or "attendue",
                "Motif": WORDS.get(each.reason, each.reason),
            }
            for each in offers
        ]
    return found
