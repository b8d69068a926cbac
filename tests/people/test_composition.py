"""What the law asks of a team is answered where people can: on their cards, by who carries it, in a few questions."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.people.queries import around_the_table, asked_beside
from maillage.people.services import GivenPerson, answer_law, correct, found, welcome
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import moves_on
from maillage.structures.services import GivenSite, add_legal_person, advance
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
Founding = Callable[..., Structure]


@pytest.fixture
def team(founder: User) -> Founding:
    def founded(form: str, people: Iterable[GivenPerson] = (), codes: Iterable[str] = ()) -> Structure:
        return found(
            name="Essai",
            form=form,
            by=founder,
            on=FOUNDED_ON,
            codes=codes,
            sites=[GivenSite(commune="Montauban")],
            people=list(people),
        )

    return founded


def expected(structure: Structure) -> dict[str, legislation.Finding]:
    """By the end of their keys: « legal_person »."""
    fresh = Structure.objects.get(pk=structure.pk)
    return {finding.key.rpartition(".")[2]: finding for finding in around_the_table(fresh).expected}


TWO_DOCTORS_AND_A_NURSE = (
    GivenPerson("Ada", "medecin_generaliste"),
    GivenPerson("Bob", "medecin_generaliste"),
    GivenPerson("Cléo", "infirmier"),
)


def test_who_carries_a_msp_is_not_asked_again_once_it_is_noted(team: Founding, founder: User) -> None:
    structure = team("msp", TWO_DOCTORS_AND_A_NURSE)
    assert expected(structure)["legal_person"].status == "unknown"
    noted = add_legal_person(structure, by=founder, name="Asso", kind="association", since=FOUNDED_ON)
    assert expected(structure)["legal_person"].status == "satisfied"
    noted.until = FOUNDED_ON.replace(day=28)
    noted.save()
    assert expected(structure)["legal_person"].status == "unknown"


def test_the_associates_of_a_sisa_are_counted_by_their_cards(team: Founding, founder: User) -> None:
    structure = team("msp", TWO_DOCTORS_AND_A_NURSE)
    assert "associate" not in asked_beside(structure, on=timezone.localdate()).of_members
    add_legal_person(structure, by=founder, name="La SISA", kind="sisa", since=FOUNDED_ON)
    structure = Structure.objects.get()
    assert "associate" in asked_beside(structure, on=timezone.localdate()).of_members
    assert expected(structure)["associate_doctors"].status == "unknown"
    for person in structure.people.all():
        correct(person, GivenPerson(person.name, person.profession, role="associate"), by=founder)
    found_now = expected(structure)
    assert found_now["associate_doctors"].status == "satisfied"
    assert found_now["associate_auxiliaries"].status == "satisfied"
    assert found_now["salaried"].status == "satisfied"


def test_the_manager_of_a_centre_is_who_the_law_names(team: Founding, founder: User) -> None:
    structure = team("cds")
    assert expected(structure)["manager"].status == "unknown"
    add_legal_person(structure, by=founder, name="Un organisme", kind="gestionnaire", since=FOUNDED_ON)
    assert expected(structure)["manager"].status == "unknown"  # nobody said of which kind
    add_legal_person(structure, by=founder, name="La commune", kind="collectivite", since=FOUNDED_ON)
    assert expected(structure)["manager"].status == "satisfied"


def test_private_practice_is_counted_once_it_is_said(team: Founding, founder: User) -> None:
    structure = team("esp_clap", TWO_DOCTORS_AND_A_NURSE)
    assert expected(structure)["liberal_professionals"].status == "unknown"
    for person in structure.people.all():
        correct(person, GivenPerson(person.name, person.profession, practice="liberal"), by=founder)
    assert expected(structure)["liberal_professionals"].status == "satisfied"
    for person in structure.people.all():
        correct(person, GivenPerson(person.name, person.profession, practice="salaried"), by=founder)
    assert expected(structure)["liberal_professionals"].status == "broken"


def test_founding_says_what_the_law_refuses_to_a_region(founder: User) -> None:
    asked = {"name": "Essai", "forme": "esp_clap", "commune": "Montauban", "table": "{}"}
    client = client_of(founder)
    away = client.post(reverse("people:found"), asked, follow=True).content.decode()
    assert "Les ESP CLAP n’existent qu’en Pays de la Loire" in away.replace("&#x27;", "'")
    here = client.post(reverse("people:found"), {**asked, "commune": "Nantes"}, follow=True).content.decode()
    assert "À savoir" not in here


def test_the_team_of_one_patient_has_no_place_in_its_rail(team: Founding, founder: User) -> None:
    for form, has in (("escap", False), ("esp", True)):
        structure = team(form)
        page = client_of(founder).get(structure.get_absolute_url()).content.decode()
        for name in ("structures:sites", "structures:territory", "diagnosis:diagnosis"):
            assert (f'href="{reverse(name, args=[structure.slug])}"' in page) is has, (form, name)


def test_a_whole_departement_is_seen_on_the_territory_of_an_ess(team: Founding) -> None:
    whole = [commune.code for commune in atlas().communes_of("82")]
    assert expected(team("ess", codes=whole))["perimeter"].status == "satisfied"
    assert expected(team("ess", codes=whole[1:]))["perimeter"].status == "broken"


def test_questions_of_the_law_are_answered_on_the_page_of_the_team(team: Founding, founder: User) -> None:
    structure = team("mspu", TWO_DOCTORS_AND_A_NURSE)
    client = client_of(founder)
    assert expected(structure)["university"].status == "unknown"
    answers = {"university_agrees": "yes", "research": "no", "supervisors": "2", "teachers": "0"}
    answer = client.post(reverse("people:answers", args=[structure.slug]), answers)
    assert answer.status_code == 302
    found_now = expected(structure)
    assert found_now["university"].status == "satisfied"
    assert found_now["research"].status == "broken"
    assert found_now["supervisors"].status == "satisfied"
    assert found_now["teachers"].status == "broken"
    assert found_now["chiefs"].status == "unknown"
    page = client.get(reverse("people:team", args=[structure.slug])).content.decode()
    assert '<option value="no" selected>Non</option>' in page
    client.post(reverse("people:answers", args=[structure.slug]), {**answers, "research": ""})
    assert expected(structure)["research"].status == "unknown"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [({"supervisors": "-1"}, "supérieure"), ({"receives_aci": "peut-être"}, "peut-être")],
)
def test_an_answer_that_cannot_be_is_refused_in_its_place(
    team: Founding, founder: User, answers: dict[str, str], sentence: str
) -> None:
    structure = team("mspu")
    answer = client_of(founder).post(reverse("people:answers", args=[structure.slug]), answers)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Structure.objects.get().circumstances == {}


def test_a_perimeter_holds_at_least_the_team(team: Founding, founder: User) -> None:
    doctors = [GivenPerson(f"Dr {n}", "medecin_specialiste", specialty="Cardiologie") for n in range(3)]
    structure = team("ess", doctors, codes=["82121"])
    with pytest.raises(BadInput, match="périmètre"):
        answer_law(structure, {"doctors_in_perimeter": 2}, by=founder, on=timezone.localdate())
    answer_law(structure, {"doctors_in_perimeter": 3}, by=founder, on=timezone.localdate())
    welcome(structure, [GivenPerson("Dr 4", "medecin_specialiste")], by=founder)
    told = expected(structure)
    assert list(told) == ["contradiction"]  # said, and never « tout y est »
    assert "périmètre" in told["contradiction"].sentence


def test_whom_one_still_hopes_for_contradicts_nothing(team: Founding, founder: User) -> None:
    hoped = [GivenPerson(f"Dr {n}", "medecin_specialiste", engagement="a_associer") for n in range(3)]
    structure = team("ess", hoped, codes=["82121"])
    answer_law(structure, {"doctors_in_perimeter": 2}, by=founder, on=timezone.localdate())
    assert "contradiction" not in expected(structure)


def test_a_patient_is_asked_about_by_no_page(team: Founding, founder: User) -> None:
    structure = team("escap", TWO_DOCTORS_AND_A_NURSE)
    assert asked_beside(structure, on=timezone.localdate()).circumstances == ()
    assert {"situation", "score", "consent"} & expected(structure).keys() == set()


def test_what_a_page_does_not_show_of_someone_is_kept(team: Founding, founder: User) -> None:
    structure = team(
        "esp",
        [
            GivenPerson(
                "Ada", "medecin_specialiste", specialty="Cardiologie", practice="liberal", role="associate"
            )
        ],
    )
    ada = structure.people.get()
    page = client_of(founder).get(reverse("people:card", args=[structure.slug, ada.pk])).content.decode()
    assert 'name="role"' not in page
    client_of(founder).post(
        reverse("people:card", args=[structure.slug, ada.pk]),
        {
            "name": "Ada B",
            "profession": "medecin_specialiste",
            "practice": "liberal",
            "engagement": "porteur",
        },
    )
    ada.refresh_from_db()
    assert (ada.name, ada.specialty, ada.role, ada.practice) == (
        "Ada B",
        "Cardiologie",
        "associate",
        "liberal",
    )


def test_a_card_that_contradicts_itself_is_refused_and_kept_on_the_page(
    team: Founding, founder: User
) -> None:
    structure = team("msp")
    add_legal_person(structure, by=founder, name="La SISA", kind="sisa", since=FOUNDED_ON)
    given = {
        "name": "Ada", "profession": "infirmier", "practice": "salaried", "role": "associate", "engagement": "engage",
    }  # fmt: skip
    answer = client_of(founder).post(reverse("people:team", args=[structure.slug]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "un associé exerce en libéral" in page.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert 'value="Ada"' in page
    assert not structure.people.exists()


def test_a_stage_reached_answers_the_checks_it_settles(team: Founding, founder: User) -> None:
    structure = team("mspu")
    assert "aci" in expected(structure)
    (gathered,) = moves_on(structure, Track.RECOGNITION)
    advance(structure, Track.RECOGNITION, gathered, by=founder, on=FOUNDED_ON, today=timezone.localdate())
    assert "aci" not in expected(structure)


def test_an_answer_that_the_law_asks_no_more_is_left_aside(team: Founding) -> None:
    structure = team("mspu")
    Structure.objects.update(circumstances={"research": True, "score": 99, "horoscope": "lion"})
    assert expected(structure)["research"].status == "satisfied"


def test_every_stage_settles_checks_of_its_form() -> None:
    for entry in legislation.every_form():
        asked = {
            finding.key for finding in legislation.check(entry.key, legislation.Team(), on=date(2026, 11, 1))
        }
        for stage in entry.stages:
            assert {f"{entry.key}.check.{key}" for key in stage.settles} <= asked
