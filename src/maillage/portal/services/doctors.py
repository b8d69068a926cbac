"""Requests of a médecin traitant in the demonstration: desks, doctors who have room, a year of what became of them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import AskerKind, Ending, Flag, RequestKind, RequestState
from maillage.care.models import CareRequest
from maillage.care.queries.doctors import communes_of
from maillage.care.services import doctor_turns
from maillage.care.services import requests as care
from maillage.care.services.desks import GivenDesk, add_desk
from maillage.care.services.doctors import Declared, declare, open_page, setting_for
from maillage.mail.models import Sending
from maillage.mail.services import invent_sent
from maillage.people.models import Person
from maillage.people.services import note_absence
from maillage.portal.services.sittings import SITE
from maillage.structures.models import Structure

#: In turn, of those that ended: after so many days, how.
ENDS = ((6, RequestState.DONE), (12, RequestState.DONE), (21, RequestState.DONE), (30, RequestState.UNMET), (4, RequestState.DONE), (9, RequestState.WITHDRAWN))  # fmt: skip
AGES = ("75", "16_64", "65_74", "75", "0_15")
FLAGS = (
    (Flag.ALD,),
    (),
    (Flag.C2S,),
    (Flag.ALD, Flag.HOUSEBOUND),
    (Flag.LANGUAGE,),
    (Flag.DISCHARGE, Flag.ALONE),
)
#: Days between two of those that ended.
APART = 11


def play_doctors(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    now = timezone.now()
    setting_for(structure, site=SITE)
    open_page(structure, site=SITE, by=by)
    # One is named alone where what it asks for care already opened it.
    desks = [
        structure.care_desks.get(name=told)
        if isinstance(told, str)
        else add_desk(
            structure,
            GivenDesk(
                told["name"], told["kind"], told.get("email", ""), told.get("phone", ""),
                structure.partners.filter(name=told.get("partner", "")).first(),
            ),
            key=uuid4(), by=by,
        )
        for told in script["desks"]
    ]  # fmt: skip
    people = structure.people.filter(profession="medecin_generaliste").order_by("pk")
    doctors = list(people[: len(script["places"])])
    began = now - timedelta(days=script["ended"] * APART + 30)
    for each in doctors:  # enough for the year that is told; what they say today comes last
        declare(each, Declared(99), at=began, on=began.date())
    ended(script["ended"], structure, now, by=by)
    for person, places in zip(doctors, script["places"], strict=True):
        declare(person, Declared(places["most"], beyond=places.get("beyond", ())), at=now, on=today)
    for rank, told in enumerate(script["going_on"]):
        at = now - timedelta(days=told["ago"])
        desk = desks[told["desk"]] if "desk" in told else None
        kind = desk.kind if desk else told.get("by", AskerKind.STRUCTURE)
        made = ask(structure, rank + told.get("as", 0), at, asked_by=kind, desk=desk, by=None if desk else by)
        if "offered" in told:
            made_offer = doctor_turns.propose(made, at=now - timedelta(days=told["offered"]))
            if told.get("taken"):
                doctor_turns.say_yes(made_offer, at=now - timedelta(days=told["offered"] - 1))
    leave(script["away"], structure, by=by, today=today)
    for sending in Sending.objects.filter(about=structure.pk, key__startswith="care."):
        invent_sent(sending, at=now)


def ask(structure: Structure, rank: int, at: datetime, *, asked_by: str, **who: Any) -> CareRequest:
    communes = communes_of(structure)
    words = care.Asked(
        kind=RequestKind.DOCTOR, profession="medecin_generaliste", commune=communes[rank * 3 % len(communes)][0],
        asked_by=asked_by, age=AGES[rank % len(AGES)], flags=FLAGS[rank % len(FLAGS)], is_agreed=True,
    )  # fmt: skip
    return care.ask(structure, words, key=uuid4(), at=at, **who)


def ended(count: int, structure: Structure, now: datetime, *, by: User) -> None:
    for rank in range(count):
        at = now - timedelta(days=(count - rank) * APART + 20)
        made = ask(structure, rank, at, asked_by=AskerKind.STRUCTURE, by=by)
        days, state = ENDS[rank % len(ENDS)]
        end = at + timedelta(days=days)
        if state == RequestState.DONE:
            offer = doctor_turns.propose(made, at=at)
            doctor_turns.say_yes(offer, at=at + timedelta(days=1))
        reasons = {RequestState.UNMET: Ending.NOBODY, RequestState.WITHDRAWN: Ending.ELSEWHERE}
        care.close(made, state, at=end, reason=str(reasons.get(state, "")), by=by)


def leave(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Whoever holds the first that is taken is away since a few days."""
    held = structure.care_requests.filter(state=RequestState.TAKEN).order_by("pk").first()
    person: Person | None = held.taker if held else None
    if person:
        since = today - timedelta(days=script["since"])
        note_absence(person, since=since, last_day=since + timedelta(days=script["days"]), by=by, on=today)
