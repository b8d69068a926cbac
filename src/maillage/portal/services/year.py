"""What happens to a structure of the demonstration: events, bulletins, partners, calls, a survey."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.mail.services import invent_sent, send_back
from maillage.outreach import services as outreach
from maillage.outreach.queries.bulletins import letter_of
from maillage.outreach.queries.calling import Candidate
from maillage.outreach.services import conventions, events, partners
from maillage.people import services as people
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure
from maillage.surveys import services as surveys
from maillage.surveys.queries.questionnaires import questionnaires


def play_event(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Announced a month before; those who come are drawn among the people, always the same. Nobody is written to."""
    draw = Random(3)  # noqa: S311 -- a demonstration that stays the same
    day, lasts = today + timedelta(days=script["in_days"]), script.get("days", [])
    days = {day + timedelta(days=rank): minutes for rank, minutes in enumerate(lasts)}
    begins, over = (
        timezone.make_aware(datetime.combine(on, time.fromisoformat(script[end])))
        for on, end in ((day, "starts"), (max(days, default=day), "ends"))
    )
    words = ("kind", "title", "place", "words", "capacity", "invited")
    told = {name: script[name] for name in words if name in script}
    given = events.GivenEvent(**told, starts_at=begins, ends_at=over, days=days)
    event = events.plan_event(structure, given, by=by)
    announced = begins - timedelta(days=30)
    events.open_event(event, by=by, at=announced, site="http://127.0.0.1:8000/")
    trades = script.get("invited", list(legislation.professions_by_key()))
    cards = list(structure.people.exclude(email="").filter(profession__in=trades).order_by("pk"))
    coming = []
    for number, card in enumerate(draw.sample(cards, script["registered"])):
        asked = events.GivenRegistration(card.name, card.profession, phone=f"06399800{number:02}")
        registration = events.register(
            event, asked, key=uuid4(), at=announced + timedelta(minutes=40 * number)
        )
        events.link_card(registration, card, by=by)
        coming.append(registration)
    if "came" in script:
        for on, count in zip(days or [day], script["came"], strict=True):
            for registration in coming[:count]:
                events.note_presence(registration, is_there=True, by=by, at=over, on=on)
        survey = events.finish_event(event, by=by, at=over + timedelta(hours=12)).survey
        if survey:
            day_after = timezone.localdate(over) + timedelta(days=1)
            for _ in range(script["answers"]):
                chosen = chosen_at_random(events.QUESTIONNAIRE, draw)
                surveys.answer_survey(survey, surveys.GivenAnswer(chosen=chosen), key=uuid4(), on=day_after)
            surveys.close_survey(survey, by=by, on=day_after)


def play_bulletin(script: dict[str, Any], structure: Structure, *, by: User) -> None:
    """A draft, or one said to have left so many days ago: whose message came back, who wants no more. Nobody is written to."""
    draft = outreach.start(structure, script["title"], by=by)
    written = outreach.Written(script["title"], script["words"], script.get("audience", ""))
    draft = outreach.write(draft, written, version=draft.version, by=by)
    if "ago" not in script:
        return
    at, site = timezone.now() - timedelta(days=script["ago"]), "http://127.0.0.1:8000/"
    letter = letter_of(draft, by=by, on=timezone.localdate(at), site=site)
    sent = outreach.send(draft, seal=letter.seal, by=by, at=at, site=site)
    if sent.sending is None:
        return
    invent_sent(sent.sending, at=at)
    for address, (status, said) in script.get("returned", {}).items():
        send_back(sent.sending.recipients.get(address=address), status, said, now=at + timedelta(hours=1))
    for address in script.get("stopped", ()):
        outreach.stop(structure.subscriptions.get(address=address), at=at + timedelta(hours=3))


