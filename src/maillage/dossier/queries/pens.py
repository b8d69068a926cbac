"""Who writes a section now."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from maillage.dossier.models import SectionPen, SectionText

#: Without a sign from who writes, the pen is free again; the page says so.
PEN_KEPT = timedelta(minutes=10)


def pen_of(row: SectionText | None, at: datetime) -> SectionPen | None:
    """None when nobody writes, or nobody was heard for a while."""
    return None if row is None else pens_of(row, at).first()


def pens_of(row: SectionText, at: datetime) -> QuerySet[SectionPen]:
    """One at most."""
    return SectionPen.objects.select_related("user").filter(text=row, heard_at__gt=at - PEN_KEPT)
