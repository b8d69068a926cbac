"""A request goes to whose turn it is, waits for their answer on working days, and is never lost nor counted twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from care.doctoring import BRESSOLS, FRIDAY, PARIS, doctor, wanted
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import Again, Answer, AskerKind, Bridge, Ending, Flag, Move, Refusal, RequestState
from maillage.care.models import CareCount, CareRequest, Offer
from maillage.care.queries.doctors import held_by_the_away, listed, thread
from maillage.care.queries.doctors_counts import DoctorCounts, Row, counted, doctor_counts
from maillage.care.queries.doctors_home import doctors_awaiting
from maillage.care.queries.doubles import doubles_of
from maillage.care.queries.turns import table_of
from maillage.care.services import counting, doctor_turns
from maillage.care.services import requests as care
from maillage.care.services.desks import GivenDesk, add_desk
from maillage.care.services.doctors import Declared, declare
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Absence, ContactDesk, Person
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.ui.slots import Task

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 5, 18, 9, tzinfo=PARIS)
HOUR = timedelta(hours=1)


@pytest.fixture
def structure(structure: Structure) -> Structure:
    """Nobody asked for anything yet."""
    structure.care_requests.all().delete()
    return structure


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_an_offer_says_until_when_and_nobody_is_written_to_on_a_day_off(structure: Structure) -> None:
    first, second = doctor(structure, "Alix Fictif"), doctor(structure, "Bo Fictif")
    request = wanted(structure)
    doctor_turns.do_due(FRIDAY)
    offer = request.offers.get()
    assert (offer.person, offer.until) == (first, datetime(2027, 5, 19, 17, 50, tzinfo=PARIS))
    mail = Sending.objects.get(key=f"care.offer {offer.pk}")
    assert "Montauban, réponse avant mercredi 19 mai à 17 h 50" in plain(mail.subject)
    assert "lundi 17 mai (lundi de Pentecôte)" in plain(mail.body)
    # Sunday at midnight, Whit Monday at noon: nothing moves, nobody is reminded.
    for quiet in (datetime(2027, 5, 17, 0, 5, tzinfo=PARIS), datetime(2027, 5, 17, 12, tzinfo=PARIS)):
        doctor_turns.do_due(quiet)
    assert not Sending.objects.filter(key__startswith="care.reminder").exists()
    for _ in range(2):
        doctor_turns.do_due(TUESDAY)
    assert Sending.objects.filter(key=f"care.reminder {offer.pk}").count() == 1
    doctor_turns.do_due(datetime(2027, 5, 19, 17, 49, tzinfo=PARIS))
    assert request.offers.count() == 1
    for _ in range(2):
        doctor_turns.do_due(datetime(2027, 5, 19, 17, 50, tzinfo=PARIS))
    late, following = request.offers.order_by("pk")
    assert (late.answer, following.person, following.answer) == (Answer.LATE, second, "")
    # Who answers late may still take it: whoever was asked meanwhile keeps their turn.
    doctor_turns.say_yes(late, at=TUESDAY + timedelta(days=2))
    following.refresh_from_db()
    assert following.answer == Answer.MISSED
    with pytest.raises(care.AlreadyTaken):
        doctor_turns.say_yes(following, at=TUESDAY + timedelta(days=2))


def test_a_refusal_says_why_and_the_next_is_asked(structure: Structure) -> None:
    first, second = doctor(structure, "Alix Fictif"), doctor(structure, "Bo Fictif")
    request = wanted(structure)
    offer = doctor_turns.propose(request, at=FRIDAY)
    with pytest.raises(BadInput, match="attend déjà"):
        doctor_turns.propose(request, at=FRIDAY)
    with pytest.raises(BadInput, match="pourquoi"):
        doctor_turns.say_no(offer, reason="parce que", at=FRIDAY)
    doctor_turns.say_no(offer, reason=Refusal.FULL, at=FRIDAY)
    doctor_turns.do_due(TUESDAY)
    assert request.offers.get(answer="").person == second
    said = [plain(words) for _, words in thread(request, zone=PARIS)]
    assert said[2] == "Refusée · Alix Fictif · Je n’ai plus de place"
    doctor_turns.say_no(request.offers.get(answer=""), reason=Refusal.FAR, at=TUESDAY)
    with pytest.raises(BadInput, match="Personne ne peut"):
        doctor_turns.propose(request, at=TUESDAY)
    found = table_of(structure, at=TUESDAY).turn_for(request)
    assert {each.why for each in found.skipped} == {"cette demande lui a déjà été proposée"}
    assert {first.pk, second.pk} == {each.key for each in found.skipped}


def test_nothing_typed_leaves_in_a_mail(structure: Structure, founder: User) -> None:
    desk = add_desk(
        structure, GivenDesk("DAC fictif", AskerKind.DAC, "dac@example.org"), key=uuid4(), by=founder
    )
    doctor(structure, "Alix Fictif")
    request = wanted(structure, desk=desk, note="plaie du pied", flags=(Flag.ALD,))
    doctor_turns.do_due(FRIDAY)
    doctor_turns.say_yes(request.offers.get(), at=FRIDAY)
    written = list(Sending.objects.filter(key__startswith="care."))
    assert {each.key.partition(" ")[0] for each in written} == {"care.offer", "care.taken"}
    for each in written:
        said = f"{each.subject} {each.body}"
        assert "plaie" not in said
        assert str(Flag.ALD.label) not in said
    assert Recipient.objects.get(sending=written[1]).address == "dac@example.org"
    assert desk.link.token in written[1].body


def test_who_asks_for_themselves_and_what_looks_like_another_wait_for_a_hand(structure: Structure) -> None:
    doctor(structure, "Alix Fictif", most=9)
    alone = wanted(structure, asked_by=AskerKind.PATIENT, commune=BRESSOLS)
    one = wanted(structure, age="75", flags=(Flag.ALD,))
    same = wanted(structure, age="75", flags=(Flag.ALD, Flag.C2S), at=FRIDAY + timedelta(days=1))
    other = wanted(structure, age="16_64")
    assert doubles_of(one) == [same]
    assert doubles_of(other) == []
    doctor_turns.do_due(TUESDAY)
    assert list(CareRequest.objects.filter(offers__answer="")) == [other]
    doctor_turns.propose(alone, at=TUESDAY)
    assert alone.offers.get().person == other.offers.get().person


def test_a_doctor_away_today_is_away_from_the_midnight_of_the_structure(
    structure: Structure, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = doctor(structure, "Alix Fictif")
    doctor_turns.say_yes(doctor_turns.propose(wanted(structure), at=FRIDAY), at=FRIDAY)
    Absence.objects.create(person=gone, since=TUESDAY.date(), last_day=TUESDAY.date())
    told = {}
    for hour in (datetime(2027, 5, 17, 23, 30, tzinfo=PARIS), datetime(2027, 5, 18, 0, 30, tzinfo=PARIS)):
        monkeypatch.setattr(timezone, "now", lambda hour=hour: hour.astimezone(UTC))
        waiting = doctors_awaiting(structure)
        together(*next(waiting).lists)
        told[hour.day] = [task.text for task in waiting if isinstance(task, Task)]
    assert [any("absent" in text for text in texts) for texts in told.values()] == [False, True]


def test_a_doctor_gone_on_leave_gives_all_back_in_a_gesture_and_keeps_their_rank(
    structure: Structure, founder: User
) -> None:
    gone = doctor(structure, "Alix Fictif", most=3)
    for _ in range(3):
        doctor_turns.say_yes(doctor_turns.propose(wanted(structure), at=FRIDAY), at=FRIDAY)
    Absence.objects.create(person=gone, since=TUESDAY.date(), last_day=TUESDAY.date() + timedelta(days=9))
    assert held_by_the_away(structure, on=TUESDAY.date()) == [(gone.pk, gone.name, 3)]
    assert doctor_turns.give_back_all(structure, gone, at=TUESDAY, by=founder) == 3
    assert doctor_turns.give_back_all(structure, gone, at=TUESDAY, by=founder) == 0
    assert listed(structure, state=RequestState.OPEN).count() == 3
    after = doctor(structure, "Bo Fictif", most=3)
    for _ in range(3):
        doctor_turns.do_due(TUESDAY)
    assert set(Offer.objects.filter(answer="").values_list("person", flat=True)) == {after.pk}


def test_a_capacity_lowered_under_what_is_taken_takes_nothing_back_and_says_so(structure: Structure) -> None:
    mine = doctor(structure, "Alix Fictif", most=3)
    held = [
        doctor_turns.say_yes(doctor_turns.propose(wanted(structure), at=FRIDAY), at=FRIDAY) for _ in range(2)
    ]
    said = declare(mine, Declared(1), at=TUESDAY, on=TUESDAY.date())
    assert "2 patients vous sont déjà confiés" in plain(said)
    assert {each.state for each in CareRequest.objects.filter(pk__in=[each.pk for each in held])} == {"prise"}
    found = table_of(structure, at=TUESDAY).turn_for(wanted(structure))
    assert found.skipped[0].why == "plus de capacité (2 sur 1)"


def test_a_capacity_until_a_day_is_not_started_again_by_saying_it_again(structure: Structure) -> None:
    until = date(2027, 6, 30)
    mine = doctor(structure, "Alix Fictif", most=2, last_day=until)
    doctor_turns.say_yes(doctor_turns.propose(wanted(structure), at=FRIDAY), at=FRIDAY)
    declare(mine, Declared(2, last_day=until), at=TUESDAY, on=TUESDAY.date())
    table = table_of(structure, at=TUESDAY)
    assert table.taken_by(table.doctors[0]) == 1
    with pytest.raises(BadInput, match="passé"):
        declare(mine, Declared(2, last_day=date(2027, 5, 1)), at=TUESDAY, on=TUESDAY.date())
    with pytest.raises(BadInput, match="fiche de médecin"):
        declare(structure.people.get(name="Ada Fictif"), Declared(2), at=TUESDAY, on=TUESDAY.date())


def test_a_bridge_is_noted_while_it_waits(structure: Structure) -> None:
    request = wanted(structure)
    with pytest.raises(BadInput):
        doctor_turns.bridge(request, "voisin", at=FRIDAY)
    doctor_turns.bridge(request, Bridge.NURSE, at=FRIDAY)
    assert plain([words for _, words in thread(request, zone=PARIS)][-1]).endswith(
        "Un infirmier ou une infirmière"
    )


# Counts


def forty_one(structure: Structure, founder: User, at: datetime) -> list[CareRequest]:
    """41 requests: 3 joined, 2 withdrawn, 1 reopened after its doctor retired, 20 of the others that found one."""
    doctor(structure, "Alix Fictif", most=99, at=at)
    made = [wanted(structure, at=at) for _ in range(41)]
    for each in made[:3]:
        care.join(each, made[-1], at=at, by=founder)
    for each in made[3:5]:
        care.close(each, RequestState.WITHDRAWN, at=at, reason=Ending.ELSEWHERE)
    for days, each in enumerate(made[5:26], start=1):
        taken = doctor_turns.say_yes(doctor_turns.propose(each, at=at), at=at)
        care.close(taken, RequestState.DONE, at=at + timedelta(days=days))
    care.reopen(made[5], at=at + timedelta(days=40), reason=Again.LEFT)
    return made


def check(found: DoctorCounts) -> None:
    assert (found.sent, found.joined, found.withdrawn, found.excluded) == (41, 3, 2, 5)
    assert (found.persons, found.kept, found.found, found.reopened) == (38, 36, 20, 1)
    assert found.percent == 56  # 20 of 36
    said = [plain(each) for each in found.formula]
    assert said[0] == "41 demandes reçues − 3 réunies avec une autre = 38 personnes."
    assert said[1] == "38 personnes − 2 demandes retirées = 36 à servir, dont 20 servies."
    assert said[2] == "1 demande rouverte : chacune compte une fois, dans son dernier état."


def test_a_person_counts_once_and_the_five_excluded_are_said(structure: Structure, founder: User) -> None:
    forty_one(structure, founder, datetime(2027, 3, 1, 10, tzinfo=PARIS))
    found = doctor_counts(structure, 2027)
    check(found)
    assert (found.median_days, found.timed) == (11.5, 20)  # those of 2 to 21 days
    assert (found.communes[0].name, found.communes[0].asked, found.communes[0].unmet) == ("Montauban", 38, 16)


def test_figures_of_a_year_are_the_same_once_its_requests_are_erased(
    structure: Structure, founder: User
) -> None:
    made = forty_one(structure, founder, datetime(2027, 3, 1, 10, tzinfo=PARIS))
    end = datetime(2027, 4, 20, 10, tzinfo=PARIS)
    for each in CareRequest.objects.filter(pk__in=[each.pk for each in made]).exclude(
        closed_at__isnull=False
    ):
        care.close(each, RequestState.UNMET, at=end, reason=Ending.NOBODY)
    before = doctor_counts(structure, 2027)
    assert counting.forget_closed(date(2028, 3, 1)) == 0
    assert counting.forget_closed(date(2028, 6, 1)) > 0
    assert counting.forget_closed(date(2028, 6, 1)) == 0
    assert not structure.care_requests.exists()
    assert sum(CareCount.objects.values_list("number", flat=True)) == 41
    after = doctor_counts(structure, 2027)
    check(after)
    assert after == before


def test_what_ended_the_year_after_was_still_sought_at_the_end_of_the_year(structure: Structure) -> None:
    request = wanted(structure, at=datetime(2027, 12, 30, 10, tzinfo=PARIS))
    care.close(request, RequestState.UNMET, at=datetime(2028, 1, 3, tzinfo=UTC), reason=Ending.NOBODY)
    assert (doctor_counts(structure, 2027).open, doctor_counts(structure, 2028).sent) == (1, 0)
    counting.forget_closed(date(2029, 6, 1))
    assert (doctor_counts(structure, 2027).open, doctor_counts(structure, 2027).unmet) == (1, 0)


def test_nobody_asked_is_no_percentage() -> None:
    empty = counted(2027, [], [])
    assert (empty.percent, empty.median_days, empty.persons) == (None, None, 0)
    assert counted(2027, [Row("82121", "retiree", 2)], []).percent is None


# At once


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_gestures_at_once_make_one_offer(structure: Structure, threads: ThreadPoolExecutor) -> None:
    for name in ("Alix Fictif", "Bo Fictif", "Cleo Fictif"):
        doctor(structure, name)
    request, start = wanted(structure), Barrier(8)

    def one(_: int) -> bool:
        start.wait()
        try:
            doctor_turns.propose(CareRequest.objects.get(pk=request.pk), at=FRIDAY)
        except BadInput:
            return False
        finally:
            connections.close_all()
        return True

    assert sum(threads.map(one, range(8))) == 1
    assert request.offers.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_yes_in_the_same_second_one_has_it(
    structure: Structure, threads: ThreadPoolExecutor
) -> None:
    people = [doctor(structure, name) for name in ("Alix Fictif", "Bo Fictif")]
    request, start = wanted(structure), Barrier(2)
    made = care.offer(request, people, at=FRIDAY)

    def one(offer: Offer) -> bool:
        start.wait()
        try:
            doctor_turns.say_yes(Offer.objects.get(pk=offer.pk), at=FRIDAY)
        except care.AlreadyTaken:
            return False
        finally:
            connections.close_all()
        return True

    assert sum(threads.map(one, made)) == 1
    assert request.moves.filter(move=Move.TAKEN).count() == 1
    assert Person.objects.filter(care_requests_taken=request).count() == 1


def held_asked(request: CareRequest, at: datetime) -> int:
    """How many times its taker was asked what became of it, once the worker passed twice."""
    for _ in range(2):
        doctor_turns.do_due(at)
    return Sending.objects.filter(key__startswith=f"care.held {request.pk} ").count()


@pytest.mark.parametrize(("reaches", "times"), [(False, [0, 1, 1, 2, 2]), (True, [0, 0, 0, 1, 1])])
def test_who_said_yes_and_tells_nothing_is_asked_on_working_days_then_after_a_month(
    structure: Structure, reaches: bool, times: list[int]
) -> None:
    doctor(structure, "Alix Fictif")
    request = wanted(structure)
    doctor_turns.say_yes(doctor_turns.propose(request, at=FRIDAY), at=FRIDAY)
    request.refresh_from_db()
    if reaches:
        care.acknowledge(request, at=FRIDAY + HOUR)
    due, month_after = datetime(2027, 5, 19, 17, 50, tzinfo=PARIS), datetime(2027, 6, 14, 9, tzinfo=PARIS)
    days = (
        due - HOUR,
        due,
        datetime(2027, 6, 11, 9, tzinfo=PARIS),
        month_after,
        month_after + timedelta(days=60),
    )
    assert [held_asked(request, at) for at in days] == times
    mail = Sending.objects.filter(key__startswith=f"care.held {request.pk} ").order_by("pk")[0]
    assert request.code in mail.subject
    assert "/patients/" in mail.body
    assert any("Relancé" in words for _, words in thread(request, zone=PARIS))
    care.close(request, RequestState.DONE, at=month_after)
    assert held_asked(request, month_after + timedelta(days=90)) == times[-1]


def test_a_yes_for_somebody_whom_the_structure_knows_is_told_to_it_until_they_are_told(
    structure: Structure, founder: User
) -> None:
    ContactDesk.objects.create(structure=structure, email="accueil@example.org")
    doctor(structure, "Alix Fictif")
    request = wanted(structure, asked_by=AskerKind.CARER)
    doctor_turns.say_yes(doctor_turns.propose(request, at=FRIDAY), at=FRIDAY)
    (told,) = Recipient.objects.filter(sending__key__startswith=f"care.taken {request.pk} ")
    assert told.address == "accueil@example.org"
    assert f"/soins/medecins/{request.number}/" in told.sending.body

    def awaited() -> list[str]:
        waiting = doctors_awaiting(structure)
        together(*next(waiting).lists)
        return [task.text for task in waiting if isinstance(task, Task)]

    assert any("1 personne à rappeler" in plain(text) for text in awaited())
    page = client_of(founder)
    page.post(f"/s/{structure.slug}/soins/medecins/{request.number}/prevenue/")
    request.refresh_from_db()
    assert request.acknowledged_at
    assert not any("à rappeler" in text for text in awaited())


def test_a_yes_that_nobody_follows_for_more_than_a_month_waits_on_the_home(
    structure: Structure, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor(structure, "Alix Fictif")
    doctor_turns.say_yes(doctor_turns.propose(wanted(structure), at=FRIDAY), at=FRIDAY)
    told = []
    for days in (36, 38):
        monkeypatch.setattr(timezone, "now", lambda days=days: FRIDAY.astimezone(UTC) + timedelta(days=days))
        waiting = doctors_awaiting(structure)
        together(*next(waiting).lists)
        told.append([task.text for task in waiting if isinstance(task, Task)])
    assert [any("sans suite dite" in text for text in texts) for texts in told] == [False, True]
