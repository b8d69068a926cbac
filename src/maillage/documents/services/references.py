"""The looks of the DOCX and ODT files, and the fonts: built once by `make setup`, from pandoc's own references.

One table of looks for both formats. `@author@`, `@date@` and `@title@` in headers and footers are filled in
each document (`files`).
"""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from maillage.documents.enums import Format
from maillage.kernel import paths

FAMILY = "Source Sans 3"
INK, MESH, SOFT, LINE, LANTERN = "1d2b2f", "0b5d5e", "5b6a6d", "b9c4c2", "9a4417"
FONTS_FROM = paths.NODE_MODULES / "source-sans" / "TTF"


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style; sizes and spaces in points. `odt` is its name in pandoc's ODT when it differs."""

    name: str
    size: float = 10.5
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    with_next: bool = False
    left: float = 0
    new_page: bool = False
    odt: str = ""


LOOKS = (
    Look("Title", 24, MESH, bold=True, after=2),
    Look("Subtitle", 14, after=2),
    Look("Author", 10.5, SOFT),
    Look("Date", 10.5, SOFT, after=12),
    Look("Heading 1", 15, MESH, bold=True, before=18, after=6, with_next=True, odt="Heading_20_1"),
    Look("Heading 2", 12.5, MESH, bold=True, before=12, after=4, with_next=True, odt="Heading_20_2"),
    Look("Heading 3", 11, bold=True, before=10, after=3, with_next=True, odt="Heading_20_3"),
    Look("Body Text", before=3, after=5, odt="Text_20_body"),
    Look("First Paragraph", before=3, after=5, odt="First_20_paragraph"),
    Look("Block Text", italic=True, before=5, after=5, left=12, odt="Quotations"),
    Look("Compact", before=1.5, after=1.5, odt="Table_20_Contents"),
    Look("Caption", 9.5, before=6, after=4),
    Look("Table Caption", 9.5, before=10, after=4, with_next=True, odt="TableCaption"),
    Look("Image Caption", 9.5, before=4, after=6, odt="FigureCaption"),
    Look("Captioned Figure", before=8, with_next=True, odt="FigureWithCaption"),
    Look("Header", 8.5, SOFT, after=12),
    Look("Footer", 8.5, SOFT),
    Look("Brouillon", 9, LANTERN, bold=True, after=6),
    Look("Sommaire", before=1, after=1),
    Look("Questions", 9, SOFT, italic=True, after=2, with_next=True),
    Look("Lacune", colour=LANTERN, bold=True, before=2, after=4),
    Look("Sources", 8.5, SOFT, before=3, after=10),
    Look("Emplacement", before=8, after=10),
    Look("Saut", 1, new_page=True),
)


def build_references() -> None:
    """Write the fonts and the two references where an instance keeps what is built. Safe to call again."""
    from maillage.documents.services.files import FONTS, REFERENCES

    FONTS.mkdir(parents=True, exist_ok=True)
    for font in sorted(FONTS_FROM.glob("*.ttf")):
        shutil.copyfile(font, FONTS / font.name)
    REFERENCES.mkdir(parents=True, exist_ok=True)
    for format_, restyle in ((Format.DOCX, _restyled_docx), (Format.ODT, _restyled_odt)):
        path = REFERENCES / f"reference.{format_}"
        path.with_suffix(".new").write_bytes(restyle(_pandoc_default(path.name)))
        path.with_suffix(".new").replace(path)


def _pandoc_default(name: str) -> bytes:
    from pypandoc import get_pandoc_path

    command = [get_pandoc_path(), f"--print-default-data-file={name}"]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603


# --- DOCX ------------------------------------------------------------------------------------------------

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _restyled_docx(reference: bytes) -> bytes:
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document(BytesIO(reference))
    _restyle_defaults(document)
    styles = {style.name: style for style in document.styles}
    for look in LOOKS:
        if look.name not in styles:
            styles[look.name] = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            styles[look.name].base_style = styles["Normal"]
        _restyle_paragraph(styles[look.name], look)
    _restyle_link(styles["Hyperlink"])
    for style_id, name, borders in TABLE_STYLES:
        _replace_table_style(document, style_id, name, borders)
    _lay_out_page(document)
    document.core_properties.language = "fr-FR"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _restyle_defaults(document: Any) -> None:
    """The family and language every style starts from, with a plain family for a machine that lacks ours."""
    from docx.oxml import parse_xml

    defaults = document.styles.element.find("{*}docDefaults/{*}rPrDefault/{*}rPr")
    for child in list(defaults):
        defaults.remove(child)
    fonts = f'<w:rFonts {WORD} w:ascii="{FAMILY}" w:hAnsi="{FAMILY}" w:cs="{FAMILY}" w:eastAsia="{FAMILY}"/>'
    for xml in (
        fonts,
        f'<w:color {WORD} w:val="{INK}"/>',
        f'<w:sz {WORD} w:val="21"/>',
        f'<w:szCs {WORD} w:val="21"/>',
        f'<w:lang {WORD} w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>',
    ):
        defaults.append(parse_xml(xml))
    table = next(
        part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"
    )
    font = (
        f'<w:font w:name="{FAMILY}"><w:altName w:val="Calibri"/><w:family w:val="swiss"/></w:font></w:fonts>'
    )
    table._blob = table.blob.replace(b"</w:fonts>", font.encode())


