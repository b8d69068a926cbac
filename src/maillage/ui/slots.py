"""The slots by which upper rooms show themselves on pages of lower ones, declared in their `apps.py`."""

import re
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.module_loading import import_string

from maillage.kernel import shown_in_french

Subject = Literal[
    "Territory",
    "Figure",
    "Form",
    "Structure",
    "Site",
    "SitePage",
    "Trade",
    "Diagnosis",
    "Action",
    "Meeting",
    "Decision",
    "Event",
    "Campaign",
    "Survey",
    "Expense",
    "Batch",
    "MeetingHours",
    "ContractPaper",
    "PharmacyCounts",
]


def no_query(_subject: Any) -> Mapping[str, str]:
    return {}


def nothing() -> None:
    pass


def no_context(_page: Mapping[str, Any], _subject: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A line of the header, or of the footer, for everyone; in the header, those of a group stand under its name."""

    label: str
    url_name: str
    order: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """A line of the account corner: for a visitor, or for whom is signed in."""

    label: str
    url_name: str
    order: int
    visitor: bool = False
    post: bool = False  # signing out changes something: a form, not a link


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of a structure's rail. Its URL takes the structure's slug and nothing else."""

    label: str
    url_name: str
    icon: str
    order: int
    ability: str = ""  # shown to whom holds it; empty: to all who may open the structure
    unless: str = ""  # hidden from whom holds that ability: another entry leads there
    module: str = ""  # the module it is part of: absent while that is switched off
    only_if: str = (
        ""  # path of what says, by the key of a form, whether it has the page; without it, all have
    )
    label_from: str = ""  # path of what says, by the key of a form, how it is called there
    under: str = ""  # the label of the entry it belongs to: shown while one is there
    group: str = ""  # the small heading it stands under; those of one group follow each other


@dataclass(frozen=True, slots=True)
class Module:
    """What a structure may switch on or off (`workspace_modules` of an AppConfig): its pages, its lines in the rail."""

    key: str
    label: str
    purpose: str
    abilities: Collection[str]  # held by nobody while it is off
    is_on: bool = True  # until the structure chooses


@dataclass(frozen=True, slots=True)
class Action:
    """What an upper room offers to do with a territory, a figure or a person shown lower down.

    A link, or, when it has a `template`, a part of the page that `context` fills (nothing when it gives nothing).
    """

    on: Subject
    label: str
    url_name: str
    primary: bool = False
    #: What the page of the action must know of its subject, as query parameters.
    query: Callable[[Any], Mapping[str, str]] = no_query
    template: str = ""
    #: (context of the page, subject) → what the template shows.
    context: Callable[[Mapping[str, Any], Any], Mapping[str, Any]] = no_context


@dataclass(frozen=True, slots=True)
class Task:
    """Something a structure waits for: shown on its home, in the order of the rooms."""

    text: str
    url: str
    detail: str = ""
    ability: str = ""  # shown to whom holds it; empty: to all who may open the structure
    due: date | None = None  # the last day; None: whenever one can
    desk: str = ""  # the role whose work it is, where somebody holds it; empty: whoever may

    def __post_init__(self) -> None:
        for name in ("text", "detail"):
            object.__setattr__(self, name, shown_in_french(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a room reads before it tells what it waits for: read with what the other rooms want, in one question.

    Querysets: `lists` hold their rows afterwards, `sizes` are only counted; `parts` hang on a row (the row, the list as
    it calls it) and are there as if they had been prefetched. `ready` is called once all is read, before any room says
    anything: what it hangs on the structure, the others find there.
    """

    lists: Sequence[Any] = ()
    sizes: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[tuple[Any, str]] = ()
    ready: Callable[[], None] = nothing

    @classmethod
    def joined(cls, wanted: Sequence["Wanted"]) -> "Wanted":
        """What several subjects of a room want, as one."""

        def ready() -> None:
            for each in wanted:
                each.ready()

        return cls(
            [rows for each in wanted for rows in each.lists],
            {name: rows for each in wanted for name, rows in each.sizes.items()},
            [part for each in wanted for part in each.parts],
            ready,
        )


@dataclass(frozen=True, slots=True)
class Work:
    """Something long that was asked for a structure, done by the worker (`works` of an AppConfig): how far it is."""

    title: str
    state: str  # in words
    asked_at: datetime
    done: int = 0
    total: int = 0  # 0: nobody knows
    is_over: bool = False
    is_failed: bool = False
    detail: str = ""
    path: str = ""  # where what it made is read, or where it is taken up again
    number: int = 0  # of what may be taken off the list; 0: nothing

    def __post_init__(self) -> None:
        for name in ("title", "detail"):
            object.__setattr__(self, name, shown_in_french(getattr(self, name)))

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something that happened to a structure, for those who belong (`news(structure, since)` of an AppConfig).

    Known from that day on, up to today: what was said over late keeps its own day, which may be before.
    """

    day: date
    sentence: str  # whole, with its full stop
    path: str = ""  # a page of the site where it is read or done, without account

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", shown_in_french(self.sentence))


@dataclass(frozen=True, slots=True)
class Group:
    """Some people of a structure, as a working group (`groups(structure)` of an AppConfig): one may write to it."""

    key: str  # its own in its room, for ever: what was sent to it is known by it
    name: str
    people: Collection[int]  # numbers of cards; who does not belong receives nothing

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w.-]{1,60}", self.key):
            raise ValueError(f"{self.key!r}: letters, digits, dots and dashes, 60 at most")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line on the home of somebody who holds the link of their card (`own_lines(person)` of an AppConfig), or on that
    card, for who runs the structure (`card_lines(person)`).

    Lines of one heading stand together. `words` are longer, and folded: what one reads without leaving the page.
    """

    heading: str
    sentence: str
    path: str = ""  # for its holder, a page read or filled without account
    verb: str = ""  # what one does there
    words: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", shown_in_french(self.sentence))


@dataclass(frozen=True, slots=True)
class YearDate:
    """A day of a structure's year (`year(structure, first, last)` of an AppConfig), both ends included."""

    day: date
    title: str
    detail: str = ""
    path: str = ""  # where its next gesture is done
    gesture: str = ""  # « Convoquer »; empty: nothing is to be done there
    is_owed: bool = False  # the law or the statutes ask it, and it is not done

    def __post_init__(self) -> None:
        for name in ("title", "detail"):
            object.__setattr__(self, name, shown_in_french(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What somebody who leaves hands over (`handover(person)` of an AppConfig): a line of the pack, with its papers.

    Lines of one heading stand together; `papers` are rows of the room of files.
    """

    heading: str
    sentence: str
    due: date | None = None
    papers: Sequence[Any] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", shown_in_french(self.sentence))


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """Links of one kind that lead into a structure without account (`open_links(structure, on)` of an AppConfig).

    `rows`: what these links are about, a row for each; those alone that lead somewhere that day.
    """

    heading: str
    opens: str  # what whoever holds one may do, in a sentence
    rows: Any
    path: str  # where one hands them out, replaces or closes them
    verb: str


@dataclass(frozen=True, slots=True)
class ProofPiece:
    """A paper that proves what a structure says (`pieces(structure)` of an AppConfig), for who reads its documents outside.

    Never one that names a patient, nor what somebody is paid. `paper`: a row of the room of files.
    """

    heading: str
    title: str
    day: date
    paper: Any


@dataclass(frozen=True, slots=True)
class ProofThing:
    """Something of an upper room that one may join as a proof (`provable(structure, numbers)` of an AppConfig).

    Its title names nobody and says nothing of what somebody is paid: it goes with the piece. `ability`: who may open
    `path`. `papers`: rows of the room of files, that go with the piece too.
    """

    title: str
    day: date
    path: str
    ability: str
    papers: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class CameBack:
    """What a restored database holds again of what a room had erased, and what was erased again."""

    back: int = 0
    erased: int = 0
    #: What somebody must look at: how it is known → a sentence.
    doubtful: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """A date that somebody keeps in their own diary (`diary(person)` of an AppConfig).

    A date that was called off stays, said so: a diary that follows the list takes it away by itself. `version` grows at
    each change, `uid` never changes.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    words: str = ""
    path: str = ""  # a page of the site where it is read without account
    version: int = 0
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class HomeFigure:
    """A number on the home of a structure, with its source in five words."""

    label: str
    value: int
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an upper room expects of a year of indicators (`outlooks(structure, year, lines)` of an
    AppConfig), in words.

    `low`, `expected`, `high` are sums already spelt; empty: nobody can say.
    """

    label: str
    low: str
    expected: str
    high: str
    detail: str = ""  # what makes it uncertain
    path: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", shown_in_french(self.detail))


#: What a room says on the home of a structure (`awaiting(structure)` of an AppConfig): first what it wants read; it is
#: given the sizes that it asked for, then says its tasks and its figures.
Waiting = Generator[Wanted | Task | HomeFigure, Mapping[str, int], None]
#: The same of somebody, in lines: on their home (`own_lines(person)`), on their card (`card_lines(person)`).
Lines = Generator[Wanted | OwnLine, Mapping[str, int], None]
#: The same of the days of a structure (`year(structure, first, last)`).
Days = Generator[Wanted | YearDate, Mapping[str, int], None]


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """What a room writes by itself in the sections of a letter whose plan names this block.

    `document` is the dotted path of a function (structure, day) → blocks of a document, imported when it is asked.
    """

    name: str  # as plans call it
    label: str  # « les besoins écrits », for whom writes the section
    document: str
    #: Where it is filled; its URL takes the structure's slug and nothing else.
    url_name: str = ""
    #: It says what the section wants: with it, the section is not empty.
    fills: bool = True

    def blocks(self, structure: Any, *, on: date) -> Sequence[Any]:
        return tuple(import_string(self.document)(structure, on=on))

    def holds(self, structure: Any, *, on: date) -> bool:
        """Whether it has any, without making more than the first."""
        return any(True for _ in import_string(self.document)(structure, on=on))
