"""Who asks, answers and coordinates does it by pages that say the way out, lose nothing, and name nobody."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from care.doctoring import MONTAUBAN, doctor, wanted
from care.taker import ask
from house.rows_made import rows_made
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import AskerKind, Bridge, Ending, Refusal, RequestState
from maillage.care.models import CareRequest, Desk, DoctorCapacity
from maillage.care.queries.doctors import listed
from maillage.care.queries.doctors_counts import _told
from maillage.care.services import doctor_turns
from maillage.care.services import requests as care
from maillage.care.services.desks import GivenDesk, add_desk, turn
from maillage.care.services.doctors import close_page, open_page, setting_for
from maillage.care.views import doctors_door
from maillage.limits.services import Limit
from maillage.mail.models import Sending
from maillage.outreach.models import Partner
from maillage.people.models import ContactDesk, Person
from maillage.people.services import doors_to, found
from maillage.structures.models import ModuleChoice, Structure

pytestmark = pytest.mark.django_db
SITE = "http://testserver/"
SAID = {"commune": MONTAUBAN, "age": "75", "flags": ["ald", "c2s"], "is_agreed": "on"}


@pytest.fixture
def structure(structure: Structure) -> Structure:
    """Nobody asked for anything yet."""
    structure.care_requests.all().delete()
    return structure


@pytest.fixture
def open_door(structure: Structure, founder: User) -> str:
    ContactDesk.objects.create(structure=structure, phone="0563000000")
    open_page(structure, site=SITE, by=founder)
    return str(setting_for(structure).link.get_absolute_url())


@pytest.fixture
def desk(structure: Structure, founder: User) -> Desk:
    given = GivenDesk("Caisse fictive", AskerKind.CAISSE, "caisse@example.org", "0563000009")
    return add_desk(structure, given, key=uuid4(), by=founder)


@pytest.fixture
def alix(structure: Structure) -> Person:
    return doctor(structure, "Alix Fictif", most=3, at=timezone.now())


def door_of(person: Person) -> str:
    return str(doors_to([person], on=timezone.localdate())[person.pk].get_absolute_url())


def test_three_clicks_of_the_public_form_ask_once_and_say_whom_to_call(
    client: Client, open_door: str, structure: Structure
) -> None:
    sent = SAID | {"who": "patient", "key": str(uuid4())}
    pages = {client.post(open_door, sent)["Location"] for _ in range(3)}
    assert len(pages) == 1
    made = structure.care_requests.get()
    page = client.get(pages.pop()).content.decode()
    assert made.code in page
    assert "05\u00a063\u00a000\u00a000\u00a000" in page
    assert (made.asked_by, made.note, sorted(each.flag for each in made.flags.all())) == (
        "patient",
        "",
        ["ald", "c2s"],
    )


def test_no_field_of_the_public_form_takes_words(client: Client, open_door: str) -> None:
    page = client.get(open_door).content.decode()
    typed = re.findall(r'<(?:textarea|input[^>]*type="(?:text|email|tel|date|search)")[^>]*>', page)
    assert [re.findall(r'name="(\w+)"', each) for each in typed] == [["website"]]


def test_what_a_robot_fills_is_refused_and_nothing_is_lost(client: Client, open_door: str) -> None:
    answer = client.post(open_door, SAID | {"who": "proche", "key": str(uuid4()), "website": "http://x"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "case cachée" in page
    assert 'value="http://x"' not in page
    assert re.search(r'value="ald"[^>]*checked', page)
    assert not CareRequest.objects.exists()


def test_a_flood_is_held_back_with_what_was_typed(
    client: Client, open_door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctors_door, "PER_ADDRESS", Limit(2, 60))
    answers = [client.post(open_door, SAID | {"who": "patient", "key": str(uuid4())}) for _ in range(3)]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert re.search(r'value="c2s"[^>]*checked', answers[-1].content.decode())
    assert CareRequest.objects.count() == 2


def followed(client: Client, door: str, code: str, **also: str) -> tuple[int, str]:
    answer = client.post(f"{door}suivre/", {"code": code} | also)
    return answer.status_code, re.sub(r'value="[^"]*"', "", answer.content.decode()).replace("\u00a0", " ")


def test_who_asked_follows_by_the_code_and_withdraws(
    client: Client, open_door: str, structure: Structure, alix: Person
) -> None:
    client.post(open_door, SAID | {"who": "proche", "key": str(uuid4())})
    made = structure.care_requests.get()
    assert client.get(f"{open_door}suivre/").status_code == 200
    typed = f" {made.code[:2].lower()}-{made.code[2:]} "
    assert "cherche un médecin" in followed(client, open_door, typed)[1]
    assert structure.care_requests.get().state == RequestState.OPEN
    (offer,) = care.offer(made, [alix], at=timezone.now())
    care.take(offer, at=timezone.now())
    page = followed(client, open_door, made.code)[1]
    assert "Un médecin a accepté" in page
    assert alix.name not in page
    assert "est retirée" in followed(client, open_door, made.code, withdraw="oui")[1]
    kept = structure.care_requests.get()
    assert (kept.state, kept.reason) == (RequestState.WITHDRAWN, Ending.NO_MORE)
    assert followed(client, open_door, made.code, withdraw="oui")[0] == 200
    assert "Retirer ma demande" not in followed(client, open_door, made.code)[1]


def test_an_unknown_code_and_one_of_elsewhere_are_answered_alike(
    client: Client, open_door: str, structure: Structure, desk: Desk, founder: User
) -> None:
    """Of another structure, of a desk, of a professional."""
    of_desk = wanted(structure, at=timezone.now())
    CareRequest.objects.filter(pk=of_desk.pk).update(desk=desk)
    of_peer = wanted(structure, at=timezone.now())
    CareRequest.objects.filter(pk=of_peer.pk).update(asked_by=AskerKind.PROFESSIONAL)
    elsewhere = wanted(structure, at=timezone.now())
    other = found(
        name="CPTS voisine", codes=("82025",), by=founder, on=timezone.localdate(), people=[], meetings=[]
    )
    CareRequest.objects.filter(pk=elsewhere.pk).update(structure=other, asked_by=AskerKind.PATIENT)
    codes = ["ZZZZZ", of_desk.code, of_peer.code, elsewhere.code]
    answers = {
        re.sub("|".join(codes), "", str(followed(client, open_door, code, **also)))
        for code in codes
        for also in ({}, {"withdraw": "oui"})
    }
    assert len(answers) == 1
    assert answers.pop().startswith("(422")
    assert not CareRequest.objects.filter(state=RequestState.WITHDRAWN).exists()


def test_codes_are_not_guessed_by_the_hundred_and_a_closed_page_still_says(
    client: Client, open_door: str, structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(open_door, SAID | {"who": "patient", "key": str(uuid4())})
    code = structure.care_requests.get().code
    close_page(structure, by=founder)
    assert client.get(open_door).status_code == 410
    assert followed(client, open_door, code)[0] == 200
    monkeypatch.setattr(doctors_door, "PER_ADDRESS", Limit(2, 60))
    assert [followed(client, open_door, each)[0] for each in ("AAAAA", code, code)] == [422, 200, 429]


def test_a_code_that_nobody_was_given_is_not_shown(client: Client, open_door: str) -> None:
    assert client.get(f"{open_door}code/?c=1-AAAAA:forged").status_code == 404
    assert client.get(f"{open_door}code/").status_code == 404


def test_the_page_opens_only_once_somebody_can_be_called(
    structure: Structure, founder: User, client: Client
) -> None:
    who, url = client_of(founder), reverse("care:doctors_page", args=[structure.slug, "ouvrir"])
    who.post(url)
    assert not setting_for(structure).is_open
    ContactDesk.objects.create(structure=structure, email="accueil@example.org")
    who.post(url)
    setting = setting_for(structure)
    assert setting.is_open
    who.post(reverse("care:doctors_page", args=[structure.slug, "remplacer"]))
    assert client.get(setting.link.get_absolute_url()).status_code == 404
    who.post(reverse("care:doctors_page", args=[structure.slug, "fermer"]))
    assert client.get(setting_for(structure).link.get_absolute_url()).status_code == 410


def test_a_desk_asks_reads_who_took_it_and_says_that_it_is_done(
    client: Client, desk: Desk, structure: Structure, alix: Person
) -> None:
    key = str(uuid4())
    for _ in range(3):
        assert client.post(desk.link.step("medecin_traitant"), SAID | {"key": key}).status_code == 302
    assert client.post(desk.link.step("medecin_traitant"), {"key": key}).status_code == 422
    made = desk.requests.get()
    other = wanted(structure)
    home = client.get(desk.link.get_absolute_url()).content.decode()
    assert made.code in home
    assert other.code not in home
    assert client.get(desk.link.step(f"demande-{other.number}")).status_code == 404
    one = desk.link.step(f"demande-{made.number}")
    assert client.post(one, {"do": "retirer"}).status_code == 422
    doctor_turns.say_yes(doctor_turns.propose(made, at=timezone.now()), at=timezone.now())
    assert alix.name in client.get(one).content.decode()
    client.post(one, {"do": "fait"})
    made.refresh_from_db()
    assert made.state == RequestState.DONE
    turn(desk, is_on=False, by=structure.memberships.all()[0].user)
    assert client.get(desk.link.get_absolute_url()).status_code == 404


def test_a_mail_scanner_takes_nothing_and_one_tap_does(
    client: Client, structure: Structure, alix: Person, desk: Desk
) -> None:
    request = wanted(structure, at=timezone.now(), desk=desk, note="plaie du pied")
    offer = doctor_turns.propose(request, at=timezone.now())
    here = f"{door_of(alix)}place-{offer.pk}/"
    page = client.get(here).content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.OPEN
    assert "0563000009" not in page  # whom to call is said to who takes it
    assert client.post(here, {"reason": ""}).status_code == 422
    client.post(here, {"answer": "oui"})
    said = client.get(here).content.decode()
    request.refresh_from_db()
    assert (request.taker, request.code in said) == (alix, True)
    stranger = doctor(structure, "Bo Fictif", at=timezone.now())
    assert client.get(f"{door_of(stranger)}place-{offer.pk}/").status_code == 404


def test_one_says_no_in_a_tap_and_may_change_one_s_mind(
    client: Client, structure: Structure, alix: Person
) -> None:
    offer = doctor_turns.propose(wanted(structure, at=timezone.now()), at=timezone.now())
    here = f"{door_of(alix)}place-{offer.pk}/"
    client.post(here, {"reason": Refusal.FAR})
    assert "changer d’avis" in client.get(here).content.decode()
    client.post(here, {"answer": "oui"})
    offer.refresh_from_db()
    assert offer.answer == "oui"


def test_a_doctor_says_how_many_they_take_meets_somebody_or_gives_them_back(
    client: Client, structure: Structure, alix: Person
) -> None:
    here = f"{door_of(alix)}patients/"
    assert client.post(here, {"most": "-1"}).status_code == 422
    assert client.post(here, {"most": "5", "last_day": "2020-01-01"}).status_code == 422
    client.post(here, {"most": "5", "beyond": "enfant", "communes": MONTAUBAN})
    kept = DoctorCapacity.objects.get(person=alix)
    assert (kept.most, [each.what for each in kept.limits.all()], [each.code for each in kept.communes.all()]) == (5, ["enfant"], [MONTAUBAN])  # fmt: skip
    one, two = (
        doctor_turns.say_yes(
            doctor_turns.propose(wanted(structure, at=timezone.now()), at=timezone.now()), at=timezone.now()
        )
        for _ in range(2)
    )
    for gesture in ("joint", "fait"):
        client.post(here, {"do": gesture, "request": str(one.pk)})
    client.post(here, {"do": "rendre", "request": str(two.pk), "reason": "absence"})
    assert {each.number: each.state for each in CareRequest.objects.all()} == {
        one.number: "aboutie",
        two.number: "ouverte",
    }
    assert client.post(here, {"do": "fait", "request": str(two.pk)}).status_code == 404


def test_a_professional_asks_by_their_card_and_is_whom_the_doctor_calls(
    client: Client, structure: Structure, alix: Person
) -> None:
    ada = structure.people.get(name="Ada Fictif")
    Person.objects.filter(pk=ada.pk).update(phone="0563000077")
    here = f"{door_of(ada)}cherche/"
    client.post(here, SAID | {"key": str(uuid4())})
    made = structure.care_requests.get()
    assert made.code in client.get(here).content.decode()
    offer = doctor_turns.propose(made, at=timezone.now())
    client.post(f"{door_of(alix)}place-{offer.pk}/", {"answer": "oui"})
    assert "Ada Fictif" in client.get(f"{door_of(alix)}patients/").content.decode()


def test_whoever_coordinates_proposes_notes_a_bridge_closes_reopens_and_joins(
    structure: Structure, founder: User, alix: Person
) -> None:
    now = timezone.now()
    who = client_of(founder)
    one, two = wanted(structure, at=now, age="75"), wanted(structure, at=now - timedelta(days=1), age="75")

    def do(number: int, gesture: str, **sent: object) -> int:
        return who.post(
            reverse("care:doctor_gesture", args=[structure.slug, number, gesture]), sent
        ).status_code

    page = who.get(reverse("care:doctor", args=[structure.slug, one.number])).content.decode()
    assert f"Réunir à la n°\u00a0{two.number}" in page
    assert do(one.number, "reunir", other=str(two.number)) == 302
    one.refresh_from_db()
    assert (one.state, one.joined_to) == (RequestState.WITHDRAWN, two)
    assert do(two.number, "relais", who=Bridge.NURSE) == 302
    assert do(two.number, "relais") == 422
    assert do(two.number, "proposer") == 302
    assert two.offers.get().person == alix
    assert do(two.number, "clore", reason=Ending.NOBODY) == 302
    two.refresh_from_db()
    assert two.state == RequestState.UNMET
    assert do(two.number, "rouvrir", reason="depart") == 302
    two.refresh_from_db()
    assert two.state == RequestState.OPEN
    done = reverse("care:doctor", args=[structure.slug, two.number])
    assert "Le médecin cesse son activité" in who.get(done).content.decode()


def test_the_page_of_places_says_what_is_left_to_each_and_who_is_full(
    structure: Structure, founder: User, alix: Person
) -> None:
    full = doctor(structure, "Bo Fictif", most=1, at=timezone.now())
    for each in (alix, full):
        request = wanted(structure, at=timezone.now())
        care.take(care.offer(request, [each], at=timezone.now())[0], at=timezone.now())
    page = client_of(founder).get(reverse("care:capacities", args=[structure.slug])).content.decode()
    assert "<strong>2\u00a0places</strong>" in page
    assert "plus de capacité (1 sur 1)" in page
    assert "déjà été proposée" not in page


def test_once_taken_the_others_read_nothing_more_of_the_person(
    client: Client, structure: Structure, alix: Person
) -> None:
    now = timezone.now()
    other = doctor(structure, "Bo Fictif", at=now)
    offers = care.offer(wanted(structure, age="75", at=now), [alix, other], at=now)
    links = doors_to([alix, other], on=now.date())
    pages = [links[each.person_id].step(f"place-{each.pk}") for each in offers if each.person_id]

    def readers() -> list[bool]:
        return ["75 ans et plus" in client.get(page).content.decode() for page in pages]

    assert readers() == [True, True]
    care.take(offers[0], at=now)
    assert readers() == [True, False]


def test_a_list_of_forty_is_paged_in_as_many_questions_as_one_of_three(
    structure: Structure, founder: User, alix: Person
) -> None:
    who, url = client_of(founder), reverse("care:doctors", args=[structure.slug])
    counts = []
    for more in (3, 37):
        for _ in range(more):
            wanted(structure, at=timezone.now(), flags=("ald",))
        who.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = who.get(url).content.decode()
        counts.append(len(asked))
    assert "40\u00a0demandes" in page
    assert counts[0] == counts[1] <= 12


def test_what_is_behind_a_link_goes_with_the_module(
    client: Client, structure: Structure, desk: Desk, open_door: str, alix: Person
) -> None:
    ModuleChoice.objects.update_or_create(structure=structure, module="soins", defaults={"is_on": False})
    for url in (open_door, desk.link.get_absolute_url(), f"{door_of(alix)}patients/"):
        assert client.get(url).status_code == 404


def test_who_took_a_request_that_its_desk_withdraws_reads_it_whose_gesture_it_is(
    client: Client, structure: Structure, desk: Desk, alix: Person, founder: User
) -> None:
    def taken() -> CareRequest:
        made = wanted(structure, at=timezone.now(), desk=desk)
        return doctor_turns.say_yes(doctor_turns.propose(made, at=timezone.now()), at=timezone.now())

    by_desk, by_hand, given = (taken() for _ in range(3))
    client.post(desk.link.step(f"demande-{by_desk.number}"), {"do": "retirer", "reason": Ending.ELSEWHERE})
    ours = client_of(founder)
    for request, gesture in ((by_hand, "clore"), (given, "rendre")):
        page = reverse("care:doctor_gesture", args=[structure.slug, request.number, gesture])
        ours.post(page, {"reason": Ending.ELSEWHERE})
    told = Sending.objects.filter(recipients__address=alix.email)
    for request in (by_desk, by_hand, given):
        (message,) = told.filter(subject__contains=request.code)
        assert alix.door.link.step(f"place-{request.offers.get().pk}") in message.body
    assert client.get(alix.door.link.step(f"place-{given.offers.get().pk}")).status_code == 200


def test_the_page_of_a_doctor_takes_nothing_but_what_a_doctor_is_offered(
    client: Client, structure: Structure, alix: Person
) -> None:
    request = ask(structure, at=timezone.now(), due_at=timezone.now() + timedelta(hours=3))
    (offer,) = care.offer(request, [alix], at=timezone.now())
    page = doors_to([alix], on=timezone.localdate())[alix.pk].step(f"place-{offer.pk}")
    assert client.get(page).status_code == client.post(page, {"answer": "oui"}).status_code == 404
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_who_waits_reads_who_watches_meanwhile(
    client: Client, structure: Structure, desk: Desk, founder: User, open_door: str
) -> None:
    asked, alone = wanted(structure, desk=desk), wanted(structure, asked_by=AskerKind.PATIENT)
    for each in (asked, alone):
        doctor_turns.bridge(each, Bridge.PHARMACIST, at=timezone.now(), by=founder)
        doctor_turns.bridge(each, Bridge.NURSE, at=timezone.now(), by=founder)
    here = desk.link.step(f"demande-{asked.number}")
    assert "un infirmier ou une infirmière" in client.get(here).content.decode()
    followed = client.post(f"{open_door}suivre/", {"code": alone.code}).content.decode()
    assert "un infirmier ou une infirmière" in followed
    assert "pharmacien" not in followed
    care.close(asked, RequestState.UNMET, at=timezone.now(), reason=Ending.NOBODY)
    assert "infirmière" not in client.get(here).content.decode()


def test_a_desk_reads_that_somebody_alike_is_sought_for_already(
    client: Client, structure: Structure, desk: Desk, founder: User
) -> None:
    other = add_desk(structure, GivenDesk("Hôpital fictif", AskerKind.HOSPITAL), key=uuid4(), by=founder)
    same = {"age": "75", "flags": ("ald",), "at": timezone.now()}
    first, second = wanted(structure, desk=other, **same), wanted(structure, desk=desk, **same)
    page = client.get(desk.link.step(f"demande-{second.number}")).content.decode()
    assert f"{first.code} (Hôpital fictif)" in page
    first.refresh_from_db()
    assert (first.joined_to, first.state) == (None, RequestState.OPEN)


def test_a_desk_says_what_is_urgent_and_a_patient_does_not(
    client: Client, desk: Desk, structure: Structure, open_door: str
) -> None:
    wanted(structure, at=timezone.now(), flags=("ald", "c2s", "handicap"))
    client.post(desk.link.step("medecin_traitant"), SAID | {"key": str(uuid4()), "is_urgent": "on"})
    assert listed(structure)[0].is_urgent
    public = SAID | {"key": str(uuid4()), "who": AskerKind.PATIENT, "is_urgent": "on"}
    assert client.post(open_door, public).status_code == 302
    assert not structure.care_requests.get(asked_by=AskerKind.PATIENT).is_urgent


def test_what_is_kept_is_read_by_who_asks_without_account(client: Client, desk: Desk, open_door: str) -> None:
    for page in (open_door, desk.link.get_absolute_url()):
        assert f"{page}confidentialite/" in client.get(page).content.decode()
        kept = client.get(f"{page}confidentialite/").content.decode()
        assert "Ce qui n’est jamais gardé" in kept
        assert "12 mois" in kept.replace("\N{NO-BREAK SPACE}", " ")


def test_pages_of_a_hundred_doctors_make_the_cards_that_they_name(
    structure: Structure, founder: User
) -> None:
    many = [doctor(structure, f"Doc{rank:03} Fictif", at=timezone.now()) for rank in range(70)]
    asked, who = wanted(structure, at=timezone.now()), client_of(founder)
    for page, args, most in (("doctor", [asked.number], 10), ("capacities", [], 50)):
        url = reverse(f"care:{page}", args=[structure.slug, *args])
        with rows_made(Person) as named, rows_made(DoctorCapacity) as declared:
            html = who.get(url).content.decode()
        assert many[0].name in html
        assert 0 < len(named) <= most
        assert declared == []


def test_forms_that_name_a_partner_read_names_alone(structure: Structure, founder: User, desk: Desk) -> None:
    for rank in range(30):
        Partner.objects.create(structure=structure, name=f"Hôpital {rank}", kind="hopital")
    Desk.objects.filter(pk=desk.pk).update(partner=Partner.objects.get(name="Hôpital 7"))
    who = client_of(founder)
    for name, most in (("desks", 1), ("add_pathway", 0), ("add_help", 0)):
        with rows_made(Partner) as made:
            html = who.get(reverse(f"care:{name}", args=[structure.slug])).content.decode()
        assert "Hôpital 29" in html
        assert len(made) <= most


def test_a_home_counts_who_is_to_be_called_and_reads_no_request_for_it(
    structure: Structure, founder: User
) -> None:
    doctor(structure, "Alix Fictif", at=timezone.now())
    asked = [wanted(structure, at=timezone.now(), asked_by=AskerKind.STRUCTURE) for _ in range(2)]
    for each in asked:
        doctor_turns.say_yes(doctor_turns.propose(each, at=timezone.now()), at=timezone.now())
    who, url = client_of(founder), reverse("structures:home", args=[structure.slug])
    with rows_made(CareRequest) as made:
        html = who.get(url).content.decode()
    assert f"{asked[0].code}, Montauban" in html
    assert made == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite says of its plan")
def test_what_was_reopened_is_looked_for_among_what_was(structure: Structure) -> None:
    lists = _told(structure, timezone.now(), timezone.now(), timezone.localdate(), timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        list(lists[1])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(line) for line in cursor.fetchall())
    assert "care_request_reopened" in plan
