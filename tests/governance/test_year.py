"""The year of a structure, and what the statutes ask of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.governance.models import Instance, Mandate
from maillage.governance.queries.awaiting import awaiting
from maillage.governance.queries.own import diary
from maillage.governance.queries.yearly import meeting_yearly, owed, yearly
from maillage.governance.rules import yearly_day
from maillage.governance.services import instances
from maillage.governance.services.decisions import say_accounts
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.ui.queries import diary_of, year_of
from players import FOUNDED_ON

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
    assert any("à réunir avant" in task.text for task in tasks_of(awaiting(structure)))
    begins = timezone.now().replace(year=day.year, month=3, day=1)
    bureau.meetings.create(title="AG", starts_at=begins, ends_at=begins + timedelta(hours=2), state="tenue")
    assert owed(meeting_yearly(structure, first), first, last) == []
    assert [str(each.answer) for each in yearly(meeting_yearly(structure, first), first, last)] == ["AG"]
    assert not any("à réunir avant" in task.text for task in tasks_of(awaiting(structure)))


def test_what_the_statutes_do_not_say_is_asked_of_nobody(structure: Structure) -> None:
    assert owed(meeting_yearly(structure, date(2020, 1, 1)), date(2020, 1, 1), date(2030, 1, 1)) == []


def test_each_room_tells_its_days(structure: Structure, bureau: Instance) -> None:
    today = timezone.localdate()
    Mandate.objects.filter(instance=bureau).update(until=today + timedelta(days=5))
    days = told(year_of(structure, today - timedelta(days=60), today + timedelta(days=60)))
    titles = [each.title for each in days]
    assert "Bureau du mois" in titles
    assert "Antibiotiques" in titles
    assert any(each.startswith("Fin de mandat") for each in titles)


def test_a_draft_is_in_no_calendar(structure: Structure, bureau: Instance) -> None:
    bureau.meetings.update(state="brouillon")
    days = told(year_of(structure, date(2020, 1, 1), date(2099, 1, 1)))
    assert "Bureau du mois" not in [each.title for each in days]


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


def test_accounts_are_answered_by_the_decision_that_approves_them(
    structure: Structure, bureau: Instance, founder: User, member: User
) -> None:
    today = timezone.localdate()
    Instance.objects.filter(pk=bureau.pk).update(accounts_by=f"{today:%d/%m}")
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    assert owed(meeting_yearly(structure, first), first, last)[0].title.startswith(
        "Bureau : comptes à approuver"
    )
    made = structure.decisions.filter(verdict="adoptee", decided_on__year=today.year)[:1].get()
    url = reverse("governance:say_accounts", args=[structure.slug, made.pk])
    client = client_of(founder)
    client.post(url, {"approves": "oui"})
    assert owed(meeting_yearly(structure, first), first, last) == []
    page = reverse("governance:meeting", args=[structure.slug, made.meeting_id])
    assert "Approuve les comptes" in client.get(page).content.decode()
    assert client_of(member).post(url, {"approves": "non"}).status_code == 403
    client.post(url, {"approves": "non"})
    assert owed(meeting_yearly(structure, first), first, last)
    structure.decisions.filter(pk=made.pk).update(verdict="rejetee")
    made.refresh_from_db()
    with pytest.raises(BadInput, match="pas adoptée"):
        say_accounts(made, approves=True, by=founder)


def test_a_change_of_officers_waits_until_it_is_declared(
    structure: Structure, bureau: Instance, founder: User
) -> None:
    """No text that was read gives its delay: it is said to be checked, and no day is guessed."""
    structure.declarations.all().delete()
    max_ = structure.people.get(name="Max Fictif")
    today = timezone.localdate()
    for office in ("membre", "tresorerie", "secretariat"):
        instances.seat(bureau, max_, instances.GivenMandate(office, today), by=founder)
    instances.seat(bureau, max_, instances.GivenMandate("vice", FOUNDED_ON), by=founder)  # its past
    change = structure.declarations.get()
    waited = [task.text for task in tasks_of(awaiting(structure)) if "délai" in task.detail.lower()]
    assert len(waited) == 1
    days = told(year_of(structure, today, today))
    assert [each.is_owed for each in days if "à déclarer" in each.title] == [True]
    client, url = client_of(founder), reverse("governance:declarations", args=[structure.slug])
    assert "Délai\N{NO-BREAK SPACE}: à vérifier" in client.get(url).content.decode()
    client.post(reverse("governance:declare", args=[structure.slug, change.pk]), {"done": "oui"})
    assert not structure.declarations.filter(declared_on=None).exists()
    assert not [each for each in told(year_of(structure, today, today)) if "à déclarer" in each.title]
    client.post(reverse("governance:declare", args=[structure.slug, change.pk]), {"done": "non"})
    for _ in range(2):
        client.post(url, {"what": "statuts", "changed_on": today.isoformat()})
    assert structure.declarations.filter(declared_on=None).count() == 2


def test_ones_own_diary_has_ones_tasks_and_the_events_one_comes_to(structure: Structure) -> None:
    ada = structure.people.get(name="Ada Fictif")
    day = timezone.localdate() + timedelta(days=9)
    structure.tasks.create(title="Louer la salle", owner=ada, due_on=day)
    structure.tasks.create(title="Sans date", owner=ada)
    event = structure.events.get()
    mine = event.registrations.create(
        person=ada, name=ada.name, seat="retenue", asked_at=timezone.now(), told_at=timezone.now()
    )
    titles = {entry.title: entry for entry in diary_of(ada)}
    assert "À faire : Louer la salle" in titles
    assert not any("Sans date" in title for title in titles)
    assert titles[event.title].starts_at == event.starts_at
    mine.seat = "annulee"
    mine.save()
    assert event.title not in [entry.title for entry in diary_of(ada)]
    structure.tasks.update(done_on=day)
    assert not any("Louer" in entry.title for entry in diary_of(ada))
