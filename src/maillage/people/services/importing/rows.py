"""The lines of a list of members, each read by itself: someone, why not, or what is no membership."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import CharField

from maillage.geography import atlas
from maillage.kernel import BadInput, folded
from maillage.people.models import Person
from maillage.people.rules import SaidCommune, communes_said, is_a_name, is_named
from maillage.people.services.importing.cells import (
    TradeAsked,
    day_in,
    email_in,
    first_day_in,
    kind_in,
    phone_in,
    practice_in,
    profession_in,
    quoted,
    rpps_in,
)
from maillage.people.services.importing.columns import COLUMNS, NEEDED, Recognised, recognised
from maillage.tables import Book, Entry

MOST_ROWS = 10_000
#: Lines set aside that are told one by one.
MOST_ASIDE = 20
#: The one state of an order that makes a member.
TAKEN = "valide"
#: The state of one that was given back.
REFUNDED = "rembours"
#: What a tariff of membership says, until a person chooses.
MEMBERSHIP = ("adhesion", "cotisation", "adherent", "membre")
#: Signs that a column of a card holds.
LONGEST = {each.name: each.max_length or 0 for each in Person._meta.fields if isinstance(each, CharField)}
LABELS_OF = {column.key: column.label for column in COLUMNS}
T = TypeVar("T")
#: Columns that say an adhésion.
BELONGING = frozenset({"kind", "college", "since", "until"})


@dataclass(frozen=True, slots=True)
class Options:
    """What a person says of a list beside it. `tariffs` is None until they choose."""

    columns: Mapping[str, str] = field(default_factory=dict)
    tariffs: frozenset[str] | None = None
    #: For a line that says no day; None: such a line brings a card, without adhésion.
    since: date | None = None
    #: For a line that says none; empty: such a line is refused.
    profession: str = ""
    #: A word of the list, folded → the profession that a person says it names.
    trades: Mapping[str, str] = field(default_factory=dict)
    #: What a card says gives way to the list.
    replaces: bool = False
    #: The directory says the RPPS number, and the profession, of whom it alone may mean.
    completes: bool = False


@dataclass(slots=True)
class Line:
    """Someone, as a line of the list says. `belongs`: it says an adhésion, or the list says none of anybody."""

    line: int
    given: str
    name: str
    columns: dict[str, str]
    kind: str = ""
    college: str = ""
    since: date | None = None
    until: date | None = None
    belongs: bool = True
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # columns of which a cell is left


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is lost, and why. `asks`: a word that names no one profession, which a person may settle."""

    line: int
    given: str
    reason: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A list once read. `aside` counts the lines that are no membership, by what they are."""

    name: str
    recognised: Recognised
    lines: tuple[Line, ...] = ()
    refused: tuple[Refused, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)
    tariffs: tuple[tuple[str, int, bool], ...] = ()  # tariff, lines, whether it is taken
    notes: tuple[str, ...] = ()
    refunds: tuple[Line, ...] = ()  # orders that were given back; they are counted in `aside` too

    @property
    def is_named(self) -> bool:
        """One knows where the names are."""
        return self.recognised.table is not None

    @property
    def wants_columns(self) -> bool:
        """Its columns are to be looked at: a needed one was not found, or nobody reads one of them."""
        found = {each.key for each in self.recognised.found if each.title}
        return not self.is_named or bool(self.recognised.asked or self.left or NEEDED - found)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Needed columns under no title that we know."""
        lacking = (each for each in self.recognised.found if each.key in NEEDED and not each.title)
        return tuple(each.label for each in lacking)

    @property
    def left(self) -> tuple[str, ...]:
        """Every column that nobody reads."""
        table = self.recognised.table
        return (*table.left, *self.recognised.untitled) if table else ()

    @property
    def cells_left(self) -> tuple[tuple[str, int], ...]:
        """Cells that could not be read, by their column: their lines are kept."""
        return tuple(Counter(label for line in self.lines for label in line.unread).most_common())

    @property
    def trades_asked(self) -> tuple[tuple[str, int], ...]:
        """Words that name no profession, or several, and in how many lines: a person says which."""
        return tuple(Counter(each.asks for each in self.refused if each.asks).most_common())


