"""The links of this room that lead into a structure: events and those who come, callers, bulletins to stop."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from maillage.links.queries import leading
from maillage.outreach.enums import EventState
from maillage.outreach.models import Caller, Event, Registration, Subscription
from maillage.structures.models import Structure
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    opened = {"structure": structure, "state": EventState.OPEN, "ends_at__gt": timezone.now()}
    events = reverse("outreach:events", args=[structure.slug])
    rows = Event.objects.filter(leading(on), **opened)
    yield OpenLinks("Événements annoncés", "S’inscrire.", rows, events, "Événements")
    own = Registration.objects.filter(leading(on), event__structure=structure)
    said = "Lire son inscription, l’annuler, prendre son attestation."
    yield OpenLinks("Inscriptions aux événements", said, own, events, "Événements")
    callers = Caller.objects.filter(
        leading(on), campaign__structure=structure, campaign__closed_on=None, withdrawn_on=None
    )
    path = reverse("outreach:campaigns", args=[structure.slug])
    yield OpenLinks(
        "Appels entre pairs", "Recevoir dix noms et noter des réponses.", callers, path, "Campagnes"
    )
    doors = Subscription.objects.filter(leading(on), structure=structure)
    path = reverse("outreach:bulletins", args=[structure.slug])
    yield OpenLinks("Bulletins", "Ne plus les recevoir, ou les reprendre.", doors, path, "Bulletins")
