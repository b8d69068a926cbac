"""Education and concertations: numbers of people, never who; questions about nobody."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import EtpStanding
from maillage.care.models import RcpCall
from maillage.care.queries.pathways_counts import etp_year, rcp_year
from maillage.care.services import concerting, education
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import Cast

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 20)


@pytest.fixture
def founder(cast: Cast) -> User:
    assert cast["founder"]
    return cast["founder"]


def test_sessions_are_counted_once_held_and_who_was_not_counted_is_told(structure: Structure) -> None:
    programme = structure.etp_programmes.get()
    days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 30)]
    one, two, three, four = [
        education.plan_session(programme, education.GivenSession(day, time(14), "Le pied"), key=uuid4())
        for day in days
    ]
    education.count_session(one, present=8, newcomers=3, on=ON)
    education.count_session(two, present=5, newcomers=None, on=ON)
    with pytest.raises(BadInput, match="parmi les présents"):
        education.count_session(three, present=2, newcomers=3, on=ON)
    with pytest.raises(BadInput, match="à venir"):
        education.count_session(four, present=2, newcomers=0, on=ON)
    counted = etp_year(structure, 2026, on=ON)
    assert (counted.sessions, counted.present, counted.newcomers, counted.uncounted) == (3, 13, 3, 1)
    education.call_off(two, is_off=True)
    assert etp_year(structure, 2026, on=ON).present == 8


@pytest.fixture
def called(structure: Structure) -> RcpCall:
    return structure.rcp_calls.get()


def test_a_guest_answers_and_prepares_by_their_link_without_naming_anybody(
    called: RcpCall, max_: Person
) -> None:
    page = max_.door.link.step(f"rcp-{called.pk}")
    assert "Venez-vous" in Client().get(page).content.decode()
    assert called.guests.get().coming == ""
    Client().post(page, {"coming": "oui"})
    assert called.guests.get().coming == "oui"
    refused = Client().post(page, {"words": "Que faire pour Mme O. ?", "key": uuid4()})
    assert refused.status_code == 422
    Client().post(page, {"words": "Qui pèse ?", "key": uuid4()})
    assert [each.words for each in called.questions.all()] == ["Qui mesure la plaie ?", "Qui pèse ?"]


def test_a_call_is_written_once_to_who_has_an_address_and_says_no_question(
    structure: Structure, founder: User, max_: Person
) -> None:
    Person.objects.filter(pk=max_.pk).update(email="max@example.org")
    max_.refresh_from_db()
    key, at = uuid4(), timezone.now()
    given = concerting.GivenCall(at + timedelta(days=5), "Douleur", guests=[max_])
    for _ in range(2):
        concerting.call(structure, given, key=key, by=founder, at=at, site="https://maillage.example")
    (message,) = Sending.objects.filter(key__startswith="care.rcp")
    assert "https://maillage.example/l/" in message.body


def test_what_was_held_is_counted_and_changes_no_more(
    structure: Structure, called: RcpCall, founder: User
) -> None:
    with pytest.raises(BadInput, match="à venir"):
        concerting.hold(called, concerting.Held([], ald=1), by=founder, on=ON)
    RcpCall.objects.update(starts_at=timezone.now() - timedelta(days=1))
    called.refresh_from_db()
    today = timezone.localdate()
    with pytest.raises(BadInput, match="au moins un nombre"):
        concerting.hold(called, concerting.Held([]), by=founder, on=today)
    held = concerting.Held([called.guests.get().pk], ald=2, others=1, minutes=40)
    concerting.hold(called, held, by=founder, on=today)
    counted = rcp_year(structure, called.starts_at.year)
    assert (counted.sessions, counted.situations, counted.people_there) == (1, 3, 1)
    with pytest.raises(BadInput, match="tenue"):
        concerting.hold(called, held, by=founder, on=today)


def test_in_a_maison_it_is_a_line_of_the_register_and_is_not_counted_twice(
    structure: Structure, called: RcpCall, founder: User
) -> None:
    Structure.objects.filter(pk=structure.pk).update(form="msp")
    before = rcp_year(structure, timezone.now().year)
    RcpCall.objects.update(starts_at=timezone.now() - timedelta(days=1))
    called.refresh_from_db()
    held = concerting.Held([called.guests.get().pk], ald=2, over_75=1)
    concerting.hold(called, held, by=founder, on=timezone.localdate())
    called.refresh_from_db()
    assert called.session
    assert called.session.situations == 3
    assert [each.profession for each in called.session.professions.all()] == ["medecin_generaliste"]
    counted = rcp_year(structure, called.starts_at.year)
    assert (counted.sessions, counted.situations) == (before.sessions + 1, before.situations + 3)


def test_an_address_that_is_none_holds_no_other_guest_back(structure: Structure, founder: User) -> None:
    guests = [
        structure.people.create(name=f"N{rank} Fictif", email=said)
        for rank, said in enumerate(("", "a@b", "lou@example.org"))
    ]
    now = timezone.now()
    given = concerting.GivenCall(now + timedelta(days=3), "Plaies", guests=guests)
    made = concerting.call(structure, given, key=uuid4(), by=founder, at=now, site="https://x.example/")
    assert made.guests.count() == 3
    assert Sending.objects.filter(key__startswith=f"care.rcp {made.pk} ").count() == 1


def test_the_key_of_another_call_or_programme_is_told_and_writes_nothing(
    structure: Structure, called: RcpCall, founder: User
) -> None:
    asked, planned = uuid4(), uuid4()
    given = concerting.GivenCall(timezone.now() + timedelta(days=3), "Plaies")
    other = concerting.call(structure, given, key=uuid4(), by=founder, at=timezone.now(), site="")
    concerting.ask_question(called, "Qui pèse ?", key=asked)
    with pytest.raises(BadInput, match="servi ailleurs"):
        concerting.ask_question(other, "Qui mesure ?", key=asked)
    programme = structure.etp_programmes.get()
    said = education.GivenProgramme("Le souffle", EtpStanding.NEITHER)
    second = education.add_programme(structure, said, key=uuid4(), by=founder)
    session = education.GivenSession(ON, time(14), "Le pied")
    education.plan_session(programme, session, key=planned)
    with pytest.raises(BadInput, match="servi ailleurs"):
        education.plan_session(second, session, key=planned)
