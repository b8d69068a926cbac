"""The links of this room that lead into a structure: sections opened to be reviewed."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.dossier.models import Opening
from maillage.links.queries import leading
from maillage.structures.models import Structure
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    openings = Opening.objects.filter(leading(on), structure=structure, closed_at=None)
    path = reverse("dossier:visibility", args=[structure.slug])
    yield OpenLinks(
        "Relectures", "Lire les parties ouvertes, et les commenter.", openings, path, "Qui voit quoi"
    )
