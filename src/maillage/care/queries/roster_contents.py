"""What leaves of rosters and unscheduled care with an export of the structure: names of professionals, no patient."""

from collections.abc import Mapping
from typing import Any

from maillage.care.models import Duty, Roster, Swap
from maillage.structures.models import Structure


def contents(structure: Structure) -> Mapping[str, Any]:
    rosters = structure.care_rosters.select_related("warned").prefetch_related(
        "week", "members__person", "duties__person", "duties__published", "duties__swaps__giver",
        "duties__swaps__taker", "duties__swaps__asked_of", "duties__swaps__against",
    )  # fmt: skip
    capacities = structure.care_capacities.select_related("person").prefetch_related("week", "exceptions")
    board = getattr(structure, "duty_board", None)
    return {
        "rosters": [_roster(each) for each in rosters],
        "duty_board_opened_on": board.opened_on.isoformat() if board else None,
        "capacities": [
            {
                "person": _name(each.person),
                "profession": each.profession,
                "unit": each.unit,
                "since": each.since.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "week": {str(day.weekday): str(day.amount) for day in each.week.all()},
                "days": {day.day.isoformat(): str(day.amount) for day in each.exceptions.all()},
            }
            for each in capacities
        ],
        "regulation_posts": [
            {"name": each.name, "is_on": each.is_on} for each in structure.regulation_posts.all()
        ],
        "regulated_cases": [
            {
                "day": each.day.isoformat(),
                "at": each.at.isoformat(),
                "post": each.post.name if each.post else None,
                "profession": each.profession,
                "outcome": each.outcome,
            }
            for each in structure.regulated_cases.select_related("post")
        ],
    }


def _name(person: Any) -> str | None:
    return person.name if person else None


def _roster(roster: Roster) -> dict[str, Any]:
    return {
        "name": roster.name,
        "profession": roster.profession,
        "serves_holidays": roster.serves_holidays,
        "night": [roster.night_from.isoformat(), roster.night_until.isoformat()],
        "weights": {
            "night": str(roster.night_weight),
            "weekend": str(roster.weekend_weight),
            "holiday": str(roster.holiday_weight),
        },
        "warned": _name(roster.warned),
        "is_shown": roster.is_shown,
        "closed_on": roster.closed_on.isoformat() if roster.closed_on else None,
        "hours": [
            {"weekday": each.weekday, "starts": each.starts.isoformat(), "ends": each.ends.isoformat()}
            for each in roster.week.all()
        ],
        "members": [
            {
                "person": each.person.name,
                "since": each.since.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "phone_agreed_on": each.phone_agreed_on.isoformat() if each.phone_agreed_on else None,
            }
            for each in roster.members.all()
        ],
        "turns": [_turn(each) for each in roster.duties.all()],
    }


def _turn(duty: Duty) -> dict[str, Any]:
    return {
        "day": duty.day.isoformat(),
        "starts": duty.starts.isoformat(),
        "ends": duty.ends.isoformat(),
        "zone": duty.zone,
        "prepared_for": _name(duty.person),
        "published_for": _name(duty.published),
        "published_at": duty.published_at.isoformat() if duty.published_at else None,
        "swaps": [_swap(each) for each in duty.swaps.all()],
    }


def _swap(swap: Swap) -> dict[str, Any]:
    return {
        "starts": swap.starts.isoformat(),
        "ends": swap.ends.isoformat(),
        "giver": _name(swap.giver),
        "asked_of": _name(swap.asked_of),
        "taker": _name(swap.taker),
        "against": f"{swap.against.day.isoformat()} {swap.against.starts.isoformat()}"
        if swap.against
        else None,
        "state": swap.state,
        "asked_at": swap.asked_at.isoformat(),
        "settled_at": swap.settled_at.isoformat() if swap.settled_at else None,
    }
