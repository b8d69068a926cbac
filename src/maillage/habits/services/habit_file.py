"""Read a file of habits: a commune, a group and perhaps a weight per line, as all kinds of spreadsheets write them.

A line names the columns, in any order; without one they are commune, group, weight. Nothing is guessed: each line has
its fate, shown before anything is saved, and who adds the file decides.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import blake2s

from maillage.geography import Commune, atlas
from maillage.kernel import BadInput, joined, plural, with_no_break_spaces
from maillage.official.services.codes import COMMUNE, NAME, Communes, Found
from maillage.tables import (
    Column,
    Entry,
    Preview,
    RowFate,
    Sheet,
    Table,
    Title,
    beginning,
    in_this_order,
    preview,
    read_bytes,
    read_text,
    table_by_position,
    table_of,
)

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
LONGEST_GROUP = 120  # HabitRow.group
MOST_WEIGHT = Decimal(9_999_999_999)  # HabitRow.weight
FINEST_WEIGHT = Decimal("0.0001")


def _of_origin(accepts: Title) -> Title:
    """In a file of flows, the commune is where people come from."""
    return lambda title: accepts(title) and not re.search(r"destination|etablissement|arrivee", title)


GROUP = Column(
    "groupe",
    "le groupe",
    in_this_order(
        "groupe", "group", "secteur", "secteur de garde", "nom du secteur", "bassin", "bassin de vie",
        "libelle bassin", "destination", "commune de destination", "code commune destination", "etablissement", "lieu",
    ),
    need="groupe",
)  # fmt: skip
WEIGHT = Column(
    "poids",
    "le poids",
    (
        *in_this_order("poids", "weight", "nombre", "nb", "effectif", "flux"),
        beginning("nb ", "nbre", "nombre ", "poids ", "effectif", "volume"),
        beginning("sejours", "passages", "patients", "actes", "consultations", "recours"),
    ),
)
ORIGIN = tuple(replace(column, titles=tuple(map(_of_origin, column.titles))) for column in COMMUNE)
COLUMNS = (*ORIGIN, GROUP, WEIGHT)
ROLES = {"commune": ORIGIN, "groupe": (GROUP,), "poids": (WEIGHT,)}
NUMBER = re.compile(r"(?:\d{1,10}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,12})?")
#: A weight that the source hides, or does not give: statistical secrecy, not available, too few, between two.
HIDDEN = re.compile(
    r"[-–—*.…/]+|[xsc]|nsp|nr|#?n[./]?[acds]\.?|null|none|secret|confidentiel|non (?:disponible|communiqué|diffusé)"
    r"|(?:<|≤|inférieur à|moins de) ?\d{1,3}|(?:entre |de )?\d{1,3} ?(?:à|et|-|–) ?\d{1,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A commune in force and a group, each pair once; `weight` is None when it is not known."""

    commune: str
    group: str
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class HabitReading:
    """What was understood of a file, and the fate of each of its lines."""

    rows: tuple[Row, ...]
    preview: Preview

    @property
    def lines(self) -> int:
        """Those understood."""
        return self.preview.kept

    @property
    def lost(self) -> tuple[RowFate, ...]:
        return self.preview.lost

    @property
    def notes(self) -> tuple[str, ...]:
        return self.preview.notes

    @property
    def key(self) -> str:
        """Of what was shown: it is agreed to for this reading and for no other."""
        fates = repr([(fate.line, fate.given, fate.kept, fate.why) for fate in self.preview.fates])
        return blake2s(fates.encode(), digest_size=8).hexdigest()


def in_short(fates: Sequence[RowFate]) -> list[tuple[str, str]]:
    """Each kind of reason with the numbers of its lines: « 12, 201 à 340 »."""
    by_reason: dict[str, list[int]] = {}
    for fate in fates:
        nameless = re.sub(r"«[^»]*»", "«\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}»", fate.why)
        by_reason.setdefault(nameless.split(":")[0].strip(" ."), []).append(fate.line)
    return [(kind, ", ".join(_runs(numbers))) for kind, numbers in by_reason.items()]


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    start = numbers[0]
    for number, after in zip(numbers, [*numbers[1:], None], strict=True):
        if after != number + 1:
            yield str(start) if start == number else f"{start} à {number}"
            start = after or 0


