"""A day of care is that of the clocks of the structure: of the eve, or of the morrow, for the clocks of the site."""

from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.evenings import evenings, sent, three
from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.documents.crises import exercises
from maillage.care.enums import AlertState, AskerKind, Family, RequestKind, RequestState, VersionState
from maillage.care.forms.teams import NewEscapForm
from maillage.care.models import (
    Alert,
    AlertNote,
    AlertVersion,
    CareRequest,
    Crisis,
    Duty,
    LocalText,
    LocalValidation,
    LocalVersion,
    RcpCall,
    Reading,
    Validation,
)
from maillage.care.queries.contents import of_card
from maillage.care.queries.pathways_counts import rcp_year
from maillage.care.queries.roster_counts import unscheduled_year
from maillage.care.services import alert_mail, requests, ringing, roster_watch, telling
from maillage.care.services.requests import Asked
from maillage.documents import types as doc
from maillage.people.models import CardDoor, Person
from maillage.people.services import doors_to
from maillage.people.services.own_card import OPEN_FOR
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import instants_in

pytestmark = pytest.mark.django_db

#: A commune, its clocks.
PLACES = {
    "Saint-Denis": ("97411", "Indian/Reunion"),
    "Basse-Terre": ("97105", "America/Guadeloupe"),
    "Nouméa": ("98818", "Pacific/Noumea"),
}
HERE = ZoneInfo("Europe/Paris")


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, founder: User) -> tuple[Structure, ZoneInfo]:
    code, zone = PLACES[request.param]
    return structure_on([code], by=founder), ZoneInfo(zone)


def astride(zone: ZoneInfo) -> tuple[datetime, date]:
    """An instant of a 1st of January or of a 31st of December there, which is of the other year on the site; its day."""
    for said in (datetime(2027, 1, 1, 0, 30, tzinfo=zone), datetime(2026, 12, 31, 23, 30, tzinfo=zone)):
        if said.astimezone(HERE).year != said.year:
            return said.astimezone(UTC), said.date()
    raise AssertionError("the same clocks")


def test_days_begin_and_end_at_its_midnights(place: tuple[Structure, ZoneInfo]) -> None:
    structure, zone = place
    begins, ends = instants_in(structure, date(2026, 12, 31), date(2027, 1, 1))
    assert begins == datetime(2026, 12, 31, tzinfo=zone)
    assert ends == datetime(2027, 1, 2, tzinfo=zone)


def test_a_concertation_is_counted_in_its_year(place: tuple[Structure, ZoneInfo]) -> None:
    structure, zone = place
    at, day = astride(zone)
    RcpCall.objects.create(structure=structure, starts_at=at, theme="Douleur", situations=3)
    counted = {year: rcp_year(structure, year).situations for year in (2026, 2027)}
    assert counted == {day.year: 3, 4053 - day.year: 0}


def test_who_took_in_a_year_is_counted_there(place: tuple[Structure, ZoneInfo]) -> None:
    structure, zone = place
    at, day = astride(zone)
    taker = Person.objects.create(structure=structure, name="Ada Fictif", profession="medecin_generaliste")
    CareRequest.objects.create(
        structure=structure, number=1, code="K7MP4", kind=RequestKind.UNSCHEDULED, profession="medecin_generaliste",
        commune=structure.territory.codes[0], asked_by=AskerKind.STRUCTURE, asked_at=at, state=RequestState.TAKEN,
        taken_at=at, taker=taker, key=uuid4(),
    )  # fmt: skip
    people = {year: unscheduled_year(structure, year, on=date(2028, 1, 1)).took_part for year in (2026, 2027)}
    assert people == {day.year: 1, 4053 - day.year: 0}


def test_papers_and_copies_say_its_day(place: tuple[Structure, ZoneInfo]) -> None:
    structure, zone = place
    at, day = astride(zone)
    said = f"{day.day}{'er' if day.day == 1 else ''} {'janvier' if day.month == 1 else 'décembre'} {day.year}".replace(
        " ", "\N{NO-BREAK SPACE}"
    )
    Crisis.objects.create(
        structure=structure, family=Family.FRAGILE, is_exercise=True, title="Canicule", started_at=at, ended_at=at,
        key=uuid4(),
    )  # fmt: skip
    (table,) = exercises(structure, on=day)
    assert isinstance(table, doc.Table)
    assert table.rows[0][0] == said
    person = Person.objects.create(structure=structure, name="Ada Fictif", profession="infirmier")
    text = LocalText.objects.create(structure=structure, kind="protocole", title="Plaies", key=uuid4())
    version = LocalVersion.objects.create(text=text, number=1, words="Laver", written_on=day, asked_at=at)
    LocalValidation.objects.create(version=version, person=person, answer="oui", answered_at=at)
    assert of_card(person)["Textes validés"][0]["Le"] == said
    wanted = CareRequest.objects.create(
        structure=structure, number=1, code="K7MP4", kind=RequestKind.DOCTOR, profession="medecin_generaliste",
        commune=structure.territory.codes[0], asked_by=AskerKind.STRUCTURE, asked_at=at, key=uuid4(),
    )  # fmt: skip
    wanted.offers.create(person=person, offered_at=at)
    assert of_card(person)["Demandes qui vous ont été proposées"][0]["Le"] == said


