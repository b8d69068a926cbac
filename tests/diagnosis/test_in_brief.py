"""The page of a diagnosis is read in a minute: what matters first, and chapters one need not open."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.enums import Chapter
from maillage.diagnosis.queries.chapters import open_chapters
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of
from maillage.diagnosis.queries.in_brief import MOST, NAMED, UNKNOWN, Point, in_brief
from maillage.diagnosis.queries.levels import LITTLE, MUCH, Level
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.directory.models import ImportedFile
from maillage.directory.queries.vintages import vintages
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.kernel import decimal_in_french
from maillage.structures.models import Structure
from players import GRAND_MONTAUBAN, Cast

DAY = date(2026, 11, 2)
MEMBERS = atlas().epci(GRAND_MONTAUBAN).members
LYON = "69123"  # no file of the tests knows its département

pytestmark = pytest.mark.django_db


@pytest.fixture
def diagnosis(db: None) -> Diagnosis:
    found = diagnosis_of(MEMBERS)
    assert found is not None
    assert found.has_supply, "the tests' directory is empty: these tests would be idle"
    return found


def points_of(codes: Sequence[str]) -> list[Point]:
    found = diagnosis_of(codes)
    assert found
    return in_brief(found, surroundings(found.codes, on=DAY))


def scarce(diagnosis: Diagnosis, trades: set[str], monkeypatch: pytest.MonkeyPatch) -> list[Point]:
    """As if half as many of these professions practised here."""
    offers = [
        replace(offer, density=(offer.france or 1) / 2) if offer.trade in trades else offer
        for offer in diagnosis.offers
    ]
    monkeypatch.setattr(Diagnosis, "offers", offers)
    return in_brief(Diagnosis(diagnosis.codes, vintages()), surroundings(diagnosis.codes, on=DAY))


@pytest.mark.parametrize("codes", [MEMBERS, [*MEMBERS, LYON], ["82121"], ["82121", "82125"], [LYON]])
def test_a_territory_comes_down_to_three_to_six_sentences_with_their_source(codes: Sequence[str]) -> None:
    points = points_of(codes)
    assert 3 <= len(points) <= MOST
    for point in points:
        assert point.source.title
        assert point.sentence.endswith((".", "…"))
        assert not point.sentence.endswith("….")
        assert point.is_unknown or point.source.grade != "unknown"


def test_what_no_file_knows_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [point.label for point in points_of([*MEMBERS, LYON])][:2] == [UNKNOWN, UNKNOWN]
    monkeypatch.setattr(ImportedFile.objects, "all", ImportedFile.objects.none)
    assert {point.label for point in points_of(MEMBERS)} >= {UNKNOWN}
    assert {point.chapter for point in points_of(MEMBERS) if point.is_unknown} == {
        Chapter.PEOPLE, Chapter.PLACES, Chapter.ACCESS,
    }  # fmt: skip


def test_what_is_scarce_is_said_with_its_measures_before_what_abounds(
    diagnosis: Diagnosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = next(offer for offer in diagnosis.other_offers if offer.here.in_town)
    points = scarce(diagnosis, {"pharmacien", other.trade}, monkeypatch)
    labels = [point.label for point in points]
    assert labels.index(Level.LESS) < labels.index(Level.MORE)
    said = points[labels.index(Level.LESS)].sentence
    assert said.startswith("Pharmaciens (×\N{NO-BREAK SPACE}0,50 par habitant)")
    assert other.name.lower() in said.lower()


def test_the_scarcest_of_first_recourse_is_named_first_and_the_others_are_counted(
    diagnosis: Diagnosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = scarce(diagnosis, {offer.trade for offer in diagnosis.offers}, monkeypatch)
    told = " ".join(point.sentence for point in points if point.label in set(Level))
    named = told.count("par habitant") + told.count("Pharmacies (")
    counted = sum(int(number) for number in re.findall(r"(\d+)\sautres? profession", told))
    measured = Diagnosis(diagnosis.codes, vintages()).measured
    assert named + counted == len(measured) > NAMED


def test_no_ratio_is_told_that_its_level_denies(diagnosis: Diagnosis) -> None:
    for point in in_brief(diagnosis, surroundings(diagnosis.codes, on=DAY)):
        for words in re.findall(r"×\N{NO-BREAK SPACE}(\d+,\d\d)", point.sentence):
            ratio = float(words.replace(",", "."))
            denied = {
                Level.LESS: ratio > MUCH, Level.MORE: ratio < LITTLE, Level.ALIKE: not LITTLE <= ratio <= MUCH
            }  # fmt: skip
            assert not denied.get(Level(point.label), False), point.sentence


def test_a_closed_chapter_says_its_figure_as_its_tables_do(diagnosis: Diagnosis) -> None:
    said = {each.chapter: each.essential for each in open_chapters(diagnosis, surroundings(MEMBERS, on=DAY))}
    for offer in diagnosis.headline:
        assert f"{offer.name.lower()}\N{NO-BREAK SPACE}{offer.here.in_town}" in said[Chapter.PEOPLE]
    assert str(len(diagnosis.empty_communes)) in said[Chapter.COMMUNES]
    assert diagnosis.standing
    assert str(len(diagnosis.standing.pharmacies)) in said[Chapter.PLACES]
    doctors = next(each for each in diagnosis.accesses if each.trade == "medecin_generaliste")
    assert doctors.ratio
    assert decimal_in_french(doctors.ratio.middle, 2) in said[Chapter.ACCESS]
    assert "estimation Maillage" in said[Chapter.ACCESS], "what is ours is never taken for the official index"


def test_an_unknown_chapter_says_so_and_shows_no_zero() -> None:
    found = diagnosis_of([LYON])
    assert found
    closed = {each.chapter: each for each in open_chapters(found, surroundings([LYON], on=DAY))}
    for of in (Chapter.PEOPLE, Chapter.ACCESS, Chapter.PLACES):
        assert closed[of].is_unknown
    assert "sans personne" not in closed[Chapter.COMMUNES].essential


def test_each_link_of_the_summary_leads_into_a_chapter(client: Client) -> None:
    page = client.get(reverse("diagnosis:open_diagnosis"), {"codes": ",".join(MEMBERS)}).content.decode()
    summary, chapters = page.split('<div class="chapters">')
    targets = set(re.findall(r'href="#([a-z]+)"', summary)) - {"main"}
    assert targets
    assert {anchor for anchor in targets if f'<div id="{anchor}">' not in chapters} == set()


class Tables(HTMLParser):
    """The tables of a page: caption → rows of words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "tr":
            self._rows.append([])
        if tag in {"caption", "th", "td"}:
            self._words = []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._words).split())
        if tag == "caption":
            self._rows = self.found.setdefault(words, [])
        if tag in {"th", "td"}:
            self._rows[-1].append(words)


def test_a_table_of_the_page_is_that_of_the_document(structure: Structure, cast: Cast) -> None:
    found = diagnosis_of(structure.territory.codes)
    assert found
    page = client_of(cast["founder"]).get(reverse("diagnosis:diagnosis", args=[structure.slug]))
    shown = Tables(page.content.decode()).found
    blocks = [block for each in chapter(found, structure, on=DAY).sections for block in each.blocks]
    printed = {block.caption: block for block in blocks if isinstance(block, doc.Table)}
    alike = [plain(caption) for caption in printed if plain(caption) in shown]
    assert len(alike) >= 6, "first recourse, others, access, communes, places, pharmacies"
    for caption, table in printed.items():
        if plain(caption) in shown:
            width = len(table.headers)
            rows = [list(map(plain, row)) for row in (table.headers, *table.rows)]
            assert [row[:width] for row in shown[plain(caption)]] == rows, caption


def plain(words: str) -> str:
    return " ".join(words.split())
