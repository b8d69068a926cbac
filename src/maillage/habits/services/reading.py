"""Read a file of habits: a commune, a group and perhaps a weight per line, as all kinds of spreadsheets write them.

A first line names the columns, in any order; without one they are commune, group, weight. Nothing is guessed: a
line that is not understood is told with its number, and who adds the file decides.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import blake2s

from maillage.geography import Commune, atlas
from maillage.kernel import BadInput, folded, joined, plural, visible, with_no_break_spaces

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
LONGEST_GROUP = 120  # HabitRow.group
MOST_WEIGHT = Decimal(9_999_999_999)  # HabitRow.weight
FINEST_WEIGHT = Decimal("0.0001")

COMMUNE, GROUP, WEIGHT = "commune", "groupe", "poids"
#: What a column may be called, folded; the first of the list that is found is read: a code says more than a name.
TITLES = {
    COMMUNE: (
        "code insee", "insee", "code commune", "codgeo", "code geo", "depcom", "code com", "commune",
        "nom de la commune", "nom commune", "libelle commune", "libgeo", "ville", "commune de residence",
        "commune d origine", "residence", "origine",
    ),
    GROUP: (
        "groupe", "group", "secteur", "secteur de garde", "nom du secteur", "bassin", "bassin de vie",
        "libelle bassin", "destination", "commune de destination", "etablissement", "lieu",
    ),
    WEIGHT: (
        "poids", "weight", "nombre", "nb", "effectif", "flux", "sejours", "nombre de sejours", "passages",
        "patients", "actes", "consultations",
    ),
}  # fmt: skip
SEPARATORS = ("\t", ";", ",")
NUMBER = re.compile(r"(?:\d{1,10}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,12})?")
#: What kernel.inert put before a formula, in a file that comes back.
FORMULA = re.compile(r"^'(?=[=+\-@])")
#: A weight that the source hides, or does not give.
HIDDEN = re.compile(r"|-|s|ns|nd|n\.d\.|secret|(?:<|inférieur à) ?\d{1,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A commune in force and a group, each pair once; `weight` is None when it is not known."""

    commune: str
    group: str
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is not understood: its number in the file, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a file, and what was not."""

    rows: tuple[Row, ...]
    lines: int  # understood
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]  # in French: what was understood otherwise than written

    @property
    def key(self) -> str:
        """Of the lines refused: leaving them out is agreed to for these and for no others."""
        said = repr([(refusal.line, refusal.text) for refusal in self.refusals])
        return blake2s(said.encode(), digest_size=8).hexdigest()


def in_short(refusals: Sequence[Refusal]) -> list[tuple[str, str]]:
    """Each kind of reason with the numbers of its lines: « 12, 201 à 340 »."""
    by_reason: dict[str, list[int]] = {}
    for refusal in refusals:
        kind = (
            re.sub(r"«[^»]*»", "«\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}»", refusal.reason)
            .split(":")[0]
            .strip(" .")
        )
        by_reason.setdefault(kind, []).append(refusal.line)
    return [(kind, ", ".join(_runs(numbers))) for kind, numbers in by_reason.items()]


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    start = numbers[0]
    for number, after in zip(numbers, [*numbers[1:], None], strict=True):
        if after != number + 1:
            yield str(start) if start == number else f"{start} à {number}"
            start = after or 0


def decoded(data: bytes) -> str:
    """The text of a file, in UTF-8, Windows-1252, or UTF-16 with its mark. Raises BadInput."""
    if len(data) > MOST_BYTES:
        raise BadInput(
            "Ce fichier dépasse 2 Mo. Gardez les communes autour de votre territoire.", field="file"
        )
    if data.startswith(b"PK"):
        raise BadInput(
            "Ce fichier est un classeur. Enregistrez-le au format CSV, puis ajoutez-le.", field="file"
        )
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput("Ce fichier n’est pas du texte. Enregistrez votre tableau au format CSV.", field="file")


def read_habits(text: str, *, departement: str | None = None, counted: bool = False) -> Reading:
    """Read lines « commune, groupe[, poids] »; `departement` settles communes of one name.

    In a file without any weight, a pair given several times is one pair; or, when `counted`, weighs as many
    as its lines (a patient, a stay). Raises BadInput when there is nothing to read, or too much.
    """
    lines = [
        (number, line.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "))
        for number, line in enumerate(re.split(r"\r\n|\r|\n", visible(text)), 1)
        if line.strip(" \t;,\"")
    ]  # fmt: skip
    if not lines:
        raise BadInput(
            "Il n’y a aucune ligne à lire. Choisissez un fichier, ou collez des lignes.", field="text"
        )
    if len(lines) > MOST_LINES + 1:
        raise BadInput(
            f"Ce texte a {plural(len(lines), 'ligne')} ; nous en lisons 20 000 au plus. "
            "Gardez les communes autour de votre territoire.",
            field="text",
        )
    separator = max(SEPARATORS, key=lambda each: sum(each in line for _, line in lines))
    table = [_Line(number, line.strip(), _cells(line, separator)) for number, line in lines]
    columns, note = _columns(table)
    pairs = _Pairs(columns, departement)
    pairs.read(table[1:] if note else table)
    return pairs.reading([note] if note else [], counted=counted)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    cells: tuple[str, ...] | None  # None when its quotes do not close

    def cell(self, at: int | None) -> str:
        """Empty when there is no such column."""
        return self.cells[at] if self.cells and at is not None and at < len(self.cells) else ""


def _cells(line: str, separator: str) -> tuple[str, ...] | None:
    """Each line by itself: a quote that does not close must not swallow those that follow."""
    try:
        (cells,) = csv.reader([line], delimiter=separator, strict=True)
    except csv.Error:
        return None
    cleaned = [FORMULA.sub("", " ".join(cell.split())) for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return tuple(cleaned)


def _columns(table: Sequence[_Line]) -> tuple[Mapping[str, int], str]:
    """Where each column is, and what its titles were understood as: empty when nothing names them."""
    first = table[0].cells or ()
    titles = [folded(cell) for cell in first]
    found = {
        role: titles.index(next(name for name in names if name in titles))
        for role, names in TITLES.items()
        if set(names) & set(titles)
    }
    if len(found) > 1 or (found and not re.search(r"\d", "".join(first))):
        return found, _titles_understood(found, first)
    width = max(len(line.cells or ()) for line in table)
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
    return {COMMUNE: 0, GROUP: 1, WEIGHT: 2}, ""


def _bearable(weight: Decimal) -> Decimal:
    if weight > MOST_WEIGHT:
        raise BadInput("Le poids de cette commune et de ce groupe est trop grand.")
    return weight


def _titles_understood(found: Mapping[str, int], titles: Sequence[str]) -> str:
    missing = [role for role in (COMMUNE, GROUP) if role not in found]
    if missing:
        named = ", ".join(f"« {title[:40]} »" for title in titles[:12])
        raise BadInput(
            f"Aucune colonne ne se nomme {' ni '.join(missing)}. La première ligne dit : {named}. "
            "Renommez la colonne, ou retirez cette ligne.",
            field="text",
        )
    read = joined(f"« {titles[at]} » ({role})" for role, at in found.items())
    left = [f"« {title[:40]} »" for at, title in enumerate(titles) if title and at not in found.values()]
    return f"Colonnes lues : {read}." + (f" Laissées : {joined(left[:12])}." if left else "")


@dataclass
class _Pair:
    """A commune and a group, as their lines add up."""

    line: int  # the first one
    row: Row
    lines: int = 1


@dataclass
class _Pairs:
    """The pairs of a file, in its order, and the lines refused on the way."""

    columns: Mapping[str, int]
    departement: str | None
    pairs: dict[tuple[str, str], _Pair] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    replaced: dict[str, Commune] = field(default_factory=dict)
    rounded: bool = False

    def read(self, table: Sequence[_Line]) -> None:
        at = self.columns[COMMUNE]
        meant = atlas().meanings((line.cell(at) for line in table), self.departement)
        for line in table:
            try:
                self._add(line, self._row(line, meant[line.cell(at)]))
            except BadInput as refusal:
                self.refusals.append(Refusal(line.number, line.text[:200], str(refusal)))

    def _row(self, line: _Line, communes: Sequence[Commune]) -> Row:
        if line.cells is None:
            raise BadInput("Des guillemets ne se ferment pas.")
        typed, group = line.cell(self.columns[COMMUNE]), line.cell(self.columns[GROUP])
        if not typed:
            raise BadInput("La commune manque.")
        if not communes:
            hint = " Si c’est une ligne de titres, nommez ses colonnes commune, groupe et poids."
            raise BadInput(
                f"« {typed[:60]} » n’est pas une commune connue.{hint if line.number == 1 else ''}"
            )
        if len(communes) > 1:
            near = ", ".join(f"{each.name} ({each.code})" for each in communes[:3])
            raise BadInput(f"« {typed[:60]} » peut être plusieurs communes : {near}… Écrivez le code Insee.")
        if not group:
            raise BadInput("Le groupe manque.")
        if len(group) > LONGEST_GROUP:
            raise BadInput(f"Le nom du groupe dépasse {LONGEST_GROUP} signes.")
        (commune,) = communes
        if commune.code != typed and re.fullmatch(r"\d[\dAB]\d{3}", typed):
            self.replaced[typed] = commune
        return Row(commune.code, group, self._weight(line.cell(self.columns.get(WEIGHT))))

    def _weight(self, typed: str) -> Decimal | None:
        if HIDDEN.fullmatch(typed):
            return None
        if typed.startswith("-"):
            raise BadInput(f"Le poids « {typed[:40]} » est négatif.")
        if not NUMBER.fullmatch(typed):
            raise BadInput(f"Le poids « {typed[:40]} » n’est pas un nombre. Écrivez-le comme 1 234,5.")
        exact = Decimal(typed.replace(" ", "").replace(",", "."))
        weight = _bearable(exact).quantize(FINEST_WEIGHT)
        self.rounded |= weight != exact
        return weight

    def _add(self, line: _Line, row: Row) -> None:
        """Raises BadInput when the line cannot join those of the same pair before it."""
        same = self.pairs.setdefault((row.commune, row.group.casefold()), _Pair(line.number, row))
        if same.row is row:
            return
        if (same.row.weight is None) != (row.weight is None):
            raise BadInput(
                f"La ligne {same.line} donne déjà cette commune et ce groupe, et un seul des deux poids est connu."
            )
        if row.weight is not None and same.row.weight is not None:
            same.row = replace(same.row, weight=_bearable(same.row.weight + row.weight))
        same.lines += 1

    def reading(self, notes: list[str], *, counted: bool) -> Reading:
        pairs = list(self.pairs.values())
        unweighted = all(pair.row.weight is None for pair in pairs)
        rows = [pair.row for pair in pairs]
        if unweighted and counted:
            rows = [Row(pair.row.commune, pair.row.group, Decimal(pair.lines)) for pair in pairs]
        notes += self._notes(pairs, unweighted=unweighted, counted=counted)
        return Reading(
            rows=tuple(rows),
            lines=sum(pair.lines for pair in pairs),
            refusals=tuple(self.refusals),
            notes=tuple(map(with_no_break_spaces, notes)),
        )

    def _notes(self, pairs: Sequence[_Pair], *, unweighted: bool, counted: bool) -> Iterator[str]:
        again = sum(pair.lines - 1 for pair in pairs)
        hidden = sum(pair.row.weight is None for pair in pairs)
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
