"""The lines of a list of members, each read by itself: someone, why not, or what is no membership."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField

from maillage.geography import atlas
from maillage.kernel import BadInput, folded
from maillage.people.models import Person
from maillage.people.rules import SaidCommune, communes_said, is_a_name, is_named
from maillage.people.services.importing.cells import (
    day_in,
    email_in,
    kind_in,
    phone_in,
    practice_in,
    profession_in,
    quoted,
    rpps_in,
    tolerated,
)
from maillage.people.services.importing.columns import COLUMNS, Recognised, recognised
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
LONGEST = {each.name: each.max_length for each in Person._meta.fields if isinstance(each, CharField)}
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


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is lost, and why."""

    line: int
    given: str
    reason: str


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
    def says_days(self) -> bool:
        return any(found.key == "since" and found.title for found in self.recognised.found)

    @property
    def left(self) -> tuple[str, ...]:
        """Titles of the columns that nobody reads."""
        return self.recognised.table.left if self.recognised.table else ()


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
        except BadInput as refusal:
            refused.append(Refused(entry.line, entry.row.given, str(refusal)))
    return lines, refused


def _postal(entry: Entry) -> str:
    text = entry.text("postal").removesuffix(".0")
    return text if len(text) == 5 and text.isdecimal() else ""


def _line(entry: Entry, said: Mapping[str, SaidCommune], options: Options) -> Line:
    """Raises BadInput when the line is to be lost."""
    if entry.row.fault:
        raise BadInput(entry.row.fault)
    notes: list[str] = []
    name = _name(entry)
    if not is_a_name(name):
        raise BadInput(f"{quoted(name)} n’est pas un nom." if name else "Le nom manque.")
    number, healed = _phone(entry, notes)
    notes += [healed] if healed else []
    columns = {
        "name": name,
        "profession": profession_in(entry.text("profession")) or options.profession,
        "represented": entry.text("represented"),
        "practice": tolerated(practice_in, entry.text("practice"), notes),
        "rpps": rpps_in(entry.text("rpps")),
        "commune": _commune(entry, said, notes),
        "workplace": entry.text("workplace"),
        "email": tolerated(email_in, entry.text("email"), notes),
        "phone": number,
    }
    _refuse_long(columns)
    line = Line(entry.line, entry.row.given, name, columns, notes=notes)
    for key in ("since", "until"):
        setattr(line, key, _day(entry, key))
    line.kind = kind_in(entry.text("kind"))
    line.college = entry.text("college")
    says = entry.values.keys() & BELONGING
    line.belongs = any(entry.text(key) for key in says) or not says
    if line.since and line.until and line.until < line.since:
        raise BadInput("L’adhésion finit avant de commencer.")
    return line


def _day(entry: Entry, key: str) -> date | None:
    try:
        return day_in(entry.text(key))
    except BadInput as refusal:
        label = next(column.label for column in COLUMNS if column.key == key)
        raise BadInput(f"{label} : {refusal}") from None


def _phone(entry: Entry, notes: list[str]) -> tuple[str, str]:
    try:
        return phone_in(entry.text("phone"))
    except BadInput as refusal:
        notes.append(f"Téléphone {quoted(entry.text('phone'))} : {refusal} Laissé de côté.")
        return "", ""


def _commune(entry: Entry, said: Mapping[str, SaidCommune], notes: list[str]) -> str:
    """As it is said; by its postal code alone when that is all there is."""
    written, postal = entry.text("commune"), entry.text("postal").removesuffix(".0")
    if written:
        if len(postal) == 4 and postal.isdecimal():
            meant = atlas().meanings([written])[written]
            if any(f"0{postal}" in commune.postal_codes for commune in meant):
                notes.append(f"Code postal {postal} lu 0{postal}, celui de {written}.")
        return said[written].kept
    if postal and not _postal(entry):
        notes.append(f"Code postal {quoted(postal)} : cinq chiffres attendus. Laissé de côté.")
        return ""
    if postal and not said[postal].is_known:
        notes.append(f"Code postal {postal} : il ne dit pas une seule commune.")
    return said[postal].kept if postal else ""


def _refuse_long(columns: Mapping[str, str]) -> None:
    for name, value in columns.items():
        longest = LONGEST.get(name)
        if longest and len(value) > longest:
            raise BadInput(f"{quoted(value)} est trop long : {longest} signes au plus.")
