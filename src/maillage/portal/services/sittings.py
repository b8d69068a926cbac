"""The instances of a structure of the demonstration: who sits there, what was decided, what comes next."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.geography import clocks_of
from maillage.governance.enums import MeetingState, VoteKind
from maillage.governance.models import Instance, Meeting
from maillage.governance.queries.ideas import Author
from maillage.governance.queries.seats import seated
from maillage.governance.services import (
    decisions,
    ideas,
    instances,
    interests,
    meetings,
    minutes,
    polls,
    presences,
    rcp,
    votes,
)
from maillage.kernel import month_and_year
from maillage.people.models import Person
from maillage.structures.models import Structure

SATURDAY = 5
SITE = "http://127.0.0.1:8000/"


#: Of an instance, what is not its rules.
AROUND = {"seats", "meetings", "series", "polls"}


def play_instances(scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date) -> None:
    """Each with its rules and its mandates, then all their meetings around today, in the order of the days."""
    planned = []
    for script in scripts:
        instance = play_instance(script, structure, by=by, today=today)
        told = [*script.get("meetings", ()), *sittings_of(script.get("series"), today)]
        for poll in script.get("polls", ()):
            play_poll(poll, instance, by=by, today=today)
        planned += [(meeting, instance) for meeting in told]
    for number, (meeting, instance) in enumerate(sorted(planned, key=lambda each: each[0]["in_days"])):
        play_meeting(meeting, instance, number=number, by=by, today=today)


def play_instance(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> Instance:
    """Nobody is written to."""
    told = {name: value for name, value in script.items() if name not in AROUND}
    instance = instances.add_instance(structure, instances.GivenInstance(**told), by=by)
    for seat in script.get("seats", ()):
        person = named(structure, seat["name"])
        until = today + timedelta(days=seat["ends_in"]) if "ends_in" in seat else None
        mandate = instances.GivenMandate(seat["office"], today - timedelta(days=400), until)
        instances.seat(instance, person, mandate, by=by)
    return instance


def sittings_of(series: dict[str, Any] | None, today: date) -> Iterator[dict[str, Any]]:
    """The same meeting again and again, each about two subjects taken in turn; what is decided of one is decided once."""
    if series is None:
        return
    subjects, told = cycle(series["subjects"]), set()
    same = {
        name: value
        for name, value in series.items()
        if name in {"place", "starts", "ends", "came", "approves"}
    }
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
                {name: each[name] for name in ("title", "minutes", "notes", "out") if name in each}
                for each in about
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
    chair = named(structure, script["chair"]) if "chair" in script else next(iter(sitting), None)
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
    if script.get("approves"):
        approve_minutes_before(meeting, by=by, at=begins)
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
        told = next(each for each in script["agenda"] if each["title"] == item.title)
        for name, reason in told.get("out", {}).items():
            interests.recuse(item, named(structure, name), reason, by=by)
        if notes := told.get("notes"):
            meetings.note_item(item, notes, by=by)
    meetings.hold(meeting, by=by, at=over)
    if script.get("approves"):
        minutes.send(meeting, by=by, at=over + timedelta(days=2))


def approve_minutes_before(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Those of the last sitting of the same instance, when there was one."""
    held = meeting.instance.meetings.filter(state=MeetingState.HELD, starts_at__lt=meeting.starts_at)
    if before := held.last():
        minutes.approve(before, meeting, key=uuid4(), by=by, at=at)


def named(structure: Structure, name: str) -> Person:
    """Of several that bear a name, the first."""
    return structure.people.filter(name=name).order_by("pk")[0]


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
    vote = votes.open_vote(vote, by=by, at=at, site=SITE, writes=False)
    said = [each["names"] for each in script["said"] for _ in range(each["times"])]
    there = {each.person_id for each in meeting.presences.all()}
    voices = vote.voices.filter(person__in=there).select_related("person")
    for voice, names in zip(voices, said, strict=False):
        if voice.person:
            votes.cast(vote, voice.person, {voice.pk: names}, at=at)
    votes.close(vote, by=by, at=at)


def play_poll(script: dict[str, Any], instance: Instance, *, by: User, today: date) -> None:
    """Dates proposed a few days ago, that some answered; who sits there has no address: nobody is written to."""
    zone, asked = clocks_of(instance.structure.territory.codes), timezone.now() - timedelta(days=3)
    begins = datetime.combine(today, time.fromisoformat(script["starts"]), zone)
    dates = [
        (day := begins + timedelta(days=on_a_working_day(in_days, today)), day + timedelta(hours=2))
        for in_days in script["in_days"]
    ]
    closes = begins + timedelta(days=script["closes_in"])
    given = polls.GivenPoll(script["title"], dates, closes, place=script.get("place", ""))
    poll = polls.propose(instance, given, key=uuid4(), by=by, at=asked, site=SITE)
    columns = list(poll.dates.values_list("pk", flat=True))
    for name, said in script["said"].items():
        line = poll.replies.get(person__name=name)
        polls.reply(line, name, dict(zip(columns, said, strict=True)), at=asked + timedelta(hours=5))


def play_ideas(scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date) -> None:
    """At each of their stages; their authors have no address: nobody is written to."""
    for script in scripts:
        at = timezone.now() - timedelta(days=script["ago"])
        words = ideas.GivenIdea(
            **{name: script[name] for name in ideas.GivenIdea.__slots__ if name in script}
        )
        author = Author(named(structure, script["author"]), None)
        idea = ideas.propose(structure, words, author, key=uuid4(), at=at, site=SITE)
        for name in script.get("upheld", ()):
            ideas.uphold(idea, Author(named(structure, name), None), is_for=True)
        for name, said in script.get("said", {}).items():
            ideas.comment(idea, said, Author(named(structure, name), None), key=uuid4(), at=at)
        if weighed := script.get("weighed"):
            idea = ideas.weigh(idea, ideas.Weighing(**weighed), version=idea.version, by=by)
        if answer := script.get("answer"):
            answered = today - timedelta(days=answer["ago"])
            given = ideas.GivenAnswer(answer["state"], answered, answer.get("reason", ""))
            idea = ideas.answer(idea, given, version=idea.version, by=by, at=at)
        if title := script.get("decision"):
            decision = structure.decisions.filter(title=title).latest("pk")
            idea = ideas.bind(idea, decision, version=idea.version, by=by, at=at)
        if task := script.get("task"):
            due = today + timedelta(days=task["in_days"])
            asked = decisions.GivenTask(task["title"], named(structure, task["owner"]), due)
            made = ideas.entrust(idea, asked, key=uuid4(), version=idea.version, by=by, at=at)
            if "done" in task:
                decisions.finish(made, on=today + timedelta(days=task["done"]), by=by, at=at)


def play_referents(scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date) -> None:
    for script in scripts:
        told = {name: value for name, value in script.items() if name in {"theme", "profession"}}
        given = rcp.GivenReferent(today - timedelta(days=script["ago"]), **told)
        rcp.name_referent(structure, named(structure, script["name"]), given, by=by)


def play_interests(scripts: Iterable[dict[str, Any]], structure: Structure, *, by: User, today: date) -> None:
    """What is declared, or that there is nothing to declare."""
    for script in scripts:
        person, on = named(structure, script["name"]), today - timedelta(days=script["ago"])
        if "body" not in script:
            interests.say_whole(person, by=by, on=on)
            continue
        given = interests.GivenInterest(script["body"], script["nature"])
        interests.declare(person, given, key=uuid4(), by=by, on=on)
