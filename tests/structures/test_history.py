"""The past of a structure that runs, in one form: its stages, who carries it in law, its missions."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.people.services import found
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import carriers, mission_lines, stage_of
from maillage.structures.services import GivenSite
from players import FOUNDED_ON
from tables.books import plain

FORMS = [form.key for form in legislation.every_form()]

pytestmark = pytest.mark.django_db


def again(structure: Structure) -> Structure:
    return Structure.objects.get(pk=structure.pk)


RUNNING = {
    "emergence": "2019-05-06", "lettre_deposee": "2019-11-04", "lettre_validee": "2020-06-30", "projet_depose": "2021-06-30",
    "projet_valide": "2021-09-06", "aci_signe": "2022-01-10", "person_name": "Association des soignants",
    "person_kind": "association", "person_since": "2020-09-01", "demarree-acces_aux_soins": "2022-03-01",
    "deployee-acces_aux_soins": "2023-03-01", "demarree-prevention": "2022-06-01",
}  # fmt: skip


def test_a_past_holds_who_carries_the_structure_and_its_missions(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    post = partial(client_of(founder).post, reverse("structures:history", args=[structure.slug]))
    assert post(RUNNING).status_code == 302
    structure = again(structure)
    (person,) = structure.legal_persons.all()
    assert (person.name, person.kind, person.since) == (
        "Association des soignants",
        "association",
        date(2020, 9, 1),
    )
    stages = {line.mission.key: line.stage for line in mission_lines(structure, on=timezone.localdate())}
    assert (stages["acces_aux_soins"], stages["prevention"]) == ("deployee", "demarree")
    assert [move.on for move in structure.missionmoves.filter(mission="acces_aux_soins")] == [
        date(2022, 3, 1), date(2022, 3, 1), date(2023, 3, 1),
    ]  # fmt: skip
    page = client_of(founder).get(reverse("structures:history", args=[structure.slug])).content.decode()
    assert "person_name" not in page, "it is noted"
    assert "deployee-prevention" in page
    assert "demarree-prevention" not in page
    assert post({"deployee-prevention": "2023-06-01"}).status_code == 302, "without any stage"
    assert post({"en_fonctionnement": "2022-01-10"}).status_code == 302
    life = client_of(founder).get(reverse("structures:life", args=[structure.slug])).content.decode()
    assert reverse("structures:history", args=[structure.slug]) in life, "other missions may still be dated"


def test_a_mission_that_nobody_had_planned_is_planned_when_it_starts(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    optional = next(
        line.mission.key for line in mission_lines(structure, on=FOUNDED_ON) if line.stage is None
    )
    url = reverse("structures:history", args=[structure.slug])
    answer = client_of(founder).post(url, {f"demarree-{optional}": "2025-03-03"})
    assert answer.status_code == 302, answer.content.decode()
    planned, started = structure.missionmoves.filter(mission=optional)
    assert (planned.name, planned.is_before, started.on) == ("prevoir", True, date(2025, 3, 3))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"demarree-acces_aux_soins": ""}, "Donnez aussi la date de son démarrage"),
        ({"deployee-acces_aux_soins": "2022-02-01"}, "vérifiez la date"),
        ({"demarree-prevention": "2099-01-01"}, "à venir"),
        ({"demarree-prevention": "1900-01-01"}, "trop ancienne"),
        ({"demarree-prevention": "2015-01-05"}, "pas dans l’accord"),
        ({"demarree-prevention": "hier"}, "valide"),
        ({"person_since": ""}, "le nom et la date"),
        ({"person_name": " "}, "le nom et la date"),
        ({"person_since": "2099-01-01"}, "à venir"),
        ({"person_kind": "sisa"}, "choix"),
        ({"person_name": "x" * 151}, "150"),
        ({"aci_signe": "2021-01-10"}, "vérifiez la date"),
    ],
)
def test_one_wrong_line_of_a_past_notes_nothing(wrong: dict[str, str], why: str, founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    url = reverse("structures:history", args=[structure.slug])
    given = {**RUNNING, **wrong}
    answer = client_of(founder).post(url, given)
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert why in page
    assert 'value="2022-06-01"' in page or "demarree-prevention" in wrong, "what was typed is still there"
    structure = again(structure)
    assert stage_of(structure, Track.RECOGNITION) == "emergence"
    assert not structure.legal_persons.exists()
    assert not structure.missionmoves.exclude(name="prevoir").exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_past_asks_only_what_its_form_has(form: str, founder: User) -> None:
    structure = found(
        name="Essai", form=form, codes=["82121"], sites=[GivenSite("82121")], by=founder, on=FOUNDED_ON
    )
    page = client_of(founder).get(reverse("structures:history", args=[structure.slug])).content.decode()
    assert ("person_name" in page) == bool(carriers(form))
    assert ("Missions</h2>" in page) == (form == "cpts")


def test_each_wrong_day_of_a_past_is_told_in_its_place(founder: User) -> None:
    asked = {"aci_signe": "2099-01-01", "person_since": "2099-01-01", "person_name": "Asso"}
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    page = client_of(founder).post(reverse("structures:history", args=[structure.slug]), asked)
    assert page.status_code == 422
    assert page.content.decode().count("Cette date est à venir") == 4  # each said above, and beside its field
