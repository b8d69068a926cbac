"""Lines of a list, as people write them: their cells, and what the lines above say of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from maillage.geography.characters import plain
from maillage.geography.names import Names, search_key
from maillage.geography.place_names import LEFT_OUT
from maillage.geography.place_titles import PlaceColumn, columns_of, is_note, is_titles, is_total
from maillage.geography.place_words import each_arrondissement

SEPARATORS = ("\t", ";", "|", ",")
TITLE_LINE, TOTAL_LINE, NOTE_LINE = "Ligne de titres.", "Ligne de total.", "Note."
HEADING_LINE = "Nom d’un département ou d’une région, au-dessus de ses communes."
LEFT_OUT_LINE = "Titre de communes qui ne sont pas prises."
CUT_LINE = "Coupée en fin de ligne : lue avec la suivante."
BROKEN = re.compile(r"\w[-\u2010\u2011]\s*$")
#: « Communes non retenues : Albias », « Hors CPTS : »
LEFT_OUT_LABEL = re.compile(
    r"\W*(?:(?:les |liste des )?(?:communes?|villes?) )?(?P<what>[^:]{3,40}?)\s*:", re.IGNORECASE
)
LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
BEFORE_NUMBER = re.compile(r"[^\W\d] ?: *\d[\d .]*$")  # « Montauban : 62 945 »
LONGEST_WIDE = 2_000  # characters of a line that is looked at for columns of spaces
#: « 82,121 », « 82;121 »: a code as numbers are written, or its département in a column.
CODE_APART = re.compile(r"\s*(\d[\dABab])\s*[.,;\t-]\s*(\d{3})\s*")
#: The address of a drawing; a key of JSON, and what holds a list there.
ADDRESS = re.compile(r"(?:.*[?&])?codes=([\dABabCc,%;]+).*")
JSON_KEY, JSON_FRAME = re.compile(r"[\"'][\w -]+[\"']\s*:\s*"), re.compile(r"[\[\]{}]")
#: « Havre, Le »
ARTICLE_LAST = re.compile(r"(?<![^,;|\t])([^,;|\t]{1,60}), *(le|la|les|l') *(?=$|[;|\t])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart. `columns` are kinds of its cells, none when nothing names them."""

    number: int
    given: str
    cells: tuple[str, ...]
    is_table: bool
    silent: str = ""  # why nothing is read in it: it has titles, or a total
    columns: tuple[PlaceColumn, ...] = ()
    is_titled: bool = False  # titles, rather than cells, say what the columns are
    left_out: str = ""  # the words that say, before or above it, that its communes are not taken

    @property
    def is_bare(self) -> bool:
        """A row whose columns nothing names."""
        return self.is_table and not self.columns and not self.silent


def lines_of(names: Names, text: str) -> list[Line]:
    """Those of a text that hold something, each taken apart and under its titles."""
    texts = enumerate(LINE_END.split(text), 1)
    said = ((number, line) for number, line in texts if re.search(r"[^\W_]", _listed(line)))
    lines = list(_mended(names, said))
    lines[:-1] = [_heading(names, line) for line in lines[:-1]]
    return list(_under_titles(names, left_out(lines)))


