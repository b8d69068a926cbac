"""The links of this room that lead into a structure: to join, to one's own page, to one's dates."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.links.queries import leading
from maillage.people.models import CardDoor, JoiningRules
from maillage.structures.models import Structure
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    rules = JoiningRules.objects.filter(leading(on), structure=structure, is_open=True)
    path = reverse("people:rules", args=[structure.slug])
    yield OpenLinks("Adhésion", "Demander à adhérer.", rules, path, "Règles et lien")
    cards = CardDoor.objects.filter(person__structure=structure, person__is_merged=False)
    path = f"{reverse('people:members', args=[structure.slug])}?state=tous"
    theirs = "Lire et corriger sa fiche, prendre ses reçus, répondre, partir."
    yield OpenLinks("Pages personnelles", theirs, cards.filter(leading(on)), path, "Fiches")
    followed = cards.filter(leading(on, "diary"))
    yield OpenLinks("Agendas suivis", "Lire ses dates, rien d’autre.", followed, path, "Fiches")
