"""A season comes back the same day each year, with what was done the year before."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from grounds import structure_on
from maillage.accounts.models import User
from maillage.care.models import SeasonPlan
from maillage.care.queries.alerts_awaiting import awaiting
from maillage.care.queries.awaiting import year
from maillage.care.queries.own import diary, own_lines
from maillage.care.queries.seasons import AHEAD, begins, season_shown, seasons_of, year_at
from maillage.care.services import seasons
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.structures.queries.clocks import today_in
from maillage.ui.slots import Task

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


def test_by_their_link_each_says_that_a_task_is_done_and_who_answers_for_it_what_was(
    structure: Structure, founder: User
) -> None:
    today = today_in(structure)
    ada, max_, lou = (
        structure.people.get_or_create(name=f"{name} Fictif")[0] for name in ("Ada", "Max", "Lou")
    )
    near = (today + timedelta(days=20)).replace(day=min(28, (today + timedelta(days=20)).day))
    plan = seasons.plan_season(
        structure, seasons.GivenSeason("canicule", "Canicule d’essai", near, ada), key=uuid4(), by=founder
    )
    theirs, ours = (
        seasons.add_task(plan, year_at(plan, today), words, who, key=uuid4())
        for words, who in (("Rappeler les mairies", max_), ("Prévenir la presse", None))
    )

    def door(person: Person) -> str:
        return doors_to([person], on=today)[person.pk].step(f"saison-{plan.pk}")

    paths = {door(each) for each in (ada, max_)}
    known = Person.objects.filter(pk__in=[ada.pk, max_.pk])
    assert {
        line.path for line in told([own_lines(each) for each in known]) if line.heading == "Saisons"
    } == paths
    client = Client()
    page = client.get(door(max_)).content.decode()
    assert page.count("C’est fait") == 1
    assert "Ce qui a été fait" not in page
    client.post(door(max_), {"task": ours.pk})
    client.post(door(max_), {"task": theirs.pk})
    client.post(door(max_), {"done_words": "1", "done": "Tout"})
    held = plan.years.get()
    assert [each.done_on for each in held.tasks.order_by("pk")] == [today, None]
    assert held.closed_on is None
    client.post(door(ada), {"again": theirs.pk})
    client.post(door(ada), {"task": ours.pk})
    assert client.post(door(ada), {"done_words": "1", "done": "Pour Mme Durand"}).status_code == 422
    client.post(door(ada), {"done_words": "1", "done": "Douze communes jointes."})
    held.refresh_from_db()
    assert [each.done_on for each in held.tasks.order_by("pk")] == [None, today]
    assert (held.done, held.closed_on) == ("Douze communes jointes.", today)
    assert client.get(door(lou)).status_code == 404


def test_overseas_a_season_is_near_by_the_day_that_it_is_there(
    founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reunion = structure_on(["97411"], by=founder)
    reunion.module_choices.update_or_create(module="soins", defaults={"is_on": True})
    ada = reunion.people.create(name="Ada Fictif", engagement="engage")
    doors_to([ada], on=date(2026, 1, 1))
    said = seasons.GivenSeason("canicule", "Cyclones d’essai", date(2026, 12, 1), ada)
    seasons.plan_season(reunion, said, key=uuid4(), by=founder)
    #: 45 days before, at one in the morning there: the day before still, in Paris.
    found = []
    for at in (datetime(2026, 10, 16, 19, 30, tzinfo=UTC), datetime(2026, 10, 16, 21, 0, tzinfo=UTC)):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        homes = [each.text for each in told([awaiting(reunion)]) if isinstance(each, Task)]
        lines = [each.sentence for each in told([own_lines(Person.objects.get(pk=ada.pk))])]
        found.append([any("Cyclones d’essai" in each for each in some) for some in (homes, lines)])
    assert found == [[False, False], [True, True]]
