"""Rows of `access.py` for rosters, capacities and what is counted by taps."""

from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import Outcome, Unit
from maillage.care.services import duties, rosters, unscheduled
from maillage.structures.models import Structure

ACCESS = {
    "care:on_duty": ("302 404 200 200", "302 405 405 405"),
    "care:add_roster": ("302 404 403 200", "302 404 403 422"),
    "care:duty_board": ("302 404 302 302", "302 404 403 302"),
    "care:roster": ("302 404 200 200", "302 405 405 405"),
    "care:roster_file": ("302 404 200 200", "302 405 405 405"),
    "care:draw_roster": ("302 404 302 302", "302 404 403 422"),
    "care:publish_roster": ("302 404 302 302", "302 404 403 422"),
    "care:duty": ("302 404 403 200", "302 404 403 302"),
    "care:roster_settings": ("302 404 403 200", "302 404 403 422"),
    "care:close_roster": ("302 404 403 200", "302 404 403 422"),
    "care:join_roster": ("302 404 302 302", "302 404 403 422"),
    "care:leave_roster": ("302 404 302 302", "302 404 403 302"),
    "care:offered_capacities": ("302 404 200 200", "302 405 405 405"),
    "care:find_capacity": ("302 404 403 302", "302 405 405 405"),
    "care:capacity": ("302 404 403 200", "302 404 403 422"),
    "care:regulation": ("302 404 200 200", "302 405 405 405"),
    "care:regulation_file": ("302 404 200 200", "302 405 405 405"),
    "care:add_regulation_post": ("302 404 302 302", "302 404 403 422"),
    "care:close_post": ("302 404 302 302", "302 404 403 302"),
}
ASKED = {
    "care:roster": {"mois": "2026-03"},
    "care:roster_file": {"mois": "2026-03"},
    "care:regulation": {"mois": "2026-03", "profession": "infirmier"},
    "care:regulation_file": {"mois": "2026-03"},
    "care:offered_capacities": {"jour": "2026-03-06"},
    "care:find_capacity": {"personne": "Max Fictif"},
}
HOURS = {f"day_{number}": "9-19" for number in range(5)}
RULES = {
    "profession": "chirurgien_dentiste", "night_weight": "1,5", "night_from": "20:00", "night_until": "08:00",
    "weekend_weight": "1", "holiday_weight": "2", "warned": "Max Fictif", "is_shown": "on",
}  # fmt: skip
POSTED = {
    "care:add_roster": {"name": "Dentistes, semaine", **RULES, **HOURS},
    "care:duty_board": {"open": "oui"},
    "care:draw_roster": {"mois": "2026-03", "months": "1"},
    "care:publish_roster": {"mois": "2026-03"},
    "care:duty": {"person": ""},
    "care:roster_settings": {"name": "Médecins, soirs", "version": "2", **RULES, **HOURS},
    "care:close_roster": {"gesture": "tenir"},
    "care:join_roster": {"person": "Max Fictif", "since": "2026-03-02"},
    "care:capacity": {"unit": "creneaux", "day_0": "2,5"},
    "care:add_regulation_post": {"key": "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3a4d", "name": "Secrétariat"},
}


def take_turns(structure: Structure, *, by: User) -> None:
    """Ada holds Saturday mornings, published for a month, and can take two a day; a desk counted one."""
    now, today = timezone.now(), timezone.localdate()
    columns = {"name": "Médecins du samedi", "profession": "medecin_generaliste", "serves_holidays": True}
    roster = rosters.add_roster(structure, columns, {5: [(time(9), time(12))]}, by=by)
    ada = structure.people.get(name="Ada Fictif")
    rosters.join(roster, ada, on=today, by=by)
    duties.draw_turns(roster, today, today + timedelta(days=30), at=now, by=by)
    duties.publish(roster, at=now, by=by, site="https://maillage.example/")
    unscheduled.say_capacity(ada, Unit.SLOTS, dict.fromkeys(range(7), Decimal(2)), on=today)
    post = unscheduled.add_post(structure, "Accueil", key=uuid4(), by=by)
    unscheduled.count_case(post, "medecin_generaliste", Outcome.TAKEN_SOON, key=uuid4(), at=now)


def of_roster(structure: Any) -> dict[str, object]:
    return {"pk": structure.care_rosters.get().pk}


def of_duty(structure: Any) -> dict[str, object]:
    roster = structure.care_rosters.get()
    return {"pk": roster.pk, "turn": roster.duties.all()[0].pk}


def of_place(structure: Any) -> dict[str, object]:
    roster = structure.care_rosters.get()
    return {"pk": roster.pk, "place": roster.members.all()[0].pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    **dict.fromkeys(
        (
            "care:roster",
            "care:draw_roster",
            "care:publish_roster",
            "care:roster_settings",
            "care:close_roster",
            "care:join_roster",
        ),
        of_roster,
    ),
    "care:roster_file": lambda structure: {**of_roster(structure), "suffix": "pdf"},
    "care:duty": of_duty,
    "care:leave_roster": of_place,
    "care:capacity": lambda structure: {"pk": structure.people.get(name="Ada Fictif").pk},
    "care:regulation_file": lambda _: {"suffix": "csv"},
    "care:close_post": lambda structure: {"pk": structure.regulation_posts.get().pk},
}
