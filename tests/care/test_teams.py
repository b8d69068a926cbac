"""Education and concertations: numbers of people, never who; questions about nobody."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.care.enums import Coming, EtpStanding
from maillage.care.models import EtpSession, RcpCall
from maillage.care.queries.awaiting import year
from maillage.care.queries.own import diary, own_lines
from maillage.care.queries.pathways_counts import etp_year, rcp_year
from maillage.care.services import concerting, education
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.structures.queries.clocks import today_in, zone_of
from players import Cast

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 20)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def founder(cast: Cast) -> User:
    assert cast["founder"]
    return cast["founder"]


def test_sessions_are_counted_once_held_and_who_was_not_counted_is_told(
    structure: Structure, founder: User
) -> None:
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
    education.call_off(two, is_off=True, by=founder, at=timezone.now())
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


def test_what_was_counted_wrong_is_counted_again_here_and_in_the_register(
    structure: Structure, called: RcpCall, founder: User
) -> None:
    Structure.objects.filter(pk=structure.pk).update(form="msp")
    before = rcp_year(structure, timezone.now().year)
    RcpCall.objects.update(starts_at=timezone.now() - timedelta(days=1))
    called.refresh_from_db()
    there, today = [called.guests.get().pk], timezone.localdate()
    concerting.hold(called, concerting.Held(there, ald=20), by=founder, on=today)
    for _ in range(2):
        concerting.count_again(called, by=founder)
        assert rcp_year(structure, called.starts_at.year) == before
    concerting.hold(called, concerting.Held([], ald=2), by=founder, on=today)
    counted = rcp_year(structure, called.starts_at.year)
    assert (counted.sessions, counted.situations) == (before.sessions + 1, before.situations + 2)
    assert counted.people_there == before.people_there
    assert Entry.objects.filter(sentence__startswith="Concertation à compter de nouveau").count() == 1


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


def test_a_call_that_is_off_is_told_once_to_who_did_not_say_no(structure: Structure, founder: User) -> None:
    coming, silent, out, unreached = guests = [
        structure.people.create(name=f"N{rank} Fictif", email=said)
        for rank, said in enumerate(("a@example.org", "b@example.org", "c@example.org", ""))
    ]
    now = timezone.now()
    given = concerting.GivenCall(now + timedelta(days=3), "Plaies", guests=guests)
    made = concerting.call(structure, given, key=uuid4(), by=founder, at=now, site="https://x.example/")
    concerting.answer(made.guests.get(person=coming), Coming.YES)
    concerting.answer(made.guests.get(person=out), Coming.NO)
    assert [concerting.call_off(made, by=founder, at=now) for _ in range(2)] == [2, 0]
    written = Recipient.objects.filter(sending__key__startswith=f"care.rcp.off {made.pk} ")
    assert {each.address for each in written} == {coming.email, silent.email}
    assert unreached.email == ""


def test_who_leads_a_session_learns_that_it_is_off_then_that_it_is_held_and_no_patient_is_written_to(
    structure: Structure, founder: User
) -> None:
    now, today = timezone.now(), today_in(structure)
    owner, reached, unreached, gone = [
        structure.people.create(name=f"N{rank} Fictif", email=said)
        for rank, said in enumerate(("a@example.org", "b@example.org", "", "d@example.org"))
    ]
    gone.adhesions.create(since=date(2020, 1, 1), until=date(2021, 1, 1))
    standing = EtpStanding.NEITHER
    given = education.GivenProgramme("Diabète", standing, owner=owner, team=[owner, reached, unreached, gone])
    programme = education.add_programme(structure, given, key=uuid4(), by=founder)

    def planned(days: int) -> EtpSession:
        session = education.GivenSession(today + timedelta(days=days), time(14), "Le pied")
        return education.plan_session(programme, session, key=uuid4())

    def written(session: EtpSession) -> list[tuple[str, str]]:
        rows = Recipient.objects.filter(sending__key__startswith=f"care.etp {session.pk} ").order_by("pk")
        return [(each.address, plain(each.sending.subject)) for each in rows.select_related("sending")]

    coming, over = planned(3), planned(-3)
    off = [education.call_off(coming, is_off=True, by=founder, at=now) for _ in range(2)]
    assert off == [education.Heard(2, 1), education.Heard()]
    told_off = [(each.email, "Annulée : séance, Diabète") for each in (owner, reached)]
    assert written(coming) == told_off
    body = plain(Sending.objects.filter(key__startswith=f"care.etp {coming.pk} ").first().body)
    assert "Prévenez les personnes qui devaient venir." in body
    assert "14 h" in body
    education.call_off(coming, is_off=False, by=founder, at=now)
    assert written(coming) == told_off + [(address, "Maintenue : séance, Diabète") for address, _ in told_off]
    assert education.call_off(over, is_off=True, by=founder, at=now) == education.Heard()
    assert written(over) == []


def test_concertations_and_sessions_are_in_the_diary_and_the_year_of_who_holds_them(
    structure: Structure, called: RcpCall, founder: User, max_: Person
) -> None:
    today = today_in(structure)
    programme = structure.etp_programmes.get()
    programme.sessions.all().delete()
    programme.team.get_or_create(person=max_)
    given = education.GivenSession(today + timedelta(days=4), time(14, 30), "Le pied", "Salle bleue")
    session = education.plan_session(programme, given, key=uuid4())
    off = education.plan_session(programme, given, key=uuid4())
    education.call_off(off, is_off=True, by=founder, at=timezone.now())

    def dates() -> dict[str, bool]:
        return {each.uid: each.is_off for each in diary(max_) if each.uid.startswith(("rcp", "seance"))}

    assert dates() == {
        f"rcp-{called.key}@maillage": False,
        f"seance-{session.key}@maillage": False,
        f"seance-{off.key}@maillage": True,  # a diary that follows the list takes it away
    }
    entry = next(each for each in diary(max_) if str(session.key) in each.uid)
    assert entry.starts_at == datetime(*given.held_on.timetuple()[:3], 14, 30, tzinfo=zone_of(structure))
    days = [each.title for each in told([year(structure, today, today + timedelta(days=60))])]
    assert f"Concertation : {called.theme}" in [plain(each) for each in days]
    assert sum("Le pied" in each for each in days) == 1
    concerting.call_off(called, by=founder, at=timezone.now())
    assert dates()[f"rcp-{called.key}@maillage"]
    RcpCall.objects.filter(pk=called.pk).update(is_off=False)
    concerting.answer(called.guests.get(), Coming.NO)
    assert f"rcp-{called.key}@maillage" not in dates()


def test_a_session_called_off_says_so_by_the_link_and_each_change_is_another_version_of_its_date(
    structure: Structure, founder: User, max_: Person
) -> None:
    programme, today = structure.etp_programmes.get(), today_in(structure)
    programme.sessions.all().delete()
    programme.team.get_or_create(person=max_)
    held = education.plan_session(
        programme, education.GivenSession(today - timedelta(days=1), time(14), "Le pied"), key=uuid4()
    )
    page = max_.door.link.step(f"seance-{held.pk}")

    def entry() -> tuple[bool, int]:
        (found,) = [each for each in diary(max_) if str(held.key) in each.uid]
        return found.is_off, found.version

    for _ in range(2):
        education.call_off(held, is_off=True, by=founder, at=timezone.now())
    assert entry() == (True, 1)
    assert "Cette séance est annulée" in Client().get(page).content.decode()
    assert Client().post(page, {"present": "3"}).status_code == 422
    assert not [each for each in told([own_lines(max_)]) if "Le pied" in each.sentence]
    education.call_off(held, is_off=False, by=founder, at=timezone.now())
    education.count_session(held, present=5, newcomers=None, on=today)
    education.call_off(
        held, is_off=False, by=founder, at=timezone.now()
    )  # sent again: what was counted stays
    held.refresh_from_db()
    assert (entry(), held.present) == ((False, 2), 5)


def test_who_holds_a_programme_counts_its_session_by_their_link_once_it_is_held(
    structure: Structure, max_: Person
) -> None:
    programme, today = structure.etp_programmes.get(), today_in(structure)
    programme.sessions.all().delete()
    programme.team.get_or_create(person=max_)
    held, coming = (
        education.plan_session(
            programme, education.GivenSession(today + timedelta(days=days), time(14), title), key=uuid4()
        )
        for days, title in ((-1, "Le pied"), (3, "Le souffle"))
    )
    lines = {
        each.sentence: each.path
        for each in told([own_lines(max_)])
        if each.heading == "Éducation thérapeutique"
    }
    assert {path.rsplit("seance-")[1] for path in lines.values()} == {f"{held.pk}/", f"{coming.pk}/"}
    page = max_.door.link.step(f"seance-{held.pk}")
    assert Client().get(page).status_code == 200
    assert Client().post(page, {"present": "3", "newcomers": "4"}).status_code == 422
    assert Client().post(page, {"present": "7", "newcomers": "2"}).status_code == 302
    held.refresh_from_db()
    assert (held.present, held.newcomers) == (7, 2)
    assert Client().post(max_.door.link.step(f"seance-{coming.pk}"), {"present": "1"}).status_code == 422
    lou = structure.people.create(name="Lou Fictif", engagement="engage")
    theirs = doors_to([lou], on=today)[lou.pk].step(f"seance-{held.pk}")
    assert Client().post(theirs, {"present": "1"}).status_code == 404
