"""A diagnosis counts each person once, compares like with like."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.audit.enums import Kind
from maillage.audit.queries import trail_of
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries import supply
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.levels import LITTLE, Level, Measured
from maillage.diagnosis.queries.supply import (
    FIRST,
    PER,
    per_inhabitants,
    rank_of,
    region_words,
)
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.directory.models import Activity, Headcount, ImportedFile
from maillage.directory.queries.supply import covered_departements
from maillage.directory.queries.vintages import vintages
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.kernel import decimal_in_french, folded
from maillage.registers import PlaceKind
from maillage.structures.models import Structure
from maillage.ui.types import Figure
from players import GRAND_MONTAUBAN, Cast

DAY = date(2026, 11, 2)
MEMBERS = atlas().epci(GRAND_MONTAUBAN).members
NURSES = "offre.infirmier"
LYON = "69123"  # no file of the tests knows its département

pytestmark = pytest.mark.django_db


@pytest.fixture
def diagnosis(db: None) -> Diagnosis:
    found = diagnosis_of(MEMBERS)
    assert found is not None
    assert found.has_supply, "the tests' directory is empty: these tests would be idle"
    return found


def people_in_town(trade: str) -> set[int]:
    """Counted one by one, in Python, from the rows."""
    return {
        activity.person_id
        for activity in Activity.objects.filter(trade=trade, commune__in=MEMBERS)
        if activity.genre in {"GENR01", ""}
        and folded(activity.category) != "etudiant"
        and (activity.mode == "L" or activity.sector == "SA05")
    }


def test_each_person_counts_once_whatever_the_number_of_activities(diagnosis: Diagnosis) -> None:
    for offer in diagnosis.offers:
        assert offer.here.in_town == len(people_in_town(offer.trade)), offer.trade


def test_a_density_is_people_in_town_for_ten_thousand_inhabitants(diagnosis: Diagnosis) -> None:
    population = sum(atlas().commune(code).population or 0 for code in MEMBERS)
    nurses = next(offer for offer in diagnosis.offers if offer.trade == "infirmier")
    assert nurses.density == pytest.approx(len(people_in_town("infirmier")) / population * PER)
    assert per_inhabitants(3, None) is None
    assert per_inhabitants(3, 0) is None


def test_an_intercommunalite_ranks_where_its_own_count_puts_it(diagnosis: Diagnosis) -> None:
    """The territory is one EPCI: as many are better supplied as the counts of import say."""
    nurses = next(offer for offer in diagnosis.offers if offer.trade == "infirmier")
    counted = Headcount.objects.filter(area__startswith="E", trade="infirmier").values_list("area", "in_town")
    people = {
        code: sum(atlas().commune(member).population or 0 for member in atlas().epci(code).members)
        for code in (area[1:] for area, _ in counted)
    }
    covered = {
        area[1:] for area in Headcount.objects.filter(area__startswith="D").values_list("area", flat=True)
    }
    whole = {
        code
        for code in people
        if {atlas().commune(member).departement for member in atlas().epci(code).members} <= covered
    }
    densities = {area[1:]: in_town / people[area[1:]] for area, in_town in counted if area[1:] in whole}
    better = sum(density > densities[GRAND_MONTAUBAN] for density in densities.values())
    assert nurses.rank is not None
    assert nurses.rank.place == better + 1
    assert nurses.rank.out_of >= len(densities)


def test_a_partial_directory_is_compared_with_what_it_covers_and_says_so(diagnosis: Diagnosis) -> None:
    assert diagnosis.is_partial, "the tests' directory covers four départements"
    assert "départements de l’annuaire" in diagnosis.where
    nurses = next(offer for offer in diagnosis.offers if offer.trade == "infirmier")
    everywhere = Headcount.objects.get(area="F", trade="infirmier").in_town
    inhabitants = sum(
        commune.population or 0 for code in diagnosis.covered for commune in atlas().communes_of(code)
    )
    assert nurses.france == pytest.approx(everywhere / inhabitants * PER)


def test_every_commune_has_its_row_with_those_where_nobody_practises(db: None) -> None:
    codes = [commune.code for commune in atlas().communes_of("82")]
    found = diagnosis_of(codes)
    assert found is not None
    assert [row[0] for row in found.communes.rows] == [
        commune.name
        for commune in sorted(atlas().communes_of("82"), key=lambda commune: -(commune.population or 0))
    ]
    manned = set(Headcount.objects.filter(area__in=codes, in_town__gt=0).values_list("area", flat=True))
    assert {atlas().commune(code).name for code in set(codes) - manned} == set(found.empty_communes)
    assert found.empty_communes


def test_an_estimate_never_takes_the_name_of_the_official_index(diagnosis: Diagnosis) -> None:
    access = [figure for key, figure in figures_of(diagnosis).items() if key.startswith("acces.")]
    assert access
    assert all("estimation Maillage" in figure.source for figure in access)
    assert not any("APL" in figure.sentence for figure in access)
    for each in diagnosis.accesses:
        if each.ratio:
            assert each.ratio.low <= each.ratio.middle <= each.ratio.high


def test_every_figure_says_who_and_when(diagnosis: Diagnosis) -> None:
    assert set(figures_of(diagnosis)) >= {f"offre.{trade}" for trade in FIRST}
    for figure in figures_of(diagnosis).values():
        assert figure.source
        assert isinstance(figure.on, date)


def figures_of(diagnosis: Diagnosis) -> dict[str, Figure]:
    return figures_by_key(diagnosis, surroundings(diagnosis.codes, on=DAY))


def test_a_departement_that_the_directory_does_not_cover_is_unknown_not_empty(client: Client) -> None:
    assert "69" not in covered_departements(vintages().key)
    found = diagnosis_of([LYON])
    assert found is not None
    assert "Rhône" in found.no_supply
    assert "Rhône" in found.no_places
    assert not [key for key in figures_of(found) if not key.startswith("apl.")]
    page = client.get(reverse("diagnosis:open_diagnosis"), {"codes": LYON}).content.decode()
    assert "ne couvre pas" in page
    assert "0,0" not in page


@pytest.fixture
def partial(diagnosis: Diagnosis) -> Diagnosis:
    """The twelve communes of the others, and one that no imported file knows."""
    found = diagnosis_of([*MEMBERS, LYON])
    assert found is not None
    return found


def test_a_commune_that_nobody_knows_takes_nothing_from_the_others(
    diagnosis: Diagnosis, partial: Diagnosis
) -> None:
    assert [(each.trade, each.here, each.density, each.rank) for each in partial.offers] == [
        (each.trade, each.here, each.density, each.rank) for each in diagnosis.offers
    ]
    assert partial.measured == diagnosis.measured
    assert partial.standing
    assert diagnosis.standing
    assert partial.standing.counts == diagnosis.standing.counts
    assert partial.standing.far == diagnosis.standing.far
    assert [each.ratio for each in partial.accesses] == [each.ratio for each in diagnosis.accesses]


def test_figures_of_a_part_say_of_which(partial: Diagnosis, structure: Structure, client: Client) -> None:
    part = "12\N{NO-BREAK SPACE}communes sur 13"
    assert part in partial.supply_source
    for key, figure in figures_of(partial).items():
        assert part in figure.source, key
        assert part in figure.label or not key.startswith(("offre.", "acces.")), key
    content = blocks(chapter(partial, structure, on=DAY))
    sources = [source for block in content if isinstance(block, doc.Table) for source in block.sources]
    assert sources
    assert all(part in source for source in sources if "RPPS" in source or "FINESS" in source)
    codes = ",".join([*MEMBERS, LYON])
    page = client.get(reverse("diagnosis:open_diagnosis"), {"codes": codes}).content.decode()
    assert page.count("Lyon (Rhône)") == 2  # who practises, and the places


def test_what_a_part_counts_is_the_least_of_the_whole_and_no_zero(partial: Diagnosis) -> None:
    for key, figure in figures_of(partial).items():
        if key.startswith("lieux."):
            assert figure.value.startswith(("au moins ", "aucun connu sur ")), key
    offer, words = partial.headlines[0]
    whole = sum(atlas().commune(code).population or 0 for code in [*MEMBERS, LYON])
    least = decimal_in_french(offer.here.in_town / whole * PER)
    assert f"soit au moins {least} sur l’ensemble" in words


def test_a_commune_that_nobody_knows_is_not_said_empty(partial: Diagnosis) -> None:
    row = next(row for row in partial.communes.rows if row[0] == "Lyon")
    assert set(row[2:]) == {None}
    assert "Lyon" not in partial.empty_communes


def test_a_region_known_in_part_says_so(diagnosis: Diagnosis) -> None:
    covered = diagnosis.covered & {"82", "31", "46", "81"}
    assert diagnosis.region_names == f"Occitanie ({len(covered)} départements sur 13)"
    assert region_words("76", frozenset(each.code for each in atlas().departements())) == "Occitanie"


@pytest.mark.parametrize(
    ("by_head", "within_reach", "level"),
    [
        (0.79, 1.1, Level.LESS),
        (1.5, 0.79, Level.MIXED),
        (0.79, 1.5, Level.MIXED),
        (0.8, 1.2, Level.ALIKE),
        (0.796, 1.204, Level.ALIKE),
        (1.53, 1.1, Level.MORE),
        (1.3, 1.21, Level.MORE),
        (None, 1.21, Level.MORE),
        (0.0, None, Level.LESS),
        (None, None, Level.UNKNOWN),
    ],
)
def test_a_level_is_what_its_two_measures_show(
    by_head: float | None, within_reach: float | None, level: Level
) -> None:
    assert Measured("Kinés", by_head, within_reach).level is level


def test_nobody_has_no_rank() -> None:
    key = vintages().key
    assert rank_of("infirmier", 0.0, vintage=key) is None
    assert rank_of("infirmier", 0.1, vintage=key) is not None


def test_those_alike_share_a_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    key, trade = vintages().key, "sage_femme"
    with monkeypatch.context() as patched:
        patched.setattr(supply, "_ranked", lambda *_: (-3e-4, -2e-4, -2e-4, 0.0))
        second = rank_of(trade, 2.0, vintage=key)
        last = rank_of(trade, 1.0, vintage=key)
    assert second is not None
    assert last is not None
    assert (second.words, last.words) == ("2e ex æquo", "4e")
    best = rank_of(trade, 10_000.0, vintage=key)
    assert best is not None
    assert (best.place, best.shared, best.words) == (1, False, "1re")


def test_an_address_without_a_known_commune_says_so(client: Client) -> None:
    answer = client.get(reverse("diagnosis:open_diagnosis"), {"codes": "99999"}, follow=True)
    assert "Aucune commune connue dans cette adresse" in answer.content.decode()


def test_a_need_asks_for_access_only_where_it_lacks(diagnosis: Diagnosis) -> None:
    figures = figures_of(diagnosis)
    for access in diagnosis.accesses:
        if access.ratio:
            lacks = round(access.ratio.middle, 2) < LITTLE
            assert bool(figures[f"acces.{access.trade}"].aim) is lacks, access.trade


def test_a_stranger_cannot_ask_for_the_whole_country(client: Client) -> None:
    codes = [commune.code for each in ("59", "62") for commune in atlas().communes_of(each)]
    assert len(codes) > 1_000
    answer = client.get(reverse("diagnosis:open_diagnosis"), {"codes": ",".join(codes)}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('territories:draw')}?codes={','.join(codes)}"
    assert "un diagnostic en prend" in answer.content.decode()


def blocks(document: doc.Document) -> list[doc.Block]:
    return [block for section in document.sections for block in section.blocks]


def test_every_table_and_picture_of_the_chapter_has_its_source(
    diagnosis: Diagnosis, structure: Structure
) -> None:
    content = blocks(chapter(diagnosis, structure, on=DAY))
    shown = [block for block in content if isinstance(block, doc.Table | doc.Figure)]
    assert len(shown) >= 5
    assert [block.caption for block in shown if not block.sources] == []


def test_what_one_clicks_to_leave_with_it_is_not_printed(structure: Structure, cast: Cast) -> None:
    page = (
        client_of(cast["member"]).get(reverse("diagnosis:diagnosis", args=[structure.slug])).content.decode()
    )
    assert '<p class="no-print">Aussi en <a' in page


def test_the_file_leaves_in_three_formats_and_a_trace(structure: Structure, cast: Cast) -> None:
    client = client_of(cast["member"])
    for form in ("docx", "odt", "pdf"):
        answer = client.get(reverse("diagnosis:download", args=[structure.slug, form]))
        assert answer.status_code == 200
        assert f".{form}" in answer["Content-Disposition"]
    kinds = [entry.kind for entry in trail_of(structure.pk)]
    assert kinds.count(Kind.DOWNLOAD) == 3


def test_an_open_diagnosis_says_nothing_of_the_structure(structure: Structure, client: Client) -> None:
    structure.needs.create(text="Un besoin écrit en séance")
    page = client.get(reverse("diagnosis:open_diagnosis"), {"codes": ",".join(MEMBERS)}).content.decode()
    assert "Un besoin écrit en séance" not in page
    assert "à écrire d’après" not in page


def test_without_a_directory_nothing_is_zero(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown is said, with the way to know."""
    monkeypatch.setattr(ImportedFile.objects, "all", ImportedFile.objects.none)
    page = client.get(reverse("diagnosis:open_diagnosis"), {"codes": "82121"}).content.decode()
    assert "Demandez à qui administre cette instance" in page
    assert "<code>" not in page  # a command is for who runs the instance
    assert "pour 10" not in page


def test_a_figure_of_places_keeps_its_key_whatever_its_name(diagnosis: Diagnosis) -> None:
    """A need remembers the figure it came from by that key."""
    keys = {key for key in figures_of(diagnosis) if key.startswith("lieux.")}
    assert keys == {f"lieux.{kind}" for kind in PlaceKind if kind}
