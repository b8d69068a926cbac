"""What is in a territory, and how far a pharmacy is from the next one, wherever that one is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from directory.small import set_aside
from maillage.diagnosis.queries.places import standing
from maillage.directory.models import Place
from maillage.directory.queries.places import (
    Measure,
    departements_with_places,
    km_to_pharmacy,
    pharmacies_of,
    places_of,
)
from maillage.directory.services.storing.swap import ensure, rebuilt
from maillage.geography import atlas
from maillage.registers import PlaceKind

pytestmark = pytest.mark.django_db

MONTAUBAN, ALBIAS, BRESSOLS, NEGREPELISSE = "82121", "82002", "82025", "82134"
NO_TOWN_HALL = "15031"  # a commune since 2025
SAINT_PIERRE = "97502"  # no pharmacy of the mainland is near
Fill = Callable[..., None]


@pytest.fixture
def directory(db: None, tmp_path: Path) -> Iterator[Fill]:
    """Fill the places of a directory of its own, rebuilt each time."""

    def fill(*places: dict[str, Any]) -> None:
        with rebuilt([Place]) as aside:
            aside.load(Place, [row(number, **each) for number, each in enumerate(places, 1)])

    with set_aside(tmp_path):
        ensure()
        yield fill


def row(number: int, **given: Any) -> tuple[Any, ...]:
    blank = {field.column: "" for field in Place._meta.concrete_fields}
    values = blank | {"kind": "pharmacie", "opened_on": None, "latitude": None, "longitude": None} | given
    return tuple((values | {"id": number, "sort": values["name"].lower(), "fingerprint": number}).values())


def at(
    name: str, commune: str, latitude: float, longitude: float, precision: str = "numero"
) -> dict[str, Any]:
    return {
        "name": name,
        "commune": commune,
        "latitude": latitude,
        "longitude": longitude,
        "precision": precision,
    }


def somewhere(name: str, commune: str, **given: Any) -> dict[str, Any]:
    return {"name": name, "commune": commune} | given


def test_places_come_by_kind_and_name(directory: Fill) -> None:
    directory(
        somewhere("MSP DU PONT", MONTAUBAN, kind="msp"),
        somewhere("B", MONTAUBAN),
        somewhere("A", ALBIAS),
        somewhere("ELSEWHERE", NEGREPELISSE),
        somewhere("IME", MONTAUBAN, kind=""),
    )
    found = places_of([MONTAUBAN, ALBIAS])
    assert [place.name for place in found[PlaceKind.PHARMACIE]] == ["A", "B"]
    assert [place.name for place in found[PlaceKind.MSP]] == ["MSP DU PONT"]
    assert found[PlaceKind.CPTS] == []
    assert PlaceKind.AUTRE not in found
    assert list(places_of([MONTAUBAN], [PlaceKind.MSP])) == [PlaceKind.MSP]


def test_the_nearest_pharmacy_may_be_outside_the_territory(directory: Fill) -> None:
    """One thousandth of a degree of latitude is 111 metres."""
    directory(
        at("A", MONTAUBAN, 44.010, 1.350), at("B", MONTAUBAN, 44.030, 1.350), at("C", BRESSOLS, 44.001, 1.350)
    )
    (first, second) = pharmacies_of([MONTAUBAN])
    assert first.nearest
    assert second.nearest
    assert (first.nearest.place.name, first.nearest.measure) == ("C", Measure.POINTS)
    assert first.nearest.km == pytest.approx(1.0, abs=0.01)
    assert second.nearest.place.name == "A"
    assert second.nearest.km == pytest.approx(2.22, abs=0.01)


def test_without_a_point_the_line_starts_at_the_town_hall_and_says_so(directory: Fill) -> None:
    directory(
        somewhere("A", MONTAUBAN), somewhere("B", ALBIAS), at("C", NEGREPELISSE, 44.07, 1.52, "commune")
    )
    (montauban,) = pharmacies_of([MONTAUBAN])
    assert montauban.nearest
    assert montauban.nearest.measure is Measure.TOWN_HALLS
    assert montauban.nearest.km == pytest.approx(atlas().distance_km(MONTAUBAN, ALBIAS))
    directory(at("A", MONTAUBAN, 44.010, 1.350), somewhere("B", ALBIAS))
    (montauban,) = pharmacies_of([MONTAUBAN])
    assert montauban.nearest
    assert montauban.nearest.measure is Measure.MIXED


def test_two_pharmacies_of_a_commune_without_points_are_not_at_zero_kilometre(directory: Fill) -> None:
    directory(somewhere("A", MONTAUBAN), somewhere("B", MONTAUBAN))
    (first, _) = pharmacies_of([MONTAUBAN])
    assert first.nearest
    assert first.nearest.place.name == "B"
    assert first.nearest.km is None


def test_a_pharmacy_alone_has_no_neighbour(directory: Fill) -> None:
    directory(at("A", MONTAUBAN, 44.010, 1.350), somewhere("B", SAINT_PIERRE))
    (alone,) = pharmacies_of([MONTAUBAN])
    assert alone.nearest is None
    assert alone.is_located
    assert pharmacies_of([ALBIAS]) == []


def test_each_commune_is_at_some_distance_of_a_pharmacy(directory: Fill) -> None:
    directory(somewhere("A", MONTAUBAN), somewhere("B", MONTAUBAN))
    km = km_to_pharmacy([MONTAUBAN, ALBIAS, "2A004"])
    assert km[MONTAUBAN] == 0
    assert km[ALBIAS] == pytest.approx(atlas().distance_km(MONTAUBAN, ALBIAS))
    assert km["2A004"] is None
    directory()
    assert km_to_pharmacy([ALBIAS]) == {ALBIAS: None}


def test_a_commune_whose_town_hall_nobody_places_is_at_no_known_distance(directory: Fill) -> None:
    directory(somewhere("A", MONTAUBAN))
    assert km_to_pharmacy([NO_TOWN_HALL, MONTAUBAN]) == {MONTAUBAN: 0}
    directory(somewhere("A", NO_TOWN_HALL))
    assert km_to_pharmacy([NO_TOWN_HALL]) == {NO_TOWN_HALL: 0}


def test_the_spacing_says_of_how_many_pharmacies_it_speaks(directory: Fill) -> None:
    def said() -> str:
        return standing((MONTAUBAN, ALBIAS), source="FINESS").spacing_words.replace("\N{NO-BREAK SPACE}", " ")

    directory(at("A", MONTAUBAN, 44.010, 1.350), at("B", MONTAUBAN, 44.020, 1.350))
    assert said() == "Une pharmacie sur deux a sa voisine à moins de 1,1 km, à vol d’oiseau."
    directory(somewhere("A", MONTAUBAN), somewhere("B", MONTAUBAN), at("C", ALBIAS, 44.09, 1.45))
    assert said().startswith("Distance connue pour 1 pharmacie : une sur deux")
    assert said().endswith("2 autres ont leur voisine dans la même commune, à une distance inconnue.")
    directory(somewhere("A", MONTAUBAN), somewhere("B", MONTAUBAN))
    assert "inconnues" in said()
    directory(somewhere("A", MONTAUBAN))
    assert said() == ""


def test_a_commune_that_left_the_code_since_the_import_is_no_departement(directory: Fill) -> None:
    directory(somewhere("A", MONTAUBAN), somewhere("B", "99999"))
    assert departements_with_places("after a new geography") == {"82"}
