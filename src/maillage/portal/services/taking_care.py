"""Requests for care of a structure of the demonstration: who is told, what was asked, taken, given back; questions."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.care.enums import AskerKind
from maillage.care.models import CareRequest, Desk, Search
from maillage.care.services import questions, requests, ringing, watching
from maillage.care.services.requests import Asked
from maillage.geography import atlas
from maillage.links.services import open_link
from maillage.mail.models import Sending
from maillage.mail.services import invent_sent
from maillage.people.models import Person
from maillage.portal.services.sittings import named
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of

SITE = "http://127.0.0.1:8000/"
OPENS, CLOSES = time(7), time(21)


def play_requests(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Nothing of it waits for the worker: what was invented is written to nobody."""
    communes = {atlas().commune(code).name: code for code in structure.territory.codes}
    for kind, tool in script.get("tools", {}).items():
        watching.set_tool(structure, kind, name=tool["name"], url=tool["url"], by=by)
    for trade, kinds in script["watch"].items():
        for person in structure.people.filter(profession=trade).exclude(email=""):
            base = communes.get(person.commune, structure.territory.codes[0])
            said = watching.Wish(
                True, base, 15, OPENS, CLOSES, kinds, on_weekends=True, at_any_hour=trade == "infirmier"
            )
            watching.wish(person, said)
    desk = _desk(script["desk"], structure)
    for told in script["asked"]:
        _request(told, structure, communes, desk=desk if told.get("desk") else None, by=by, today=today)
    for told in script.get("channels", ()):
        questions.say_channel(
            _one(structure, told["of"], told.get("rank", 0)),
            channel=told["by"], address=told["at"], hours=told.get("hours", ""),
        )  # fmt: skip
    for told in script.get("questions", ()):
        _question(told, structure, today=today)
    then = _at(structure, today, 1, "20:00")
    searches = Search.objects.filter(request__structure=structure)
    searches.update(next_at=None, escalated_at=then, reminded_at=then)
    for sending in Sending.objects.filter(about=structure.pk, key__startswith="care."):
        invent_sent(sending, at=sending.made_at)


def _desk(told: dict[str, str], structure: Structure) -> Desk:
    partner = structure.partners.filter(name=told.get("partner", "")).first()
    return Desk.objects.create(
        structure=structure, name=told["name"], kind=told["kind"], partner=partner, email=told["email"],
        phone=told["phone"], link=open_link("care.desk"),
    )  # fmt: skip


def _at(structure: Structure, today: date, ago: int, clock: str) -> datetime:
    return datetime.combine(today - timedelta(days=ago), time.fromisoformat(clock), zone_of(structure))


def _one(structure: Structure, trade: str, rank: int) -> Person:
    """One of a profession that a message reaches, by name."""
    if " " in trade:
        return named(structure, trade)
    return structure.people.filter(profession=trade).exclude(email="").order_by("called", "pk")[rank]


def _request(
    told: dict[str, Any],
    structure: Structure,
    communes: dict[str, str],
    *,
    desk: Desk | None,
    by: User,
    today: date,
) -> CareRequest:
    """`taken`, `back`: minutes after it was asked."""
    at = _at(structure, today, told["ago"], told["at"])
    asker = _one(structure, told["asker"], 1) if "asker" in told else None
    asked = Asked(
        kind=told["kind"], profession=told["profession"], commune=communes[told["commune"]],
        asked_by=desk.kind if desk else AskerKind.PROFESSIONAL if asker else AskerKind.STRUCTURE,
        need=told.get("need", ""), age=told.get("age", ""), flags=told.get("flags", ()), is_agreed=True,
        is_urgent=told.get("urgent", False), note=told.get("note", ""),
        due_at=at + timedelta(hours=told["within"]),
    )  # fmt: skip
    made = ringing.begin(
        structure, asked, key=uuid4(), at=at, site=SITE, desk=desk, by=None if desk or asker else by,
        asker=asker,
    )  # fmt: skip
    offers = list(made.offers.order_by("pk"))
    for reason, offer in zip(told.get("refused", ()), offers, strict=False):
        ringing.refuse(offer, reason=reason, at=at + timedelta(minutes=3))
    if "back" in told:
        ringing.take(offers[-2], at=at + timedelta(minutes=4))
        made.refresh_from_db()
        ringing.give_back(made, at=at + timedelta(minutes=told["back"]), reason="empeche")
    if "taken" in told:
        ringing.take(offers[-1], at=at + timedelta(minutes=told["taken"]))
        made.refresh_from_db()
    if told.get("seen"):
        requests.acknowledge(made, at=at + timedelta(minutes=told["taken"] + 9))
    if "done" in told:
        ringing.finish(made, at=at + timedelta(hours=told["done"]), person=made.taker)
    if "unmet" in told:
        ringing.end_unmet(made, at=at + timedelta(hours=told["within"] + 2), reason=told["unmet"], by=by)
    return made


def _question(told: dict[str, Any], structure: Structure, *, today: date) -> None:
    at = _at(structure, today, told["ago"], told["at"])
    asked = questions.ask(
        _one(structure, "pharmacien", told.get("by", 0)), _one(structure, told["to"], told.get("rank", 0)),
        subject=told["subject"], is_urgent=told.get("urgent", False), key=uuid4(), at=at, site=SITE,
    )  # fmt: skip
    if "seen" in told:
        questions.see(asked, at=at + timedelta(minutes=told["seen"]))
    if "answer" in told:
        questions.answer(asked, told["answer"], at=at + timedelta(minutes=told["answered"]))
