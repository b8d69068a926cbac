"""Requests of a médecin traitant by hundreds, doctors who take some, desks: pages of care are measured on them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from django.db import models

from maillage.care.enums import AskerKind, Move, RequestKind, RequestState
from maillage.care.models import (
    CapacityCommune,
    CareRequest,
    Desk,
    DoctorCapacity,
    DoctorsSetting,
    Offer,
    RequestFlag,
    RequestMove,
)
from maillage.links.services import open_link, open_links
from maillage.people.models import Person
from maillage.structures.models import Structure

M = TypeVar("M", bound=models.Model)

#: Pages of a structure, by name of URL, in words.
PAGES = {
    "care:home": "care",
    "care:doctors": "doctors sought",
    "care:doctor": "a doctor sought",
    "care:capacities": "places of doctors",
    "care:doctors_rules": "the public page of doctors",
    "care:doctors_year": "a year of doctors sought",
    "care:ask_doctor": "ask for a doctor",
    "care:desks": "desks",
    "care:desk": "a desk",
    "care:settings": "care, settings",
    "care:statistics": "care, statistics",
    "care:privacy": "care, privacy",
    "care:requests": "care, requests",
    "care:ask": "care, ask",
    "care:watchers": "care, watchers",
    "care:questions": "care, questions",
    "care:help": "care, help",
    "care:help_book": "care, help book",
    "care:add_help": "care, add help",
    "care:pathways": "care, pathways",
    "care:add_pathway": "care, add pathway",
    "care:sheets": "care, sheets",
    "care:add_sheet": "care, add sheet",
    "care:etp": "care, etp",
    "care:add_etp": "care, add etp",
    "care:rcp_calls": "care, rcp calls",
    "care:add_rcp": "care, add rcp",
    "care:escaps": "care, escaps",
    "care:add_escap": "care, add escap",
    "care:protocols": "care, protocols",
    "care:write_local": "care, write local",
    "care:pharmacy": "care, pharmacy",
    "care:alerts": "care, alerts",
    "care:seasons": "care, seasons",
    "care:crises": "care, crises",
    "care:start_crisis": "care, start crisis",
}
STATES = (RequestState.OPEN, RequestState.TAKEN, RequestState.DONE, RequestState.DONE, RequestState.UNMET)


def made(rows: Iterable[M]) -> list[M]:
    every = list(rows)
    return list(type(every[0])._base_manager.bulk_create(every, batch_size=2_000)) if every else []


def seek_doctors(structure: Structure, cards: Sequence[Person], count: int, at: datetime) -> None:
    """`count` requests in every state, offered to the generalists among the cards, of a few desks."""
    DoctorsSetting.objects.create(
        structure=structure, link=open_link("care.doctors"), site="https://maillage.example/"
    )
    desks = made(
        Desk(
            structure=structure,
            name=f"Guichet {rank}",
            kind=AskerKind.HOSPITAL,
            phone="0563000000",
            link=link,
        )
        for rank, link in enumerate(open_links("care.desk", max(3, count // 30)))
    )
    doctors = [card for card in cards if card.profession == "medecin_generaliste"]
    held = made(DoctorCapacity(person=card, most=3, since=at.date(), declared_at=at) for card in doctors)
    codes = structure.territory.codes
    made(CapacityCommune(capacity=each, code=codes[each.pk % len(codes)]) for each in held[::4])
    requests = made(_request(structure, desks, doctors, rank, at) for rank in range(count))
    made(RequestFlag(request=each, flag=flag) for each in requests for flag in ("ald", "c2s"))
    made(_offers(requests, doctors))
    made(RequestMove(request=each, move=Move.ASKED, at=each.asked_at) for each in requests)
    made(
        RequestMove(
            request=each, move=Move.OFFERED, at=each.asked_at, person=doctors[each.number % len(doctors)]
        )
        for each in requests
    )


def _request(
    structure: Structure, desks: list[Desk], doctors: list[Person], rank: int, at: datetime
) -> CareRequest:
    asked, state, codes = at - timedelta(hours=rank), STATES[rank % len(STATES)], structure.territory.codes
    taken = state in {RequestState.TAKEN, RequestState.DONE}
    closed = state not in {RequestState.OPEN, RequestState.TAKEN}
    return CareRequest(
        structure=structure, number=rank + 1, kind=RequestKind.DOCTOR, profession="medecin_generaliste", age="75",
        commune=codes[rank % len(codes)], asked_by=AskerKind.HOSPITAL, desk=desks[rank % len(desks) if rank % 2 else 0],
        code=f"{rank:05}", is_agreed=True, asked_at=asked, state=state, key=uuid4(),
        taker=doctors[rank % len(doctors)] if taken else None, taken_at=asked if taken else None,
        closed_at=asked + timedelta(days=rank % 40) if closed else None,
    )  # fmt: skip


def _offers(requests: list[CareRequest], doctors: list[Person]) -> Iterator[Offer]:
    for each in requests:
        answer = "oui" if each.taker_id else "" if each.number % 2 else "non"
        person = each.taker or doctors[each.number % len(doctors)]
        until = each.asked_at + timedelta(days=2)
        yield Offer(
            request=each, person=person, offered_at=each.asked_at, until=until, answer=answer,
            answered_at=each.asked_at if answer else None,
        )  # fmt: skip


def firsts(structure: Structure) -> dict[str, dict[str, object]]:
    """What the addresses want beside the structure."""
    desk, first = structure.care_desks.order_by("pk")[0], structure.care_requests.get(number=1)
    return {
        "care:doctor": {"number": 1},
        "care:doctors_year": {"year": first.asked_at.year},
        "care:desk": {"pk": desk.pk},
    }


def doors(structure: Structure) -> dict[str, str]:
    """What somebody without account opens, in words → its address."""
    desk = structure.care_desks.order_by("pk")[0]
    return {"a desk, by its link": desk.link.get_absolute_url()}
