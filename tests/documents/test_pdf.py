"""The PDF, opened by another program."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from documents.samples import DAY, HOSTILE, document, letter, table
from maillage.documents.enums import Format
from maillage.documents.services import files, page_count, render
from maillage.documents.types import (
    Document,
    Figure,
    Heading,
    Html,
    PageBreak,
    Paragraph,
    Section,
    Signatory,
    Signatures,
    Table,
)


def read(printed: Document) -> PdfReader:
    return PdfReader(BytesIO(render(printed, Format.PDF)))


def words_on(page: PageObject) -> str:
    """Its text with plain spaces: pypdf tells some no-break spaces from others, not all."""
    return " ".join(page.extract_text().split())


def text_of(reader: PdfReader) -> str:
    return "\n".join(words_on(page) for page in reader.pages)


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return read(letter())


def structure(element, kind):
    """Every element of that kind in the tag tree."""
    element = element.get_object()
    if isinstance(element, list):
        return [found for child in element for found in structure(child, kind)]
    if not isinstance(element, dict):
        return []
    found = [element] if element.get("/S") == kind else []
    return found + (structure(element["/K"], kind) if "/K" in element else [])


def test_it_says_its_title_author_and_language(pdf):
    assert pdf.metadata.title == "Lettre d’intention"
    assert pdf.metadata.author == "CPTS du Quercy"
    assert pdf.trailer["/Root"]["/Lang"] == "fr-FR"


def test_it_is_tagged_and_claims_the_accessibility_standard(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_its_picture_has_an_alternative_text_and_its_tables_have_headers(pdf):
    tree = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]
    assert [figure["/Alt"] for figure in structure(tree, "/Figure")] == ["Carte des communes"]
    assert len(structure(tree, "/TH")) >= 3


def test_every_letter_is_set_in_the_embedded_family(pdf):
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert all("SourceSans3" in font["/BaseFont"] for font in fonts)
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)


def test_pages_are_a4_and_numbered_under_a_running_header(pdf):
    pages = len(pdf.pages)
    for number, page in enumerate(pdf.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"{number} / {pages}" in words_on(page)
    header = words_on(pdf.pages[1])
    assert "CPTS du Quercy" in header
    assert "1er mars 2026" in header


def test_a_file_is_dated_of_its_document_and_made_again_the_same(pdf):
    assert pdf.metadata.creation_date.date() == DAY
    for form in Format:
        assert render(letter(), form) == render(letter(), form)


def test_captions_are_numbered_and_sources_follow(pdf):
    words = text_of(pdf)
    assert "Figure 1 – Le territoire" in words
    assert "Tableau 1 – Communes et population" in words
    assert "Sources : Insee, populations légales 2023" in words


def test_a_section_without_content_says_so_and_an_identity_card_too(pdf):
    assert text_of(pdf).count("À compléter") == 2  # « Premiers freins », and the empty « Siège »


def test_guiding_questions_are_printed_in_a_draft_only(pdf):
    assert "Qui porte le projet" in text_of(pdf)
    final = text_of(read(letter(draft="")))
    assert "Qui porte le projet" not in final
    assert "Brouillon" not in final


def test_a_short_document_has_no_contents_and_a_long_one_lists_every_section():
    assert "Sommaire" not in text_of(read(document(Section("Seule", (Paragraph("mot"),)))))
    long = read(document(*(Section(f"Partie {n}", (Paragraph("mot " * 900),)) for n in range(6))))
    contents = words_on(long.pages[0])
    assert "Sommaire" in contents
    assert [f"{n + 1}. Partie {n}" in contents for n in range(6)] == [True] * 6


def test_a_long_table_repeats_its_header_on_every_page_and_loses_no_row():
    reader = read(document(Section("Communes", (table(200),))))
    assert len(reader.pages) >= 4
    assert all("CodeInsee" in words_on(page).replace(" ", "") for page in reader.pages)
    words = text_of(reader)
    assert all(f"Commune {number}" in words for number in range(1, 201))


def test_a_signature_row_is_never_cut_by_a_page():
    names = [f"Début{number} {'mot ' * (20 + number)}Fin{number}." for number in range(40)]
    people = tuple(Signatory(name, "Infirmière", "Albias") for name in names)
    pages = [words_on(page) for page in read(document(Section("Acteurs", (Signatures(people),)))).pages]
    assert len(pages) > 2
    for number in range(40):
        starts = [f"Début{number} " in page for page in pages]
        assert [f"Fin{number}." in page for page in pages] == starts


def test_a_cell_longer_than_a_page_is_printed_whole():
    long = " ".join(f"mot{number}" for number in range(2500))
    words = text_of(read(document(Section("A", (Table(headers=("Un", "Deux"), rows=(("x", long),)),)))))
    assert "mot2499" in words


def test_a_word_without_a_space_stays_on_the_page():
    page = read(document(Section("A", (Table(headers=("Adresse", "b"), rows=(("x" * 400, "y"),)),)))).pages[0]
    rights: list[float] = []
    page.extract_text(visitor_text=lambda _text, _cm, tm, *_: rights.append(tm[4]))
    assert max(rights) < 595 - 56


def test_the_long_name_of_a_profession_can_be_searched_and_copied():
    """26 letters and a hyphen: it breaks there, without invisible marks between its letters."""
    name = "Masseurs-kinésithérapeutes"
    printed = read(document(Section("A", (Table(headers=("Profession",), rows=((name,),)),))))
    assert name in text_of(printed)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_it_was_typed(hostile):
    printed = document(
        Section(
            hostile, (Paragraph(hostile), Table(headers=(hostile,), rows=((hostile,),), sources=(hostile,)))
        ),
        draft=hostile,
    )
    words = text_of(read(printed)).replace("\u200b", "")
    visible = "".join(hostile.split())
    assert "".join(words.split()).count(visible) >= 5
    assert "root:" not in words


@pytest.mark.parametrize("address", ["file:///etc/passwd", "/etc/hostname", "http://127.0.0.1:9/x.png"])
@pytest.mark.parametrize("form", Format)
def test_a_picture_that_reaches_outside_itself_is_refused(address, form):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<image href="{address}" width="9" height="9"/></svg>'
    )
    with pytest.raises(RuntimeError, match="linked image"):
        render(document(Section("A", (Figure(svg=svg, caption="c", alt="a"),))), form)


def test_a_character_the_family_lacks_still_gives_a_tagged_file():
    reader = read(document(Section("Émojis 😀", (Paragraph("漢字"),))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_emoji_is_told_where_it_cannot_be_drawn():
    reader = read(document(Section("Réunion 👩‍⚕️", (Paragraph("Merci 🙏🏽🙂❤️ à tous"),))))
    assert "Merci [émoji] à tous" in text_of(reader).replace("\N{NO-BREAK SPACE}", " ")
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data(), "still accessible"


def test_titles_that_skip_a_level_are_put_in_order():
    reader = read(document(Section("A", (Heading("Sous-titre", 3), Html("<h3>Autre</h3>")))))
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_many_people_may_print_at_once():
    names = [f"Lettre {number}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        printed = pool.map(lambda name: read(Document(title=name, author="CPTS", date=DAY)), names)
    assert [reader.metadata.title for reader in printed] == names


def test_without_its_fonts_nothing_is_printed(monkeypatch, tmp_path):
    files._fonts.cache_clear()
    monkeypatch.setattr(files, "FONTS", tmp_path)
    with pytest.raises(FileNotFoundError, match="make setup"):
        render(letter(), Format.PDF)


def test_a_page_break_starts_a_page():
    assert page_count(document(Section("A", (Paragraph("un"), PageBreak(), Paragraph("deux"))))) == 2


def test_an_empty_document_is_a_page():
    empty = Document(title="Rien", author="Personne", date=DAY)
    assert len(read(empty).pages) == page_count(empty) == 1
