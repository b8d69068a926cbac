"""Who declared what around, and who is covered by nobody: only what was declared is ever seen."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.geography import atlas
from maillage.territories.models import Territory
from maillage.territories.queries.coverage import (
    UNNAMED,
    Coverage,
    around,
    coverage_map,
    coverage_of,
    uncovered_rows,
)
from maillage.territories.services import declare, save_territory, withdraw
from players import GRAND_MONTAUBAN

DAY = date(2026, 9, 1)
MONTAUBAN, MONTECH, CAUSSADE = "82121", "82125", "82037"
TARN_ET_GARONNE = [commune.code for commune in atlas().communes_of("82")]
drawings = st.lists(st.sampled_from(TARN_ET_GARONNE), min_size=1, max_size=8, unique=True)


def declared(codes: list[str], name: str = "", *, said_by: str = "", on: date = DAY) -> Territory:
    territory = declare(save_territory(codes), on=on, public_name=name)
    Territory.objects.filter(pk=territory.pk).update(origin=said_by)
    return territory


# Around a drawing


def test_a_neighbour_shares_communes_or_a_border(db: None) -> None:
    declared([MONTAUBAN, CAUSSADE], "CPTS qui recouvre")
    declared([MONTECH], "CPTS qui touche")
    declared(["82089"], "CPTS lointaine")  # Larrazet, beyond Montech
    found = around(atlas().epci(GRAND_MONTAUBAN).members)
    assert [(each.name, each.overlaps, each.relation) for each in found] == [
        ("CPTS qui recouvre", True, "1\N{NO-BREAK SPACE}commune partagée"),
        ("CPTS qui touche", False, "frontière commune"),
    ]
    assert found[0].shared.population == atlas().commune(MONTAUBAN).population
    assert found[1].shared.population == 0


def test_what_is_not_shared_stays_theirs(db: None) -> None:
    declared([MONTAUBAN, MONTECH, CAUSSADE], "CPTS")
    (found,) = around([MONTAUBAN])
    assert [commune.code for commune in found.shared.communes] == [MONTAUBAN]


def test_a_neighbour_without_public_name_says_so_with_its_origin_and_its_date(db: None) -> None:
    declared([MONTAUBAN], said_by="Liste de l’ARS, 3 mars 2026")
    declared([MONTAUBAN], "CPTS", on=date(2025, 1, 2))
    told = {(each.name, each.origin, each.declared_on) for each in around([MONTAUBAN])}
    assert told == {
        (UNNAMED, "Liste de l’ARS, 3 mars 2026", DAY),
        ("CPTS", "dessiné sur cette instance", date(2025, 1, 2)),
    }


def test_a_draft_is_nobody_s_neighbour_and_nobody_is_its_own(db: None) -> None:
    save_territory([MONTAUBAN])
    withdraw(declared([MONTAUBAN], "CPTS"))
    mine = declared([MONTAUBAN, MONTECH], "La mienne")
    assert around([MONTAUBAN], apart_from=mine.pk) == []
    assert [each.name for each in around([MONTAUBAN])] == ["La mienne"]


class Around(TestCase):
    @settings(max_examples=25)
    @given(mine=drawings, theirs=drawings, is_declared=st.booleans())
    def test_a_neighbour_is_what_the_shapes_say(
        self, mine: list[str], theirs: list[str], is_declared: bool
    ) -> None:
        territory = save_territory(theirs)
        if is_declared:
            declare(territory, on=DAY)
        shared = set(mine) & set(theirs)
        touches = shared or set(theirs) & set(atlas().bordering(mine))
        found = around(mine)
        assert len(found) == bool(is_declared and touches)
        assert all({each.code for each in one.shared.communes} == shared for one in found)


# A département


class Covering(TestCase):
    @settings(max_examples=25)
    @given(territories=st.lists(st.tuples(drawings, st.booleans()), max_size=4))
    def test_every_commune_is_in_one_part_and_every_inhabitant_with_it(
        self, territories: list[tuple[list[str], bool]]
    ) -> None:
        for codes, is_declared in territories:
            territory = save_territory(codes)
            if is_declared:
                declare(territory, on=DAY)
        found = coverage_of("82")
        parts = (found.nobody, found.one, found.several)
        assert sorted(commune.code for part in parts for commune in part.communes) == TARN_ET_GARONNE
        assert sum(part.population or 0 for part in parts) == found.whole.population
        for commune in found.whole.communes:
            holders = sum(is_declared and commune.code in codes for codes, is_declared in territories)
            assert (commune in found.nobody.communes) == (holders == 0)
            assert (commune in found.several.communes) == (holders > 1)


def covered(*territories: list[str], departement: str = "82") -> Coverage:
    for codes in territories:
        declared(codes)
    return coverage_of(departement)


def test_shares_are_of_inhabitants_not_of_communes(db: None) -> None:
    found = covered([MONTAUBAN])
    share = found.share(found.one)
    assert share is not None
    assert 0.2 < share < 0.3  # one commune of 195, a quarter of the people
    assert sum(found.share(part) or 0 for part in (found.nobody, found.one, found.several)) == 1


def test_a_territory_of_two_departements_counts_in_each_with_its_communes_there(db: None) -> None:
    declared([MONTAUBAN, "31555"])
    assert [commune.code for commune in coverage_of("82").one.communes] == [MONTAUBAN]
    assert [each.shared.count for each in coverage_of("31").territories] == ["1\N{NO-BREAK SPACE}commune"]
    assert coverage_of("46").territories == ()


def test_a_commune_without_population_is_told_and_not_counted_as_empty(db: None) -> None:
    found = covered(["55039"], departement="55")  # Beaumont-en-Verdunois, nobody since 1918
    unknown = [commune.name for commune in found.whole.communes if commune.population is None]
    assert all(name in found.whole.unpeopled for name in unknown)
    polynesia = covered(["98735"], departement="987")
    assert polynesia.one.population == atlas().commune("98735").population


def test_the_map_has_a_class_for_each_part(db: None) -> None:
    svg = coverage_map(covered([MONTAUBAN, MONTECH], [MONTECH]))
    for said in ("Montech, Plusieurs territoires", "Montauban, Un territoire", "Caussade, Aucun territoire"):
        assert said in svg


def test_the_file_holds_the_rows_of_the_table(db: None) -> None:
    found = covered([MONTAUBAN])
    titles, *rows = uncovered_rows(found)
    assert titles == ("commune", "code_insee", "intercommunalite", "population")
    assert len(rows) == len(found.nobody.communes) == len(TARN_ET_GARONNE) - 1
    populations = [row[3] for row in rows]
    assert populations == sorted(populations, reverse=True)
    assert MONTAUBAN not in {row[1] for row in rows}


# The page


def page(client: Client, departement: str = "82") -> str:
    return client.get(reverse("territories:coverage", args=[departement])).content.decode()


def test_a_stranger_reads_names_that_are_public_and_no_other(db: None, client: Client) -> None:
    declared([MONTAUBAN], "CPTS du Tescou")
    declared([MONTECH])
    save_territory([CAUSSADE])
    said = page(client)
    assert "CPTS du Tescou" in said
    assert UNNAMED in said
    assert "Caussade, Aucun territoire déclaré" in said  # a draft is nobody's business


def test_without_any_declared_territory_the_page_claims_nothing(db: None, client: Client) -> None:
    save_territory([MONTAUBAN])
    said = page(client)
    assert "Aucun territoire déclaré connu ici" in said
    assert "<svg xmlns" not in said


def test_the_page_says_it_may_ignore_territories_declared_elsewhere(db: None, client: Client) -> None:
    declared([MONTAUBAN])
    assert "peut être couverte ailleurs" in page(client)


@pytest.mark.parametrize("asked", ["82", " 2a "])
def test_the_choice_of_a_departement_leads_to_its_page(asked: str, db: None, client: Client) -> None:
    answer = client.get(reverse("territories:choose_coverage"), {"departement": asked})
    assert answer.url == reverse("territories:coverage", args=[asked.strip().upper()])


def test_a_departement_that_is_none_is_told_or_absent(db: None, client: Client) -> None:
    answer = client.get(reverse("territories:choose_coverage"), {"departement": "99"})
    assert answer.status_code == 422
    assert "n’existe pas" in answer.content.decode()
    for name, suffix in (("coverage", ()), ("coverage_file", ("csv",))):
        assert client.get(reverse(f"territories:{name}", args=["99", *suffix])).status_code == 404


def test_the_file_is_a_spreadsheet_s(db: None, client: Client) -> None:
    declared([MONTAUBAN])
    answer = client.get(reverse("territories:coverage_file", args=["82", "csv"]))
    assert answer.content.startswith("\N{BYTE ORDER MARK}commune;code_insee".encode())
    assert "communes-sans-territoire-82-" in answer["Content-Disposition"]
