"""All that this room keeps of a structure, as plain values: what its people take away."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from maillage.audit.models import Entry
from maillage.audit.queries import trail_of
from maillage.structures.models import Structure
from maillage.structures.queries.nesting import linked

#: Columns that mean nothing elsewhere.
OURS = {"id", "structure", "meeting", "settings_version", "founding_key"}


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "structure": plain(structure) | {"form": structure.form, "address": structure.slug},
        "territory": {
            "communes": list(structure.territory.codes),
            "declared_on": structure.territory.declared_on,
            "parts": [
                plain(part) | {"iris": [iris.code for iris in part.iris.all()]}
                for part in structure.territory.parts.prefetch_related("iris")
            ],
        },
        "sites": [plain(site) for site in structure.sites.all()],
        "linked_structures": [
            {"name": link.structure.name, "is_held": link.is_held, "confirmed_on": link.nesting.confirmed_on}
            for link in linked(structure)
        ],
        "legal_persons": [plain(person) for person in structure.legal_persons.all()],
        "moves": {
            "recognition": [plain(move) for move in structure.recognitionmoves.all()],
            "legal_person": [plain(move) for move in structure.legalpersonmoves.all()],
            "missions": [plain(move) for move in structure.missionmoves.all()],
        },
        "api_keys": [{"label": key.label, "made_on": key.made_on} for key in structure.api_keys.all()],
        "accesses": [
            {
                "email": membership.user.email,
                "role": membership.role,
                "joined_on": membership.joined_on,
                "left_on": membership.left_on,
            }
            for membership in structure.memberships.select_related("user").order_by("pk")
        ],
        "trail": [
            {"at": entry.at, "kind": entry.kind, "sentence": entry.sentence}
            for entry in Entry.objects.filter(subject=structure.pk)
        ],
    }


def plain(row: Model) -> dict[str, Any]:
    """The columns of a row that are its own, by name."""
    columns = (field for field in row._meta.concrete_fields if field.name not in OURS)
    return {field.name: field.value_from_object(row) for field in columns if not field.is_relation}


def history(structure: Structure) -> QuerySet[Entry]:
    """What happened in a structure, with the imports that change its figures and the entries of its people."""
    members: Iterable[int] = structure.memberships.filter(left_on=None).values_list("user_id", flat=True)
    return trail_of(structure.pk, members=list(members))
