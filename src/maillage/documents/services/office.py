"""What pandoc leaves undone in a DOCX or ODT: header words, date, whole rows, numbered captions, alternative texts."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from maillage.kernel import in_xml

#: Pandoc's sandbox has no clock: it dates every file of this moment.
NO_DATE = "1970-01-01T00:00:00Z"
#: Width of the text in twentieths of a point: ours, and the one pandoc writes its columns for.
TEXT, PANDOC_TEXT = 9638, 7920
#: LibreOffice may leave the header of a short table alone at the foot of a page, and lose its row: such a table stays
#: in one piece. It also loses a longer table that may not break, the lines of a tall row that may not, and all the
#: rows that follow a header that may not. In lines of text of a narrow column, whose characters are NARROW.
SHORT_TABLE, TALL_ROW, NARROW = 18, 12, 24
#: LibreOffice keeps an eighth of an inch around a picture that does not say: as wide as the text, it passes the margin.
NO_DISTANCE = '<wp:inline distT="0" distB="0" distL="0" distR="0">'
#: A line of the table of contents, and the field they are inside: Word may make it anew, and asks nobody to.
CONTENTS = r'<w:p><w:pPr><w:pStyle w:val="Sommaire" ?/></w:pPr><w:hyperlink .*?</w:hyperlink></w:p>'
FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\u '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
#: Our numbered captions, as pandoc writes them: « Tableau 3 », in bold, opens the paragraph.
CAPTION = re.compile(
    r'(<w:p><w:pPr><w:pStyle w:val="(?:Table|Image)Caption" ?/>(?:(?!</w:pPr>).)*</w:pPr><w:r>)(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)'
    r'<w:t xml:space="preserve">(Tableau|Figure)\s(\d+)</w:t></w:r>'
)
ODT_CAPTION = re.compile(
    r'(<text:p text:style-name="(?:Table|Figure)Caption"><text:span text:style-name="\w+">)(Tableau|Figure)\s(\d+)(?=</text:span>)'
)
ODT_SEQUENCES = "".join(
    f'<text:sequence-decl text:display-outline-level="0" text:name="{name}"/>'
    for name in ("Tableau", "Figure")
)
ODT_ROW = (
    '<style:style style:name="Row" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>'
)
ODT_ROWS = r"<table:table-row>.*?</table:table-row>"
NO_BORDER = '<style:table-cell-properties fo:border="none" />'
ODT_CELLS = {
    "TableHeaderRowCell": 'fo:border-bottom="0.9pt solid #0b5d5e"',
    "TableRowCell": 'fo:border-top="0.5pt solid #b9c4c2" fo:border-bottom="0.5pt solid #b9c4c2"',
}


def finished(archive: bytes, *, words: Mapping[str, str], day: date, alts: Iterator[str]) -> bytes:
    """The same file with its gaps filled. `words` gives author, date and title; `alts` one text a figure."""

    def filled(xml: str) -> str:
        return re.sub("@(author|date|title)@", lambda gap: in_xml(words[gap[1]]), xml)

    def dated(xml: str) -> str:
        return xml.replace(NO_DATE, f"{day.isoformat()}T00:00:00Z")

    edits: dict[str, Callable[[str], str]] = {
        "word/document.xml": lambda xml: _with_counted_captions(_with_contents(_with_whole_rows(xml))),
        "word/header1.xml": filled,
        "word/footer1.xml": filled,
        "docProps/core.xml": dated,
        "content.xml": lambda xml: _odt_content(xml, alts),
        "styles.xml": filled,
        "meta.xml": dated,
    }
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            edit = edits.get(member.filename)
            new.writestr(member, edit(content.decode()).encode() if edit else content)
    return target.getvalue()


def _with_whole_rows(xml: str) -> str:
    """Columns as wide as the text; short rows that do not break across pages; pictures that keep to the margins,
    and none described by its own megabyte of address."""
    xml = re.sub(
        r'(<w:gridCol w:w=")(\d+)', lambda found: f"{found[1]}{int(found[2]) * TEXT // PANDOC_TEXT}", xml
    )
    xml = re.sub(r"<w:tr>.*?</w:tr>", lambda row: _whole(row[0]), xml, flags=re.DOTALL)
    xml = xml.replace("<wp:inline>", NO_DISTANCE)
    return re.sub(r'descr="data:image/png;base64,[^"]*"', 'descr=""', xml)


def _with_contents(xml: str) -> str:
    """The table of contents is one for Word too, its entries ready: a preview, a phone, LibreOffice show them."""
    lines = list(re.finditer(CONTENTS, xml, re.DOTALL))
    if not lines:
        return xml
    first, last = lines[0], lines[-1]
    begins = xml.index("<w:hyperlink ", first.start())
    ends = last.end() - len("</w:p>")
    return f"{xml[:begins]}{FIELD_BEGINS}{xml[begins:ends]}{FIELD_ENDS}{xml[ends:]}"


def _with_counted_captions(xml: str) -> str:
    """Their numbers are fields: Word counts them again when one is added, and makes a table of figures of them."""
    return CAPTION.sub(
        r'\1\2<w:t xml:space="preserve">\3 </w:t></w:r>'
        r'<w:fldSimple w:instr=" SEQ \3 \\* ARABIC "><w:r>\2<w:t>\4</w:t></w:r></w:fldSimple>',
        xml,
    )


def _odt_with_counted_captions(xml: str) -> str:
    """The same for LibreOffice, which wants each sequence declared."""
    xml, counted = ODT_CAPTION.subn(
        r'\1\2 <text:sequence text:ref-name="\2\3" text:name="\2" text:formula="ooow:\2+1" '
        r'style:num-format="1">\3</text:sequence>',
        xml,
    )
    declared = f"<office:text><text:sequence-decls>{ODT_SEQUENCES}</text:sequence-decls>"
    return xml.replace("<office:text>", declared, 1) if counted else xml


def _whole(row: str) -> str:
    """A row that does not break across pages; a header and a tall row may, since nobody would then read the rest."""
    if "<w:tblHeader" in row or _lines(row, "</w:tc>") > TALL_ROW:
        return row
    return row.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", 1)


def _lines(row: str, end_of_cell: str) -> int:
    """Lines a row may take in a narrow column."""
    cells = (re.sub(r"<[^>]*>", "", cell) for cell in row.split(end_of_cell))
    return max(1 + len(cell) // NARROW for cell in cells)


def _odt_content(xml: str, alts: Iterator[str]) -> str:
    """Hairlines, whole rows, short tables in one piece, and the alternative texts that pandoc keeps to itself."""
    xml = xml.replace("<office:automatic-styles>", f"<office:automatic-styles>{ODT_ROW}", 1)
    for table in re.finditer(r'<table:table table:name="(\w+)".*?</table:table>', xml, re.DOTALL):
        rows = re.findall(ODT_ROWS, table[0], re.DOTALL)
        if sum(_lines(row, "</table:table-cell>") for row in rows) <= SHORT_TABLE:
            opening = (
                rf'(<style:style style:name="{table[1]}" style:family="table">\s*<style:table-properties )'
            )
            xml = re.sub(opening, r'\1style:may-break-between-rows="false" ', xml, count=1)
    headers = r"(<table:table-header-rows>.*?</table:table-header-rows>)"
    parts = re.split(headers, xml, flags=re.DOTALL)
    parts[::2] = [
        re.sub(ODT_ROWS, lambda row: _odt_whole(row[0]), part, flags=re.DOTALL) for part in parts[::2]
    ]
    xml = _odt_with_counted_captions("".join(parts))
    for style, lines in ODT_CELLS.items():
        found = re.compile(rf'(style:name="{style}"[^>]*>\s*){re.escape(NO_BORDER)}')
        margins = (
            'fo:padding-left="1mm" fo:padding-right="1mm" fo:padding-top="1.5mm" fo:padding-bottom="1.5mm"'
            ' style:vertical-align="top"'
        )
        xml = found.sub(rf"\1<style:table-cell-properties {lines} {margins}/>", xml)
    return re.sub(r"</draw:frame>", lambda _: f"<svg:desc>{in_xml(next(alts))}</svg:desc></draw:frame>", xml)


def _odt_whole(row: str) -> str:
    if _lines(row, "</table:table-cell>") > TALL_ROW:
        return row
    return row.replace("<table:table-row>", '<table:table-row table:style-name="Row">', 1)


def alternative_texts(tree: Any) -> Iterator[str]:
    """The description of each picture of a tree, in order."""
    if isinstance(tree, dict):
        if tree.get("t") == "Image":
            yield "".join(word["c"] for word in tree["c"][1] if word["t"] == "Str")
        else:
            yield from alternative_texts(list(tree.values()))
    elif isinstance(tree, list | tuple):
        for child in tree:
            yield from alternative_texts(child)
