"""The links of this room that lead into a structure: surveys that take answers."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from maillage.links.queries import leading
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    running = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Survey.objects.filter(leading(on), running, structure=structure)
    path = reverse("surveys:surveys", args=[structure.slug])
    yield OpenLinks("Enquêtes", "Répondre, sans son nom.", rows, path, "Enquêtes")