def text_of(name: str, content: bytes) -> str:
    """A file as text, its lines at their numbers: what a page shows again to be mended. Raises BadInput."""
    book = read_bytes(name, content, most_bytes=MOST_BYTES)
    sheets = [sheet for sheet in book.sheets if table_of(sheet, COLUMNS)] or [
        sheet for sheet in book.sheets if sheet.rows and not sheet.hidden
    ]
    if len(sheets) > 1:
        titles = joined(f"« {sheet.title} »" for sheet in sheets)
        raise BadInput(f"Plusieurs feuilles conviennent : {titles}. Gardez celle à lire.", field="file")
    return _written(sheets[0] if sheets else book.sheets[0])


def _written(sheet: Sheet) -> str:
    lines = [""] * max(row.line for row in sheet.rows)
    for row in sheet.rows:
        content = io.StringIO()
        csv.writer(content, delimiter=";", lineterminator="").writerow(
            " ".join(cell.split()) for cell in row.cells
        )
        lines[row.line - 1] = row.cells[0] if row.fault else content.getvalue()
    return "\n".join(lines)


def read_habits(text: str, *, departement: str | None = None, counted: bool = False) -> HabitReading:
    """Read lines « commune, groupe[, poids] »; `departement` settles communes of one name.

    In a file without any weight, a pair given several times is one pair; or, when `counted`, weighs as many
    as its lines (a patient, a stay). Raises BadInput when there is nothing to read, or too much.
    """
    if not text.strip(' \t\r\n;,|"'):
        raise BadInput(
            "Il n’y a aucune ligne à lire. Choisissez un fichier, ou collez des lignes.", field="text"
        )
    book = read_text(text)
    (sheet,) = book.sheets
    if len(sheet.rows) > MOST_LINES + 1:
        raise BadInput(
            f"Ce texte a {plural(len(sheet.rows), 'ligne')} ; nous en lisons 20 000 au plus. "
            "Gardez les communes autour de votre territoire.",
            field="text",
        )
    table = _table(sheet)
    pairs = _Pairs(departement)
    fates = pairs.read(table)
    notes = [*_titles_understood(table), *pairs.notes(counted=counted)]
    return HabitReading(
        tuple(pairs.rows(counted=counted)),
        preview(book, [table], fates, tuple(map(with_no_break_spaces, notes))),
    )


def _table(sheet: Sheet) -> Table:
    """By its titles, or by position when nothing names its columns. Raises BadInput."""
    if table := table_of(sheet, COLUMNS):
        return table
    first = sheet.rows[0].cells
    top = replace(sheet, rows=sheet.rows[:1])
    named = {role for role in ROLES if (table := table_of(top, ROLES[role])) and table.columns}
    if len(named) > 1 or (named and not re.search(r"\d", "".join(first))):
        missing = [role for role in ("commune", "groupe") if role not in named]
        titles = ", ".join(f"« {title[:40]} »" for title in first[:12])
        raise BadInput(
            f"Aucune colonne ne se nomme {' ni '.join(missing)}. La première ligne dit : {titles}. "
            "Renommez la colonne, ou retirez cette ligne.",
            field="text",
        )
    width = max(len(row.cells) for row in sheet.rows)
    if width < 2:
        raise BadInput(
            "Il faut au moins deux colonnes, une commune et un groupe, séparées par un point-virgule, une virgule "
            "ou une tabulation.",
            field="text",
        )
    if width > 3:
        raise BadInput(
            f"Il y a {width} colonnes, et la première ligne ne les nomme pas. Nommez-y celles à lire : commune, "
            "groupe et, s’il y en a un, poids.",
            field="text",
        )
    return table_by_position(sheet, (NAME, GROUP, WEIGHT))


def _titles_understood(table: Table) -> Iterator[str]:
    if table.columns:
        roles = {"insee": "commune"}
        read = joined(f"« {title} » ({roles.get(key, key)})" for key, title in table.columns.items())
        left = [f"« {title[:40]} »" for title in table.left]
        yield f"Colonnes lues : {read}." + (f" Laissées : {joined(left[:12])}." if left else "")


def _bearable(weight: Decimal) -> Decimal:
    if weight > MOST_WEIGHT:
        raise BadInput("Le poids de cette commune et de ce groupe est trop grand.")
    return weight


@dataclass
class _Pair:
    """A commune and a group, as their lines add up."""

    line: int  # the first one
    row: Row
    lines: int = 1


