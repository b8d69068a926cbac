"""A text as rows of cells: its encoding, its separator, its quotes, its line numbers."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from maillage.tables.cells import healed
from maillage.tables.types import Row

SEPARATORS = ("\t", ";", "|", ",")  # when as many lines hold several of them: a comma may be that of a number
MOST_LINES_OF_A_CELL = 20
MOST_FAULTS = 100  # beyond, each line is read by itself: looking for the end of a quote takes time
LONGEST_CELL = 32_767  # characters, as spreadsheets bound them
SAMPLE = 400  # lines that choose the separator
NAMES = {
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "iso-8859-15": "ISO-8859-15",
    "mac_roman": "Mac",
    "cp850": "DOS",
}
#: « Ã© », « â€™ »: two or three bytes of UTF-8, each read as a letter.
MOJIBAKE = re.compile(r"Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¡-¿]|â€|Å“")
FRENCH = frozenset("éèêëàâçôîïûùœ’–«»€")
UNCLOSED = "Des guillemets ne se ferment pas."


def encoding_of(content: bytes) -> str:
    """The encoding of a French text, as Python names it. Bytes that no encoding explains are Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:4_000]
    zeros = [start[parity::2].count(0) for parity in (0, 1)]
    if max(zeros) > len(start) / 6 and min(zeros) < max(zeros) / 4:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _one_byte_encoding(content)
    return "utf-8-sig"


def _one_byte_encoding(content: bytes) -> str:
    """Windows-1252, but for a Mac or DOS, whose letters fall on other signs, and for ISO-8859-15, without 80–9F."""
    accents = bytes(byte for byte in content if byte >= 0x80)
    windows = accents.decode("cp1252", "replace")
    letters = {
        encoding: sum(sign.lower() in FRENCH for sign in text)
        for encoding, text in (
            ("cp1252", windows),
            ("mac_roman", accents.decode("mac_roman")),
            ("cp850", accents.decode("cp850")),
        )
    }
    likely = max(letters, key=letters.__getitem__)  # the first of those alike
    if likely != "cp1252":
        return likely
    # ¤ ¼ ½ are € Œ œ there.
    return "iso-8859-15" if min(accents) > 0x9F and set(windows) & set("¤¼½") else "cp1252"


def repaired(text: str) -> str:
    """A text whose UTF-8 was once read as Windows-1252, put right line by line: « NÃ¨grepelisse »."""
    if not MOJIBAKE.search(text):
        return text
    return "\n".join(_repaired(line) for line in text.split("\n"))


def _repaired(line: str) -> str:
    try:
        content = b"".join(_byte(sign) for sign in line) if MOJIBAKE.search(line) else line.encode()
        return content.decode("utf-8")
    except UnicodeError:
        return line


def _byte(sign: str) -> bytes:
    """In Windows-1252, or as itself where that has nothing."""
    return sign.encode("latin1" if ord(sign) < 0x100 else "cp1252")


def decoded(content: bytes) -> tuple[str, str]:
    """A text, and the name of its encoding as people write it."""
    encoding = encoding_of(content)
    return content.decode(encoding, "replace"), NAMES.get(encoding, "UTF-16")


def separated(text: str) -> tuple[str, tuple[Row, ...]]:
    """The separator of a text, and its rows that hold something."""
    lines = re.split(r"\r\n|\r|\n", text)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    asked = re.fullmatch(r"sep=(.)\s*", lines[first]) if lines else None
    if asked:
        lines[first] = ""  # Excel's own mark: no row
    separator = asked[1] if asked else _separator(lines)
    rows = (_row(number, cells, fault) for number, cells, fault in _records(lines, separator))
    return separator, tuple(row for row in rows if any(row.cells))


def _separator(lines: Sequence[str]) -> str:
    """The one that most lines hold outside quotes: a title above the table has no say."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()][:SAMPLE]
    return max(SEPARATORS, key=lambda each: sum(each in line for line in bare))


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str], str]]:
    """Line number, cells and fault of each record. A quote that never closes spoils its own line only."""
    start = faults = 0
    while start < len(lines):
        span = MOST_LINES_OF_A_CELL if faults < MOST_FAULTS else 1
        for end in range(start + 1, min(start + span, len(lines)) + 1):
            if end > start + 1 and '"' not in lines[end - 1]:
                continue
            cells = _cells("\n".join(lines[start:end]), separator)
            if cells is not None:
                yield start + 1, cells, ""
                break
        else:
            end, faults = start + 1, faults + 1
            yield end, [lines[start]], UNCLOSED
        start = end


def _cells(record: str, separator: str) -> list[str] | None:
    """None when its quotes do not close where they should."""
    if '"' not in record:
        return record.split(separator)
    try:
        return next(csv.reader(io.StringIO(record, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None


def _row(number: int, cells: Sequence[str], fault: str) -> Row:
    healthy = [healed(cell)[:LONGEST_CELL] for cell in cells]
    while healthy and not healthy[-1]:
        healthy.pop()
    return Row(number, tuple(healthy), fault)