def read_members(book: Book, options: Options) -> Reading:
    """Raises BadInput for a file that is no list, or too long."""
    found = recognised(book, options.columns)
    if found.table is None:
        return Reading(book.name, found, notes=book.notes)
    entries = found.table.entries
    if len(entries) > MOST_ROWS:
        raise BadInput(
            f"Cette liste dépasse {MOST_ROWS} lignes. Coupez-la en plusieurs fichiers.", field="file"
        )
    tariffs = _tariffs(entries, options)
    taken = {folded(name) for name, _, is_taken in tariffs if is_taken}
    aside, kept, given_back = Counter[str](), [], []
    for entry in entries:
        if why := _no_membership(entry, taken):
            aside[why] += 1
            given_back += [entry] if _is_given_back(entry, taken) else []
        else:
            kept.append(entry)
    for fate in found.table.apart[1:]:  # the first is the line of titles
        shown = f" {quoted(fate.given)}" if len(aside) < MOST_ASIDE else ""
        aside[f"{fate.why.rstrip('.')}{shown}"] += 1
    lines, refused = _lines(kept, options)
    back, _ = _lines(given_back, options)
    return Reading(
        book.name, found, tuple(lines), tuple(refused), dict(aside), tariffs, book.notes, tuple(back)
    )


def _tariffs(entries: Iterable[Entry], options: Options) -> tuple[tuple[str, int, bool], ...]:
    """Those of an export of orders; a list without the state of an order has none to choose among."""
    held = [entry.text("tariff") for entry in entries if "status" in entry.values and entry.text("tariff")]
    counts, written = Counter(map(folded, held)), {folded(text): text for text in reversed(held)}

    def is_taken(key: str) -> bool:
        if options.tariffs is not None:
            return key in options.tariffs
        return len(counts) == 1 or any(word in key for word in MEMBERSHIP)

    return tuple((written[key], count, is_taken(key)) for key, count in counts.items())


def _no_membership(entry: Entry, taken: set[str]) -> str:
    """What a line is when it makes no member; empty when it does."""
    state = entry.text("status")
    if "status" in entry.values and not folded(state).startswith(TAKEN):
        return f"Commande {quoted(state)}" if state else "Commande sans statut"
    tariff = folded(entry.text("tariff"))
    if "status" in entry.values and tariff and tariff not in taken:
        return f"Tarif {quoted(entry.text('tariff'))}"
    return "" if is_named(_name(entry)) else "Personne sans nom"


def _is_given_back(entry: Entry, taken: set[str]) -> bool:
    """The order of a membership that was paid, then given back."""
    tariff = folded(entry.text("tariff"))
    is_back = folded(entry.text("status")).startswith(REFUNDED)
    return is_back and (not tariff or tariff in taken) and is_named(_name(entry))


def _name(entry: Entry) -> str:
    return entry.text("full") or f"{entry.text('given')} {entry.text('family')}".strip()


def _lines(entries: list[Entry], options: Options) -> tuple[list[Line], list[Refused]]:
    said = communes_said({text for entry in entries if (text := entry.text("commune") or _postal(entry))})
    lines: list[Line] = []
    refused: list[Refused] = []
    for entry in entries:
        try:
            lines.append(_line(entry, said, options))
        except TradeAsked as asked:
            refused.append(Refused(entry.line, entry.row.given, str(asked), asked.word))
        except BadInput as refusal:
            refused.append(Refused(entry.line, entry.row.given, str(refusal)))
    return lines, refused


def _postal(entry: Entry) -> str:
    text = entry.text("postal").removesuffix(".0")
    return text if len(text) == 5 and text.isdecimal() else ""


