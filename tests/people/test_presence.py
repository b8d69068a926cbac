"""When people are away and what they care for: said in two taps, seen on the list, taken with the card."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Absence, Interest, Person
from maillage.people.queries.contents import told_of
from maillage.people.queries.presence import absence_words, away, interested_in, theme_words, themes_of
from maillage.people.services import GivenPerson, GivenRules
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def max_(structure: Structure) -> Person:
    return structure.people.get(name="Max Fictif")


@pytest.fixture
def door(max_: Person) -> str:
    return services.doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def absent(person: Person, since: date, last_day: date, replaced_by: str = "") -> Absence:
    return services.note_absence(
        person, since=since, last_day=last_day, replaced_by=replaced_by, by=None, on=TODAY
    )


def day(rank: int) -> date:
    return TODAY + timedelta(days=rank)


def test_both_days_are_of_the_absence(max_: Person) -> None:
    absent(max_, day(1), day(2))
    assert [bool(away([max_.pk], on=day(rank))) for rank in range(4)] == [False, True, True, False]


def test_the_same_first_day_corrects_what_was_said(max_: Person) -> None:
    absent(max_, day(1), day(9))
    absence = absent(max_, day(1), day(2), " Kim Fictif ")
    assert max_.absences.get() == absence
    said = absence_words(absence).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "du 6 mars 2026 au 7 mars 2026, remplacement : Kim Fictif"


@pytest.mark.parametrize(
    ("since", "last_day", "said"),
    [(2, 1, "finit avant de commencer"), (-9, -1, "déjà finie"), (3, 9, "déjà notée du 06/03/2026")],
)
def test_days_that_cannot_be_are_refused(max_: Person, since: int, last_day: int, said: str) -> None:
    absent(max_, day(1), day(4))
    with pytest.raises(BadInput, match=said):
        absent(max_, day(since), day(last_day))
    assert max_.absences.count() == 1


def test_nobody_plans_a_hundred_absences(max_: Person) -> None:
    for rank in range(services.presence.MOST_ABSENCES):
        absent(max_, day(rank), day(rank))
    with pytest.raises(BadInput, match="absences sont déjà notées"):
        absent(max_, day(99), day(99))


def test_one_says_it_by_ones_own_link_and_takes_it_back(door: str, max_: Person, client: Client) -> None:
    today = timezone.localdate().isoformat()
    assert client.get(f"{door}absences/").status_code == 302
    assert not max_.absences.exists()
    sent = {"since": today, "last_day": today, "replaced_by": "Kim Fictif"}
    client.post(f"{door}absences/", sent)
    client.post(f"{door}absences/", sent)
    assert "Kim Fictif" in client.get(door).content.decode()
    absence = max_.absences.get()
    client.post(f"{door}absences/", {"remove": absence.pk})
    assert not max_.absences.exists()


@pytest.mark.parametrize("last_day", ["", "hier", "1900-01-01", "99999-01-01", "2000-01-01"])
def test_a_date_that_is_none_is_said_in_place(door: str, max_: Person, client: Client, last_day: str) -> None:
    answer = client.post(f"{door}absences/", {"since": "2026-03-05", "last_day": last_day})
    assert answer.status_code == 422
    assert not max_.absences.exists()


def test_nobody_takes_back_the_absence_of_another(
    structure: Structure, door: str, founder: User, client: Client
) -> None:
    ada = structure.people.get(name="Ada Fictif")
    absence = absent(ada, day(0), day(3))
    client.post(f"{door}absences/", {"remove": absence.pk})
    assert ada.absences.exists()


def test_themes_are_ours_and_those_of_the_structure(structure: Structure, founder: User) -> None:
    services.set_rules(
        structure,
        GivenRules(["liberal"], colleges=["Soignants"], themes=["Nuits fictives", "Prévention"]),
        by=founder,
    )
    assert themes_of(structure)["Nuits fictives"] == "Nuits fictives"
    assert list(structure.own_themes.values_list("name", flat=True)) == ["Nuits fictives"]


def test_what_one_cares_for_is_ticked_and_found(
    structure: Structure, door: str, max_: Person, founder: User, client: Client
) -> None:
    client.post(f"{door}themes/", {"theme": ["prevention", "enfants"]})
    assert theme_words(max_.interests.all()) == ["Enfants et adolescents", "Prévention"]
    client.post(f"{door}themes/", {"theme": ["prevention"]})
    assert [each.theme for each in max_.interests.all()] == ["prevention"]
    assert list(interested_in(structure, "prevention", on=timezone.localdate())) == [max_]
    assert not interested_in(structure, "enfants", on=timezone.localdate())
    url = reverse("people:members", args=[structure.slug])
    shown = client_of(founder).get(url, {"theme": "enfants", "state": "tous"}).context["people"]
    assert shown == []
    shown = client_of(founder).get(url, {"theme": "prevention"}).context["people"]
    assert [person for person, *_ in shown] == [max_]


def test_a_theme_that_nobody_proposes_is_refused(door: str, max_: Person, client: Client) -> None:
    assert client.post(f"{door}themes/", {"theme": "inconnu"}).status_code == 422
    with pytest.raises(BadInput, match="n’est pas proposé"):
        services.say_interests(max_, ["inconnu"], by=None)


def test_a_theme_taken_away_leaves_the_cards(structure: Structure, max_: Person, founder: User) -> None:
    services.set_rules(
        structure, GivenRules(["liberal"], colleges=["Soignants"], themes=["Nuits"]), by=founder
    )
    services.say_interests(max_, ["Nuits", "prevention"], by=founder)
    services.set_rules(structure, GivenRules(["liberal"], colleges=["Soignants"]), by=founder)
    assert [each.theme for each in max_.interests.all()] == ["prevention"]


def test_the_manager_notes_both_and_the_list_and_the_file_say_them(
    structure: Structure, max_: Person, founder: User
) -> None:
    client, today = client_of(founder), timezone.localdate()
    sent = {"since": today, "last_day": today + timedelta(days=3), "replaced_by": ""}
    client.post(reverse("people:absences", args=[structure.slug, max_.pk]), sent)
    client.post(reverse("people:interests", args=[structure.slug, max_.pk]), {"theme": "prevention"})
    assert "absence jusqu’au" in client.get(
        reverse("people:members", args=[structure.slug])
    ).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    answer = client.get(reverse("people:export", args=[structure.slug, "csv"]))
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert row["Thèmes"] == "Prévention"
    assert row["Absences à venir"].startswith("du ")


def test_both_go_with_a_merge_and_with_what_one_takes_away(
    structure: Structure, max_: Person, founder: User
) -> None:
    (double,) = services.welcome(structure, [GivenPerson("Max Fictif", "infirmier")], by=founder)
    absent(double, day(0), day(3))
    services.say_interests(double, ["prevention", "enfants"], by=founder)
    services.say_interests(max_, ["prevention"], by=founder)
    done = services.merge(max_, double, by=founder, at=timezone.now())
    told = told_of(max_)
    assert told["interests"] == ["Enfants et adolescents", "Prévention"]
    assert told["absences"][0]["last_day"] == day(3)
    services.undo(done, by=founder, at=timezone.now())
    assert (max_.absences.count(), double.interests.count(), Interest.objects.count()) == (0, 2, 3)


@pytest.mark.django_db(transaction=True)
def test_the_same_absence_said_twice_at_once_is_one(max_: Person, at_once: Callable[..., list[Any]]) -> None:
    results = at_once(*[lambda: absent(max_, day(0), day(3))] * 3)
    assert {type(each) for each in results} == {Absence}
    assert max_.absences.count() == 1
