"""What meetings bring to a bulletin: the assembly to come, what was decided, once each."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.models import Meeting
from maillage.governance.queries.news import news
from maillage.governance.services import decisions, instances, meetings
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules
from maillage.ui.queries import news as news_of_rooms

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
TODAY = timezone.localdate()
SITE = "https://maillage.example/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def meeting_of(structure: Structure, kind: str, by: User, *, days: int) -> Meeting:
    instance = instances.add_instance(structure, instances.GivenInstance(kind, kind.upper()), by=by)
    begins = NOW + timedelta(days=days)
    given = meetings.GivenMeeting(f"Séance {kind}", begins, begins + HOUR, place="Montauban")
    made = meetings.plan(instance, given, by=by)
    meetings.convoke(made, by=by, at=min(NOW, begins - 10 * DAY), site=SITE)
    return Meeting.objects.get(pk=made.pk)


def decide(meeting: Meeting, by: User, title: str = "On loue une salle.") -> None:
    decisions.decide(meeting, decisions.GivenDecision(title), key=uuid4(), by=by, at=NOW)


def sentences(structure: Structure, days: int = 5) -> list[str]:
    return [item.sentence.replace("\N{NO-BREAK SPACE}", " ") for item in news(structure, TODAY - days * DAY)]


def test_an_assembly_is_told_once_convoked_and_no_meeting_of_a_few(
    structure: Structure, founder: User
) -> None:
    structure.decisions.all().delete()
    for kind in ("ag", "gt"):
        meeting_of(structure, kind, founder, days=20)
    (said,) = sentences(structure)
    assert said.startswith("Séance ag : ")
    assert said.endswith("Montauban.")


def test_a_decision_is_told_once_its_meeting_is_held(structure: Structure, founder: User) -> None:
    structure.decisions.all().delete()
    held = meeting_of(structure, "ca", founder, days=-2)
    decide(held, founder)
    assert sentences(structure) == []
    meetings.hold(held, by=founder, at=NOW)
    (said,) = sentences(structure)
    assert said.endswith("(CA) : On loue une salle.")
    assert said.startswith(f"Décision {held.day.year}-")


def test_what_was_said_held_after_a_bulletin_is_told_in_the_next(structure: Structure, founder: User) -> None:
    structure.decisions.all().delete()
    held = meeting_of(structure, "ca", founder, days=-10)
    decide(held, founder)
    meetings.hold(held, by=founder, at=NOW)
    (item,) = news(structure, TODAY - DAY)
    assert item.day == held.day
    assert list(news(structure, TODAY + timedelta(days=60))) == []


def test_nothing_of_a_team_that_speaks_of_patients_is_told(structure: Structure, founder: User) -> None:
    structure.decisions.all().delete()
    held = meeting_of(structure, "equipe", founder, days=-2)
    decide(held, founder, "Le cas de mardi")
    meetings.hold(held, by=founder, at=NOW)
    assert sentences(structure) == []


def test_nothing_of_a_module_switched_off_is_told(structure: Structure, founder: User) -> None:
    assert [item for item in news_of_rooms(structure, TODAY - 60 * DAY) if "Décision" in item.sentence]
    switch_modules(structure, [], by=founder)
    assert sentences(structure, 60) == []
