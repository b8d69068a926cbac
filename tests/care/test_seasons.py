"""A season comes back the same day each year, with what was done the year before."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.care.models import SeasonPlan
from maillage.care.queries.awaiting import year
from maillage.care.queries.own import diary, own_lines
from maillage.care.queries.seasons import AHEAD, begins, season_shown, seasons_of, year_at
from maillage.care.services import seasons
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import told

pytestmark = pytest.mark.django_db
APRIL, LATE_MAY, NEXT_MAY = date(2026, 4, 1), date(2026, 5, 25), date(2027, 5, 20)


def heat(structure: Structure, by: User) -> SeasonPlan:
    given = seasons.GivenSeason("canicule", "Canicule", date(2026, 6, 1), structure.people.all()[0])
    return seasons.plan_season(structure, given, key=uuid4(), by=by)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 28), st.integers(1, 12))
def test_one_works_for_a_year_that_began_or_begins_soon(on: date, day: int, month: int) -> None:
    plan = SeasonPlan(day=day, month=month)
    found = begins(plan, year_at(plan, on))
    assert (found - on).days <= AHEAD
    assert (begins(plan, found.year + 1) - on).days > AHEAD


def test_what_was_done_and_what_was_to_do_come_back_the_year_after(
    structure: Structure, founder: User
) -> None:
    plan = heat(structure, founder)
    key = uuid4()
    for _ in range(2):
        task = seasons.add_task(plan, 2026, "Rappeler les mairies", None, key=key)
    seasons.finish_task(task, on=LATE_MAY)
    seasons.close_year(plan, 2026, "Douze communes jointes.", on=LATE_MAY, by=founder)
    again = seasons.add_task(plan, 2027, "Vérifier les numéros", None, key=uuid4())
    shown = season_shown(seasons_of(structure).get(), on=NEXT_MAY)
    assert [(each.words, each.done_on) for each in shown.tasks] == [
        ("Rappeler les mairies", None),
        (again.words, None),
    ]
    assert (shown.before.done if shown.before else "", shown.left) == ("Douze communes jointes.", 2)


def test_who_answers_for_it_and_who_has_a_task_read_it_in_their_own_space_and_diary(
    structure: Structure, founder: User
) -> None:
    today = timezone.localdate()
    ada, max_ = (structure.people.get(name=f"{name} Fictif") for name in ("Ada", "Max"))
    near = (today + timedelta(days=20)).replace(day=min(28, (today + timedelta(days=20)).day))
    said = seasons.GivenSeason("canicule", "Canicule d’essai", near, ada)
    plan = seasons.plan_season(structure, said, key=uuid4(), by=founder)
    task = seasons.add_task(plan, year_at(plan, today), "Rappeler les mairies", max_, key=uuid4())

    def lines(person: Person) -> str:
        return " ".join(line.sentence for line in told([own_lines(person)]))

    assert "Canicule d’essai" in lines(ada)
    assert "Rappeler les mairies" in lines(max_)
    (entry,) = [each for each in diary(ada) if "Canicule d’essai" in each.title]
    assert entry.starts_at.astimezone(ZoneInfo("Europe/Paris")).date() == begins(plan, year_at(plan, today))
    assert not [each for each in diary(max_) if "Canicule d’essai" in each.title]
    seasons.finish_task(task, on=today)
    seasons.close_year(plan, year_at(plan, today), "Fait.", on=today, by=founder)
    assert "Canicule d’essai" not in lines(ada)
    assert "Rappeler les mairies" not in lines(max_)


def test_its_day_is_in_the_calendar_and_must_exist_each_month(structure: Structure, founder: User) -> None:
    heat(structure, founder)
    (day,) = list(told([year(structure, date(2027, 1, 1), date(2027, 12, 31))]))
    assert (day.day, day.title) == (date(2027, 6, 1), "Canicule")
    assert list(told([year(structure, APRIL, LATE_MAY)])) == []
    with pytest.raises(BadInput, match="28"):
        seasons.plan_season(
            structure, seasons.GivenSeason("grippe", "Grippe", date(2026, 10, 31)), key=uuid4(), by=founder
        )