def play_desk(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    answers = structure.people.get(name=script["answers"])
    told = people.GivenDesk(script["email"], script["phone"], script["hours"])
    people.set_desk(structure, told, answers=answers, backup=None, version=0, by=by, on=today)


def play_partner(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """One of the book, with what was said, planned, signed and asked; days are counted from today."""

    def named(name: str | None) -> Person | None:
        return structure.people.filter(name=name).first() if name else None

    def ago(days: int | None) -> date | None:
        return None if days is None else today - timedelta(days=days)

    told = {name: script.get(name, "") for name in ("name", "kind", "purpose", "phone")}
    given = partners.GivenPartner(**told, owner=named(script.get("owner")))
    partner = partners.add_partner(structure, given, key=uuid4(), by=by)
    for who in script.get("people", ()):
        card = GivenPerson(
            who["name"], who.get("profession", "autre"), phone=who.get("phone", ""), is_fictitious=True
        )
        partners.add_contact(partner, card, title=who["title"], by=by)
    for said in script.get("exchanges", ()):
        day = today - timedelta(days=said["ago"])
        exchange = partners.GivenExchange(day, said["means"], said["words"])
        partners.note_exchange(partner, exchange, key=uuid4(), by=by)
    for step in script.get("steps", ()):
        planned = partners.GivenStep(
            step["words"], today + timedelta(days=step["in"]), named(step.get("owner"))
        )
        partners.plan_step(partner, planned, key=uuid4(), by=by)
    for paper in script.get("conventions", ()):
        since, kept = today - timedelta(days=paper["since"]), ("subject", "reference", "renewed_months")
        signed = conventions.GivenConvention(
            paper["title"],
            since,
            **{name: paper[name] for name in kept if name in paper},
            signed_on=ago(paper["signed"]),
            ends_on=since + timedelta(days=paper["days"] - 1),
            notice_months=paper["notice_months"],
        )
        conventions.add_convention(partner, signed, key=uuid4(), by=by)
    for asked in script.get("requests", ()):
        day, card_of = today - timedelta(days=asked["ago"]), named(asked.get("relayed_to"))
        request = conventions.GivenRequest(
            day,
            asked["words"],
            relayed_to=card_of,
            relayed_on=day if card_of else None,
            answered_on=ago(asked.get("answered")),
            answer=asked.get("answer", ""),
        )
        conventions.note_request(partner, request, key=uuid4(), by=by)


def play_campaign(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Three peers called people of no directory; a number stands for each name. Days are counted from today."""

    def noon(ago: int) -> datetime:
        return timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(12)))

    told = {name: script[name] for name in ("title", "phase", "professions")}
    start = noon(script["opened"])
    opened_on = timezone.localdate(start)
    campaign = outreach.launch(structure, outreach.GivenCampaign(**told), by=by, on=opened_on)
    members, callers = structure.people.filter(belongs(opened_on)).order_by("pk"), {}
    for profession, minutes in script["callers"].items():
        caller = outreach.add_caller(campaign, members.filter(profession=profession)[0].pk, by=by, at=start)
        outreach.give_time(caller, minutes, key=uuid4(), on=today)
        callers[profession] = caller
    names = sorted({each["name"] for each in script["calls"]})
    for each in script["calls"]:
        national = f"8{990_000_000 + names.index(each['name']):011}"
        called = Candidate(national, each["name"], each["profession"], each["commune"])
        at = noon(each["ago"])
        again = today + timedelta(days=each["again_in"]) if "again_in" in each else None
        outreach.note_call(callers[each["caller"]], called, outreach.Told(each["answer"], again), at=at)


def play_survey(script: dict[str, Any], structure: Structure, *, by: User) -> None:
    """Opened, answered by people drawn at random, always the same, and closed."""
    draw = Random(1)  # noqa: S311 -- a demonstration that stays the same
    survey = surveys.open_survey(
        structure,
        script["questionnaire"],
        asked_by=structure.name,
        by=by,
        on=script["opened_on"],
    )
    communes = [atlas().commune(code) for code in structure.territory.codes]
    people = [trade for trade, count in script["answers"].items() for _ in range(count)]
    for rank, trade in enumerate(people):
        (commune,) = draw.choices(communes, [each.population or 0 for each in communes])
        given = surveys.GivenAnswer(
            profession=trade,
            commune=commune.code,
            chosen=chosen_at_random(script["questionnaire"], draw),
            words={"une_chose": script["words"][rank]} if rank < len(script["words"]) else {},
        )
        surveys.answer_survey(survey, given, key=uuid4(), on=script["opened_on"])
    surveys.close_survey(survey, by=by, on=script["closed_on"])


def chosen_at_random(questionnaire: str, draw: Random) -> dict[str, list[str]]:
    """Earlier choices more often than later ones: a result that is flat says nothing."""
    chosen = {}
    for question in questionnaires()[questionnaire].questions:
        if choices := list(question.choices):
            times = draw.randint(1, 3) if question.kind == "several" else 1
            weights = [1 / (rank + 1) for rank in range(len(choices))]
            chosen[question.key] = sorted(set(draw.choices(choices, weights, k=times)))
    return chosen
