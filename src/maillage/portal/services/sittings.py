"""The instances of a structure of the demonstration: who sits there, what was decided, what comes next."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.geography import clocks_of
from maillage.governance.enums import VoteKind
from maillage.governance.models import Instance, Meeting
from maillage.governance.queries.seats import seated
from maillage.governance.services import decisions, instances, meetings, presences, rcp, votes
from maillage.kernel import month_and_year
from maillage.structures.models import Structure

SATURDAY = 5


def play_instances(scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date) -> None:
    """Each with its rules and its mandates, then all their meetings around today, in the order of the days."""
    planned = []
    for script in scripts:
        instance = play_instance(script, structure, by=by, today=today)
        told = [*script.get("meetings", ()), *sittings_of(script.get("series"), today)]
        planned += [(meeting, instance) for meeting in told]
    for number, (meeting, instance) in enumerate(sorted(planned, key=lambda each: each[0]["in_days"])):
        play_meeting(meeting, instance, number=number, by=by, today=today)


def play_instance(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> Instance:
    """Nobody is written to."""
    told = {name: value for name, value in script.items() if name not in {"seats", "meetings", "series"}}
    instance = instances.add_instance(structure, instances.GivenInstance(**told), by=by)
    for seat in script.get("seats", ()):
        person = structure.people.filter(name=seat["name"]).order_by("pk")[0]
        until = today + timedelta(days=seat["ends_in"]) if "ends_in" in seat else None
        mandate = instances.GivenMandate(seat["office"], today - timedelta(days=400), until)
        instances.seat(instance, person, mandate, by=by)
    return instance


def sittings_of(series: dict[str, Any] | None, today: date) -> Iterator[dict[str, Any]]:
    """The same meeting again and again, each about two subjects taken in turn; what is decided of one is decided once."""
    if series is None:
        return
    subjects, told = cycle(series["subjects"]), set()
    same = {name: value for name, value in series.items() if name in {"place", "starts", "ends", "came"}}
    for number in range(series["times"]):
        in_days = on_a_working_day(series["first"] + number * series["every"], today)
        about = [next(subjects) for _ in range(2)]
        news = [each for each in about if each["title"] not in told or each.get("each_time")]
        told |= {each["title"] for each in about}
        yield {
            **same,
            "title": f"{series['title']}, {month_and_year(today + timedelta(days=in_days))}",
            "in_days": in_days,
            "agenda": [
                {name: each[name] for name in ("title", "minutes", "notes") if name in each} for each in about
            ],
            "decisions": [decided(each["decision"], in_days) for each in news if "decision" in each],
        }


def on_a_working_day(in_days: int, today: date) -> int:
    late = (today + timedelta(days=in_days)).weekday() - SATURDAY
    return in_days if late < 0 else in_days + 2


def decided(script: dict[str, Any], in_days: int) -> dict[str, Any]:
    """Its tasks are due so many days after the meeting, and were done a week before."""
    tasks = [
        {"title": each["title"], "in_days": in_days + each["after"]}
        | ({"done": in_days + each["after"] - 7} if in_days + each["after"] < 0 else {})
        for each in script.get("tasks", ())
    ]
    return {**script, "tasks": tasks}


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
    for vote in script.get("votes", ()):
        play_vote(vote, meeting, by=by, at=begins + timedelta(hours=1))
    for item in meeting.items.all():
        if notes := next(
            (each.get("notes") for each in script["agenda"] if each["title"] == item.title), None
        ):
            meetings.note_item(item, notes, by=by)
    meetings.hold(meeting, by=by, at=over)


def play_concertations(
    scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date
) -> None:
    """The register of a MSP, which names nobody."""
    for script in scripts:
        told = {name: value for name, value in script.items() if name != "in_days"}
        session = rcp.GivenSession(today + timedelta(days=script["in_days"]), **told)
        rcp.note_session(structure, session, key=uuid4(), by=by, on=today)


def play_vote(script: dict[str, Any], meeting: Meeting, *, by: User, at: datetime) -> None:
    """Each who is there votes in turn: so many say this, so many that."""
    candidates = [
        {"name": name, "person": None, "who": who} for name, who in script.get("candidates", {}).items()
    ]
    given = votes.GivenVote(
        script["title"],
        script.get("kind", VoteKind.RESOLUTION),
        is_secret=script.get("secret", False),
        seats=script.get("seats", 1),
        candidates=candidates,
    )
    vote = votes.prepare(meeting, given, key=uuid4(), by=by)
    vote = votes.open_vote(vote, by=by, at=at, site="http://127.0.0.1:8000/", writes=False)
    said = [each["names"] for each in script["said"] for _ in range(each["times"])]
    there = {each.person_id for each in meeting.presences.all()}
    voices = vote.voices.filter(person__in=there).select_related("person")
    for voice, names in zip(voices, said, strict=False):
        if voice.person:
            votes.cast(vote, voice.person, {voice.pk: names}, at=at)
    votes.close(vote, by=by, at=at)