def _mended(names: Names, said: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """Lines, each with the beginning of its first name when the width of a page has cut it: « Saint- », « Nauphary »."""
    before = ""
    for (number, text), (_, after) in pairwise((*said, (0, ""))):
        whole = before + text.lstrip() if before else text
        is_cut = BROKEN.search(whole) and re.match(r"\s*[^\W\d_]", after) and len(whole) < LONGEST_WIDE
        before = whole.rstrip() if is_cut else ""
        line = (
            Line(number, text.strip(), (), is_table=False, silent=CUT_LINE)
            if is_cut
            else _line(names, number, whole)
        )
        yield replace(line, given=text.strip())


def _heading(names: Names, line: Line) -> Line:
    """« Tarn-et-Garonne : », above its communes."""
    is_heading = line.given.endswith(":") and search_key(line.given) in names.wider
    return replace(line, silent=HEADING_LINE) if is_heading and not line.silent else line


def left_out(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with the words that leave their communes out, which may be a line of their own above them."""
    above = ""
    for line in lines:
        label = LEFT_OUT_LABEL.match(line.given)
        own = label[0].strip(" :") if label and LEFT_OUT.match(label["what"]) else ""
        is_alone = label is not None and label.end() == len(line.given)
        if label or line.silent:
            above = own if is_alone else ""
        silent = LEFT_OUT_LINE if own and is_alone else line.silent
        yield replace(line, left_out=own or above, silent=silent)


def _line(names: Names, number: int, given: str) -> Line:
    text = _listed(plain(given))
    if columns := _apart(names, text):
        return Line(number, given.strip(), columns, any(re.search(r"\d", cell) for cell in columns))
    text = re.sub(r"[^\S\t]+", " ", text)  # a page pasted by mistake has thousands of spaces
    text = ARTICLE_LAST.sub(r"\2 \1", each_arrondissement(names, text))
    separator = next((sign for sign in SEPARATORS if sign in text), ":" if BEFORE_NUMBER.search(text) else "")
    cells = [text]
    if '"' in text:
        cells = next(csv.reader([text], delimiter=separator or "\t"), [text])
    elif separator:
        cells = text.split(separator)
    if separator == "|":  # a table of Markdown begins and ends with it
        cells = text.strip("| ").split("|")
    silent = TITLE_LINE if is_titles(cells) else TOTAL_LINE if is_total(cells) else ""
    silent = silent or (NOTE_LINE if is_note(text) else "")
    return Line(number, given.strip(), tuple(cells), separator in {"\t", ";", "|", ":"}, silent=silent)


def _listed(text: str) -> str:
    """The list inside the address of a drawing, inside JSON, or a code in two pieces; any other text as it is."""
    if address := ADDRESS.fullmatch(text.strip()):
        return address[1].replace("%2C", ",").replace("%2c", ",")
    if code := CODE_APART.fullmatch(text):
        return code[1] + code[2]
    if JSON_KEY.search(text) or text.lstrip()[:1] in {"[", "{"}:
        return JSON_FRAME.sub(" ", JSON_KEY.sub("", text))
    return text


def _apart(names: Names, text: str) -> tuple[str, ...]:
    """Columns that spaces part, as those of a PDF: « Montauban   82121   62 945 »; empty when there are none."""
    if len(text) > LONGEST_WIDE or any(sign in text for sign in SEPARATORS):
        return ()
    parts = re.split(r"\s{2,}", text.strip())
    known = [_is_known(names, part) for part in parts]
    others = [part for part, is_known in zip(parts, known, strict=True) if not is_known]
    are_columns = all(re.search(r"\d{3}", part) for part in others) and any(known)
    return tuple(parts) if len(parts) > 1 and are_columns and not _is_known(names, text) else ()


def _is_known(names: Names, text: str) -> bool:
    key = search_key(text)
    return key in names.by_key or key in names.by_former_key


def _under_titles(names: Names, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with the kinds of their columns, once a line of titles has named them."""
    columns: tuple[PlaceColumn, ...] = ()
    is_begun = False
    for given in lines:
        # « Ville » and « Villes » are communes too, when other lines came before.
        is_commune = is_begun and any(search_key(cell) in names.by_key for cell in given.cells)
        line = replace(given, silent="") if is_commune and given.silent == TITLE_LINE else given
        is_begun |= not line.silent
        if line.silent == TITLE_LINE:
            columns = columns_of(line.cells)
            yield line
        elif columns and (len(columns) > 1) == (len(line.cells) > 1):
            yield replace(line, columns=columns, is_table=len(columns) > 1, is_titled=True)
        else:
            yield line
