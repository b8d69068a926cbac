"""The looks of DOCX and ODT files, and the fonts: built by `make setup` from pandoc's own references.

One table of looks for both formats. `@author@`, `@date@` and `@title@` in headers and footers are filled in
each document by `office`.
"""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from maillage.documents.enums import Format
from maillage.documents.services.places import FONTS, FONTS_FROM, REFERENCES
from maillage.documents.services.widths import CELL_SIZE, DENSE_SIZE, PADDING
from maillage.kernel.paths import write_whole

INK, MESH, SOFT, LINE, LANTERN = "1d2b2f", "0b5d5e", "5b6a6d", "b9c4c2", "9a4417"
#: Ours would be on nobody's computer. Word has this one everywhere, LibreOffice its twin of the same widths.
FAMILY, TWIN = "Arial", "Liberation Sans"
BODY_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style; sizes and spaces in points. `odt` is its name in pandoc's ODT when it differs."""

    name: str
    size: float = BODY_SIZE
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    with_next: bool = False
    left: float = 0
    new_page: bool = False
    right: bool = False
    hyphens: bool = True
    odt: str = ""


LOOKS = (
    Look("Title", 24, MESH, bold=True, after=2),
    Look("Subtitle", 14, after=2),
    Look("Author", colour=SOFT),
    Look("Date", colour=SOFT, after=12),
    Look("Heading 1", 15, MESH, bold=True, before=18, after=6, with_next=True, odt="Heading_20_1"),
    Look("Heading 2", 12.5, MESH, bold=True, before=12, after=4, with_next=True, odt="Heading_20_2"),
    Look("Heading 3", 11, bold=True, before=10, after=3, with_next=True, odt="Heading_20_3"),
    Look("Body Text", before=3, after=5, odt="Text_20_body"),
    Look("First Paragraph", before=3, after=5, odt="First_20_paragraph"),
    Look("Block Text", italic=True, before=5, after=5, left=12, odt="Quotations"),
    Look("Compact", before=1.5, after=1.5, hyphens=False, odt="Table_20_Contents"),
    Look("Table Heading", CELL_SIZE, bold=True, before=1.5, after=1.5, hyphens=False, odt="Table_20_Heading"),
    Look("Dense", DENSE_SIZE, before=1.5, after=1.5, hyphens=False),
    Look("Chiffres", DENSE_SIZE, before=1.5, after=1.5, right=True, hyphens=False),
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
    Look("Emplacement", before=10, after=12),
    Look("Saut", 1, new_page=True),
)


def build_references() -> None:
    """Write the fonts and the two references where an instance keeps what is built. Safe to call again."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for font in sorted(FONTS_FROM.glob("*.ttf")):
        write_whole(FONTS / font.name, font.read_bytes())
    REFERENCES.mkdir(parents=True, exist_ok=True)
    for form, restyled in ((Format.DOCX, _restyled_docx), (Format.ODT, _restyled_odt)):
        path = REFERENCES / f"reference.{form}"
        write_whole(path, restyled(_pandoc_default(path.name)))


def _pandoc_default(name: str) -> bytes:
    from pypandoc import get_pandoc_path

    command = [get_pandoc_path(), f"--print-default-data-file={name}"]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603


# --- DOCX ------------------------------------------------------------------------------------------------

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Without it Word opens the file in « mode de compatibilité », where comments lose their replies.
COMPATIBILITY = (
    f'<w:compat {WORD}><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)
ALL_ROUND = ("top", "left", "bottom", "right", "insideH", "insideV")
ACROSS = ("top", "bottom", "insideH")
TABLE_STYLES = {"Table": ACROSS, "Tableau": ACROSS, "Fiche": ACROSS, "Signatures": ALL_ROUND}


def _restyled_docx(reference: bytes) -> bytes:
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml

    document = docx.Document(BytesIO(reference))
    _set_defaults(document)
    document.settings.element.append(parse_xml(COMPATIBILITY))
    styles = {style.name: style for style in document.styles}
    for look in LOOKS:
        style = styles.get(look.name) or document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _restyle(style, look)
    _restyle_link(styles["Hyperlink"])
    for name, borders in TABLE_STYLES.items():
        _replace_table_style(document, name, borders)
    _lay_out(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set_defaults(document: Any) -> None:
    """The family, size and language every style starts from."""
    from docx.oxml import parse_xml

    root = document.styles.element.find("{*}docDefaults/{*}rPrDefault")
    root.remove(root.find("{*}rPr"))
    fonts = " ".join(f'w:{script}="{FAMILY}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    size = f"{BODY_SIZE * 2:.0f}"
    root.append(
        parse_xml(
            f'<w:rPr {WORD}><w:rFonts {fonts}/><w:color w:val="{INK}"/><w:sz w:val="{size}"/>'
            f'<w:szCs w:val="{size}"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr>'
        )
    )
    parts = document.part.package.iter_parts()
    table = next(part for part in parts if part.partname == "/word/fontTable.xml")
    font = f'<w:font w:name="{FAMILY}"><w:altName w:val="{TWIN}"/><w:family w:val="swiss"/></w:font>'
    table._blob = table.blob.replace(b"</w:fonts>", f"{font}</w:fonts>".encode())


def _restyle(style: Any, look: Look) -> None:
    """Only what differs from the defaults, so that cells keep the size of their table's style."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for old in (*style.element.findall("{*}rPr"), *style.element.findall("{*}pPr/*")):
        if not old.tag.endswith("}outlineLvl"):
            old.getparent().remove(old)
    font, paragraph = style.font, style.paragraph_format
    font.bold, font.italic = look.bold or None, look.italic or None
    if look.colour != INK:
        font.color.rgb = RGBColor.from_string(look.colour.upper())
    if look.size != BODY_SIZE:
        font.size = Pt(look.size)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.left_indent = Pt(look.left) if look.left else None
    paragraph.keep_with_next = look.with_next or None
    paragraph.page_break_before = look.new_page or None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else None
    style.hidden, style.quick_style = False, True