def _restyle_paragraph(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for old in (*style.element.findall("{*}rPr"), *style.element.findall("{*}pPr/{*}jc")):
        old.getparent().remove(old)
    font, paragraph = style.font, style.paragraph_format
    font.bold, font.italic = look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour.upper())
    if look.name != "Compact":  # table cells take the size of their table's style
        font.size = Pt(look.size)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.left_indent, paragraph.right_indent = Pt(look.left), Pt(0)
    paragraph.keep_with_next, paragraph.page_break_before = look.with_next, look.new_page
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    style.hidden = style.unhide_when_used = False
    style.quick_style = True


def _restyle_link(style: Any) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(MESH.upper())
    style.font.underline = True


ALL_ROUND = ("top", "left", "bottom", "right", "insideH", "insideV")
ACROSS = ("top", "bottom", "insideH")
TABLE_STYLES = (
    ("Table", "Table", ACROSS),
    ("Tableau", "Tableau", ACROSS),
    ("Fiche", "Fiche", ACROSS),
    ("Signatures", "Signatures", ALL_ROUND),
)


def _replace_table_style(document: Any, style_id: str, name: str, borders: tuple[str, ...]) -> None:
    """Hairlines, a stronger one under the header, rows that stay whole."""
    from docx.oxml import parse_xml

    styles = document.styles.element
    for old in styles.findall("{*}style"):
        if old.get(next(key for key in old.keys() if key.endswith("}styleId"))) == style_id:  # noqa: SIM118
            styles.remove(old)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in borders)
    margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    margins += '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    default = 'w:default="1"' if style_id == "Table" else 'w:customStyle="1"'
    styles.append(
        parse_xml(
            f'<w:style {WORD} w:type="table" {default} w:styleId="{style_id}"><w:name w:val="{name}"/>'
            f'<w:qFormat/><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>'
            f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            f"<w:trPr><w:cantSplit/></w:trPr>"
            f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0"'
            f' w:color="{MESH}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
        )
    )


def _lay_out_page(document: Any) -> None:
    """A4, 20 mm; structure and date above, title and « page / pages » below."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.bottom_margin = Mm(20)
    page.top_margin, page.header_distance, page.footer_distance = Mm(25), Mm(12), Mm(10)
    for part, words in ((page.header, "@author@\t@date@"), (page.footer, "@title@\t")):
        paragraph = part.paragraphs[0]
        paragraph.text = words
        paragraph.style = document.styles["Header" if part is page.header else "Footer"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)
    footer = page.footer.paragraphs[0]._p
    for xml in (_field("PAGE"), f'<w:r {WORD}><w:t xml:space="preserve"> / </w:t></w:r>', _field("NUMPAGES")):
        footer.append(parse_xml(xml))


def _field(name: str) -> str:
    return f'<w:fldSimple {WORD} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


# --- ODT -------------------------------------------------------------------------------------------------


def _restyled_odt(reference: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(reference)) as old, ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, _restyled_xml(content) if member.filename == "styles.xml" else content)
    return target.getvalue()


def _restyled_xml(styles: bytes) -> bytes:
    prefixes = {}
    for _, (prefix, address) in ET.iterparse(BytesIO(styles), events=["start-ns"]):  # noqa: S314
        prefixes[prefix] = address
        ET.register_namespace(prefix, address)
    root = ET.fromstring(styles)  # noqa: S314  (pandoc's own file)
    scope = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in prefixes.items())
    name = f"{{{prefixes['style']}}}name"

    def element(xml: str) -> ET.Element:
        return ET.fromstring(f"<root{scope}>{xml}</root>")[0]  # noqa: S314

    office = root.find("office:styles", prefixes)
    assert office is not None  # noqa: S101  (an ODT without styles is no ODT)
    known = {style.get(name): style for style in office.findall("style:style", prefixes)}
    for look in LOOKS:
        old = known.get(look.odt or look.name)
        if old is not None:
            office.remove(old)
        office.append(_odt_style(element, look))
    return ET.tostring(_odt_page(root, prefixes, element), encoding="utf-8", xml_declaration=True)


def _odt_style(element: Callable[[str], ET.Element], look: Look) -> ET.Element:
    level = re.search(r"Heading (\d)", look.name)
    outline = f'style:default-outline-level="{level[1]}"' if level else ""
    size = 9.5 if look.name == "Compact" else look.size
    return element(
        f'<style:style style:name="{look.odt or look.name}" style:display-name="{look.name}"'
        f' style:family="paragraph" style:parent-style-name="Standard" {outline}>'
        f'<style:paragraph-properties fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt"'
        f' fo:margin-left="{look.left}pt" fo:margin-right="0pt" fo:text-align="start"'
        f' fo:keep-with-next="{"always" if look.with_next else "auto"}"'
        f' fo:break-before="{"page" if look.new_page else "auto"}"/>'
        f'<style:text-properties fo:font-size="{size}pt" fo:color="#{look.colour}"'
        f' fo:font-weight="{"bold" if look.bold else "normal"}"'
        f' fo:font-style="{"italic" if look.italic else "normal"}"/></style:style>'
    )


def _odt_page(root: ET.Element, prefixes: dict[str, str], element: Callable[[str], ET.Element]) -> ET.Element:
    return root
