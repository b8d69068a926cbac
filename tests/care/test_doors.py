"""What is done without account: a desk asks, a professional answers by the link of their card; a GET never acts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from care.alerting import a_crisis
from care.alerting import join as belong
from care.doctoring import doctor
from care.taker import MONTAUBAN, ask, desk_of, nurse
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import RequestKind, RequestState
from maillage.care.models import CareRequest, Desk, Question
from maillage.care.queries.own import own_lines
from maillage.care.queries.requests_counts import question_counts
from maillage.care.services import crises, doctor_turns, questions, ringing
from maillage.care.views.own import STEPS
from maillage.limits.services import HOUR, Limit
from maillage.links.models import Link
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import told

pytestmark = pytest.mark.django_db


def door(person: Person) -> Link:
    return doors_to([person], on=timezone.localdate())[person.pk]


def form(**said: str) -> dict[str, str]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "key": str(uuid4()), "kind": "retour", "profession": "infirmier", "commune": MONTAUBAN,
        "due_on": tomorrow.isoformat(), "due_at": "12:00", "agrees": "on",
    } | said  # fmt: skip


@pytest.fixture
def desk(structure: Structure) -> Desk:
    return desk_of(structure)


def last(structure: Structure) -> CareRequest:
    return structure.care_requests.order_by("-number")[0]


def test_a_desk_asks_and_reads_one_name_and_how_to_reach_them(
    structure: Structure, desk: Desk, client: Client
) -> None:
    nurse(structure, "Lou Fictif", at_any_hour=True)
    url, sent = desk.link.step("retour"), form(is_urgent="on", need="pansement", flags="isolement")
    assert "Un retour à domicile" in client.get(desk.link.get_absolute_url()).content.decode()
    assert 'value="retour" selected' in client.get(url).content.decode()
    followed = [client.post(url, sent).headers["Location"] for _ in range(3)]
    assert len(set(followed)) == 1
    request = last(structure)
    assert (request.desk, request.asked_by, request.is_agreed) == (desk, "hopital", True)
    assert "1\N{NO-BREAK SPACE}personne prévenue" in client.get(followed[0]).content.decode()
    ringing.take(request.offers.get(), at=timezone.now())
    page = client.get(followed[0]).content.decode()
    assert "Lou Fictif" in page
    assert "06 39 98 00 02" in page.replace("\N{NO-BREAK SPACE}", " ")
    client.post(followed[0], {"do": "fait"})
    assert last(structure).state == RequestState.DONE


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"note": "Mme O., 84 ans"}, "un nom"),
        ({"note": "rappeler au 06 12 34 56 78"}, "un téléphone"),
        ({"due_on": "2020-01-01"}, "Cette heure est passée"),
        ({"due_on": "2090-01-01"}, "plus d’un an"),
        ({"commune": "75056"}, "commune"),
        ({"usual": "Personne d’ici"}, "Ce nom n’est pas dans vos fiches"),
        ({"agrees": ""}, "sans son accord"),
        ({"kind": "peau"}, "kind"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    structure: Structure, desk: Desk, client: Client, said: dict[str, str], why: str
) -> None:
    before = structure.care_requests.count()
    answer = client.post(desk.link.step("retour"), form(need="pansement", age="75") | said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert '<option value="pansement" selected' in page
    assert structure.care_requests.count() == before
    assert not Recipient.objects.filter(sending__key__startswith="care.").exclude(sending__about=structure.pk)


def test_a_flood_is_stopped_and_loses_nothing(
    structure: Structure, desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.care.perms.REQUESTS_AN_HOUR", Limit(2, HOUR))
    came = [client.post(desk.link.step("retour"), form(note="Chaque jour")) for _ in range(3)]
    assert [each.status_code for each in came] == [302, 302, 429]
    assert "Chaque jour" in came[2].content.decode()


def test_a_link_that_is_read_takes_nothing_one_tap_takes_and_the_next_reads_when(
    structure: Structure, client: Client
) -> None:
    lou, kim = (nurse(structure, f"{name} Fictif") for name in ("Lou", "Kim"))
    request = ask(structure)
    pages = {
        person: door(person).step(f"besoin-{request.offers.get(person=person).pk}") for person in (lou, kim)
    }
    for _ in range(3):
        assert "Je la prends" in client.get(pages[lou]).content.decode()
    assert last(structure).state == RequestState.OPEN
    assert client.get(pages[lou].replace(door(lou).token, door(kim).token)).status_code == 404
    page = client.post(pages[lou], {"do": "prendre"}, follow=True).content.decode()
    assert request.code in page
    late = client.post(pages[kim], {"do": "prendre"})
    assert late.status_code == 200
    assert "Déjà prise à" in late.content.decode()
    assert client.post(pages[kim], {"do": "rendre", "reason": "empeche"}).status_code == 302
    assert last(structure).taker == lou
    client.post(pages[lou], {"do": "joint"})
    client.post(pages[lou], {"do": "rendre", "reason": "empeche"})
    assert (last(structure).state, last(structure).acknowledged_at) == (RequestState.OPEN, None)
    client.post(pages[kim], {"do": "non", "reason": "loin"})
    assert request.offers.get(person=kim).reason == "loin"


def test_what_was_said_of_somebody_is_read_by_who_may_take_it_and_by_who_took_it_alone(
    structure: Structure, client: Client
) -> None:
    lou, kim = (nurse(structure, f"{name} Fictif") for name in ("Lou", "Kim"))
    request = ask(structure, note="Chien méchant", age="75")
    pages = [door(each).step(f"besoin-{request.offers.get(person=each).pk}") for each in (lou, kim)]

    def readers() -> list[bool]:
        said = [client.get(page).content.decode() for page in pages]
        assert all(("75 ans et plus" in page) == ("Chien méchant" in page) for page in said)
        return ["Chien méchant" in page for page in said]

    assert readers() == [True, True]
    client.post(pages[0], {"do": "prendre"})
    assert readers() == [True, False]
    client.post(pages[0], {"do": "rendre", "reason": "empeche"})
    assert readers() == [True, True]


def test_doors_lead_nowhere_for_who_left_who_cares_for_nobody_and_a_module_switched_off(
    structure: Structure, desk: Desk, client: Client
) -> None:
    lou = nurse(structure, "Lou Fictif")
    usher = structure.people.create(name="Ulf Fictif", profession="coordinateur")
    steps = ("demander", "prevenir", "poser", "canal", "besoin-1", "suivi-1", "question-1", "besoin-x")
    assert [client.get(door(usher).step(step)).status_code for step in steps] == [404] * len(steps)
    assert [client.get(door(lou).step(step)).status_code for step in steps[:2]] == [200, 200]
    assert client.get(desk.link.step("demande-1")).status_code == 404  # of another desk
    structure.module_choices.create(module="soins", is_on=False)
    assert client.get(door(lou).step("demander")).status_code == 404
    assert client.get(desk.link.get_absolute_url()).status_code == 404


def test_one_says_how_to_be_told_and_no_more(structure: Structure, client: Client) -> None:
    lou = structure.people.create(
        name="Lou Fictif", profession="infirmier", commune="Montauban", email="lou@example.org"
    )
    link = door(lou)
    page = client.get(link.step("prevenir")).content.decode()
    assert f'<option value="{MONTAUBAN}" selected' in page
    said = {"kinds": ["domicile"], "base": MONTAUBAN, "km": "12", "opens_at": "20:00", "closes_at": "07:00"}
    assert "vérifiez ces deux heures" in client.post(link.step("prevenir"), said).content.decode()
    client.post(link.step("prevenir"), said | {"opens_at": "07:00", "closes_at": "20:00"})
    assert lou.care_watch.km == 12
    client.post(link.step("prevenir"), {"do": "arreter"})
    lou.care_watch.refresh_from_db()
    assert not lou.care_watch.is_on


def test_who_coordinates_acts_on_a_request_and_a_reader_does_not(
    structure: Structure, founder: User, member: User
) -> None:
    nurse(structure, "Lou Fictif")
    request, twin = ask(structure), ask(structure)
    by, page = client_of(founder), f"/s/{structure.slug}/soins/demandes/{request.number}/"

    def do(what: str, **said: Any) -> CareRequest:
        assert by.post(f"{page}geste/", {"do": what, **said}).status_code == 302
        request.refresh_from_db()
        return request

    assert client_of(member).post(f"{page}geste/", {"do": "retirer"}).status_code == 403
    assert do("aboutie").state == RequestState.OPEN  # nobody took it
    assert do("relancer").state == RequestState.OPEN
    assert do("sans-reponse", reason="ailleurs").state == RequestState.UNMET
    assert do("rouvrir").state == RequestState.OPEN
    ringing.take(request.offers.get(), at=timezone.now())
    assert do("rendre").state == RequestState.OPEN
    assert do("reunir", **{"with": "999"}).joined_to is None
    assert do("reunir", **{"with": str(twin.number)}).joined_to == twin
    html = by.get(page).content.decode()
    assert f'demande <a href="/s/{structure.slug}/soins/demandes/{twin.number}/"' in html


def test_a_pharmacist_asks_by_the_channel_and_is_answered_and_counted(
    structure: Structure, client: Client
) -> None:
    phil = nurse(structure, "Phil Fictif", profession="pharmacien")
    doc = nurse(structure, "Doc Fictif", profession="medecin_generaliste")
    canal = {"channel": "telephone", "address": "05 63 00 00 02", "hours": "de 12 h à 14 h"}
    client.post(door(doc).step("canal"), canal)
    page = client.get(door(phil).step("poser")).content.decode()
    assert "Doc Fictif, médecin généraliste (téléphone, de 12" in page
    sent = {"key": str(uuid4()), "prescriber": str(doc.pk), "subject": "rupture", "is_urgent": "on"}
    urls = {client.post(door(phil).step("poser"), sent).headers["Location"] for _ in range(3)}
    question = Question.objects.get()
    mine = client.get(urls.pop()).content.decode()
    assert question.code in mine
    assert "05 63 00 00 02" in mine
    theirs = door(doc).step(f"question-{question.pk}")
    client.get(theirs)
    question.refresh_from_db()
    assert question.seen_at is None
    client.post(theirs, {"do": "vue"})
    client.post(theirs, {"answer": "accord"})
    client.post(theirs, {"answer": "modifiee"})
    question.refresh_from_db()
    assert question.answer == "modifiee"
    assert client.get(door(nurse(structure, "Lou Fictif")).step(f"question-{question.pk}")).status_code == 404
    client.post(door(phil).step(f"question-{question.pk}"), {"answer": "accord"})
    question.refresh_from_db()
    assert question.answer == "modifiee"
    year = timezone.localdate().year
    counted = question_counts(structure, year)
    assert (counted.asked, counted.seen, counted.answered, counted.by_subject) == (1, 1, 1, {"rupture": 1})
    (mail,) = Recipient.objects.filter(sending__key=f"care.question {question.pk}")
    assert mail.address == doc.email


def test_a_program_asks_once_is_refused_in_french_and_reads_who_took(
    structure: Structure, desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse(structure, "Lou Fictif", at_any_hour=True)
    other = desk_of(structure)

    def sent(token: str = desk.link.token, **said: Any) -> Any:
        due = (timezone.now() + timedelta(days=1)).isoformat()
        body = {
            "key": key, "kind": "retour", "profession": "infirmier", "commune": MONTAUBAN, "due_at": due,
            "is_agreed": True, "is_urgent": True,
        } | said  # fmt: skip
        headers = {"Authorization": f"Bearer {token}"}
        url = f"/api/v1/structures/{structure.slug}/requests"
        return client.post(url, body, content_type="application/json", headers=headers)

    key = str(uuid4())
    refused = {
        "note": "Mme O., 84 ans", "kind": "peau", "commune": "75056", "is_agreed": False,
        "profession": "usager", "name": "Jeanne", "need": "x",
    }  # fmt: skip
    ages_away = (timezone.now() + timedelta(days=400)).isoformat()
    hours = ("2020-01-01T00:00:00+00:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", ages_away)
    for field, value in [*refused.items(), *(("due_at", each) for each in hours)]:
        answer = sent(**{field: value})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.json()
    assert sent("aaaa-bbbb-cccc").status_code == 401
    made = [sent().json()["code"] for _ in range(3)]
    assert len(set(made)) == 1
    assert sent(other.link.token).status_code == 422  # the key of another desk
    ringing.take(last(structure).offers.get(), at=timezone.now())

    def read(token: str, code: str = made[0].lower()) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get(f"/api/v1/structures/{structure.slug}/requests/{code}", headers=headers)

    assert read(desk.link.token).json()["taker"]["name"] == "Lou Fictif"
    assert read(other.link.token).status_code == 404
    assert {read(desk.link.token, code).status_code for code in ("%00", "%F0%9F%99%82", "0", "x" * 300)} == {
        404
    }
    monkeypatch.setattr("maillage.care.perms.REQUESTS_AN_HOUR", Limit(0, HOUR))
    assert sent(key=str(uuid4())).status_code == 429
    assert sent().status_code == 200  # known already


def test_pictures_go_by_the_tool_that_the_structure_says_and_are_counted_here(
    structure: Structure, desk: Desk, founder: User, client: Client
) -> None:
    lou = nurse(structure, "Lou Fictif", kinds=[RequestKind.SKIN], at_any_hour=True)
    by = client_of(founder)
    tools = f"/s/{structure.slug}/soins/prevenus/outils/"
    assert by.post(tools, {"peau_name": "Peau fictive"}).status_code == 422
    by.post(tools, {"peau_name": "Peau fictive", "peau_url": "https://peau.example/"})
    url = client.post(desk.link.step("peau"), form(kind="peau", is_urgent="on", need="pansement"))
    assert "https://peau.example/" in client.get(url.headers["Location"]).content.decode()
    request = last(structure)
    assert request.need == ""
    offer = ringing.take(request.offers.get(), at=timezone.now()).offers.get()
    assert "https://peau.example/" in client.get(door(lou).step(f"besoin-{offer.pk}")).content.decode()


#: Pages that need no row of somebody's own.
OPEN = ("prevenir", "demander", "aide", "annuaire", "fiches", "rupture", "capacite")


def test_whoever_left_finds_nothing_of_care_behind_their_link(
    structure: Structure, client: Client, founder: User
) -> None:
    lou, *_ = belong(structure, 2)
    crisis = a_crisis(structure, founder)
    crises.call_the_roll(crisis, by=founder, at=timezone.now())
    structure.crisis_roles.create(person=lou, part="cellule")
    called = crisis.called.get(person=lou)
    link = door(lou)
    pages = [link.step(f"crise-{called.pk}"), *map(link.step, OPEN)]
    assert {client.get(page).status_code for page in pages} == {200}
    Person.objects.update(engagement="")
    lou.adhesions.update(until=timezone.localdate())
    assert {client.get(page).status_code for page in pages} == {404}
    for said in ({"answer": "oui"}, {"words": "Une ligne", "key": str(uuid4())}):
        assert client.post(pages[0], said).status_code == 404
    called.refresh_from_db()
    assert (called.answer, crisis.log.filter(words="Une ligne").count()) == ("", 0)


def test_every_step_of_care_is_closed_by_the_same_door(structure: Structure) -> None:
    lou = nurse(structure, "Lou Fictif")
    lou.adhesions.create(kind="adherent", since=date(2020, 1, 1), until=date(2021, 1, 1))
    Person.objects.update(engagement="")
    link, sent = door(lou), RequestFactory().post("/", {"answer": "oui"})
    for step, page in STEPS.items():
        with pytest.raises(Http404), CaptureQueriesContext(connection) as asked:
            page(sent, Person.objects.select_related("structure__territory").get(pk=lou.pk), link, "1")
        assert not [each for each in asked if "care_" in each["sql"]], step


def test_who_asked_learns_the_answer_once_and_who_says_nothing_is_reminded_once(
    structure: Structure, client: Client
) -> None:
    phil = nurse(structure, "Phil Fictif", profession="pharmacien")
    doc = nurse(structure, "Doc Fictif", profession="medecin_generaliste")
    #: A Tuesday, at nine in Montauban.
    at = datetime(2026, 12, 8, 8, tzinfo=UTC)
    asked = questions.ask(
        phil, doc, subject="rupture", is_urgent=False, key=uuid4(), at=at, site="https://maillage.example/"
    )

    def reminded(later: timedelta) -> int:
        for _ in range(2):
            questions.remind_due(at + later)
        return Sending.objects.filter(key=f"care.question.again {asked.pk}").count()

    hours = (timedelta(hours=23), timedelta(hours=36), timedelta(hours=48), timedelta(hours=72))
    Question.objects.filter(pk=asked.pk).update(site="")
    assert reminded(hours[-1]) == 0  # no link could be written
    Question.objects.filter(pk=asked.pk).update(site=asked.site)
    assert [reminded(each) for each in hours] == [0, 0, 1, 1]  # after 36 hours it is nine in the evening
    assert "Phil Fictif" in Sending.objects.get(key=f"care.question.again {asked.pk}").body
    for said in ("accord", "modifiee"):
        questions.answer(Question.objects.get(pk=asked.pk), said, at=at + timedelta(days=3))
    (written,) = Recipient.objects.filter(sending__key=f"care.question.answered {asked.pk}")
    assert written.address == phil.email
    assert f"question-{asked.pk}/" in written.sending.body
    assert reminded(timedelta(days=4)) == 1


def test_one_reads_at_home_what_became_of_a_question_and_that_no_message_reached_its_prescriber(
    structure: Structure, client: Client
) -> None:
    phil = nurse(structure, "Phil Fictif", profession="pharmacien")
    doc = nurse(structure, "Doc Fictif", profession="medecin_generaliste")
    Person.objects.filter(pk=doc.pk).update(email="")
    doc.refresh_from_db()
    sent = {"key": str(uuid4()), "prescriber": str(doc.pk), "subject": "posologie"}
    here = client.post(door(phil).step("poser"), sent).headers["Location"]
    assert "Aucun courriel n’atteint ce cabinet" in client.get(here).content.decode()
    question = Question.objects.get()

    def said() -> list[str]:
        phil.refresh_from_db()
        return [each.sentence for each in told([own_lines(phil)]) if question.code in each.sentence]

    assert [("attend une réponse" in each) for each in said()] == [True]
    client.post(door(doc).step(f"question-{question.pk}"), {"answer": "accord"})
    assert "accord avec ce qui est proposé" in said()[0]
    assert "Aucun courriel" not in client.get(here).content.decode()
    Question.objects.update(
        asked_at=timezone.now() - timedelta(days=9), answered_at=timezone.now() - timedelta(days=4)
    )
    assert said() == []


def test_a_program_asks_for_a_doctor_without_deadline_and_reads_who_took_it(
    structure: Structure, desk: Desk, client: Client
) -> None:
    other, key = desk_of(structure, "Un autre guichet"), str(uuid4())
    url = f"/api/v1/structures/{structure.slug}/requests"

    def sent(who: Desk = desk, **said: Any) -> Any:
        body = {
            "key": key,
            "kind": "medecin_traitant",
            "commune": MONTAUBAN,
            "age": "75",
            "is_agreed": True,
        } | said
        headers = {"Authorization": f"Bearer {who.link.token}"}
        return client.post(url, body, content_type="application/json", headers=headers)

    for field, value in (("commune", "75056"), ("is_agreed", False), ("age", None)):
        answer = sent(**{field: value})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    made = {sent(flags=["ald"]).json()["code"] for _ in range(3)}
    request = last(structure)
    assert made == {request.code}
    assert (request.kind, request.desk, request.due_at) == (RequestKind.DOCTOR, desk, None)
    assert [each.flag for each in request.flags.all()] == ["ald"]
    assert sent(other).status_code == 422  # the key of another desk
    doc = doctor(structure, "Alix Fictif", at=timezone.now())
    doctor_turns.say_yes(doctor_turns.propose(request, at=timezone.now()), at=timezone.now())
    headers = {"Authorization": f"Bearer {desk.link.token}"}
    read = client.get(f"{url}/{request.code}", headers=headers).json()
    assert (read["state"], read["taker"]["name"]) == ("prise", doc.name)
