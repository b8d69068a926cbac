"""The year of a structure, and what the statutes ask of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.models import Instance, Mandate
from maillage.governance.queries.awaiting import awaiting
from maillage.governance.queries.own import diary
from maillage.governance.queries.yearly import meeting_yearly, owed, yearly
from maillage.governance.rules import yearly_day
from maillage.structures.models import Structure
from maillage.ui.queries import year_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(structure: Structure) -> Instance:
    return structure.instances.get()


def test_a_day_is_of_each_year() -> None:
    assert yearly_day("30/06", 2026) == date(2026, 6, 30)
    assert [yearly_day("29/02", year) for year in (2027, 2028)] == [date(2027, 2, 28), date(2028, 2, 29)]
    assert yearly_day(" ") is None


@given(st.text(max_size=8))
def test_what_is_no_day_is_refused_in_french(written: str) -> None:
    """Whatever is typed, a day or a sentence."""
    try:
        found = yearly_day(written)
    except ValueError:
        with pytest.raises(ValueError, match="n’est pas un jour de l’année"):
            yearly_day(written)
    else:
        assert (found is None) == (not written.strip())


def test_a_meeting_of_that_year_answers_what_the_statutes_ask(structure: Structure, bureau: Instance) -> None:
    day = timezone.localdate() + timedelta(days=30)
    Instance.objects.filter(pk=bureau.pk).update(yearly_by=f"{day:%d/%m}", article="article 9")
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    bureau.meetings.all().delete()
    assert [each.day for each in owed(meeting_yearly(structure, first), first, last)] == [day]
    assert any("à réunir avant" in task.text for task in awaiting(structure))
    begins = timezone.now().replace(year=day.year, month=3, day=1)
    bureau.meetings.create(title="AG", starts_at=begins, ends_at=begins + timedelta(hours=2), state="tenue")
    assert owed(meeting_yearly(structure, first), first, last) == []
    assert [each.meeting.title for each in yearly(meeting_yearly(structure, first), first, last)] == ["AG"]
    assert not any("à réunir avant" in task.text for task in awaiting(structure))


def test_what_the_statutes_do_not_say_is_asked_of_nobody(structure: Structure) -> None:
    assert owed(meeting_yearly(structure, date(2020, 1, 1)), date(2020, 1, 1), date(2030, 1, 1)) == []


def test_each_room_tells_its_days(structure: Structure, bureau: Instance) -> None:
    today = timezone.localdate()
    Mandate.objects.filter(instance=bureau).update(until=today + timedelta(days=5))
    told = [each.title for each in year_of(structure, today - timedelta(days=60), today + timedelta(days=60))]
    assert "Bureau du mois" in told
    assert "Antibiotiques" in told
    assert any(each.startswith("Fin de mandat") for each in told)


def test_a_draft_is_in_no_calendar(structure: Structure, bureau: Instance) -> None:
    bureau.meetings.update(state="brouillon")
    told = year_of(structure, date(2020, 1, 1), date(2099, 1, 1))
    assert "Bureau du mois" not in [each.title for each in told]


def test_the_page_opens_on_any_year(structure: Structure, member: User) -> None:
    client, url = client_of(member), reverse("governance:year", args=[structure.slug])
    for asked in ("", "1900", "2999", "x", "99999", "-1"):
        assert client.get(url, {"year": asked}).status_code == 200
    assert "Rien n’est daté" in client.get(url, {"year": "2999"}).content.decode()


def test_who_holds_an_office_finds_it_in_their_diary(structure: Structure, bureau: Instance) -> None:
    day = timezone.localdate() + timedelta(days=200)
    Instance.objects.filter(pk=bureau.pk).update(yearly_by=f"{day:%d/%m}")
    bureau.meetings.all().delete()
    ada, max_ = (structure.people.get(name=f"{name} Fictif") for name in ("Ada", "Max"))
    assert any(entry.uid.startswith("annee-") for entry in diary(ada))
    assert not any(entry.uid.startswith("annee-") for entry in diary(max_))
