"""What alerts bring to the bulletins of a structure: their titles, which name nobody."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from maillage.care.enums import AlertState, VersionState
from maillage.care.models import AlertVersion
from maillage.care.queries.modules import is_on
from maillage.structures.models import Structure
from maillage.ui.slots import NewsItem


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Those that were sent and hold, and those that are over; what to do is read on their own page."""
    if not is_on(structure):
        return
    sent = AlertVersion.objects.filter(alert__structure=structure, state=VersionState.SENT)
    for version in sent.select_related("alert").order_by("sent_at", "pk"):
        alert = version.alert
        title = f"{alert.get_kind_display()}, « {alert.title} »"
        told = {
            AlertState.SENT: (version.sent_at, f"Alerte : {title}."),
            AlertState.ENDED: (alert.ended_at, f"Fin de l’alerte : {title}."),
        }
        at, sentence = told.get(AlertState(alert.state), (None, ""))
        if at and timezone.localdate(at) >= since:
            yield NewsItem(timezone.localdate(at), sentence)