def _line(entry: Entry, said: Mapping[str, SaidCommune], options: Options) -> Line:
    """Raises BadInput when the line is to be lost: without a name, or of a profession that nobody knows. What else cannot
    be read is left, and told.
    """
    if entry.row.fault:
        raise BadInput(entry.row.fault)
    name = _name(entry)
    if not is_a_name(name):
        raise BadInput(f"{quoted(name)} n’est pas un nom." if name else "Le nom manque.")
    if len(name) > LONGEST["name"]:
        raise BadInput(f"{quoted(name)} est trop long : {LONGEST['name']} signes au plus.")
    line = Line(entry.line, entry.row.given, name, {})
    number, healed = _read(entry, "phone", phone_in, ("", ""), line)
    line.notes += [healed] if healed else []
    line.columns = {
        "name": name,
        "profession": profession_in(entry.text("profession"), options.trades) or options.profession,
        "represented": _short(entry, "represented", line),
        "practice": _read(entry, "practice", practice_in, "", line),
        "rpps": _read(entry, "rpps", rpps_in, "", line),
        "commune": _commune(entry, said, line),
        "workplace": _short(entry, "workplace", line),
        "email": _read(entry, "email", email_in, "", line),
        "phone": number,
    }
    undated: tuple[date | None, str] = (None, "")
    line.since, year = _read(entry, "since", first_day_in, undated, line)
    line.notes += [f"{LABELS_OF['since']} : {year}"] if year else []
    line.until = _read(entry, "until", day_in, None, line)
    line.kind = _read(entry, "kind", kind_in, "", line)
    line.college = entry.text("college")
    says = entry.values.keys() & BELONGING
    line.belongs = any(entry.text(key) for key in says) or not says
    if entry.text("until") and line.until is None:
        # Who left on a day nobody can read is not said to belong.
        line.belongs = False
        line.notes.append("Fiche sans adhésion : sa fin n’est pas lisible.")
    return line


def _read(entry: Entry, key: str, read: Callable[[str], T], empty: T, line: Line) -> T:
    """What an optional cell says, or nothing when it cannot be read: why is told, its line is kept."""
    try:
        return read(entry.text(key))
    except BadInput as refusal:
        label = LABELS_OF[key]
        line.unread.append(label)
        why, text = str(refusal).rstrip("."), entry.text(key)
        if quoted(text) in why:
            line.notes.append(f"{'' if why.startswith(label) else f'{label} : '}{why}, laissé de côté.")
        else:
            line.notes.append(f"{label} {quoted(text)}, laissé de côté. {why[:1].upper()}{why[1:]}.")
        return empty


def _short(entry: Entry, key: str, line: Line) -> str:
    def fitting(text: str) -> str:
        if len(text) > LONGEST[key]:
            raise BadInput(f"{quoted(text)} est trop long, {LONGEST[key]} signes au plus.")
        return text

    return _read(entry, key, fitting, "", line)


def _commune(entry: Entry, said: Mapping[str, SaidCommune], line: Line) -> str:
    """As it is said; by its postal code alone when that is all there is."""
    written, postal = entry.text("commune"), entry.text("postal").removesuffix(".0")
    if written:
        if len(postal) == 4 and postal.isdecimal():
            meant = atlas().meanings([written])[written]
            if any(f"0{postal}" in commune.postal_codes for commune in meant):
                line.notes.append(f"Code postal {postal} lu 0{postal}, celui de {written}.")
        kept = said[written].kept
        if len(kept) <= LONGEST["commune"]:
            return kept
        line.unread.append("Commune")
        line.notes.append(f"Commune {quoted(kept)} : trop longue, laissée de côté.")
        return ""
    if postal and not _postal(entry):
        line.notes.append(f"Code postal {quoted(postal)} : cinq chiffres attendus. Laissé de côté.")
        line.unread.append("Code postal")
        return ""
    if postal and not said[postal].is_known:
        line.notes.append(f"Code postal {postal} : il ne dit pas une seule commune.")
    return said[postal].kept if postal else ""
