"""DOCX and ODT, opened by other programs."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from odf import opendocument, style, text
from odf.element import Element

from documents.samples import DAY, HOSTILE, document, letter, table
from maillage.documents.enums import Format
from maillage.documents.services import build_references, filename, render
from maillage.documents.services.places import REFERENCES
from maillage.documents.services.widths import CELL_SIZE, DENSE_SIZE
from maillage.documents.types import PageBreak, Paragraph, Section, Table
from office import IN_AN_OFFICE, opened

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = (Format.DOCX, Format.ODT)


@pytest.fixture(scope="module")
def word():
    return docx.Document(BytesIO(render(letter(), Format.DOCX)))


@pytest.fixture(scope="module")
def odt():
    return opendocument.load(BytesIO(render(letter(), Format.ODT)))


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(content: bytes) -> str:
    """Every word of the body, whatever the format."""
    members = parts(content)
    body = members.get("word/document.xml") or members["content.xml"]
    return "\n".join(etree.fromstring(body).itertext())


def words_in(element: Element) -> str:
    children = element.childNodes
    return "".join(str(child) if child.nodeType == child.TEXT_NODE else words_in(child) for child in children)


# --- Word ------------------------------------------------------------------------------------------------


def test_word_sees_real_styles(word):
    used = {paragraph.style.name for paragraph in word.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "First Paragraph"} <= used
    assert {"Table Caption", "Image Caption", "Brouillon", "Questions", "Lacune", "Sources"} <= used
    assert {grid.style.name for grid in word.tables} == {"Fiche", "Signatures", "Tableau"}


def test_no_style_is_used_that_the_file_does_not_define():
    members = parts(render(letter(), Format.DOCX))
    styles, body = (
        etree.fromstring(members["word/styles.xml"]),
        etree.fromstring(members["word/document.xml"]),
    )
    defined = {found.get(f"{W}styleId") for found in styles.iter(f"{W}style")}
    kinds = ("pStyle", "rStyle", "tblStyle")
    assert {found.get(f"{W}val") for kind in kinds for found in body.iter(f"{W}{kind}")} <= defined


def test_word_pages_are_a4_with_header_and_page_fields(word):
    page = word.sections[0]
    sizes = (page.page_width, page.page_height, page.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 20]
    assert page.header.paragraphs[0].text == (
        "CPTS du Quercy\tBrouillon · 1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2026"
    )
    footer = page.footer.paragraphs[0]
    fields = [field.get(f"{W}instr").strip() for field in footer._p.iter(f"{W}fldSimple")]
    assert (footer.text.startswith("Lettre d’intention\t"), fields) == (True, ["PAGE", "NUMPAGES"])


def test_word_knows_title_author_date_and_language(word):
    properties = word.core_properties
    assert (properties.title, properties.author) == ("Lettre d’intention", "CPTS du Quercy")
    assert (properties.language, properties.created.year) == ("fr-FR", 2026)
    assert word.styles.element.find(f".//{W}rPrDefault//{W}lang").get(f"{W}val") == "fr-FR"


def test_word_repeats_header_rows(word):
    communes = next(grid for grid in word.tables if grid.style.name == "Tableau")
    assert communes.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None


#: Rows of a table of three columns: its header, a short one, one of some sixty lines.
ROWS = ("header", "short", "tall")
MIXED = Table(headers=("A", "B", "C"), rows=(("a", "b", "c"), ("a", "mot " * 900, "c")), caption="Table")


def test_only_a_short_row_may_not_break_across_pages():
    """LibreOffice prints nowhere the rows after a header that may not break, nor the end of a taller row."""
    answer = render(document(Section("A", (MIXED,))), Format.DOCX)
    [grid] = docx.Document(BytesIO(answer)).tables
    whole = {
        name: len(row._tr.findall(f"{W}trPr/{W}cantSplit")) for name, row in zip(ROWS, grid.rows, strict=True)
    }
    assert whole == {"header": 0, "short": 1, "tall": 0}
    content = parts(render(document(Section("A", (MIXED,))), Format.ODT))["content.xml"].decode()
    rows = re.findall("<table:table-row[^>]*>", content)
    assert ["Row" in row for row in rows] == [False, True, False]


def test_a_picture_keeps_no_room_around_itself(word):
    """As wide as the text, it would pass the margin in LibreOffice, which gives room to one that says nothing."""
    [picture] = word.inline_shapes
    assert {picture._inline.get(side) for side in ("distT", "distB", "distL", "distR")} == {"0"}


def test_word_has_the_picture_as_png_with_its_alternative_text(word):
    [picture] = word.inline_shapes
    assert picture._inline.docPr.get("descr") == "Carte des communes"
    assert round(picture.width.mm) == 170
    images = [part for part in word.part.package.iter_parts() if part.content_type == "image/png"]
    assert len(images) == 1
    assert images[0].image.px_width >= 1600  # 170 mm at 240 dots an inch


def test_a_picture_is_carried_once():
    assert b"base64" not in parts(render(letter(), Format.DOCX))["word/document.xml"]


def test_word_signs_in_a_cell_of_its_own(word):
    signatures = next(grid for grid in word.tables if grid.style.name == "Signatures")
    assert [cell.text for cell in signatures.rows[1].cells][:2] == ["Camille Durand", "Infirmière"]
    assert len(signatures.rows) == 1 + 2 + 2
    assert signatures.rows[1].cells[3].paragraphs[0].style.name == "Emplacement"


def test_word_counts_the_captions_itself(word):
    """Fields, which Word counts again: as many as captions, in the order that is printed."""
    captions = [each for each in word.paragraphs if each.style.name in ("Table Caption", "Image Caption")]
    fields = [next(each._p.iter(f"{W}fldSimple")) for each in captions]
    counted = [(field.get(f"{W}instr").split()[1], field.findtext(f"{W}r/{W}t")) for field in fields]
    assert counted == [("Figure", "1"), ("Tableau", "1"), ("Tableau", "2")]
    assert (
        "".join(each.text for each in captions[0]._p.iter(f"{W}t"))
        == "Figure\N{NO-BREAK SPACE}1 – Le territoire"
    )


# --- ODT -------------------------------------------------------------------------------------------------


def test_odt_sees_real_styles(odt):
    used = {found.getAttribute("stylename") for found in odt.getElementsByType(text.P)}
    assert {"Title", "Subtitle", "Questions", "Lacune", "Sources", "TableCaption", "FigureCaption"} <= used
    titles = odt.getElementsByType(text.H)
    assert {title.getAttribute("outlinelevel") for title in titles} == {"1", "2"}


def test_odt_counts_the_captions_itself(odt):
    counted = [(each.getAttribute("name"), words_in(each)) for each in odt.getElementsByType(text.Sequence)]
    assert counted == [("Figure", "1"), ("Tableau", "1"), ("Tableau", "2")]
    declared = {each.getAttribute("name") for each in odt.getElementsByType(text.SequenceDecl)}
    assert declared == {"Figure", "Tableau"}


def test_odt_pages_have_header_footer_and_size(odt):
    [master] = odt.getElementsByType(style.MasterPage)
    assert "CPTS du Quercy" in words_in(master)
    assert "Lettre d’intention" in words_in(master)
    assert odt.getElementsByType(text.PageCount)
    layout = odt.getElementsByType(style.PageLayoutProperties)[0]
    assert (layout.getAttribute("pagewidth"), layout.getAttribute("pageheight")) == ("210mm", "297mm")


def test_odt_repeats_header_rows_and_describes_its_picture():
    content = parts(render(letter(), Format.ODT))["content.xml"].decode()
    assert content.count("<table:table-header-rows>") == 3  # signatures, communes, calendar
    assert "<svg:desc>Carte des communes</svg:desc>" in content


def test_odt_keeps_a_short_table_in_one_piece():
    tables = parts(render(document(Section("A", (table(3), table(40)))), Format.ODT))["content.xml"].decode()
    whole = re.findall(
        r'style:name="(Table\d+)" style:family="table">\s*<[^>]*may-break-between-rows="false"', tables
    )
    assert whole == ["Table1"]


def test_odt_lets_a_table_of_few_long_rows_break():
    long_rows = Table(headers=("A", "B"), rows=(("a", "mot " * 60),) * 12, caption="Table")
    content = parts(render(document(Section("A", (long_rows,))), Format.ODT))["content.xml"].decode()
    assert "may-break-between-rows" not in content


def test_odt_is_in_french():
    assert 'fo:language="fr"' in parts(render(letter(), Format.ODT))["styles.xml"].decode()


def test_the_font_is_one_that_its_readers_have():
    """Theirs stands in for a font they lack, with other widths: words are cut and pages are others."""
    assert 'style:font-name="Arial"' in parts(render(letter(), Format.ODT))["styles.xml"].decode()
    styles = parts(render(letter(), Format.DOCX))["word/styles.xml"].decode()
    assert set(re.findall(r'w:(?:ascii|hAnsi)="([^"]+)"', styles)) <= {"Arial", "Consolas"}


def test_words_columns_are_as_wide_as_its_text(word):
    for grid in word.tables:
        widths = [int(column.get(f"{W}w")) for column in grid._tbl.iter(f"{W}gridCol")]
        assert 9638 - len(widths) <= sum(widths) <= 9638


def test_the_words_of_a_cell_are_never_hyphenated_nor_larger_than_measured(odt):
    for name in ("Table_20_Heading", "Table_20_Contents", "Dense", "Chiffres"):
        [look] = [each for each in odt.getElementsByType(style.Style) if each.getAttribute("name") == name]
        [text_properties] = look.getElementsByType(style.TextProperties)
        assert text_properties.getAttribute("hyphenate") == "false"
        size = DENSE_SIZE if name in ("Dense", "Chiffres") else CELL_SIZE
        assert float(text_properties.getAttribute("fontsize").removesuffix("pt")) == size


@pytest.mark.parametrize("form", OFFICE)
def test_the_cells_of_a_wide_table_are_smaller_and_numbers_stay_at_the_right(form):
    wide = Table(
        headers=tuple(f"département{n}" for n in range(6)),
        rows=(tuple(f"8290033{n}" for n in range(6)),),
        align="lrrrrr",
    )
    content = parts(render(document(Section("A", (wide,))), form))
    body = (content.get("word/document.xml") or content["content.xml"]).decode()
    used = re.findall(r'(?:text:style-name|w:pStyle w:val)="(Dense|Chiffres)"', body)
    assert used == ["Dense", *["Chiffres"] * 5] * 2


def test_odt_starts_with_its_type_uncompressed():
    with ZipFile(BytesIO(render(letter(), Format.ODT))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", 0)


# --- both ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", OFFICE)
def test_an_empty_section_says_so(form):
    assert words_of(render(letter(), form)).count("À compléter") == 2


@pytest.mark.parametrize("form", OFFICE)
def test_a_long_document_opens_with_links_to_its_sections(form):
    sections = [Section(f"Partie {n}", (Paragraph("mot " * 900),)) for n in range(6)]
    assert "Sommaire" in words_of(render(document(*sections), form))
    assert "Sommaire" not in words_of(render(document(*sections[:1]), form))


def test_the_contents_are_ready_before_any_update_and_word_asks_for_none():
    sections = [Section(f"Partie {n}", (Paragraph("mot " * 900),)) for n in range(6)]
    with ZipFile(BytesIO(render(document(*sections), Format.DOCX))) as archive:
        body, settings = (
            archive.read("word/document.xml").decode(),
            archive.read("word/settings.xml").decode(),
        )
    field = body.partition('w:fldCharType="begin"')[2].partition('w:fldCharType="end"')[0]
    assert "TOC" in field
    assert [f"{n + 1}. Partie {n}" in field.replace("\N{NO-BREAK SPACE}", " ") for n in range(6)] == [
        True
    ] * 6
    assert "dirty" not in body
    assert "updateFields" not in settings


@pytest.mark.parametrize("form", OFFICE)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_carried_as_it_was_typed(hostile, form):
    grid = Table(headers=(hostile,), rows=((hostile,),))
    content = render(document(Section(hostile, (Paragraph(hostile), grid)), draft=hostile), form)
    visible = "".join(hostile.split())
    assert "".join(words_of(content).split()).count(visible) >= 5
    assert not [name for name in parts(content) if "media/" in name or "Pictures/" in name]


@pytest.mark.parametrize("form", OFFICE)
def test_a_header_word_that_looks_like_a_gap_is_left_alone(form):
    printed = document(Section("A"), draft="@title@ <&>")
    members = parts(render(printed, form))
    header = members.get("word/header1.xml") or members["styles.xml"]
    assert b"@title@ &lt;&amp;&gt;" in header


@pytest.mark.parametrize("form", OFFICE)
def test_characters_xml_cannot_carry_leave_a_file_that_opens(form):
    assert "a b c" in words_of(render(document(Section("A", (Paragraph("a\x00b\x0b\ud800c\uffff"),))), form))


@pytest.mark.parametrize("form", OFFICE)
def test_a_long_table_loses_no_row(form):
    words = words_of(render(document(Section("A", (table(300), PageBreak(), Paragraph("fin")))), form))
    assert all(f"Commune {number}" in words for number in range(1, 301))


def test_building_the_references_again_changes_nothing():
    before = {form: parts((REFERENCES / f"reference.{form}").read_bytes()) for form in OFFICE}
    build_references()
    assert {form: parts((REFERENCES / f"reference.{form}").read_bytes()) for form in OFFICE} == before


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lettre d’intention : CPTS de l’Œuvre", "lettre-d-intention-cpts-de-l-oeuvre-2026-03-01.pdf"),
        ('../../etc/passwd"\r\nX: y', "etc-passwd-x-y-2026-03-01.pdf"),
        ("漢字", "document-2026-03-01.pdf"),
    ],
)
def test_a_download_has_a_plain_name(title, name):
    assert filename(title, DAY, Format.PDF) == name


@IN_AN_OFFICE
def test_an_office_takes_the_numbers_of_captions_for_fields(tmp_path):
    files = {f"lettre-{form}.{form}": render(letter(), form) for form in OFFICE}
    read = opened(files, "fodt", tmp_path)
    assert read.keys() == files.keys()
    for name, said in read.items():
        counted = re.findall(r'<text:sequence [^>]*text:name="(\w+)"[^>]*>(\d+)<', said)
        assert counted == [("Figure", "1"), ("Tableau", "1"), ("Tableau", "2")], name
