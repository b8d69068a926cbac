"""The chapter of the diagnosis as it is printed: whole words, notes apart from sources, numbered needs, full pages."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.columns import cut, tables_of
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries.access import DIFFERENCES
from maillage.diagnosis.queries.diagnosis import diagnosis_of
from maillage.documents import types as doc
from maillage.documents.enums import Format
from maillage.documents.services import build_references, render
from maillage.documents.services.tree import tree_of
from maillage.geography import METHOD, atlas
from maillage.project.services import needs
from maillage.structures.models import Structure
from players import GRAND_MONTAUBAN, Cast

DAY = date(2026, 11, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(structure: Structure, cast: Cast) -> doc.Document:
    found = diagnosis_of(atlas().epci(GRAND_MONTAUBAN).members)
    assert found is not None
    assert found.has_supply, "the tests' directory is empty: these tests would be idle"
    for words in ("Des consultations le samedi.", "Un relais de nuit."):
        needs.add_need(structure, words, by=cast["founder"])
    return chapter(found, structure, on=DAY)


def blocks(document: doc.Document) -> Iterator[doc.Block]:
    return (block for section in document.sections for block in section.blocks)


def test_no_word_nor_number_of_its_tables_is_cut_in_a_wide_font(printed: doc.Document) -> None:
    tree = tree_of(printed, picture=str)
    assert len(list(tables_of(tree))) >= 4
    assert cut(tree) == []


def test_what_it_does_not_see_is_a_note_and_no_source(printed: doc.Document) -> None:
    shown = [block for block in blocks(printed) if isinstance(block, doc.Table | doc.Figure)]
    caveats = {*METHOD.limits, *DIFFERENCES}
    assert not caveats & {source for block in shown for source in block.sources}
    assert set(METHOD.limits) <= {note for block in shown for note in block.notes}
    assert all(block.sources for block in shown)
    assert not [source for block in shown for source in block.sources if source.startswith("Rang")]


def test_needs_are_numbered(printed: doc.Document) -> None:
    texts = [block.text for block in blocks(printed) if isinstance(block, doc.Paragraph)]
    assert {"1. Des consultations le samedi.", "2. Un relais de nuit."} <= set(texts)


def test_the_first_page_says_what_it_comes_down_to_and_the_second_shows_where(printed: doc.Document) -> None:
    build_references()
    first, second, *_ = (
        " ".join(page.extract_text().split())
        for page in PdfReader(BytesIO(render(printed, Format.PDF))).pages
    )
    assert "Sommaire" in first
    assert "ailleurs" in first
    assert "fois la moyenne" in first  # the rule, at its foot
    assert "Contours" in second  # the source of the map
