"""A structure says once how it is reached; somebody answers, or its home says that nobody does."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.outreach.queries.bulletins import letter_of
from maillage.people import services
from maillage.people.models import Adhesion, ContactDesk, Person
from maillage.people.queries.desk import (
    awaiting,
    contact_line,
    desk_of,
    here,
    is_here,
    point_of,
    spokesperson_line,
    who_answers,
)
from maillage.people.queries.joining import rules_of
from maillage.people.services import GivenDesk
from maillage.structures.models import Structure
from maillage.ui.queries import contents_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)
SHARED = GivenDesk("accueil@cpts.example", "0563000000", "Le matin")


def ada_of(structure: Structure) -> Person:
    return structure.people.get(name="Ada Fictif")


def max_of(structure: Structure) -> Person:
    return structure.people.get(name="Max Fictif")


def set_desk(structure: Structure, by: User, given: GivenDesk = SHARED, **told: Any) -> ContactDesk:
    who = {"answers": ada_of(structure), "backup": None, "version": 0, **told}
    return services.set_desk(structure, given, **who, by=by, on=TODAY)


def away(structure: Structure, since: date, days: int = 14, instead: str = "") -> None:
    services.note_absence(
        ada_of(structure),
        since=since,
        last_day=since + timedelta(days=days),
        replaced_by=instead,
        by=None,
        on=TODAY,
    )


def waits(structure: Structure, on: date = TODAY) -> list[str]:
    return [task.text for task in awaiting(structure, desk_of(structure), on)]


def test_it_is_said_once_and_the_words_of_before_give_way(structure: Structure, founder: User) -> None:
    Structure.objects.filter(pk=structure.pk).update(contact="Ada, 05 63 00 00 01")
    structure.refresh_from_db()
    assert contact_line(structure) == "Ada, 05 63 00 00 01"
    set_desk(structure, founder)
    structure.refresh_from_db()
    assert structure.contact == ""
    assert contact_line(structure).replace("\xa0", " ") == "accueil@cpts.example, 05 63 00 00 00 (Le matin)"
    assert spokesperson_line(structure).startswith("Ada Fictif, accueil@cpts.example")


def test_the_joining_page_the_bulletins_and_the_answers_say_it(structure: Structure, founder: User) -> None:
    set_desk(structure, founder)
    rules = rules_of(structure)
    assert rules
    page = Client().get(f"{rules.link.get_absolute_url()}?a-la-main=1").content.decode()
    assert "accueil@cpts.example" in page
    assert "Ada Fictif" not in page
    bulletin = structure.bulletins.get()
    letter = letter_of(bulletin, by=founder, on=TODAY, site="https://maillage.example/")
    assert letter.reply_to == "accueil@cpts.example"
    assert "Pour nous joindre\N{NO-BREAK SPACE}: accueil@cpts.example" in letter.body


def test_who_is_reached_directly_wished_it_and_is_reached_by_their_card(
    structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match="ni courriel ni téléphone"):
        set_desk(structure, founder, GivenDesk(agrees=True))
    Person.objects.filter(name="Ada Fictif").update(phone="0600000000")
    desk = set_desk(structure, founder, GivenDesk("accueil@cpts.example", agrees=True))
    assert (desk.is_direct, desk.email) == (True, "")
    Person.objects.filter(name="Ada Fictif").update(phone="0600000001")
    point = point_of(ContactDesk.objects.select_related("answers").get())
    assert point
    assert (point.name, point.phone) == ("Ada Fictif", "0600000001")
    Person.objects.filter(name="Ada Fictif").update(phone="")
    assert waits(structure) == ["Dire comment joindre la structure"]


def test_the_page_shows_the_card_of_who_wished_it(structure: Structure, founder: User) -> None:
    Person.objects.filter(name="Ada Fictif").update(phone="0600000000")
    client, url = client_of(founder), reverse("people:desk", args=[structure.slug])
    sent = {"answers": "Ada Fictif", "version": "0"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "il faut pouvoir vous joindre" in refused.content.decode()
    assert client.post(url, {**sent, "agrees": "on"}).status_code == 302
    assert "06\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00" in client.get(url).content.decode()


def test_in_august_the_backup_answers_else_the_home_says_it(structure: Structure, founder: User) -> None:
    assert waits(structure) == ["Dire comment joindre la structure"]
    set_desk(structure, founder)
    away(structure, TODAY)
    assert waits(structure) == ["Nommer qui répond pour la structure"]
    assert waits(structure, TODAY - timedelta(days=14)) == ["Nommer qui répond pendant l’absence"]
    assert waits(structure, TODAY - timedelta(days=15)) == []
    assert waits(structure, TODAY + timedelta(days=15)) == []
    desk = set_desk(structure, founder, backup=max_of(structure), version=1)
    assert who_answers(desk, TODAY) == max_of(structure)
    assert waits(structure) == []


def test_each_absence_has_its_own_backup(structure: Structure, founder: User) -> None:
    services.know(structure, services.GivenPerson("Kim Fictif", "infirmier"), by=founder)
    desk = set_desk(structure, founder, backup=max_of(structure))
    away(structure, TODAY, instead="FICTIF Kim")
    away(structure, TODAY + timedelta(days=60))
    away(structure, TODAY + timedelta(days=120), instead="Personne de connu")
    answering = [who_answers(desk, TODAY + timedelta(days=days)) for days in (1, 30, 61, 100, 121)]
    assert [card and card.name for card in answering] == [
        "Kim Fictif", "Ada Fictif", "Max Fictif", "Ada Fictif", "Max Fictif",
    ]  # fmt: skip


def test_an_absence_that_one_says_by_their_own_link_is_known_at_the_desk(
    structure: Structure, founder: User
) -> None:
    set_desk(structure, founder)
    ada = ada_of(structure)
    link = services.doors_to([ada], on=timezone.localdate())[ada.pk]
    today = timezone.localdate()
    Client().post(f"{link.get_absolute_url()}absences/", {"since": today, "last_day": today})
    page = client_of(founder).get(reverse("people:desk", args=[structure.slug])).content.decode()
    assert "personne ne répond" in page


def test_the_desk_notes_and_takes_away_absences(structure: Structure, founder: User) -> None:
    set_desk(structure, founder)
    client, url = client_of(founder), reverse("people:desk_absence", args=[structure.slug])
    days = {"since": "2027-08-01", "last_day": "2027-08-31"}
    for refused in (
        {**days, "replaced_by": "Inconnue"}, {**days, "replaced_by": "Ada Fictif"}, {**days, "last_day": "2027-07-01"},
    ):  # fmt: skip
        assert client.post(url, refused).status_code == 422
    assert not ada_of(structure).absences.exists()
    assert client.post(url, {**days, "replaced_by": "Max Fictif"}).status_code == 302
    absence = ada_of(structure).absences.get()
    assert absence.replaced_by == "Max Fictif"
    client.post(url, {"remove": str(absence.pk)})
    assert not ada_of(structure).absences.exists()


def test_who_left_answers_no_more(structure: Structure, founder: User) -> None:
    Adhesion.objects.create(person=ada_of(structure), kind="adherent", since=date(2026, 3, 2))
    set_desk(structure, founder)
    Person.objects.filter(name="Ada Fictif").update(engagement="")
    assert waits(structure) == []
    Adhesion.objects.filter(person=ada_of(structure)).update(until=TODAY)
    assert waits(structure) == ["Nommer qui répond pour la structure"]
    ada_of(structure).delete()
    assert waits(structure) == ["Nommer qui répond pour la structure"]


def test_merging_who_answers_keeps_the_desk(structure: Structure, founder: User) -> None:
    double = services.know(structure, services.GivenPerson("Ada Fictive", "infirmier"), by=founder)
    set_desk(structure, founder, answers=double)
    services.merge(ada_of(structure), double, by=founder, at=timezone.now())
    assert ContactDesk.objects.get().answers == ada_of(structure)


def test_nobody_writes_over_somebody_unseen(structure: Structure, founder: User) -> None:
    set_desk(structure, founder)
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        set_desk(structure, founder)
    url = reverse("people:desk", args=[structure.slug])
    sent = {"email": "autre@cpts.example", "answers": "Ada Fictif", "version": "0"}
    answer = client_of(founder).post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "accueil@cpts.example" in page
    assert "autre@cpts.example" in page
    assert client_of(founder).post(url, {**sent, "version": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (GivenDesk(), "il faut pouvoir vous joindre"),
    ],
)
def test_what_reaches_nobody_is_refused(
    given: GivenDesk, told: str, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match=told):
        set_desk(structure, founder, given)


def test_the_backup_is_somebody_else(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="quelqu’un d’autre"):
        set_desk(structure, founder, backup=ada_of(structure))


def test_it_leaves_with_the_structure(structure: Structure, founder: User) -> None:
    assert contents_of(structure)["people"]["contact_desk"] is None
    set_desk(structure, founder)
    assert contents_of(structure)["people"]["contact_desk"]["answers"] == "Ada Fictif"


def test_who_is_here_is_the_same_asked_of_a_card_and_of_the_database(structure: Structure) -> None:
    day = timedelta(days=1)
    runs, over, later = (TODAY - 9 * day, None), (TODAY - 9 * day, TODAY), (TODAY + day, None)
    for is_merged in (False, True):
        for engagement in ("", "engage"):
            for spans in ([], [runs], [over], [later], [over, runs], [over, later]):
                card = Person.objects.create(
                    structure=structure, name="Lou Fictif", engagement=engagement, is_merged=is_merged
                )
                for since, until in spans:
                    Adhesion.objects.create(person=card, kind="person", since=since, until=until)
    cards = Person._base_manager.all()
    answers = {card.pk for card in cards if is_here(card, TODAY)}
    assert answers == set(cards.filter(here(TODAY)).values_list("pk", flat=True))
    assert 0 < len(answers) < cards.count()
