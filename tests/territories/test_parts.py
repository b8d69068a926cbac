"""A commune shared by its parts: two territories hold their own, and every figure says what was typed."""

from datetime import date
from typing import Any

import pytest

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.territories.models import Territory
from maillage.territories.queries import communes_table, drawing_of_territory
from maillage.territories.queries.overlaps import overlaps
from maillage.territories.services import declare, save_territory, take_part
from maillage.territories.services.iris import read_iris
from players import GRAND_MONTAUBAN

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
MONTAUBAN = "82121"
MEMBERS = atlas().epci(GRAND_MONTAUBAN).members
NORTH: dict[str, Any] = {
    "name": "Quartiers nord", "population": 20_000, "source": "Insee, IRIS 2021", "dated_on": date(2021, 1, 1),
}  # fmt: skip


def held(**part: Any) -> Territory:
    territory = save_territory(MEMBERS)
    take_part(territory, MONTAUBAN, **{**NORTH, **part}, on=DAY)
    return territory


def test_a_part_counts_instead_of_its_commune_and_the_figures_say_so() -> None:
    whole = atlas().summary(MEMBERS)
    drawing = drawing_of_territory(held(), signed=DAY)
    assert drawing
    montauban = atlas().commune(MONTAUBAN).population
    assert montauban
    assert drawing.population == whole.population - montauban + 20_000
    assert "saisies" in drawing.population_source
    assert drawing.summary.contiguous is None
    assert drawing.summary.density is None
    rows = {row[1]: row for row in communes_table(drawing).rows}
    assert rows[MONTAUBAN][0] == "Montauban (en partie)"
    assert rows[MONTAUBAN][3] == 20_000


def test_a_part_whose_population_nobody_knows_makes_the_total_unknown_never_smaller() -> None:
    drawing = drawing_of_territory(held(population=None), signed=DAY)
    assert drawing
    assert drawing.population is None
    assert drawing.size is None
    assert drawing.summary.missing_population == (MONTAUBAN,)


def test_several_parts_of_one_commune_add_up() -> None:
    territory = held()
    take_part(territory, MONTAUBAN, **{**NORTH, "name": "Centre", "population": 5_000}, on=DAY)
    drawing = drawing_of_territory(territory, signed=DAY)
    assert drawing
    assert drawing.population_in(atlas().commune(MONTAUBAN)) == 25_000


@pytest.mark.parametrize(
    ("ours", "theirs", "shared"),
    [
        ({"name": "Nord"}, {"name": "Sud"}, None),
        ({"name": "Nord"}, {"name": "nord"}, 20_000),
        ({"name": "A", "iris": ["821210101"]}, {"name": "B", "iris": ["821210102"]}, None),
        ({"name": "A", "iris": ["821210101"]}, {"name": "B", "iris": ["821210101"]}, 20_000),
    ],
)
def test_two_territories_share_a_commune_by_its_parts(
    ours: dict[str, Any], theirs: dict[str, Any], shared: int | None
) -> None:
    neighbour = save_territory([MONTAUBAN])
    take_part(neighbour, MONTAUBAN, **{**NORTH, **theirs}, on=DAY)
    declare(neighbour, on=DAY, public_name="CPTS du Sud")
    mine = save_territory([MONTAUBAN])
    take_part(mine, MONTAUBAN, **{**NORTH, **ours}, on=DAY)
    found = overlaps(mine.codes, apart_from=mine.pk, parts=mine.commune_parts)
    assert [overlap.population for overlap in found] == ([] if shared is None else [shared])


def test_a_part_overlaps_whoever_holds_the_whole_commune_by_its_own_people() -> None:
    declare(save_territory([MONTAUBAN]), on=DAY)
    mine = held()
    (overlap,) = overlaps(mine.codes, apart_from=mine.pk, parts=mine.commune_parts)
    assert overlap.population == 20_000


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"population": 10**6}, "plus que toute la commune"),
        ({"dated_on": date(2030, 1, 1)}, "à venir"),
        ({"iris": ["310010000"]}, "n’est pas de cette commune"),
    ],
)
def test_what_cannot_be_a_part_is_refused(part: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        held(**part)


def test_an_iris_counts_once() -> None:
    territory = held(iris=["821210101"])
    with pytest.raises(BadInput, match="deux fois"):
        take_part(territory, MONTAUBAN, **{**NORTH, "name": "Autre"}, iris=["821210101"], on=DAY)


def test_a_commune_taken_out_goes_with_its_parts() -> None:
    territory = held()
    save_territory([code for code in MEMBERS if code != MONTAUBAN], territory=territory)
    assert not territory.parts.exists()


def test_a_file_of_iris_gives_those_of_the_territory_and_the_fate_of_their_rows() -> None:
    content = "IRIS;LIBIRIS;P21_POP\n821210101;Centre;2500,6\n821210102;Villenouvelle;nd\n8212101;Court;3\n310010000;Agassac;9\n"
    reading = read_iris("iris.csv", content.encode("cp1252"), [MONTAUBAN])
    assert [(iris.code, iris.name, iris.population) for iris in reading.iris] == [
        ("821210101", "Centre", 2501),
        ("821210102", "Villenouvelle", None),
    ]
    assert [(fate.line, bool(fate.kept)) for fate in reading.preview.fates if not fate.apart] == [
        (2, True),
        (3, True),
        (4, False),
    ]
    with pytest.raises(BadInput, match="aucun IRIS"):
        read_iris("iris.csv", content.encode(), ["82037"])


@pytest.mark.parametrize("code", ["10040101", "10040101.0", "010040101", '="010040101"', "'010040101"])
def test_the_code_of_an_iris_is_healed(code: str) -> None:
    reading = read_iris("iris.csv", f"IRIS;LIBIRIS;P21_POP\n{code};Centre;2500\n".encode(), ["01004"])
    assert [iris.code for iris in reading.iris] == ["010040101"]
