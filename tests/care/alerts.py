"""Rows of `access.py` for alerts, seasons, the crisis plan and its use. The cast has none: they are made when asked."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from maillage.care.models import (
    Alert,
    AlertVersion,
    Crisis,
    CrisisResource,
    CrisisRole,
    Post,
    PostPlace,
    SeasonPlan,
    SeasonYear,
)

KEY = "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3a7a"
AT = datetime(2026, 3, 6, 17, 2, tzinfo=UTC)
PAGE, FORM_PAGE = ("302 404 200 200", "302 405 405 405"), ("302 404 200 200", "302 404 403 422")
FILE, FORM, GESTURE = (
    ("302 404 403 200", "302 405 405 405"),
    ("302 404 302 302", "302 404 403 422"),
    ("302 404 302 302", "302 404 403 302"),
)

ACCESS = {
    "care:alerts": FORM_PAGE,
    "care:alerts_file": FILE,
    "care:alert": PAGE,
    "care:add_alert_step": FORM,
    "care:drop_alert_step": GESTURE,
    "care:ask_validators": FORM,
    "care:write_alert_again": GESTURE,
    "care:send_alert": FORM,
    "care:ask_validators_again": FORM,  # nobody was asked yet
    "care:alert_readings": ("302 404 403 404", "302 405 405 405"),  # nor was it sent
    "care:remind_alert": ("302 404 302 302", "302 404 403 404"),
    "care:note_alert": FORM,
    "care:end_alert": FORM,
    "care:dismiss_alert": FORM,
    "care:take_up_alert": GESTURE,
    "care:seasons": FORM_PAGE,
    "care:season": PAGE,
    "care:add_season_task": FORM,
    "care:finish_season_task": GESTURE,
    "care:close_season": FORM,
    "care:drop_season": GESTURE,
    "care:crises": PAGE,
    "care:reflex_sheet": FORM_PAGE,
    "care:add_crisis_role": FORM,
    "care:drop_crisis_role": GESTURE,
    "care:add_crisis_resource": FORM,
    "care:drop_crisis_resource": GESTURE,
    "care:crisis_plan_file": FILE,
    "care:start_crisis": ("302 404 403 200", "302 404 403 422"),
    "care:crisis": PAGE,
    "care:call_roll": GESTURE,
    "care:crisis_answers": FILE,
    "care:crisis_answers_file": FILE,
    "care:add_post": FORM,
    "care:change_post": FORM,
    "care:drop_post": FORM,
    "care:assign_post": FORM,
    "care:free_post": GESTURE,
    "care:write_log": FORM,
    "care:end_crisis": GESTURE,
    "care:add_lesson": FORM,
    "care:crisis_file": PAGE,
    "care:keep_report": FORM,  # it runs still
    "care:crisis_report": ("302 404 404 404", "302 405 405 405"),  # not kept yet
}
ASKED = {
    "care:alerts": {"state": "diffusee", "page": "1"},
    "care:crises": {"page": "1"},
    "care:crisis": {"page": "1"},
    "care:crisis_answers": {"answer": "silence", "page": "1"},
}
SIGNALLED = {
    "kind": "penurie", "title": "Amoxicilline", "since": "2026-03-02", "place": "Montauban", "words": "Rien", "key": KEY,
}  # fmt: skip
POSTED = {
    "care:alerts": SIGNALLED,
    "care:add_alert_step": {"words": "Proposer la suspension", "source": "ANSM", "url": "https://example.org/fiche"},
    "care:ask_validators": {"proposed_by": "", "one": "Ada Fictif", "two": "", "three": ""},
    "care:send_alert": {"professions": "infirmier", "asks_answer": "on", "valid_until": "2027-01-01"},
    "care:note_alert": {"words": "Livrée lundi"},
    "care:end_alert": {"ending": "De nouveau livrée"},
    "care:dismiss_alert": {"ending": "Une erreur"},
    "care:seasons": {"season": "canicule", "title": "Canicule", "starts_on": "2026-06-01", "owner": "Ada Fictif", "key": KEY},
    "care:add_season_task": {"words": "Appeler", "who": "Ada Fictif", "key": KEY},
    "care:finish_season_task": {"done": "oui"},
    "care:close_season": {"done": "Tout"},
    "care:reflex_sheet": {
        "signal": "Vigilance", "first_hours": "Appeler", "who_does": "Chacun", "messages": "Boire", "needs": "De l’eau",
        "owner": "Ada Fictif", "version": "1",
    },
    "care:add_crisis_role": {"part": "referent", "person": "Ada Fictif", "calls": "Les infirmiers"},
    "care:add_crisis_resource": {"kind": "lieu", "words": "Salle", "place": "Bressols", "contact": "La mairie"},
    "care:start_crisis": {
        "is_exercise": "non", "family": "malades", "title": "Canicule", "words": "Rouge", "declared_by": "ARS",
        "told_on": "2026-03-02", "told_clock": "18:00", "key": KEY,
    },
    "care:add_post": {
        "name": "Accueil", "place": "Salle", "profession": "", "day": "2026-03-02", "starts": "08:00", "ends": "12:00",
        "needs": "2", "key": KEY,
    },
    "care:change_post": {"needs": "3"},
    "care:assign_post": {"person": "Ada Fictif"},
    "care:write_log": {"words": "Salle ouverte", "day": "2026-03-02", "clock": "08:00", "corrects": "1", "key": KEY},
    "care:add_lesson": {
        "kind": "a_changer", "words": "L’annuaire", "owner": "Ada Fictif", "due_on": "2027-01-01", "key": KEY,
    },
}  # fmt: skip


def an_alert(structure: Any) -> Alert:
    made, is_new = Alert.objects.get_or_create(
        structure=structure, number=1,
        defaults={"key": UUID(KEY), "kind": "penurie", "title": "Insuline", "since": AT.date(), "signalled_at": AT},
    )  # fmt: skip
    if is_new:
        AlertVersion.objects.create(alert=made, number=1).steps.create(words="Une conduite")
    return made


def a_season(structure: Any) -> SeasonPlan:
    made, is_new = SeasonPlan.objects.get_or_create(
        structure=structure,
        key=UUID(KEY),
        defaults={"season": "canicule", "title": "Canicule", "day": 1, "month": 6},
    )
    if is_new:
        SeasonYear.objects.create(plan=made, year=2026).tasks.create(words="Appeler", key=UUID(KEY))
    return made


def a_crisis(structure: Any) -> Crisis:
    made, is_new = Crisis.objects.get_or_create(
        structure=structure, key=UUID(KEY),
        defaults={"family": "malades", "is_exercise": True, "title": "Canicule", "started_at": AT},
    )  # fmt: skip
    if is_new:
        made.called.create(
            person=structure.people.order_by("pk")[0], profession="infirmier", called_at=AT, skills="Sutures"
        )
    return made


def a_post(structure: Any) -> Post:
    """Held by somebody."""
    later = AT.replace(hour=20)
    made, is_new = Post.objects.get_or_create(
        crisis=a_crisis(structure), key=UUID(KEY),
        defaults={"name": "Accueil", "starts_at": AT, "ends_at": later, "needs": 2, "taken": 1},
    )  # fmt: skip
    if is_new:
        person = structure.people.order_by("pk")[0]
        PostPlace.objects.create(post=made, person=person, profession="infirmier", taken_at=AT)
    return made


def a_role(structure: Any) -> dict[str, object]:
    person = structure.people.order_by("pk")[0]
    return {"pk": CrisisRole.objects.get_or_create(structure=structure, person=person, part="referent")[0].pk}


def a_resource(structure: Any) -> dict[str, object]:
    return {"pk": CrisisResource.objects.get_or_create(structure=structure, kind="lieu", words="Salle")[0].pk}


def of_alert(structure: Any) -> dict[str, object]:
    return {"pk": an_alert(structure).pk}


def of_season(structure: Any) -> dict[str, object]:
    return {"pk": a_season(structure).pk}


def of_crisis(structure: Any) -> dict[str, object]:
    return {"pk": a_crisis(structure).pk}


def of_post(structure: Any) -> dict[str, object]:
    post = a_post(structure)
    return {"pk": post.crisis_id, "post": post.pk}


ALERTS = (
    "alert", "add_alert_step", "ask_validators", "write_alert_again", "send_alert", "note_alert", "end_alert",
    "dismiss_alert", "take_up_alert", "ask_validators_again", "alert_readings", "remind_alert",
)  # fmt: skip
CRISES = (
    "crisis", "call_roll", "crisis_answers", "add_post", "write_log", "end_crisis", "add_lesson", "keep_report",
    "crisis_report",
)  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "care:alerts_file": lambda structure: {"suffix": "csv"} if an_alert(structure) else {},
    **{f"care:{name}": of_alert for name in ALERTS},
    "care:drop_alert_step": lambda structure: (
        of_alert(structure) | {"step": an_alert(structure).versions.get().steps.get().pk}
    ),
    **{f"care:{name}": of_season for name in ("season", "add_season_task", "close_season", "drop_season")},
    "care:finish_season_task": lambda structure: (
        of_season(structure) | {"task": a_season(structure).years.get().tasks.get().pk}
    ),
    "care:reflex_sheet": lambda _: {"family": "malades"},
    "care:drop_crisis_role": a_role,
    "care:drop_crisis_resource": a_resource,
    "care:crisis_plan_file": lambda _: {"form": "pdf"},
    **{f"care:{name}": of_crisis for name in CRISES},
    "care:crisis_answers_file": lambda structure: of_crisis(structure) | {"suffix": "csv"},
    "care:crisis_file": lambda structure: of_crisis(structure) | {"form": "pdf"},
    **{f"care:{name}": of_post for name in ("change_post", "drop_post", "assign_post")},
    "care:free_post": lambda structure: {
        "pk": a_post(structure).crisis_id,
        "place": a_post(structure).places.get().pk,
    },
}
