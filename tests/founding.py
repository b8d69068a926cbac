"""A structure for tests that need nothing but its territory."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maillage.accounts.models import User
from maillage.structures import services
from maillage.structures.models import Structure


def structure_on(codes: Iterable[str], *, by: User | None = None) -> Structure:
    by = by or User.objects.get_or_create(email="auteur@example.org")[0]
    return services.found(name="CPTS", codes=codes, by=by, on=date(2026, 3, 2))


def described(structure: Structure, *, by: User, **changes: Any) -> Structure:
    """Its settings, with these changes, saved by somebody who has just read them."""
    structure.refresh_from_db()
    read = {
        "name": structure.name,
        "signature_hoped_on": structure.signature_hoped_on,
        "contact": structure.contact,
        "version": structure.settings_version,
    }
    return services.describe(structure, **{**read, **changes}, by=by)
