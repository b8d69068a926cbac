"""Rows of `access.py` for the pages where a médecin traitant is sought, and for desks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from care.doctoring import wanted
from maillage.care.enums import AskerKind, RequestKind
from maillage.care.services.desks import GivenDesk, add_desk
from maillage.structures.models import Structure

ACCESS = {
    "care:doctors": ("302 404 200 200", "302 405 405 405"),
    "care:ask_doctor": ("302 404 403 200", "302 404 403 422"),
    "care:doctor": ("302 404 200 200", "302 405 405 405"),
    "care:doctor_gesture": ("302 404 302 302", "302 404 403 422"),
    "care:capacities": ("302 404 200 200", "302 404 403 422"),
    "care:give_all_back": ("302 404 302 302", "302 404 403 302"),
    "care:doctors_rules": ("302 404 403 200", "302 404 403 422"),
    "care:doctors_poster": ("302 404 403 302", "302 405 405 405"),
    "care:doctors_page": ("302 404 403 302", "302 404 403 302"),
    "care:doctors_year": ("302 404 200 200", "302 405 405 405"),
    "care:desks": ("302 404 200 200", "302 404 403 422"),
    "care:desk": ("302 404 403 200", "302 404 403 422"),
    "care:desk_sheet": ("302 404 403 200", "302 405 405 405"),
    "care:turn_desk": ("302 404 403 302", "302 404 403 302"),
}
KEY = "6e0f2c1a-6d3b-4c0e-9a57-0f4a1f0f7b22"
ASKED = {
    "care:doctors": {"state": "tous", "commune": "82121", "flag": "ald", "page": "1"},
    "care:desks": {"page": "1"},
    "care:desk": {"page": "1"},
    "care:capacities": {"page": "1"},
}
POSTED = {
    "care:ask_doctor": {"commune": "82121", "age": "75", "flags": "ald", "is_agreed": "on", "key": KEY},
    "care:doctor_gesture": {"who": "infirmier"},
    "care:capacities": {"person": "1", "most": "3", "last_day": "2027-06-30", "beyond": "domicile", "communes": "82121"},
    "care:doctors_rules": {"answer_days": "3", "offers_alone": "on", "version": "1"},
    "care:desks": {"name": "DAC fictif", "kind": "dac", "email": "dac@example.org", "phone": "0563000009", "key": KEY},
    "care:desk": {"name": "DAC fictif", "kind": "dac", "email": "dac@example.org", "phone": "0563000009", "key": KEY},
}  # fmt: skip


def a_request(structure: Structure) -> dict[str, object]:
    found = structure.care_requests.filter(kind=RequestKind.DOCTOR).first() or wanted(
        structure, at=timezone.now()
    )
    return {"number": found.number}


def a_desk(structure: Structure) -> dict[str, object]:
    given = GivenDesk("Caisse fictive", AskerKind.CAISSE, "caisse@example.org")
    by = structure.memberships.get(user__email="fondatrice@example.org").user
    return {"pk": add_desk(structure, given, key=UUID(KEY[:-1] + "9"), by=by).pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "care:doctor": a_request,
    "care:doctor_gesture": lambda structure: {**a_request(structure), "gesture": "relais"},
    "care:give_all_back": lambda structure: {"pk": structure.people.get(name="Max Fictif").pk},
    "care:doctors_page": lambda _: {"gesture": "ouvrir"},
    "care:doctors_year": lambda _: {"year": timezone.localdate().year},
    "care:desk": a_desk,
    "care:desk_sheet": a_desk,
    "care:turn_desk": lambda structure: {**a_desk(structure), "gesture": "remplacer"},
}
