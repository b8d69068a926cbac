"""A document as its author thinks of it: sections and blocks. No table here, and no word of health care.

Every text is plain text, whatever it contains; only `Html` is read as rich text.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a section: level 2, or 3 under it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; a line break stays a line break."""

    text: str


@dataclass(frozen=True, slots=True)
class Html:
    """Rich text from the editor: p, ul, ol, li, strong, em, a, blockquote, h3, br; others have no effect."""

    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What the section should answer: a help to the writer, printed small, and only in a draft."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToComplete:
    """A gap one must see. A section without content prints it by itself."""

    text: str = "À compléter"


@dataclass(frozen=True, slots=True)
class Facts:
    """An identity card: (label, value) pairs. An empty value prints « À compléter »."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures or lists, numbered when they have a caption.

    `align` has one letter a column, `l`, `c` or `r` ("lrr"); all left when empty. Rows and total
    have one cell a column: ValueError otherwise, a figure must never stand under another's header.
    `notes` are sentences: what to know to read the figures, which nobody is the source of.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str = ""
    caption: str = ""
    total: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(row) for row in (self.headers, *self.rows, self.total or self.headers)}
        if len(lengths) > 1 or len(self.align or self.headers) != len(self.headers):
            raise ValueError(
                f"Table {self.caption!r}: rows, total and align must have {len(self.headers)} columns"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture in SVG, with what a reader who cannot see it must know in `alt`: empty raises ValueError.

    It takes the width of the text, less when it would be higher than `tallest`, in millimetres: by default
    what leaves room for its caption and the title of its section.
    """

    svg: str
    caption: str
    alt: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tallest: float = 180.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"Figure {self.caption!r} needs its alternative text")


@dataclass(frozen=True, slots=True)
class Milestone:
    """One line of a calendar; `note` says where the date comes from, or what it waits for."""

    when: date | str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    milestones: tuple[Milestone, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    profession: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """A table to sign by hand; `blank` adds empty rows for those who join on the day.

    `columns`: what is signed for, as the days of a training, instead of the place and of the date that one writes.
    """

    rows: tuple[Signatory, ...]
    blank: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = (
    Heading
    | Paragraph
    | Html
    | Questions
    | ToComplete
    | Facts
    | Table
    | Figure
    | Calendar
    | Signatures
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level part. Numbered unless it is an annex."""

    title: str
    blocks: tuple[Block, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document, in French. `author` (the structure) and the date run at the head of each page.

    `draft` is the mark of an unfinished version (« Brouillon »); it also prints the guiding questions.
    `opening` stands before the first section.
    """

    title: str
    author: str
    date: date
    subtitle: str = ""
    draft: str = ""
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
