"""On the day and after: who was there, for how long, what they take away, and what they think of it."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.outreach.documents.events import attestation, sheet
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.events import in_rows, named
from maillage.outreach.services import events as services
from maillage.outreach.services.events import GivenRegistration
from maillage.structures.models import Structure
from maillage.surveys.services import GivenAnswer, answer_survey
from maillage.tables import csv_of
from outreach.events import BEFORE, DAY, EVENING, announced, come, told

pytestmark = pytest.mark.django_db
AFTER = EVENING + timedelta(hours=2)


@pytest.fixture
def evening(structure: Structure, founder: User) -> Event:
    """Two who registered; one of them is there."""
    event = announced(structure, founder, place="Salle fictive")
    come(event)
    services.note_presence(come(event, "jo"), is_there=True, by=founder, at=EVENING)
    return event


def of(event: Event, name: str) -> Registration:
    return event.registrations.select_related("event__structure").get(name=f"{name} Fictif")


def test_nobody_is_ticked_before_the_day_nor_when_it_is_called_off(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    lou = come(event)
    with pytest.raises(BadInput, match="s’ouvre le"):
        services.note_presence(lou, is_there=True, by=founder, at=EVENING - DAY)
    services.cancel_event(event, "Neige", by=founder, at=EVENING - DAY)
    with pytest.raises(BadInput, match="annulé"):
        services.note_presence(lou, is_there=True, by=founder, at=EVENING)


def test_presence_is_for_the_whole_of_it_until_somebody_says_less(evening: Event, founder: User) -> None:
    jo = of(evening, "Jo")
    assert jo.minutes == 120
    services.note_minutes(jo, 45, by=founder, at=AFTER)
    services.note_presence(jo, is_there=True, by=founder, at=AFTER)  # ticked twice: once
    assert of(evening, "Jo").minutes == 45
    for impossible in (0, 121):
        with pytest.raises(BadInput, match="de 1 à 120 minutes"):
            services.note_minutes(jo, impossible, by=founder, at=AFTER)


def test_hours_mended_once_it_has_begun_tell_nobody_and_change_the_presence(
    evening: Event, founder: User
) -> None:
    longer = services.GivenEvent(
        "soiree", evening.title, EVENING, EVENING + timedelta(hours=3), place=evening.place
    )
    services.change_event(evening, longer, version=evening.version, by=founder, at=AFTER)
    assert of(evening, "Jo").minutes == 180
    assert told("jo@example.org") == ["Votre place est retenue"]


def test_who_comes_without_having_registered_takes_no_seat_of_the_others(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder, capacity=1)
    come(event)
    zoe, key = GivenRegistration("Zoé Fictif", "pharmacien"), uuid4()
    first = services.walk_in(event, zoe, key=key, by=founder, at=EVENING)
    assert services.walk_in(event, zoe, key=key, by=founder, at=EVENING).pk == first.pk
    assert (first.seat, first.minutes) == (Seat.WALK_IN, 120)
    lou = GivenRegistration("FICTIF Lou", "infirmier", "lou@example.org")
    assert services.walk_in(event, lou, key=uuid4(), by=founder, at=EVENING).seat == Seat.SEATED
    assert event.registrations.count() == 2


def test_over_it_numbers_thanks_and_asks_those_who_came_once(evening: Event, founder: User) -> None:
    with pytest.raises(BadInput, match="n’a pas commencé"):
        services.finish_event(evening, by=founder, at=EVENING - timedelta(hours=1))
    for _ in range(2):
        done = services.finish_event(evening, by=founder, at=AFTER)
    assert (done.state, of(evening, "Jo").number, of(evening, "Lou").number) == (EventState.DONE, 1, None)
    assert told("jo@example.org") == ["Votre place est retenue", "Votre attestation"]
    assert told("lou@example.org") == ["Votre place est retenue"]
    assert done.survey
    assert done.survey.about == evening.title


def test_a_number_is_never_given_twice(structure: Structure, evening: Event, founder: User) -> None:
    services.finish_event(evening, by=founder, at=AFTER)
    services.note_presence(of(evening, "Jo"), is_there=False, by=founder, at=AFTER)
    services.note_presence(of(evening, "Lou"), is_there=True, by=founder, at=AFTER)
    assert of(evening, "Lou").number == 2
    services.note_presence(of(evening, "Jo"), is_there=True, by=founder, at=AFTER)
    assert of(evening, "Jo").number == 1
    assert told("jo@example.org").count("Votre attestation") == 1


def test_without_the_surveys_nobody_is_asked(structure: Structure, evening: Event, founder: User) -> None:
    structure.module_choices.create(module="enquetes", is_on=False)
    assert services.finish_event(evening, by=founder, at=AFTER).survey is None


def test_two_evenings_ask_at_once_and_neither_is_a_survey_of_the_territory(
    structure: Structure, evening: Event, founder: User, client: Client
) -> None:
    done = services.finish_event(evening, by=founder, at=AFTER)
    other = announced(structure, founder, title="Plaies")
    services.note_presence(come(other, "zoe"), is_there=True, by=founder, at=EVENING)
    assert services.finish_event(other, by=founder, at=AFTER).survey
    assert done.survey
    given = GivenAnswer(chosen={"avis_general": ["bien"], "utilite": ["peu"], "rencontres": ["oui"]})
    answer_survey(done.survey, given, key=uuid4(), on=AFTER.date())
    client.force_login(founder)
    page = client.get(reverse("surveys:surveys", args=[structure.slug])).content.decode()
    assert "Votre avis\N{NO-BREAK SPACE}: Plaies" in page
    offered = page.partition("Ouvrir une enquête")[2].partition("Enquêtes fermées")[0]
    assert "Votre avis" not in offered
    diagnosis = client.get(reverse("diagnosis:diagnosis", args=[structure.slug])).content.decode()
    assert "Votre avis" not in diagnosis


def test_an_attestation_says_who_what_when_how_long_and_what_it_is_not(
    structure: Structure, evening: Event, founder: User, client: Client
) -> None:
    services.finish_event(evening, by=founder, at=AFTER)
    jo = of(evening, "Jo")
    said = repr(attestation(jo)).replace("\\xa0", " ")
    for words in (
        "Jo Fictif",
        "Infirmier",
        "3 décembre 2026, de 18 h 30 à 20 h 30",
        "Salle fictive",
        "2 h",
        "DPC",
    ):
        assert words in said
    assert jo.link
    response = client.get(reverse("links:step", args=[jo.link.token, "attestation"]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "n° 1" in text.replace("\N{NO-BREAK SPACE}", " ")
    lou = of(evening, "Lou")
    assert lou.link
    assert client.get(reverse("links:step", args=[lou.link.token, "attestation"])).status_code == 404


def test_the_manager_takes_all_the_attestations_a_page_each(
    structure: Structure, evening: Event, founder: User, client: Client
) -> None:
    services.note_presence(of(evening, "Lou"), is_there=True, by=founder, at=AFTER)
    services.finish_event(evening, by=founder, at=AFTER)
    client.force_login(founder)
    response = client.get(reverse("outreach:attestations", args=[structure.slug, evening.pk]))
    pages = [page.extract_text() for page in PdfReader(BytesIO(response.content)).pages]
    assert ["Jo Fictif" in pages[0], "Lou Fictif" in pages[1], len(pages)] == [True, True, 2]


def test_the_sheet_has_those_who_have_a_seat_and_room_for_others(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, capacity=1)
    come(event)
    come(event, "jo")
    said = repr(sheet(event))
    assert "Lou Fictif" in said
    assert "Jo Fictif" not in said
    assert "blank=10" in said


def test_a_name_is_found_without_its_accents_and_no_cell_runs(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    key = uuid4()
    odd = GivenRegistration("=Zoé Œillard", "infirmier", "zoe@example.org", "+33612345678")
    services.register(event, odd, key=key, at=BEFORE)
    come(event)
    (row,) = list(in_rows(named(event, "oeil zoe")))[1:]
    assert row[0] == "=Zoé Œillard"
    assert csv_of([row]).startswith("'=Zoé Œillard;")
