"""The book of partners keeps what is written, once, and never over somebody unseen."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.directory.models import Place
from maillage.kernel import BadInput
from maillage.outreach.models import (
    Campaign,
    Convention,
    Exchange,
    NextStep,
    Partner,
    PartnerContact,
    PartnerRequest,
)
from maillage.outreach.queries.awaiting import awaiting
from maillage.outreach.queries.partners import Wanted, lines_of, partners_of, sheet_of
from maillage.outreach.services import conventions
from maillage.outreach.services import partners as services
from maillage.outreach.services.conventions import GivenConvention, GivenRequest
from maillage.outreach.services.partners import GivenExchange, GivenPartner, GivenStep
from maillage.people import services as people
from maillage.people.models import Person
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure
from maillage.structures.services import erase, switch_modules
from maillage.ui.queries import contents_of, news, personal_data

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def partner(structure: Structure) -> Partner:
    """That of the cast, with a director whom nobody knows for anything else."""
    found = structure.partners.get()
    found.contacts.all().delete()
    lise = structure.people.create(name="Lise Fictif", profession="autre", engagement="")
    found.contacts.create(person=lise, title="Directrice")
    return found


def add(structure: Structure, name: str, by: User, **given: Any) -> Partner:
    told = GivenPartner(name, given.pop("kind", "ehpad"), **given)
    return services.add_partner(structure, told, key=uuid4(), by=by)


def page_of(partner: Partner, name: str = "partner") -> str:
    return reverse(f"outreach:{name}", args=[partner.structure.slug, partner.pk])


def test_a_body_is_in_the_book_once(structure: Structure, founder: User) -> None:
    add(structure, "EHPAD des Tilleuls (fictif)", founder, finess="820000123")
    with pytest.raises(BadInput, match="déjà dans votre carnet"):
        add(structure, "ehpad des tilleuls (FICTIF)", founder)
    with pytest.raises(BadInput, match="déjà ce numéro FINESS"):
        add(structure, "Autre nom", founder, finess="820000123")


def test_the_same_form_sent_twice_writes_once(structure: Structure, partner: Partner, founder: User) -> None:
    key = uuid4()
    for _ in range(2):
        services.add_partner(structure, GivenPartner("DAC fictif", "dac"), key=key, by=founder)
        services.note_exchange(partner, GivenExchange(TODAY, "appel", "Oui."), key=key, by=founder)
        services.plan_step(partner, GivenStep("Rappeler", TODAY), key=key, by=founder)
        conventions.add_convention(partner, GivenConvention("Gardes", TODAY), key=key, by=founder)
        conventions.note_request(partner, GivenRequest(TODAY, "Un nom."), key=key, by=founder)
        services.add_contact(partner, GivenPerson("Lise Fictif", "autre"), title="Directrice", by=founder)
    assert structure.partners.count() == 2
    counts = [
        table.objects.count() for table in (Exchange, NextStep, Convention, PartnerRequest, PartnerContact)
    ]
    assert counts == [2, 2, 2, 2, 1]


def test_nobody_writes_over_somebody_unseen(partner: Partner, founder: User) -> None:
    given = GivenPartner("Hôpital fictif", "hopital", purpose="Les sorties du soir")
    services.write_partner(partner, given, version=1, by=founder)
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        services.write_partner(partner, GivenPartner("Hôpital", "hopital"), version=1, by=founder)
    client = client_of(founder)
    sent = {"name": "Hôpital corrigé", "kind": "hopital", "version": "1"}
    answer = client.post(page_of(partner, "edit_partner"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Les sorties du soir" in page
    assert "Hôpital corrigé" in page
    assert client.post(page_of(partner, "edit_partner"), {**sent, "version": "2"}).status_code == 302
    partner.refresh_from_db()
    assert (partner.name, partner.version) == ("Hôpital corrigé", 3)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_write_at_once_are_told(
    partner: Partner, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    def write(name: str) -> Callable[[], Partner]:
        return lambda: services.write_partner(partner, GivenPartner(name, "hopital"), version=1, by=founder)

    results = at_once(write("Un nom"), write("Un autre"))
    assert sorted(isinstance(each, BadInput) for each in results) == [False, True]
    assert Partner.objects.get().version == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_partner_added_at_once_is_there_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    key = uuid4()
    given = GivenPartner("DAC fictif", "dac")
    one, two = at_once(*[lambda: services.add_partner(structure, given, key=key, by=founder)] * 2)
    assert one.pk == two.pk


def test_a_person_of_a_partner_is_the_card_they_have(
    structure: Structure, partner: Partner, founder: User
) -> None:
    ada = structure.people.get(name="Ada Fictif")
    before = structure.people.count()
    given = GivenPerson("ada fictif", "infirmier", email="ada@example.org")
    contact = services.add_contact(partner, given, title="Cadre", by=founder)
    assert contact.person == ada
    assert structure.people.count() == before
    ada.refresh_from_db()
    assert (ada.email, ada.engagement) == ("ada@example.org", "porteur")
    again = GivenPerson("Ada Fictif", "infirmier", email="autre@example.org")
    services.add_contact(partner, again, title="", card=ada, by=founder)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_person_away_from_the_table_stays_with_their_partner(
    structure: Structure, partner: Partner, founder: User
) -> None:
    seated = people.seat(structure, GivenPerson("Jo Fictif", "autre", engagement="a_associer"), by=founder)
    services.add_contact(partner, GivenPerson("Jo Fictif", "autre"), title="", card=seated, by=founder)
    people.dismiss(structure, [seated.pk], by=founder)
    assert partner.contacts.filter(person=seated).exists()
    assert Person.objects.get(pk=seated.pk).engagement == ""


def test_merging_two_cards_keeps_every_line(structure: Structure, partner: Partner, founder: User) -> None:
    lise = structure.people.get(name="Lise Fictif")
    double = people.know(structure, GivenPerson("Lise Fictive", "autre"), by=founder)
    partner.contacts.create(person=double, title="Contact convention")
    Partner.objects.update(owner=double)
    Exchange.objects.update(person=double)
    NextStep.objects.update(owner=double)
    PartnerRequest.objects.update(person=double, relayed_to=double)
    done = people.merge(lise, double, by=founder, at=timezone.now())
    partner.refresh_from_db()
    sheet = sheet_of(partner, on=TODAY)
    assert {each.title for each in sheet.contacts} == {"Directrice", "Contact convention"}
    named = [partner.owner, sheet.exchanges[0].person, sheet.steps[0].owner]
    named += [sheet.requests[0].person, sheet.requests[0].relayed_to]
    assert named == [lise] * 5
    people.undo(done, by=founder, at=timezone.now())
    assert Partner.objects.get().owner == double


def test_the_list_says_the_last_exchange_and_the_next_step(
    structure: Structure, partner: Partner, founder: User
) -> None:
    for day, words in ((3, "Après."), (1, "Avant.")):
        said = GivenExchange(TODAY + timedelta(days=day), "appel", words)
        services.note_exchange(partner, said, key=uuid4(), by=founder)
    services.plan_step(partner, GivenStep("Plus tôt", TODAY - timedelta(days=1)), key=uuid4(), by=founder)
    (line,) = lines_of([partner], on=TODAY)
    assert (line.last_words, line.is_late, line.waiting) == ("Après.", True, 1)
    assert line.step
    assert line.step.words == "Plus tôt"
    services.finish_step(line.step, by=founder, on=TODAY)
    (line,) = lines_of([partner], on=TODAY)
    assert line.step
    assert line.step.words == "Rappeler"


def test_the_list_is_filtered_by_kind_and_by_words_and_read_in_few_queries(
    structure: Structure, founder: User
) -> None:
    for number in range(30):
        add(structure, f"Mairie fictive {number}", founder, kind="mairie")
    add(structure, "Étoile fictive", founder, purpose="Les gardes de nuit")
    assert len(partners_of(structure, Wanted(kind="mairie"))) == 30
    assert [each.name for each in partners_of(structure, Wanted(q="etoile"))] == ["Étoile fictive"]
    assert [each.name for each in partners_of(structure, Wanted(q="GARDES"))] == ["Étoile fictive"]
    client = client_of(founder)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("outreach:partners", args=[structure.slug]))
    assert len(queries) < 25


def test_funders_are_told_apart(structure: Structure, founder: User) -> None:
    ars = add(structure, "ARS fictive", founder, kind="ars")
    page = client_of(founder).get(page_of(ars)).content.decode()
    assert "financeur" in page
    assert structure.partners.filter(kind="hopital").get().is_funder is False


def test_a_place_of_the_directory_fills_the_form(structure: Structure, founder: User) -> None:
    place = Place.objects.filter(kind="ehpad").exclude(phones="").first()
    assert place
    client, url = client_of(founder), reverse("outreach:add_partner", args=[structure.slug])
    found = client.get(url, {"q": place.finess})
    assert [each.finess for each in found.context["places"]] == [place.finess]
    told = client.get(url, {"finess": place.finess}).context["form"].initial
    assert (told["name"], told["kind"], told["finess"]) == (place.name, "ehpad", place.finess)
    sent = {
        **{name: told[name] for name in ("name", "kind", "finess", "address", "phone")},
        "key": str(uuid4()),
    }
    assert client.post(url, sent).status_code == 302
    assert structure.partners.get(finess=place.finess).phone == place.phones.split()[0]


def test_the_home_says_what_is_late(structure: Structure, partner: Partner, founder: User) -> None:
    today = timezone.localdate()
    Exchange.objects.all().delete()
    NextStep.objects.update(due_on=today)
    PartnerRequest.objects.update(asked_on=today - timedelta(days=15))
    Campaign.objects.update(closed_on=today)  # what its calls await is told elsewhere
    assert tasks_of(awaiting(structure)) == []
    NextStep.objects.update(due_on=today - timedelta(days=1))
    PartnerRequest.objects.update(asked_on=today - timedelta(days=16))
    Convention.objects.update(starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=60))
    told = [task.text.replace("\xa0", " ") for task in tasks_of(awaiting(structure))]
    assert told == [
        "Convention à revoir avec Hôpital fictif",
        "Partenaires : 1 demande sans réponse",
        "Partenaires : 1 étape en retard",
    ]
    Convention.objects.update(stops_on=today + timedelta(days=60))
    PartnerRequest.objects.update(answered_on=today)
    NextStep.objects.update(done_on=today)
    assert tasks_of(awaiting(structure)) == []


def test_a_request_is_relayed_then_answered_and_its_dates_hold(partner: Partner, founder: User) -> None:
    asked = partner.requests.get()
    client = client_of(founder)
    url = reverse("outreach:request", args=[partner.structure.slug, partner.pk, asked.pk])
    sent = {"asked_on": "2026-03-02", "words": asked.words, "relayed_to": "Ada Fictif", "version": "1"}
    assert client.post(url, sent).status_code == 302
    asked.refresh_from_db()
    assert asked.relayed_to
    assert asked.relayed_on == timezone.localdate()
    early = {**sent, "answered_on": "2026-03-01", "version": "2"}
    refused = client.post(url, early)
    assert refused.status_code == 422
    assert "avant celle de la demande" in refused.content.decode()
    nobody = client.post(url, {**sent, "relayed_to": "Inconnue", "version": "2"})
    assert "pas dans vos fiches" in nobody.content.decode()


def test_an_exchange_to_come_is_refused_in_place(partner: Partner, founder: User) -> None:
    sent = {"held_on": "2100-01-01", "means": "appel", "words": "Oui.", "key": str(uuid4())}
    answer = client_of(founder).post(page_of(partner, "note_exchange"), sent)
    assert answer.status_code == 422
    assert "à venir" in answer.content.decode()


def test_members_read_the_book_and_not_what_a_card_hides(
    structure: Structure, partner: Partner, member: User, founder: User
) -> None:
    Person.objects.filter(name="Lise Fictif").update(email="lise@example.org", phone="0563000000")
    page = client_of(member).get(page_of(partner)).content.decode()
    assert "Lise Fictif" in page
    assert "lise@example.org" not in page
    assert "0563000000" not in page
    assert "lise@example.org" in client_of(founder).get(page_of(partner)).content.decode()


def test_the_spreadsheet_runs_nothing_and_the_paper_leaves_a_trace(
    structure: Structure, partner: Partner, founder: User
) -> None:
    add(structure, "=HYPERLINK(1)", founder)
    client = client_of(founder)
    text = client.get(reverse("outreach:partners_file", args=[structure.slug, "csv"])).content.decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows] == ["Nom", "Hôpital fictif", "'=HYPERLINK(1)"]
    assert "Lise Fictif, Directrice" in rows[1]
    paper = client.get(reverse("outreach:partners_book", args=[structure.slug]))
    assert paper.content.startswith(b"%PDF")
    empty = client.get(reverse("outreach:partners_book", args=[structure.slug]), {"q": "zzz"})
    assert empty.content.startswith(b"%PDF")


def test_a_convention_signed_is_news_as_long_as_the_module_is_on(
    structure: Structure, partner: Partner, founder: User
) -> None:
    Convention.objects.update(signed_on=TODAY)
    told = [item.sentence for item in news(structure, TODAY)]
    assert "Une convention est signée avec Hôpital fictif" in " ".join(told).replace("\xa0", " ")
    switch_modules(structure, ["bulletins"], by=founder)
    fresh = Structure.objects.get()
    assert not [item for item in news(fresh, TODAY) if "convention" in item.sentence]
    assert client_of(founder).get(page_of(partner)).status_code == 404


def test_all_leaves_with_the_structure_and_goes_with_it(
    structure: Structure, founder: User, partner: Partner
) -> None:
    (kept,) = contents_of(structure)["outreach"]["partners"]
    assert [len(kept[rows]) for rows in ("people", "exchanges", "next_steps", "conventions", "requests")] == [
        1
    ] * 5
    Person.objects.filter(name="Lise Fictif").update(email=founder.email)
    assert personal_data(founder)["partenaires"] == [
        {"structure": structure.name, "partenaire": "Hôpital fictif", "fonction": "Directrice"}
    ]
    erase(structure, by=founder)
    assert not Partner.objects.exists()


def test_a_partner_of_another_structure_is_not_found(
    structure: Structure, partner: Partner, founder: User
) -> None:
    asked = partner.requests.get()
    other = add(structure, "DAC fictif", founder, kind="dac")
    for name, row in (("request", asked.pk), ("convention", partner.conventions.get().pk)):
        url = reverse(f"outreach:{name}", args=[structure.slug, other.pk, row])
        assert client_of(founder).get(url).status_code == 404
