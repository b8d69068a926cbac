"""A commune held in part counts whole, in every figure and on both sides of every ratio, and each says so."""

from datetime import date

import pytest
from django.urls import reverse

from house.visiting import client_of
from maillage.diagnosis.documents import chapter, overview
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of, diagnosis_of_territory
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.in_brief import in_brief
from maillage.diagnosis.queries.supply import PER
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.diagnosis.queries.tables import Tables
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.structures.models import Structure
from maillage.territories.services import take_part
from maillage.territories.types import CommunePart
from players import Cast

DAY = date(2026, 11, 2)
MONTAUBAN = "82121"
WHOLE = "commune comptée entière\N{NO-BREAK SPACE}: Montauban"

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_part(structure: Structure) -> Structure:
    take_part(
        structure.territory,
        MONTAUBAN,
        name="Quartier Nord",
        population=12_000,
        source="Mairie",
        dated_on=date(2025, 1, 1),
        on=DAY,
    )
    return Structure.objects.get(pk=structure.pk)


@pytest.fixture
def diagnosis(in_part: Structure) -> Diagnosis:
    found = diagnosis_of_territory(in_part.territory)
    assert found
    assert found.has_supply, "the tests' directory is empty: these tests would be idle"
    return found


def test_the_population_is_what_is_held(diagnosis: Diagnosis) -> None:
    whole = sum(atlas().commune(code).population or 0 for code in diagnosis.codes)
    assert diagnosis.population == whole - (atlas().commune(MONTAUBAN).population or 0) + 12_000
    assert "parties de communes" in diagnosis.summary.population_source


@pytest.mark.parametrize("population", [1, 12_000, None])
def test_no_ratio_divides_a_whole_by_a_part(diagnosis: Diagnosis, population: int | None) -> None:
    """However few people the part holds, every figure is that of the whole communes."""
    part = CommunePart(1, MONTAUBAN, "Nord", population, "Mairie", DAY)
    held, whole = diagnosis_of(diagnosis.codes, parts=(part,)), diagnosis_of(diagnosis.codes)
    assert held
    assert whole
    around = surroundings(diagnosis.codes, on=DAY)
    assert held.population != whole.population
    said, wholly = figures_by_key(held, around), figures_by_key(whole, around)
    assert {key: (each.value, each.beside) for key, each in said.items()} == {
        key: (each.value, each.beside) for key, each in wholly.items()
    }
    for name in ("first_offers", "other_offers", "access", "places"):
        assert getattr(Tables(held, around), name).rows == getattr(Tables(whole, around), name).rows, name
    assert held.communes.rows == whole.communes.rows
    assert held.measured == whole.measured
    assert [each.sentence for each in in_brief(held, around)] == [
        each.sentence for each in in_brief(whole, around)
    ]
    assert held.density_chart.rows == whole.density_chart.rows


def test_a_density_is_the_whole_communes_over_their_whole_population(diagnosis: Diagnosis) -> None:
    people = sum(atlas().commune(code).population or 0 for code in diagnosis.codes)
    for offer in diagnosis.offers:
        assert offer.density == pytest.approx(offer.here.in_town / people * PER), offer.trade


def test_the_least_on_the_whole_is_not_divided_by_a_part_either(diagnosis: Diagnosis) -> None:
    codes = (*diagnosis.codes, "69123")  # no file of the tests knows Lyon
    part = CommunePart(1, MONTAUBAN, "Nord", 1, "Mairie", DAY)
    held, whole = diagnosis_of(codes, parts=(part,)), diagnosis_of(codes)
    assert held
    assert whole
    for (_, said), (_, wholly) in zip(held.headlines, whole.headlines, strict=True):
        assert "soit au moins" in said
        assert said.startswith(wholly)


def test_every_figure_says_which_commune_it_counts_whole(diagnosis: Diagnosis, in_part: Structure) -> None:
    around = surroundings(diagnosis.codes, on=DAY, structure=in_part)
    figures = figures_by_key(diagnosis, around)
    assert len(figures) > 20
    assert [key for key, each in figures.items() if WHOLE not in each.source and "enquete" not in key] == []
    tables = Tables(diagnosis, around)
    shown = (tables.first_offers, tables.other_offers, tables.access, tables.places, diagnosis.communes)
    assert [table.caption for table in shown if WHOLE not in table.source] == []


def test_the_page_and_the_documents_name_it(diagnosis: Diagnosis, in_part: Structure, cast: Cast) -> None:
    url = reverse("diagnosis:diagnosis", args=[in_part.slug])
    page = client_of(cast["founder"]).get(url).content.decode()
    assert diagnosis.in_part_sentence in page
    assert "Quartier Nord" in diagnosis.in_part_sentence
    document = chapter(diagnosis, in_part, on=DAY)
    blocks = [block for section in document.sections for block in section.blocks]
    assert doc.Paragraph(diagnosis.in_part_sentence) in blocks
    sources = [source for block in blocks if isinstance(block, doc.Table) for source in block.sources]
    assert all(WHOLE in source for source in sources if "RPPS" in source or "FINESS" in source)
    assert any(WHOLE in getattr(block, "text", "") for block in overview(in_part, on=DAY))


def test_a_commune_that_the_file_does_not_know_is_not_said_counted() -> None:
    part = CommunePart(1, "69123", "Presqu’île", 1_000, "Mairie", DAY)
    found = diagnosis_of([MONTAUBAN, "69123"], parts=(part,))
    assert found
    assert "comptée entière" not in found.supply_source
    assert found.in_part_sentence
