"""The days of a structure's year that events and conventions know."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from maillage.outreach.enums import EventState
from maillage.outreach.models import Convention, Event
from maillage.outreach.rules import when
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.slots import Days, Wanted, YearDate


def year(structure: Structure, first: date, last: date) -> Days:
    """Nothing of a module that the structure switched off."""
    modules, zone = modules_of(structure), timezone.get_current_timezone()
    between = (datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone))
    events = Event.objects.filter(structure=structure, state=EventState.OPEN, starts_at__range=between)
    conventions = Convention.objects.filter(
        partner__structure=structure, ends_on__range=(first, last), stops_on=None
    ).select_related("partner")
    yield Wanted([events, conventions])
    if "evenements" in modules:
        for event in events:
            path = reverse("outreach:event", args=[structure.slug, event.pk])
            day = timezone.localdate(event.starts_at)
            yield YearDate(day, event.title, when(event.starts_at, event.ends_at), path, "Ouvrir")
    if "partenaires" in modules:
        for each in conventions:
            path = reverse("outreach:convention", args=[structure.slug, each.partner_id, each.pk])
            said = f"Fin de convention : {each.title}, {each.partner.name}"
            if each.ends_on:
                again = "reconduite d’elle-même" if each.renewed_months else "sans reconduction"
                yield YearDate(each.ends_on, said, again, path, "Décider de la suite")
