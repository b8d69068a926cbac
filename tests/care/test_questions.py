"""A question to a prescriber: what becomes of it is told, to who asked and to who coordinates."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from care.taker import nurse
from maillage.care.queries.requests_awaiting import awaiting
from maillage.care.services import questions
from maillage.mail.models import Recipient
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.ui.slots import Task

pytestmark = pytest.mark.django_db


def test_who_asks_for_somebody_at_the_counter_learns_once_that_it_was_seen(
    structure: Structure, client: Client
) -> None:
    phil = nurse(structure, "Phil Fictif", profession="pharmacien")
    doc = nurse(structure, "Doc Fictif", profession="medecin_generaliste")
    at, seen = timezone.now(), []
    for is_urgent in (True, False):
        asked = questions.ask(
            phil, doc, subject="rupture", is_urgent=is_urgent, key=uuid4(), at=at, site="https://maillage.example/"
        )  # fmt: skip
        page = doors_to([doc], on=timezone.localdate())[doc.pk].step(f"question-{asked.pk}")
        client.get(page)
        for _ in range(2):
            client.post(page, {"do": "vue"})
        seen.append(Recipient.objects.filter(sending__key=f"care.question.seen {asked.pk}"))
    urgent, calm = seen
    assert [each.address for each in urgent] == [phil.email]
    assert not calm.exists()


def test_the_home_of_who_coordinates_says_that_a_prescriber_answers_nothing(
    structure: Structure, monkeypatch: pytest.MonkeyPatch
) -> None:
    phil = nurse(structure, "Phil Fictif", profession="pharmacien")
    doc = nurse(structure, "Doc Fictif", profession="medecin_generaliste")
    at = datetime(2026, 12, 8, 8, tzinfo=UTC)
    calm, urgent = (
        questions.ask(
            phil, doc, subject="rupture", is_urgent=is_urgent, key=uuid4(), at=at, site="https://maillage.example/"
        )
        for is_urgent in (False, True)
    )  # fmt: skip

    def said(later: timedelta) -> list[str]:
        monkeypatch.setattr(timezone, "now", lambda: at + later)
        waiting = awaiting(structure)
        together(*next(waiting).lists)
        return [
            f"{each.text} {each.detail}"
            for each in waiting
            if isinstance(each, Task) and "question" in each.text
        ]

    def codes(later: timedelta) -> list[bool]:
        return [any(each.code in one for one in said(later)) for each in (calm, urgent)]

    hours = [timedelta(hours=each) for each in (1, 3, 49)]
    assert [bool(said(each)) for each in hours] == [False, True, True]
    assert codes(hours[1]) == [False, True]
    assert said(hours[2])[0].startswith("2")
    questions.answer(urgent, "accord", at=at)
    assert codes(hours[2]) == [True, False]
    questions.answer(calm, "accord", at=at)
    assert said(hours[2]) == []
