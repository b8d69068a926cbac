"""The instances of a structure of the demonstration: who sits there, what was decided, what comes next."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.geography import clocks_of
from maillage.governance.models import Instance
from maillage.governance.queries.seats import seated
from maillage.governance.services import decisions, instances, meetings, presences
from maillage.structures.models import Structure


def play_instance(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Its rules, its mandates, its meetings around today. Nobody is written to."""
    told = {name: value for name, value in script.items() if name not in {"seats", "meetings"}}
    instance = instances.add_instance(structure, instances.GivenInstance(**told), by=by)
    for seat in script.get("seats", ()):
        person = structure.people.filter(name=seat["name"]).order_by("pk")[0]
        until = today + timedelta(days=seat["ends_in"]) if "ends_in" in seat else None
        mandate = instances.GivenMandate(seat["office"], today - timedelta(days=400), until)
        instances.seat(instance, person, mandate, by=by)
    for number, meeting in enumerate(script.get("meetings", ())):
        play_meeting(meeting, instance, number=number, by=by, today=today)


def play_meeting(script: dict[str, Any], instance: Instance, *, number: int, by: User, today: date) -> None:
    """Held, when its day has passed: the first who sit there came."""
    structure, day = instance.structure, today + timedelta(days=script["in_days"])
    zone = clocks_of(structure.territory.codes)
    begins, over = (
        datetime.combine(day, time.fromisoformat(script.get(end, usual)), zone)
        for end, usual in (("starts", "20:00"), ("ends", "22:00"))
    )
    sitting = list(seated(instance, on=day))
    chair = sitting[0] if sitting else None
    given = meetings.GivenMeeting(
        script["title"], begins, over, place=script.get("place", ""), chair=chair, secretary=chair
    )
    points = [
        meetings.GivenItem(each["title"], each.get("minutes"), each.get("resolution", ""))
        for each in script.get("agenda", ())
    ]
    meeting = meetings.plan(instance, given, points, by=by)
    if begins.date() >= today:
        return
    for person in sitting[: script.get("came", len(sitting))]:
        presences.arrive(meeting, person, by=by, at=begins)
    for each in script.get("decisions", ()):
        hands = decisions.Hands(*each["hands"]) if "hands" in each else None
        said = decisions.GivenDecision(each["title"], each.get("reason", ""), hands=hands)
        made = decisions.decide(meeting, said, key=uuid4(), by=by, at=begins + timedelta(hours=1))
        for task in each.get("tasks", ()):
            due = today + timedelta(days=task["in_days"])
            owner = sitting[(number + len(task["title"])) % len(sitting)]
            given_task = decisions.GivenTask(task["title"], owner, due)
            asked = decisions.ask_for(structure, given_task, key=uuid4(), by=by, decision=made)
            if "done" in task:
                decisions.finish(asked, on=today + timedelta(days=task["done"]), by=by, at=over)
    for item in meeting.items.all():
        if notes := next(
            (each.get("notes") for each in script["agenda"] if each["title"] == item.title), None
        ):
            meetings.note_item(item, notes, by=by)
    meetings.hold(meeting, by=by, at=over)
