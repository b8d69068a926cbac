"""Alerts, seasons, the crisis plan and an exercise of a structure of the demonstration. Nobody is written to."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.models import Alert, Called, Crisis
from maillage.care.queries.seasons import year_at
from maillage.care.services import alert_mail, alerts, crises, crisis_plan, seasons
from maillage.governance.services.decisions import GivenTask
from maillage.mail.models import Sending
from maillage.mail.services import invent_sent
from maillage.people.models import Person
from maillage.structures.models import Structure

SITE = "http://127.0.0.1:8000/"


def play_alerting(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    cards = {card.name: card for card in structure.people.all()}
    for told in script.get("roles", ()):
        crisis_plan.add_role(structure, told["part"], cards[told["name"]], told.get("calls", ""), by=by)
    for told in script.get("resources", ()):
        crisis_plan.add_resource(structure, **told, by=by)
    for family, told in script.get("sheets", {}).items():
        words = {name: told.get(name, "") for name in crisis_plan.WORDS} | {
            "owner": cards.get(told.get("owner", ""))
        }
        on = today - timedelta(days=told["ago"])
        crisis_plan.write_sheet(structure, family, words, version=1, on=on, by=by)
    for told in script.get("seasons", ()):
        play_season(told, structure, cards, by=by, today=today)
    for told in script.get("alerts", ()):
        play_alert(told, structure, cards, by=by, today=today)
    for told in script.get("crises", ()):
        play_crisis(told, structure, cards, by=by, today=today)


def _moment(today: date, in_days: int, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(today + timedelta(days=in_days), time.fromisoformat(clock)))


def _written(at: datetime) -> None:
    """What was to be written is said to have left."""
    alert_mail.write_due(at)
    for sending in Sending.objects.filter(key__startswith="care.", made_at=at):
        invent_sent(sending, at=at)


def play_season(
    told: Mapping[str, Any], structure: Structure, cards: Mapping[str, Person], *, by: User, today: date
) -> None:
    """Last year as it was done, this one as far as it is."""
    given = seasons.GivenSeason(
        told["season"], told["title"], told["starts_on"], cards.get(told.get("owner", ""))
    )
    plan = seasons.plan_season(structure, given, key=uuid4(), by=by)
    for year, done in told.get("done", {}).items():
        held = seasons.open_year(plan, year)
        for words in () if held.tasks.exists() else told["tasks"]:
            seasons.add_task(plan, year, words, plan.owner, key=uuid4())
        for task in held.tasks.all():
            seasons.finish_task(task, on=min(date(year, plan.month, plan.day), today))
        seasons.close_year(plan, year, done, on=today, by=by)
    for words in told["tasks"]:  # those of the year that is on, unless they came from the year before
        year = year_at(plan, today)
        if not seasons.open_year(plan, year).tasks.filter(words=words).exists():
            seasons.add_task(plan, year, words, plan.owner, key=uuid4())


def play_alert(
    told: Mapping[str, Any], structure: Structure, cards: Mapping[str, Person], *, by: User, today: date
) -> None:
    """Signalled, validated, sent, read by some; over, when its script says so."""
    at = _moment(today, told["in_days"], "09:10")
    given = alerts.Signalled(
        told["kind"], told["title"], at.date(), told.get("words", ""), told.get("place", "")
    )
    made = alerts.signal(
        structure,
        given,
        key=uuid4(),
        at=at,
        person=cards.get(told.get("by", "")),
        by=None if "by" in told else by,
    )
    version = made.versions.get()
    for step in told.get("steps", ()):
        alerts.add_step(version, step["words"], source=step.get("source", ""), url=step.get("url", ""))
    if validators := told.get("validators"):
        later = at + timedelta(hours=2)
        alerts.ask_validators(
            version, [cards[name] for name in validators], proposed_by=cards.get(told.get("proposed_by", "")),
            by=by, at=later, site=SITE,
        )  # fmt: skip
        _written(later)
        for validation in version.validations.all():
            alerts.validate(validation, "oui", at=later + timedelta(hours=1))
    if told.get("to"):
        send_alert(told, made, by=by, at=at + timedelta(hours=5))
    for note in told.get("notes", ()):
        alerts.note(made, note["words"], at=_moment(today, note["in_days"], "12:00"), by=by)
    if "ended" in told:
        ended = _moment(today, told["ended"], "17:00")
        alerts.end(made, told["ending"], by=by, at=ended)
        _written(ended)


def send_alert(told: Mapping[str, Any], made: Alert, *, by: User, at: datetime) -> None:
    """Read by those whom chance draws, always the same."""
    draw = Random(5)  # noqa: S311 -- a demonstration that stays the same
    version = made.versions.get()
    alerts.send(version, alerts.Sent(told["to"], told.get("asks_answer", False)), by=by, at=at, site=SITE)
    version.refresh_from_db()
    _written(at)
    for reading in version.readings.all():
        if draw.random() < told.get("read", 0):
            then = at + timedelta(minutes=draw.randrange(5, 600))
            if version.asks_answer and draw.random() < 0.8:
                alerts.answer(reading, "oui" if draw.random() < 0.85 else "non", at=then)
            else:
                alerts.read(reading, at=then)


def play_crisis(
    told: Mapping[str, Any], structure: Structure, cards: Mapping[str, Person], *, by: User, today: date
) -> None:
    """An exercise, from its first call to what it taught."""
    at = _moment(today, told["in_days"], "14:00")
    given = crises.GivenCrisis(told["family"], told["title"], is_exercise=True, words=told.get("words", ""))
    crisis = crises.start(structure, given, key=uuid4(), by=by, at=at, site=SITE)
    crises.call_the_roll(crisis, by=by, at=at)
    _written(at)
    answer_the_roll(crisis, told["answers"], at=at)
    hold_posts(crisis, told["posts"], by=by, at=at)
    for line in told["log"]:
        then = at + timedelta(minutes=line["minute"])
        crises.write_line(
            crisis, line["words"], key=uuid4(), at=then, by=None if "by" in line else by,
            person=cards.get(line.get("by", "")),
        )  # fmt: skip
    crises.end(crisis, by=by, at=at + timedelta(minutes=told["lasted"]))
    for lesson in told["lessons"]:
        due = today + timedelta(days=lesson["in_days"]) if "in_days" in lesson else None
        task = GivenTask(lesson["words"], cards.get(lesson.get("owner", "")), due)
        crises.learn(crisis, lesson["kind"], lesson["words"], task, key=uuid4(), by=by)


def answer_the_roll(crisis: Crisis, shares: Mapping[str, float], *, at: datetime) -> None:
    """Each draws an answer: « oui », « plus_tard », « non », or nothing."""
    draw = Random(7)  # noqa: S311 -- a demonstration that stays the same
    for called in crisis.called.order_by("pk"):
        then, said, sum_ = at + timedelta(minutes=draw.randrange(1, 50)), draw.random(), 0.0
        for answer, share in shares.items():
            sum_ += share
            if said < sum_:
                begins = at + timedelta(hours=3) if answer == "plus_tard" else None
                hours = draw.choice([2, 3, 4]) if answer == "oui" else None
                crises.answer(called, crises.Said(answer, begins, hours), at=then)
                break


def hold_posts(crisis: Crisis, posts: Any, *, by: User, at: datetime) -> None:
    """Taken by the first who are free, whatever their profession unless the post says one."""
    free = [each.person for each in _free(crisis) if each.person]
    for told in posts:
        starts = at + timedelta(hours=told["after"])
        given = crises.GivenPost(
            told["name"], starts, starts + timedelta(hours=told["lasts"]), told["needs"],
            told.get("place", ""), told.get("profession", ""),
        )  # fmt: skip
        post = crises.add_post(crisis, given, key=uuid4(), by=by, at=at)
        fit = [one for one in free if not given.profession or one.profession == given.profession]
        for person in fit[: told["held"]]:
            crises.hold(post, person, at=at + timedelta(minutes=20))
            free.remove(person)


def _free(crisis: Crisis) -> list[Called]:
    return list(crisis.called.filter(answer="oui").select_related("person").order_by("pk"))
