"""A request told to the nearest, taken by the first, given back, looked after; nothing of its note leaves its page."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from care.taker import (
    BRESSOLS,
    FRIDAY,
    LAMOTHE,
    MONTAUBAN,
    SATURDAY_NOON,
    SITE,
    ask,
    desk_of,
    nurse,
    watch,
    written_to,
)
from house.visiting import counted
from maillage.audit.models import Entry
from maillage.care.enums import AgeBand, Answer, Move, Need, RequestKind, RequestState
from maillage.care.models import CareRequest, Offer, Search
from maillage.care.queries.requests_counts import counts_of, last_days, places_of
from maillage.care.services import requests as services
from maillage.care.services import ringing, watching
from maillage.care.services.requests import AlreadyTaken
from maillage.kernel import BadInput
from maillage.mail.models import Recipient
from maillage.people.models import Person
from maillage.people.queries.gathering import lines_told
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import told as told_on_the_home
from maillage.ui.queries import card_data, contents_of, diary_of, own_lines, waiting
from maillage.ui.slots import Task

pytestmark = pytest.mark.django_db
#: What is after the queue has had its pass.
SOON = timedelta(minutes=1)


def told(request: CareRequest) -> list[str]:
    """Who was told, in order."""
    rows = request.offers.select_related("person").order_by("pk")
    return [each.person.name for each in rows if each.person]


def test_those_who_want_to_be_told_are_and_nobody_else(structure: Structure) -> None:
    nurse(structure, "Lou Fictif")
    nurse(structure, "Far Fictif", base=LAMOTHE, km=1)
    nurse(structure, "Physio Fictif", profession="masseur_kinesitherapeute")
    nurse(structure, "Skin Fictif", kinds=[RequestKind.SKIN])
    nurse(structure, "Named Fictif", communes=[BRESSOLS])
    asleep = nurse(structure, "Day Fictif", closes_at=time(12))
    watching.stop(nurse(structure, "Off Fictif"))
    mute = nurse(structure, "Mute Fictif")
    Person.objects.filter(pk=mute.pk).update(email="")
    off = nurse(structure, "Away Fictif")
    day = FRIDAY.date()
    off.absences.create(since=day, last_day=day)
    gone = nurse(structure, "Gone Fictif")
    gone.adhesions.create(kind="adherent", since=day - timedelta(days=90), until=day)
    Person.objects.filter(pk=gone.pk).update(engagement="")
    structure.people.create(name="Quiet Fictif", profession="infirmier", email="quiet@example.org")
    request = ask(structure)
    assert told(request) == ["Lou Fictif"]
    (subject,) = written_to("lou@example.org")
    plain = " ".join(subject.split())
    assert plain == "Infirmier : Montauban, avant samedi 5 décembre, 12 h. Qui peut la prendre ?"
    assert Recipient.objects.get(address="lou@example.org").next_try_at == FRIDAY  # it waits for no minute
    assert asleep.care_offers.count() == 0


def test_the_usual_one_alone_then_the_nearest_a_few_at_a_time(structure: Structure) -> None:
    usual = nurse(structure, "Usual Fictif", base=LAMOTHE)
    for name, base in [("Far", LAMOTHE), ("Near", MONTAUBAN), ("Middle", BRESSOLS)]:
        nurse(structure, f"{name} Fictif", base=base)
    structure.care_rings = watching.set_rings(
        structure, alone=5, size=2, every=20, version=1, by=structure.memberships.first().user
    )
    request = ask(structure, usual=usual)
    ringing.ring_due(FRIDAY + timedelta(minutes=4))
    assert told(request) == ["Usual Fictif"]
    ringing.ring_due(FRIDAY + timedelta(minutes=5))
    ringing.ring_due(FRIDAY + timedelta(minutes=5))
    assert told(request) == ["Usual Fictif", "Near Fictif", "Middle Fictif"]
    ringing.ring_due(FRIDAY + timedelta(minutes=25))
    assert told(request)[-1] == "Far Fictif"
    assert Search.objects.get(request=request).next_at is None


def test_three_clicks_ask_once_and_tell_once(structure: Structure) -> None:
    nurse(structure, "Lou Fictif")
    key = uuid4()
    made = {ask(structure, key=key).pk for _ in range(3)}
    assert len(made) == 1
    assert len(written_to("lou@example.org")) == 1


def test_one_takes_the_others_read_it_and_a_taker_who_gives_back_frees_it(structure: Structure) -> None:
    desk = desk_of(structure)
    people = [nurse(structure, f"{name} Fictif") for name in ("Lou", "Kim", "Eve")]
    request = ask(structure, desk=desk)
    lou, kim, eve = (request.offers.get(person=person) for person in people)
    ringing.refuse(eve, reason="loin", at=FRIDAY)
    ringing.take(lou, at=FRIDAY + SOON)
    ringing.take(lou, at=FRIDAY + SOON)
    with pytest.raises(AlreadyTaken):
        ringing.take(kim, at=FRIDAY + SOON)
    assert Offer.objects.get(pk=kim.pk).answer == Answer.MISSED
    assert written_to(desk.email) == [f"Prise\N{NO-BREAK SPACE}: votre demande {request.code}"]
    request.refresh_from_db()
    ringing.give_back(request, at=FRIDAY + 2 * SOON, reason="empeche")
    assert [len(written_to(f"{name}@example.org")) for name in ("lou", "kim", "eve")] == [1, 2, 1]
    assert len(written_to(desk.email)) == 2
    ringing.take(Offer.objects.get(pk=kim.pk), at=FRIDAY + 3 * SOON)
    request.refresh_from_db()
    assert (request.state, request.taker) == (RequestState.TAKEN, people[1])
    with pytest.raises(BadInput):
        ringing.give_back(CareRequest(pk=request.pk, taker=people[0]), at=FRIDAY)
    ringing.finish(request, at=FRIDAY + timedelta(hours=3), person=people[1])
    ringing.finish(request, at=FRIDAY + timedelta(hours=4), person=people[1])
    assert request.moves.filter(move=Move.DONE).count() == 1


def test_when_all_say_no_the_next_ones_are_told_without_waiting(structure: Structure) -> None:
    watching.set_rings(structure, alone=5, size=1, every=60, version=1, by=structure.memberships.first().user)
    for name, base in [("Near", MONTAUBAN), ("Far", BRESSOLS)]:
        nurse(structure, f"{name} Fictif", base=base)
    request = ask(structure)
    ringing.refuse(request.offers.get(), reason="complet", at=FRIDAY + SOON)
    ringing.ring_due(FRIDAY + SOON)
    assert told(request) == ["Near Fictif", "Far Fictif"]


def tasks(structure: Structure) -> list[str]:
    return [said.text for said in told_on_the_home(waiting(structure)) if isinstance(said, Task)]


def test_what_nobody_takes_is_told_to_the_structure_urgent_at_any_hour_the_rest_in_its_hours(
    structure: Structure,
) -> None:
    Structure.objects.filter(pk=structure.pk).update(contact="accueil@example.org")
    structure.refresh_from_db()
    calm, urgent = ask(structure), ask(structure, is_urgent=True)
    night = FRIDAY + timedelta(hours=4)
    for _ in range(2):
        ringing.look_after_due(night)
    assert len(written_to("accueil@example.org")) == 1
    assert urgent.moves.filter(move=Move.REMINDED).count() == 1
    ringing.look_after_due(FRIDAY + timedelta(days=2))  # a Sunday
    assert not calm.moves.filter(move=Move.REMINDED).exists()
    monday = FRIDAY + timedelta(days=2, hours=16)
    for _ in range(2):
        ringing.look_after_due(monday)
    assert calm.moves.filter(move=Move.REMINDED).count() == 1
    structure.care_requests.filter(state=RequestState.OPEN).update(due_at=timezone.now() - SOON)
    assert "2\N{NO-BREAK SPACE}demandes dont l’heure est passée" in tasks(structure)


def test_a_taker_who_says_nothing_is_asked_once(structure: Structure) -> None:
    nurse(structure, "Lou Fictif")
    request = ask(structure, is_urgent=True)
    ringing.take(request.offers.get(), at=FRIDAY)
    for hours in (1, 2, 3):
        ringing.look_after_due(FRIDAY + timedelta(hours=hours))
    assert [subject.startswith("Où en est") for subject in written_to("lou@example.org")] == [False, True]


NOTE = "Plaie du talon, chien méchant"


def test_the_note_is_on_its_page_and_in_no_message_title_diary_trace_or_list(
    structure: Structure, client: Any
) -> None:
    desk, lou = desk_of(structure), nurse(structure, "Lou Fictif")
    Structure.objects.filter(pk=structure.pk).update(contact="accueil@example.org")
    structure.refresh_from_db()
    request = ask(structure, desk=desk, note=NOTE, is_urgent=True)
    offer = request.offers.get()
    ringing.take(offer, at=FRIDAY)
    ringing.look_after_due(FRIDAY + timedelta(hours=3))
    request.refresh_from_db()
    ringing.give_back(request, at=FRIDAY + timedelta(hours=4))
    ringing.look_after_due(SATURDAY_NOON + SOON)
    ringing.take(Offer.objects.get(pk=offer.pk), at=SATURDAY_NOON)
    request.refresh_from_db()
    ringing.withdraw(request, at=SATURDAY_NOON)
    lou.refresh_from_db()
    link = doors_to([lou], on=timezone.localdate())[lou.pk]
    page = client.get(link.step(f"besoin-{offer.pk}")).content.decode()
    assert NOTE in page
    title = page.partition("<title>")[2].partition("</title>")[0]
    messages = [
        part for row in Recipient.objects.select_related("sending") for part in (row.sending.subject, row.sending.body)
    ]  # fmt: skip
    assert len(messages) > 8
    outside = [
        title,
        client.get(link.get_absolute_url()).content.decode(),
        client.get(desk.link.get_absolute_url()).content.decode(),
        str(diary_of(lou)),
        str(lines_told(own_lines(lou))),
        str(card_data(lou)),
        str(list(Entry.objects.values_list())),
        str(list(request.moves.values_list())),
        str(tasks(structure)),
        *messages,
    ]
    assert not [text for text in outside if "talon" in text]
    assert contents_of(structure)  # what the structure takes away is all that it keeps


def test_every_count_is_of_requests_and_the_joined_and_the_withdrawn_are_told_apart(
    structure: Structure,
) -> None:
    before = counts_of(structure, 2026)
    lou = nurse(structure, "Lou Fictif", kinds=[RequestKind.UNSCHEDULED])
    made = [ask(structure, kind=RequestKind.UNSCHEDULED) for _ in range(5)]
    for request, minutes in zip(made[:3], (2, 12, 25 * 60), strict=True):
        ringing.take(request.offers.get(), at=FRIDAY + timedelta(minutes=minutes))
    ringing.refuse(made[3].offers.get(), reason="loin", at=FRIDAY)
    by = structure.memberships.first().user
    services.join(made[4], made[3], at=FRIDAY, by=by)
    withdrawn = ask(structure, kind=RequestKind.UNSCHEDULED)
    ringing.withdraw(withdrawn, at=FRIDAY)
    ringing.end_unmet(made[3], at=FRIDAY, reason="personne", by=by)
    day = last_days(structure, UTC, on=FRIDAY.date())[-1].counts
    assert (day.asked, day.taken, day.refused, day.unmet, day.median) == (4, 3, 1, 1, 12)
    counts = counts_of(structure, 2026)
    assert counts.by_kind[RequestKind.UNSCHEDULED] == 4
    assert places_of(structure, 2026)[MONTAUBAN, RequestKind.UNSCHEDULED] == 4
    assert (counts.asked, counts.taken) == (before.asked + 4, before.taken + 3)
    assert (counts.joined, counts.withdrawn) == (before.joined + 1, before.withdrawn + 1)
    assert (counts.soon, counts.received) == (2, 4)
    nothing = counts_of(structure, 2025)
    assert (nothing.asked, nothing.median, nothing.soon, nothing.received) == (0, None, 0, 0)
    assert lou.care_offers.count() == 6


def test_the_same_need_twice_is_shown_and_only_a_hand_joins_it(structure: Structure) -> None:
    from maillage.care.queries.requests import alike

    said = {"need": Need.DRESSING, "age": AgeBand.OLD}
    first, second = ask(structure, **said), ask(structure, at=FRIDAY + timedelta(days=1), **said)
    ask(structure, at=FRIDAY + timedelta(days=9), **said)
    ask(structure, commune=BRESSOLS, **said)
    assert list(alike(second)) == [first]
    assert structure.care_requests.filter(joined_to=None).count() >= 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_takers_in_the_same_second_one_has_it_and_the_others_know(
    structure: Structure, at_once: Callable[..., list[Any]]
) -> None:
    watching.set_rings(
        structure, alone=5, size=50, every=60, version=1, by=structure.memberships.first().user
    )
    for number in range(50):
        watch(
            structure.people.create(
                name=f"N{number} Fictif", profession="infirmier", email=f"n{number}@example.org"
            )
        )
    request = ask(structure, desk=desk_of(structure))
    offers = list(request.offers.select_related("request__structure", "person"))
    assert len(offers) == 50
    came = at_once(*[lambda each=each: ringing.take(each, at=timezone.now()) for each in offers])
    won = [each for each in came if isinstance(each, CareRequest)]
    late = [each for each in came if isinstance(each, AlreadyTaken)]
    assert (len(won), len(late)) == (1, 49)
    request.refresh_from_db()
    assert request.offers.filter(answer=Answer.YES).get().person == request.taker
    assert request.offers.filter(answer=Answer.MISSED).count() == 49
    assert len(written_to("etage3@example.org")) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_gives_back_while_others_take_and_one_alone_holds_it(
    structure: Structure, at_once: Callable[..., list[Any]]
) -> None:
    people = [nurse(structure, f"{name} Fictif") for name in ("Lou", "Kim", "Eve")]
    request = ask(structure)
    mine, *others = [request.offers.get(person=person) for person in people]
    ringing.take(mine, at=FRIDAY)
    request.refresh_from_db()
    came = at_once(
        lambda: ringing.give_back(request, at=FRIDAY + SOON),
        *[lambda each=each: ringing.take(each, at=FRIDAY + SOON) for each in others],
    )
    assert not [each for each in came if isinstance(each, Exception) and not isinstance(each, AlreadyTaken)]
    request.refresh_from_db()
    held = request.offers.filter(answer=Answer.YES)
    assert [each.person_id for each in held] == ([request.taker_id] if request.taker_id else [])


def test_what_is_due_asks_the_database_as_often_for_many_as_for_one(structure: Structure) -> None:
    for rank in range(12):
        nurse(structure, f"N{rank} Fictif")
    watching.set_rings(structure, alone=5, size=2, every=20, version=1, by=structure.memberships.first().user)

    def asked(count: int, at: datetime) -> int:
        made = [ask(structure, at=at) for _ in range(count)]
        with counted() as queries:
            ringing.ring_due(at + timedelta(minutes=20))
        assert [len(told(each)) for each in made] == [4] * count
        for each in made[::2]:
            ringing.take(each.offers.first(), at=at)
        return len(queries)

    alone = asked(1, FRIDAY)
    assert asked(5, FRIDAY + timedelta(hours=1)) <= alone
    late = SATURDAY_NOON + timedelta(days=2)
    with counted() as queries:
        ringing.look_after_due(late)
    assert Search.objects.filter(escalated_at=late).count() == 2
    assert Search.objects.filter(reminded_at=late).count() == 4
    assert len(queries) < 60


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_close_at_once_and_two_workers_tell_at_once_and_it_is_done_once(
    structure: Structure, at_once: Callable[..., list[Any]]
) -> None:
    nurse(structure, "Lou Fictif")
    watching.set_rings(structure, alone=5, size=1, every=1, version=1, by=structure.memberships.first().user)
    nurse(structure, "Kim Fictif")
    request = ask(structure)
    at_once(*[lambda: ringing.ring_due(FRIDAY + SOON)] * 4)
    assert sorted(told(request)) == ["Kim Fictif", "Lou Fictif"]
    ringing.take(request.offers.first(), at=FRIDAY)
    came = at_once(*[lambda: ringing.finish(CareRequest.objects.get(pk=request.pk), at=FRIDAY + SOON)] * 4)
    assert not [each for each in came if each is not None]
    assert request.moves.filter(move=Move.DONE).count() == 1


def test_the_mails_lead_to_the_site_that_asked(structure: Structure) -> None:
    lou = nurse(structure, "Lou Fictif")
    request = ask(structure)
    body = Recipient.objects.get(address=lou.email).sending.body
    lou.refresh_from_db()
    assert f"{SITE.rstrip('/')}{lou.door.link.step(f'besoin-{request.offers.get().pk}')}" in body
