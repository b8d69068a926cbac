"""Closing a roster: no more turns in it; those already published are held, or called off and told. Opened again at will."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import Duty, Roster
from maillage.care.queries.rosters import instants_of, published_ahead
from maillage.care.services.duties import Change, changes_of, tell_changes, void_swaps
from maillage.care.services.rosters import locked
from maillage.kernel import plural
from maillage.structures.queries.clocks import day_in


@transaction.atomic
def close_roster(roster: Roster, *, holds: bool, at: datetime, by: User, site: str) -> list[Change]:
    """From that day on nothing is wanted in it; drafts go. Not `holds`: turns to come are called off, and told.

    Whom it tells, and of what. Closed already, it changes nothing.
    """
    kept = locked(roster)
    if kept.closed_on:
        return []
    drafts = kept.duties.filter(published_at=None)
    drafts.delete()
    kept.duties.exclude(person=F("published")).update(person=F("published"), is_by_hand=False)
    ahead = [] if holds else [each for each in published_ahead(kept, at=at) if instants_of(each)[0] > at]
    changes = _call_off(ahead, at=at)
    kept.closed_on, kept.version, kept.site = day_in(kept.structure, at), kept.version + 1, site
    kept.save(update_fields=["closed_on", "version", "site"])
    tell_changes(kept, changes, "est fermé", at=at)
    off = f", {plural(len(ahead), 'tour annulé', 'tours annulés')}" if ahead else ""
    record(f"Tableau de garde « {kept.name} » : fermé{off}.", by=by.pk, subject=kept.structure_id)
    return changes


def _call_off(duties: Iterable[Duty], *, at: datetime) -> list[Change]:
    """Held by nobody: rows stay, for diaries say so."""
    called_off = list(duties)
    void_swaps(called_off, at=at)
    for duty in called_off:
        duty.person = None
    changes = changes_of(called_off)
    for duty in called_off:
        duty.published = None
        duty.version += 1
    Duty.objects.bulk_update(called_off, ["person", "published", "version"], batch_size=200)
    return changes


@transaction.atomic
def reopen_roster(roster: Roster, *, at: datetime, by: User) -> None:
    """Hours are wanted again; turns to come that nobody holds, called off among them, are to be drawn again."""
    kept = locked(roster)
    if kept.closed_on:
        ahead = kept.duties.filter(published=None, day__gte=day_in(kept.structure, at))
        ahead.update(published_at=None, is_by_hand=False)
        Roster.objects.filter(pk=kept.pk).update(closed_on=None, version=F("version") + 1)
        record(f"Tableau de garde « {roster.name} » : rouvert.", by=by.pk, subject=roster.structure_id)
