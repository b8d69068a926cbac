"""Hours without anybody, told a week before to who is warned: at working hours, once."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from maillage.care.models import Roster
from maillage.care.queries.modules import goes_on
from maillage.care.queries.rosters import TOLD_BEFORE, Gap, holidays_in, reading_at, rosters_of
from maillage.care.queries.settings import setting_of
from maillage.care.rules.roster import SATURDAY
from maillage.care.services.duties import tell
from maillage.kernel import plural, when
from maillage.people.queries.addresses import is_address
from maillage.people.services import doors_to
from maillage.structures.queries.clocks import day_in, zone_of

MOST = 20
#: Where a day begins first: each structure then says its own.
EASTMOST = timedelta(hours=14)


def watch_due(now: datetime) -> None:
    """Rosters that nobody looked at today; a row that another worker holds is left to it."""
    latest = (now.astimezone(UTC) + EASTMOST).date()
    rows = Roster.objects.filter(Q(watched_on=None) | Q(watched_on__lt=latest), closed_on=None)
    for roster in rows.exclude(warned=None).select_related("structure__territory", "warned"):
        _watch(roster, now)


def _watch(roster: Roster, now: datetime) -> None:
    structure = roster.structure
    here = now.astimezone(zone_of(structure))
    hours = setting_of(structure)
    is_open = hours.opens_at <= here.time() < hours.closes_at and here.weekday() < SATURDAY
    if not is_open or holidays_in(structure, here.date(), here.date()):
        return
    with transaction.atomic():
        fresh = Q(watched_on=None) | Q(watched_on__lt=here.date())
        if not Roster.objects.filter(fresh, pk=roster.pk).update(watched_on=here.date()):
            return
        if not goes_on(structure):
            return
        chosen = rosters_of(structure).filter(pk=roster.pk)
        ahead = reading_at(structure, now, within=2 * TOLD_BEFORE, rosters=chosen).read().gaps(after=now)
        is_near = [
            gap
            for gap in ahead
            if gap.start < now + TOLD_BEFORE
            and (roster.told_until is None or gap.start.astimezone(gap.zone).date() > roster.told_until)
        ]
        if is_near:
            _tell(roster, ahead, now)
            Roster.objects.filter(pk=roster.pk).update(told_until=here.date() + 2 * TOLD_BEFORE)


def _tell(roster: Roster, gaps: list[Gap], now: datetime) -> None:
    """The fortnight at once: a roster that nobody fills does not write each day."""
    warned = roster.warned
    if warned is None or not is_address(warned.email):
        return
    link = doors_to([warned], on=day_in(roster.structure, now))[warned.pk]
    lines = [f"- {when(gap.start, gap.end, zone=gap.zone)}" for gap in gaps[:MOST]]
    more = [f"Et {plural(len(gaps) - MOST, 'autre')}."] if len(gaps) > MOST else []
    parts = [
        f"Bonjour,\n\nPersonne n’est de garde pour « {roster.name} », dans les deux semaines qui viennent :",
        "\n".join(lines),
        *more,
        *([f"Votre page : {roster.site.rstrip('/')}{link.step('gardes')}"] if roster.site else []),
    ]
    key = f"care.gaps {roster.pk} {now.astimezone(gaps[0].zone):%Y-%m-%d}"
    tell(key, roster, warned, f"Garde « {roster.name} » : des heures sans personne", parts, at=now)