def test_a_form_proposes_its_day(place: tuple[Structure, ZoneInfo], monkeypatch: pytest.MonkeyPatch) -> None:
    structure, zone = place
    at, day = astride(zone)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert NewEscapForm(structure)["proposed_on"].initial == day


def test_a_roster_is_looked_at_in_the_morning_of_each_day_there(founder: User) -> None:
    """At eight in Nouméa, the site is still on the day before: it was looked at on that day, and is again."""
    structure = structure_on(["98818"], by=founder)
    noumea = ZoneInfo("Pacific/Noumea")
    monday, tuesday = (datetime(2027, 3, day, 8, 30, tzinfo=noumea).astimezone(UTC) for day in (1, 2))
    roster = evenings(structure, three(structure), founder, date(2027, 3, 1), date(2027, 4, 30), at=monday)
    roster_watch.watch_due(monday)
    assert sent("care.gaps ") == []
    Duty.objects.filter(roster=roster).update(published=None, person=None)
    roster_watch.watch_due(tuesday)
    assert len(sent("care.gaps ")) == 1


def test_a_link_is_open_from_the_day_it_is_there(place: tuple[Structure, ZoneInfo]) -> None:
    structure, zone = place
    at, day = astride(zone)
    person = Person.objects.create(
        structure=structure, name="Ada Fictif", profession="infirmier", email="ada@example.org"
    )
    asked = Asked(RequestKind.HOME, "infirmier", structure.territory.codes[0], AskerKind.STRUCTURE)
    request = ringing.begin(structure, asked, key=uuid4(), at=at, site="https://x.example/")
    request.offers.all().delete()
    requests.offer(request, [person], at=at)
    telling.tell_offers(request.offers.select_related("request__structure", "person"), at=at)
    assert CardDoor.objects.get(person=person).link.expires_on == day + OPEN_FOR
    CardDoor.objects.filter(person=person).delete()
    alert = Alert.objects.create(
        structure=structure, number=1, kind="penurie", title="Insuline", since=date(2026, 12, 1),
        signalled_at=at, state=AlertState.SENT, key=uuid4(),
    )  # fmt: skip
    version = AlertVersion.objects.create(alert=alert, number=1, state=VersionState.SENT, sent_at=at)
    Reading.objects.create(version=version, person=person, profession="infirmier")
    structure.module_choices.update_or_create(module="soins", defaults={"is_on": True})
    alert_mail.write_due(at)
    assert CardDoor.objects.get(person=person).link.expires_on == day + OPEN_FOR


def test_pages_say_its_days(place: tuple[Structure, ZoneInfo], founder: User, client: Client) -> None:
    """What was signalled, sent, read, validated, noted, held at one instant: the same day on every page."""
    structure, zone = place
    at, day = astride(zone)
    said, elsewhere = f"{day:%d/%m/%Y}", f"{at.astimezone(HERE):%d/%m/%Y}"
    structure.module_choices.update_or_create(module="soins", defaults={"is_on": True})
    person = Person.objects.create(
        structure=structure, name="Ada Fictif", profession="pharmacien", engagement="engage"
    )
    alert = Alert.objects.create(
        structure=structure, number=1, kind="penurie", title="Insuline", since=date(2026, 12, 1), signalled_at=at,
        state=AlertState.ENDED, ended_at=at, ending="Livrée", key=uuid4(),
    )  # fmt: skip
    sent = AlertVersion.objects.create(alert=alert, number=1, state=VersionState.SENT, sent_at=at)
    asked = AlertVersion.objects.create(alert=alert, number=2, state=VersionState.ASKED, asked_at=at)
    for version in (sent, asked):
        version.steps.create(words="Appeler")
        checked = Validation.objects.create(version=version, person=person, answer="oui", answered_at=at)
    reading = Reading.objects.create(version=sent, person=person, profession="pharmacien", read_at=at)
    AlertNote.objects.create(alert=alert, at=at, words="Un lot est arrivé")
    text = LocalText.objects.create(structure=structure, kind="protocole", title="Plaies", key=uuid4())
    local = LocalVersion.objects.create(text=text, number=1, words="Laver", written_on=day, asked_at=at)
    answered = LocalValidation.objects.create(
        version=local, person=person, answer="non", answered_at=at, reason="Non"
    )
    Crisis.objects.create(
        structure=structure, family=Family.FRAGILE, is_exercise=True, title="Canicule", started_at=at, ended_at=at,
        key=uuid4(),
    )  # fmt: skip
    own, here = doors_to([person], on=timezone.localdate())[person.pk], client_of(founder)
    room = f"/s/{structure.slug}/soins/"
    pages = {
        f"{room}alertes/{alert.pk}/": here,
        f"{room}alertes/{alert.pk}/lectures/?qui=tous": here,
        f"{room}crise/": here,
        reverse("care:local", args=[structure.slug, text.pk]): here,
        own.step(f"alerte-{reading.pk}"): client,
        own.step(f"valider-{checked.pk}"): client,
        own.step(f"texte-{answered.pk}"): client,
    }
    for url, by in pages.items():
        page = by.get(url).content.decode()
        assert said in page, url
        assert elsewhere not in page, url