@dataclass
class _Pairs:
    """The pairs of a file, in its order."""

    departement: str | None
    pairs: dict[tuple[str, str], _Pair] = field(default_factory=dict)
    replaced: dict[str, Commune] = field(default_factory=dict)
    rounded: bool = False
    masked: bool = False  # a weight was hidden, and not left blank

    def read(self, table: Table) -> list[RowFate]:
        fates = []
        for entry, found in zip(table.entries, Communes().read(table.entries, self.departement), strict=True):
            try:
                row = self._row(entry, found)
                self._add(entry.line, row)
                fates.append(entry.fate([row.commune], found.why))
            except BadInput as refusal:
                fates.append(entry.fate(why=str(refusal)))
        return fates

    def _row(self, entry: Entry, found: Found) -> Row:
        typed, group = entry.text("insee") or entry.text("commune"), entry.text("groupe")
        if entry.row.fault:
            raise BadInput(entry.row.fault)
        if not typed:
            raise BadInput("La commune manque.")
        if len(found.units) != 1 or found.partial:
            hint = " Si c’est une ligne de titres, nommez ses colonnes commune, groupe et poids."
            several = f"« {typed[:60]} » est plusieurs communes : une par ligne."
            raise BadInput(f"{found.why or several}{hint if entry.line == 1 else ''}")
        if not group:
            raise BadInput("Le groupe manque.")
        if len(group) > LONGEST_GROUP:
            raise BadInput(f"Le nom du groupe dépasse {LONGEST_GROUP} signes.")
        (commune,) = found.units
        if found.codes != (commune,):
            self.replaced[found.codes[0]] = atlas().commune(commune)
        return Row(commune, group, self._weight(entry.text("poids")))

    def _weight(self, typed: str) -> Decimal | None:
        if not typed:
            return None
        if HIDDEN.fullmatch(typed):
            self.masked = True
            return None
        if typed.startswith("-"):
            raise BadInput(f"Le poids « {typed[:40]} » est négatif.")
        if not NUMBER.fullmatch(typed):
            raise BadInput(f"Le poids « {typed[:40]} » n’est pas un nombre. Écrivez-le comme 1 234,5.")
        exact = Decimal(typed.replace(" ", "").replace(",", "."))
        weight = _bearable(exact).quantize(FINEST_WEIGHT)
        self.rounded |= weight != exact
        return weight

    def _add(self, line: int, row: Row) -> None:
        """Raises BadInput when the line cannot join those of the same pair before it."""
        same = self.pairs.setdefault((row.commune, row.group.casefold()), _Pair(line, row))
        if same.row is row:
            return
        if (same.row.weight is None) != (row.weight is None):
            raise BadInput(
                f"La ligne {same.line} donne déjà cette commune et ce groupe, et un seul des deux poids est connu."
            )
        if row.weight is not None and same.row.weight is not None:
            same.row = replace(same.row, weight=_bearable(same.row.weight + row.weight))
        same.lines += 1

    @property
    def _unweighted(self) -> bool:
        """The file gives no weight at all: hiding one is giving one."""
        return not self.masked and all(pair.row.weight is None for pair in self.pairs.values())

    def rows(self, *, counted: bool) -> Iterator[Row]:
        as_lines = counted and self._unweighted
        for pair in self.pairs.values():
            yield replace(pair.row, weight=Decimal(pair.lines)) if as_lines else pair.row

    def notes(self, *, counted: bool) -> Iterator[str]:
        unweighted = self._unweighted
        again = sum(pair.lines - 1 for pair in self.pairs.values())
        hidden = sum(pair.row.weight is None for pair in self.pairs.values())
        if unweighted and counted:
            yield "Aucune ligne ne donne de poids : chacune compte pour un."
        elif again:
            how = "comptées une fois" if unweighted else "leurs poids sont additionnés"
            yield f"{plural(again, 'ligne répétée', 'lignes répétées')} : {how}."
        if hidden and not unweighted:
            counted_apart = "comptée à part" if hidden == 1 else "comptées à part"
            yield f"{plural(hidden, 'ligne')} sans poids, ou dont le poids est masqué : {counted_apart}."
        if self.rounded:
            yield "Des poids ont plus de quatre décimales : ils sont arrondis."
        if self.replaced:
            shown = joined(
                f"{code} par {new.name} ({new.code})" for code, new in list(self.replaced.items())[:5]
            )
            more = f", et {len(self.replaced) - 5} autres" if len(self.replaced) > 5 else ""
            yield f"Codes remplacés : {shown}{more}."
