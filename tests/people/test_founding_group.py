"""Who misses at the table: what the law asks is told from what the territory shows, and the next gesture leads somewhere."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.directory.queries.supply import supply_of
from maillage.directory.queries.vintages import vintages
from maillage.people.models import Adhesion, Person
from maillage.people.queries.founding_group import MOST_SHOWN, FoundingGroup, founding_group
from maillage.people.services import GivenPerson, found, welcome
from maillage.structures.models import Structure
from maillage.structures.services import GivenSite

pytestmark = pytest.mark.django_db


def lacking(structure: Structure) -> dict[str, int | None]:
    read = group_of(structure)
    return {each.profession.key: each.in_town for each in read.lacking}


def group_of(structure: Structure) -> FoundingGroup:
    return founding_group(Structure.objects.get(pk=structure.pk), on=timezone.localdate())


def page_of(structure: Structure, by: User) -> str:
    answer = client_of(by).get(reverse("people:lacking", args=[structure.slug]))
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_those_at_the_table_are_named_by_profession(structure: Structure) -> None:
    said = [(each.label, each.at_table, each.to_bring) for each in group_of(structure).seated]
    assert said == [("Médecin généraliste", ("Max Fictif",), ()), ("Infirmier", ("Ada Fictif",), ())]


def test_what_misses_has_the_counts_of_the_directory_most_people_first(structure: Structure) -> None:
    supply = supply_of(structure.territory.codes)
    told = lacking(structure)
    assert told["pharmacien"] == supply["pharmacien"].in_town
    assert {"infirmier", "medecin_generaliste"}.isdisjoint(told)
    counts = [count or 0 for count in told.values()]
    assert counts == sorted(counts, reverse=True)
    present = {"infirmier", "medecin_generaliste"}
    health = {trade.key for trade in legislation.professions() if trade.is_health} - {"medecin"}
    shown = {key for key, each in supply.items() if each.in_town and key in health - present}
    assert shown <= told.keys()


def test_a_profession_that_belongs_without_sitting_at_the_table_is_not_said_to_have_nobody(
    structure: Structure, founder: User
) -> None:
    assert "personne encore" in page_of(structure, founder)
    for name in ("Lou Fictif", "Kim Fictif"):
        person = structure.people.create(name=name, profession="pharmacien", engagement="")
        Adhesion.objects.create(person=person, kind="adherent", since=timezone.localdate())
    (line,) = [each for each in group_of(structure).lacking if each.profession.key == "pharmacien"]
    assert (line.to_bring, line.belonging) == ((), "2\N{NO-BREAK SPACE}adhérents")
    said = page_of(structure, founder).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "personne autour de la table</span> ; 2 adhérents" in said


def test_somebody_to_bring_in_is_named_and_still_misses(structure: Structure, founder: User) -> None:
    welcome(structure, [GivenPerson("Lou Fictif", "pharmacien", engagement="a_associer")], by=founder)
    (line,) = [each for each in group_of(structure).lacking if each.profession.key == "pharmacien"]
    assert line.to_bring == ("Lou Fictif",)


@pytest.mark.parametrize(("practice", "misses"), [("liberal", False), ("retired", True), ("student", True)])
def test_who_practises_no_more_or_not_yet_does_not_stand_for_a_profession(
    practice: str, misses: bool, structure: Structure, founder: User
) -> None:
    welcome(structure, [GivenPerson("Lou Fictif", "pharmacien")], by=founder)
    Person.objects.filter(name="Lou Fictif").update(practice=practice, engagement="engage")
    assert ("pharmacien" in lacking(structure)) == misses


def test_a_doctor_whose_specialty_nobody_said_may_be_the_one_that_misses(structure: Structure) -> None:
    structure.people.filter(name="Max Fictif").update(profession="medecin")
    assert {"medecin", "medecin_generaliste"}.isdisjoint(lacking(structure))


def test_the_law_and_the_territory_are_said_apart(structure: Structure, founder: User) -> None:
    read = group_of(structure)
    assert {finding.binding for finding in read.law} == {"law"}
    assert {finding.binding for finding in read.habits} == {"practice"}
    page = page_of(structure, founder)
    law, habit, supply = (
        page.index(heading)
        for heading in ("Ce que demande la loi", "Ce qui se conseille", "Aucune loi n’exige ces professions")
    )
    assert law < habit < supply < page.index("Pharmaciens</th>")


def test_a_team_without_a_territory_is_counted_in_the_communes_of_its_sites(founder: User) -> None:
    team = found(
        name="MSP",
        form="msp",
        codes=[],
        sites=[GivenSite("82033")],
        by=founder,
        on=date(2026, 3, 2),
        people=[],
    )
    assert lacking(team)["infirmier"] == supply_of(["82033"])["infirmier"].in_town
    assert "Dans les communes de vos sites" in page_of(team, founder)


def test_without_a_directory_who_practises_is_unknown_and_never_zero(
    structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = replace(vintages(), rpps=None)
    monkeypatch.setattr("maillage.people.queries.founding_group.vintages", lambda: nothing)
    told = lacking(structure)
    assert set(told.values()) == {None}
    assert "pharmacien" in told  # advised, whatever the territory has
    assert "n’est pas installé ici" in page_of(structure, founder)


def test_each_gesture_leads_to_a_page_that_knows_the_profession(structure: Structure, founder: User) -> None:
    page, client = page_of(structure, founder), client_of(founder)
    slug = structure.slug
    assert "Gagner une sage-femme" in page or "Gagner un pharmacien" in page
    assert reverse("people:gain", args=[slug, "pharmacien"]) in page
    seat = f"{reverse('people:team', args=[slug])}?profession=pharmacien"
    call = f"{reverse('outreach:campaigns', args=[slug])}?profession=pharmacien"
    assert seat in page
    assert call in page
    assert '<option value="pharmacien" selected>' in client.get(seat).content.decode()
    boxes = " ".join(client.get(call).content.decode().replace('class="form-check-input"', "").split())
    assert re.search(r'value="pharmacien" id="id_professions_\d+" checked', boxes)


def test_whom_may_only_read_sees_no_gesture(structure: Structure, member: User) -> None:
    page = page_of(structure, member)
    assert "Pharmaciens</th>" in page
    assert "Le prochain geste" not in page


def test_what_the_sheet_has_no_line_for_is_still_said(structure: Structure) -> None:
    read = group_of(structure)
    rest = read.lacking[MOST_SHOWN:]
    assert len(read.shown) + len(rest) == len(read.lacking)
    assert all(each.profession.plural.lower() in read.left_out for each in rest)
