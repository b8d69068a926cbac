"""A second convocation: the quorum was not met, the same agenda is put again, as the statutes say."""

from datetime import date, datetime, timedelta

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import Meeting
from maillage.governance.queries.meetings import misses_quorum
from maillage.governance.services.locking import locked
from maillage.governance.services.meetings import GivenItem, GivenMeeting, plan
from maillage.kernel import BadInput, date_in_french, instants, plural


def earliest(meeting: Meeting) -> date | None:
    """The first day that the statutes allow; None when they do not say it."""
    days = meeting.instance.second_days
    return None if days is None else meeting.day + timedelta(days=days)


@transaction.atomic
def prepare_second(meeting: Meeting, day: date, *, by: User, at: datetime) -> Meeting:
    """The same meeting another day, in preparation: same hours on the clock, same agenda. Asked twice, it is one.

    Raises BadInput: the quorum was met, or the day is too early for the statutes.
    """
    kept = locked(meeting)
    if (known := Meeting.objects.filter(first=kept).first()) is not None:
        return known
    if not misses_quorum(kept, at=at):
        raise BadInput(
            "On convoque à nouveau quand une réunion n’a pas atteint son quorum : ce n’est pas le cas."
        )
    first_day = earliest(kept)
    if first_day and day < first_day:
        raise BadInput(
            f"Vos statuts veulent {plural(kept.instance.second_days or 0, 'jour')} entre les deux réunions : "
            f"choisissez le {date_in_french(first_day)}, ou après.",
            field="day",
        )
    begun, over = (each.astimezone(kept.zone) for each in (kept.starts_at, kept.ends_at))
    starts, ends = instants(day, begun.time(), over.time(), zone=kept.zone)
    if starts <= at:
        raise BadInput("Ce jour est passé : choisissez un jour à venir.", field="day")
    given = GivenMeeting(
        kept.title,
        starts,
        ends,
        place=kept.place,
        access_url=kept.access_url,
        words=kept.words,
        chair=kept.chair,
        secretary=kept.secretary,
        is_extraordinary=kept.is_extraordinary,
    )
    items = [GivenItem(each.title, each.minutes, each.resolution) for each in kept.items.all()]
    again = plan(kept.instance, given, items, by=by, first=kept)
    record(f"Seconde convocation préparée : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return again
