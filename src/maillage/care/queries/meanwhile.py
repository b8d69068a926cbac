"""Who watches over what is urgent as long as nobody took it: who is on duty, else whom to call. Nobody is invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from maillage.care.enums import RequestState
from maillage.care.models import CareRequest, RosterMember
from maillage.care.queries.rosters import ONE_DAY, OnDuty, reading_at, rosters_of
from maillage.people.queries.desk import contact_line


@dataclass(frozen=True, slots=True)
class OnWatch:
    """Somebody on duty: « Ada Fictif, Médecins, soirs, jusqu’à 20 h »."""

    who: str
    roster: str
    until: str
    phone: str  # empty when they did not agree that it is shown


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Those on duty in the profession that is sought, none perhaps; the contact of the structure, empty when it gave none."""

    on_watch: Sequence[OnWatch]
    contact: str


def meanwhile(request: CareRequest, *, at: datetime, is_outside: bool) -> Meanwhile | None:
    """None for what is not urgent, or that somebody took. Outside, as on the page opened to regulators: rosters that are
    shown, and a telephone that its owner agreed to show."""
    if not request.is_urgent or request.state != RequestState.OPEN:
        return None
    rosters = rosters_of(request.structure).filter(profession=request.profession)
    if is_outside:
        rosters = rosters.filter(is_shown=True)
    agreed = RosterMember.objects.filter(
        roster__in=rosters.order_by().values("pk"), phone_agreed_on__isnull=False
    ).order_by("pk")
    reading = reading_at(request.structure, at, within=ONE_DAY, rosters=rosters).read(agreed)
    shown = {(place.roster_id, place.person_id) for place in agreed}
    told = [_told(each, shown) for each in reading.on_duty(at=at)]
    return Meanwhile([each for each in told if each], contact_line(request.structure))


def _told(line: OnDuty, shown: set[tuple[int, int]]) -> OnWatch | None:
    if line.now is None or line.now.person is None:
        return None
    person = line.now.person
    phone = person.phone if (line.roster.pk, person.pk) in shown else ""
    return OnWatch(line.now.who, line.roster.name, line.until, phone)
