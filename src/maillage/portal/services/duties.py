"""Duties of a structure of the demonstration: a roster that runs since the winter, one handed over, taps of a month."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from maillage.accounts.models import User
from maillage.care.enums import Outcome
from maillage.care.models import Roster
from maillage.care.services import duties, exchanges, rosters, swaps, unscheduled
from maillage.mail.models import Sending
from maillage.mail.services import invent_sent
from maillage.people.models import Person
from maillage.people.services.presence import note_absence
from maillage.portal.services.sittings import named
from maillage.structures.models import Structure

DAYS = {"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6}
MORNING = time(8)
SITE = "http://127.0.0.1:8000/"


def play_duties(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    if not script:
        return
    for told in script["rosters"]:
        _roster(told, structure, by=by, today=today)
    for trade, count, unit, amounts in script.get("capacities", ()):
        week = {DAYS[day]: Decimal(str(amount)) for day, amount in amounts.items()}
        since = today - timedelta(days=60)
        for person in _of_trade(structure, trade, count):
            unscheduled.say_capacity(person, unit, week, on=since)
    for name in script.get("posts", ()):
        _post(name, structure, by=by, today=today)
    if script.get("board"):
        rosters.open_board(structure, on=today, by=by)
    for sending in Sending.objects.filter(about=structure.pk, key__startswith="care."):
        invent_sent(sending, at=sending.made_at)


def _of_trade(structure: Structure, trade: str, count: int) -> list[Person]:
    return list(structure.people.filter(profession=trade).order_by("pk")[:count])


def _roster(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> Roster:
    """Published from its first day on; somebody is away a day that comes, somebody hands over an evening."""
    week = {
        DAYS[day]: [(time.fromisoformat(starts), time.fromisoformat(ends))]
        for day, (starts, ends) in script["week"].items()
    }
    columns = {
        "name": script["name"],
        "profession": script["profession"],
        "serves_holidays": script.get("holidays", False),
        "weekend_weight": Decimal(script.get("weekend", "1")),
        "warned": named(structure, script["warned"]) if "warned" in script else None,
    }
    roster = rosters.add_roster(structure, columns, week, by=by)
    since = today - timedelta(days=script["ago"])
    team = _of_trade(structure, script["profession"], script["members"])
    for person in team:
        rosters.join(roster, person, on=since, by=by)
    begun = datetime.combine(since, MORNING, UTC)
    last = today + timedelta(days=script["until"])
    while since <= last:
        end = min(since + duties.LONGEST, last)
        duties.draw_turns(roster, since, end, at=begun, by=by)
        since = end + timedelta(days=1)
    duties.publish(roster, at=begun, by=by, site=SITE)
    if "drafted" in script:
        first, end = last + timedelta(days=1), last + timedelta(days=script["drafted"])
        duties.draw_turns(roster, first, end, at=begun, by=by)
    at = datetime.combine(today, MORNING, UTC)
    coming = list(
        roster.duties.filter(day__gt=today, published__isnull=False).select_related("published", "roster")
    )
    for number, rank in enumerate(script.get("swapped", ())):
        duty = coming[rank]
        key = uuid5(NAMESPACE_URL, f"{structure.slug} {roster.name} {rank}")
        if duty.published is None:
            continue
        swap = swaps.ask_swap(duty, duty.published, duty.hours, asked_of=None, key=key, at=at, site=SITE)
        if number == 0:
            taker = next(person for person in team if person != duty.published)
            swaps.take_swap(swap, taker, at=at, site=SITE)
    if "exchanged" in script:
        mine, *later = coming[script["exchanged"] :]
        theirs = next(each for each in later if each.published not in {None, mine.published})
        if mine.published:
            key = uuid5(NAMESPACE_URL, f"{structure.slug} {roster.name} exchanged")
            exchanges.propose(mine, theirs, mine.published, key=key, at=at, site=SITE)
    for rank in script.get("away", ()):
        duty = coming[rank]
        if duty.published:
            note_absence(duty.published, since=duty.day, last_day=duty.day, by=by, on=today)
    return roster


def _post(name: str, structure: Structure, *, by: User, today: date) -> None:
    """Some cases each working day of two months, drawn, always the same."""
    draw = Random(7)  # noqa: S311 -- a demonstration that stays the same
    post = unscheduled.add_post(structure, name, key=uuid5(NAMESPACE_URL, f"{structure.slug} {name}"), by=by)
    trades = ("medecin_generaliste",) * 5 + ("infirmier", "pharmacien", "masseur_kinesitherapeute")
    outcomes = (Outcome.TAKEN_SOON,) * 6 + (Outcome.TAKEN_LATER, Outcome.DIRECTED, Outcome.REFUSED)
    for ago in range(45, 0, -1):
        day = today - timedelta(days=ago)
        if day.weekday() > 4:
            continue
        for number in range(draw.randint(2, 7)):
            key = uuid5(NAMESPACE_URL, f"{structure.slug} {name} {day} {number}")
            at = datetime.combine(day, time(8 + number), UTC)
            unscheduled.count_case(post, draw.choice(trades), draw.choice(outcomes), key=key, at=at)