def _restyle_link(style: Any) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(MESH.upper())
    style.font.underline = True


def _replace_table_style(document: Any, name: str, borders: tuple[str, ...]) -> None:
    """Hairlines, a stronger one under the header, rows that stay whole."""
    from docx.oxml import parse_xml

    styles = document.styles.element
    for old in styles.findall("{*}style"):
        if old.styleId == name:
            styles.remove(old)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in borders)
    beside = round(PADDING * 10)  # twentieths of a point, on each side
    sides = (("top", 40), ("left", beside), ("bottom", 40), ("right", beside))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    kind = 'w:default="1"' if name == "Table" else 'w:customStyle="1"'
    size = f"{CELL_SIZE * 2:.0f}"
    styles.append(
        parse_xml(
            f'<w:style {WORD} w:type="table" {kind} w:styleId="{name}"><w:name w:val="{name}"/><w:qFormat/>'
            f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{MESH}"/>'
            '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
        )
    )


def _lay_out(document: Any) -> None:
    """A4, 20 mm; structure and date above, title and « page / pages » below."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.bottom_margin = Mm(20)
    page.top_margin, page.header_distance, page.footer_distance = Mm(25), Mm(12), Mm(10)
    header, footer = page.header.paragraphs[0], page.footer.paragraphs[0]
    for paragraph, style, words in ((header, "Header", "@author@\t@date@"), (footer, "Footer", "@title@\t")):
        paragraph.text = words
        paragraph.style = document.styles[style]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)
    slash = f'<w:r {WORD}><w:t xml:space="preserve"> / </w:t></w:r>'
    for xml in (_field("PAGE"), slash, _field("NUMPAGES")):
        footer._p.append(parse_xml(xml))


def _field(name: str) -> str:
    return f'<w:fldSimple {WORD} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


# --- ODT -------------------------------------------------------------------------------------------------

Element = Callable[[str], ET.Element]
HEADER = '<text:p text:style-name="Header">@author@<text:tab/>@date@</text:p>'
FOOTER = (
    '<text:p text:style-name="Footer">@title@<text:tab/><text:page-number text:select-page="current">1'
    "</text:page-number> / <text:page-count>1</text:page-count></text:p>"
)
PAGE_LAYOUT = (
    '<style:page-layout style:name="Mpm1"><style:page-layout-properties fo:page-width="210mm"'
    ' fo:page-height="297mm" style:print-orientation="portrait" style:writing-mode="lr-tb"'
    ' fo:margin-top="12mm" fo:margin-bottom="10mm" fo:margin-left="20mm" fo:margin-right="20mm"/>'
    '<style:header-style><style:header-footer-properties fo:min-height="13mm" fo:margin-bottom="5mm"/>'
    '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="10mm"'
    ' fo:margin-top="5mm"/></style:footer-style></style:page-layout>'
)


def _restyled_odt(reference: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(reference)) as old, ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, _restyled_xml(content) if member.filename == "styles.xml" else content)
    return target.getvalue()


def _restyled_xml(styles: bytes) -> bytes:
    names = {}
    for _, (prefix, address) in ET.iterparse(BytesIO(styles), events=["start-ns"]):  # noqa: S314
        names[prefix] = address
        ET.register_namespace(prefix, address)
    root = ET.fromstring(styles)  # noqa: S314  (pandoc's own file)
    element = partial(_element, names)
    for section, fresh in (
        ("office:font-face-decls", [_odt_font(element)]),
        (
            "office:styles",
            [_odt_defaults(element), _odt_link(element), *(_odt_style(element, look) for look in LOOKS)],
        ),
        ("office:automatic-styles", [element(PAGE_LAYOUT)]),
        ("office:master-styles", [_odt_master(element)]),
    ):
        _put(root.find(section, names), fresh, names)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _element(names: dict[str, str], xml: str) -> ET.Element:
    scope = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in names.items())
    return ET.fromstring(f"<root {scope}>{xml}</root>")[0]  # noqa: S314


def _put(section: ET.Element | None, fresh: list[ET.Element], names: dict[str, str]) -> None:
    """Replace the styles of the same name (or of the same family, for a default), add the others."""
    assert section is not None  # noqa: S101  (every ODT has the four)

    def key(style: ET.Element) -> tuple[str | None, ...]:
        return style.tag, style.get(f"{{{names['style']}}}name"), style.get(f"{{{names['style']}}}family")

    replaced = {key(style) for style in fresh}
    for old in [style for style in section if key(style) in replaced]:
        section.remove(old)
    section.extend(fresh)


def _odt_font(element: Element) -> ET.Element:
    return element(
        f'<style:font-face style:name="{FAMILY}" svg:font-family="{FAMILY};\'{TWIN}\'"'
        ' style:font-family-generic="swiss" style:font-pitch="variable"/>'
    )


def _odt_defaults(element: Element) -> ET.Element:
    return element(
        '<style:default-style style:family="paragraph"><style:paragraph-properties'
        ' style:tab-stop-distance="12.5mm" style:writing-mode="page"/>'
        f'<style:text-properties style:font-name="{FAMILY}" fo:font-size="{BODY_SIZE}pt" fo:color="#{INK}"'
        ' fo:language="fr" fo:country="FR" fo:hyphenate="true" fo:hyphenation-remain-char-count="3"'
        ' fo:hyphenation-push-char-count="3"/></style:default-style>'
    )


def _odt_link(element: Element) -> ET.Element:
    """Pandoc gives its links the text style « Definition »."""
    return element(
        '<style:style style:name="Definition" style:family="text"><style:text-properties'
        f' fo:color="#{MESH}" style:text-underline-style="solid" style:text-underline-width="auto"'
        ' style:text-underline-color="font-color"/></style:style>'
    )


def _odt_style(element: Element, look: Look) -> ET.Element:
    level = re.search(r"Heading (\d)", look.name)
    outline = f'style:default-outline-level="{level[1]}"' if level else ""
    tabs = '<style:tab-stops><style:tab-stop style:position="170mm" style:type="right"/></style:tab-stops>'
    return element(
        f'<style:style style:name="{look.odt or look.name}" style:display-name="{look.name}"'
        f' style:family="paragraph" style:parent-style-name="Standard" {outline}>'
        f'<style:paragraph-properties fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt"'
        f' fo:margin-left="{look.left}pt" fo:margin-right="0pt" fo:text-align="{"end" if look.right else "start"}"'
        f' fo:keep-with-next="{"always" if look.with_next else "auto"}"'
        f' fo:break-before="{"page" if look.new_page else "auto"}">'
        f"{tabs if look.name in ('Header', 'Footer') else ''}</style:paragraph-properties>"
        f'<style:text-properties fo:font-size="{CELL_SIZE if look.name == "Compact" else look.size}pt"'
        f' fo:color="#{look.colour}" fo:font-weight="{"bold" if look.bold else "normal"}"'
        f' fo:font-style="{"italic" if look.italic else "normal"}"'
        f' fo:hyphenate="{"true" if look.hyphens else "false"}"/></style:style>'
    )


def _odt_master(element: Element) -> ET.Element:
    return element(
        '<style:master-page style:name="Standard" style:page-layout-name="Mpm1">'
        f"<style:header>{HEADER}</style:header><style:footer>{FOOTER}</style:footer></style:master-page>"
    )
