"""A CPTS of the 11th and 13th arrondissements of Marseille: counted there, compared, written in its letter."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from directory.small import set_aside
from dossier.writing import letter
from grounds import structure_on
from maillage.accounts.models import User
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.directory.models import Activity, Place
from maillage.directory.queries.supply import CARE, headcounts, supply_of
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.storing.swap import ensure
from maillage.geography import atlas
from maillage.structures.services import set_visibility
from maillage_invention import invent
from tables.books import plain

MARSEILLE, HERE = "13055", ("13211", "13213")
DAY = date(2026, 11, 2)
GP = "medecin_generaliste"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bouches_du_rhone(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A directory read by a real import, where some give an arrondissement and some the city alone."""
    folder = tmp_path_factory.mktemp("marseille")
    with set_aside(folder):
        ensure()
        invent(folder / "files", rows=3_000, seed=4, departements=("13",))
        import_rpps([str(folder / "files")], on=timezone.now())
        import_finess(str(folder / "files"), on=timezone.now())
        yield


@pytest.fixture
def diagnosis(bouches_du_rhone: None) -> Diagnosis:
    found = diagnosis_of(HERE)
    assert found is not None
    assert found.has_supply
    return found


def caring(*codes: str) -> set[int]:
    return set(Activity.objects.filter(CARE, trade=GP, commune__in=codes).values_list("person", flat=True))


def test_a_diagnosis_counts_who_practises_in_its_arrondissements(diagnosis: Diagnosis) -> None:
    (doctors,) = [offer for offer in diagnosis.offers if offer.trade == GP]
    assert doctors.here.people == len(caring(*HERE)) > 0
    assert doctors.density is not None
    assert diagnosis.of_people.codes == HERE


def test_a_city_is_everybody_in_it_once(diagnosis: Diagnosis) -> None:
    everywhere = caring(*atlas().with_parts([MARSEILLE]))
    assert supply_of([MARSEILLE])[GP].people == len(everywhere) > len(caring(MARSEILLE))
    assert headcounts([MARSEILLE])[MARSEILLE][GP].people == len(everywhere)
    assert headcounts(HERE)["13213"][GP].people == len(caring("13213"))


def test_those_whose_arrondissement_is_not_said_are_told_and_not_counted(diagnosis: Diagnosis) -> None:
    people = set(Activity.objects.filter(CARE, commune=MARSEILLE).values_list("person", flat=True))
    assert people
    assert f"{len(people)} personnes à Marseille sans dire dans quel arrondissement" in plain(
        diagnosis.of_people.sentence
    )
    whole = diagnosis_of([MARSEILLE])
    assert whole
    assert whole.of_people.sentence == ""


def test_places_and_pharmacies_are_those_of_the_arrondissements(diagnosis: Diagnosis) -> None:
    assert diagnosis.standing
    wanted = set(Place.objects.filter(kind="pharmacie", commune__in=HERE).values_list("finess", flat=True))
    assert {pharmacy.place.finess for pharmacy in diagnosis.standing.pharmacies} == wanted
    assert wanted


def test_the_estimate_and_the_map_are_by_arrondissement(diagnosis: Diagnosis) -> None:
    access = next(each for each in diagnosis.accesses if each.trade == GP)
    assert access.area
    assert access.area.index
    assert not access.area.unknown
    assert "11e Arrondissement" in diagnosis.access_map_on_page


def test_a_structure_of_two_arrondissements_is_compared_and_written_in_its_letter(
    diagnosis: Diagnosis,
) -> None:
    mine, neighbour = structure_on(HERE), structure_on(["13213", "13214"])
    set_visibility(neighbour, declared=True, public=True, by=User.objects.get(), on=DAY)
    (beside,) = surroundings(HERE, on=DAY, structure=mine).neighbours
    assert [commune.code for commune in beside.shared.communes] == ["13213"]
    for document in (letter(mine, on=DAY), chapter(diagnosis, mine, on=DAY)):
        words = repr(document).replace(r"\xa0", " ").replace(r"\u202f", " ")
        assert "154 995" in words
        assert "Marseille 11e Arrondissement" in words
    assert "à Marseille sans dire dans quel arrondissement" in words
