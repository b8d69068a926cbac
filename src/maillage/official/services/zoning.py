"""Importing a zoning: the places an arrêté classes for one profession. No national file exists: each ARS has its own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q

from maillage.kernel import BadInput, plural
from maillage.official.models import Zoning, ZoningText
from maillage.official.services.codes import (
    COMMUNE,
    Communes,
    Found,
    is_arrondissement,
    profession_key,
    shown,
)
from maillage.tables import (
    Column,
    Entry,
    Preview,
    RowFate,
    Table,
    beginning,
    exactly,
    first_lost,
    preview,
    read_file,
    tables_of,
)

BATCH = 5_000
LONGEST_ADDRESS = 200
LONGEST_TEXT, LONGEST_CLASS, LONGEST_LABEL, LONGEST_CODE = 300, 60, 200, 20

#: What the arrêté decides; the national proposal beside it decides nothing.
CLASSES = (
    beginning("qualification attribuee"),
    exactly("classe", "class", "classement"),
    beginning("zonage"),
    lambda title: title.startswith("qualification") and "nationale" not in title,
)
#: Titles met in the files of the DREES and of the ARS, folded.
COLUMNS = (
    *COMMUNE,
    Column("classe", "la classe", CLASSES, need="classe"),
    Column("tvs", "le territoire de vie-santé", (beginning("code du territoire de vie", "code tvs", "tvs"),)),
    Column("qpv", "le quartier", (beginning("code du qpv", "code qpv", "qpv", "code quartier"),)),
    Column(
        "label",
        "le libellé",
        (
            beginning("libelle du tvs", "libelle du qpv", "libelle qpv", "libelle du quartier", "nom du qpv"),
            exactly("libelle", "nom"),
        ),
        loose=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since`, until `until` excluded. Raises BadInput when it ends before it begins."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until and self.until <= self.since:
            raise BadInput(
                "Le zonage finit avant d’avoir commencé. Vérifiez --since et --until.", field="until"
            )


@dataclass(frozen=True, slots=True)
class ZoningReading:
    """The places that a file classes: nothing is saved yet."""

    origin: str
    zones: tuple["_Zone", ...]
    preview: Preview


@dataclass(frozen=True, slots=True)
class ZoningReport:
    """What was kept, by class, and what was odd, in French."""

    text: ZoningText
    classes: dict[str, int]
    communes: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Zone:
    where: str  # its line, for a person to find it
    kind: str
    code: str
    commune: str
    label: str
    class_word: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.code, self.commune


def read_zoning(path: Path, *, sheet: str = "", choices: Mapping[str, str] | None = None) -> ZoningReading:
    """The classes that a file gives, over all its sheets or one. Raises BadInput.

    A class is that of one place: a commune, an arrondissement, a territoire de vie-santé, a quartier (QPV). The words
    of the arrêté are kept as they are.
    """
    book = read_file(path)
    tables, notes = tables_of(book, COLUMNS, sheet=sheet, choices=choices)
    reader = _Reader()
    for table in tables:
        reader.read(table)
    zones = _once(reader.zones)
    if not zones:
        why = first_lost(reader.fates) or "Il faut une commune et une classe par ligne."
        raise BadInput(f"« {path.name} » ne classe aucune commune connue. {why}", field="file")
    return ZoningReading(
        path.name[:LONGEST_TEXT], tuple(zones), preview(book, tables, reader.fates, (*notes, *reader.notes()))
    )


def import_zoning(
    reading: ZoningReading,
    *,
    profession: str,
    arrete: str,
    period: Period,
    at: datetime,
    href: str = "",
) -> ZoningReport:
    """Keep the classes an arrêté gives, in place of what was kept of the same arrêté. Raises BadInput."""
    if not 0 < len(arrete.strip()) <= LONGEST_TEXT:
        raise BadInput(
            f"Un zonage porte la référence de son arrêté, en {LONGEST_TEXT} caractères au plus. Ajoutez --arrete.",
            field="arrete",
        )
    if href:
        _judge_address(href)
    text = ZoningText(
        profession=profession_key(profession),
        arrete=arrete.strip(),
        href=href,
        origin=reading.origin,
        since=period.since,
        until=period.until,
        imported_at=at,
    )
    notes = [*reading.preview.notes, *_save(text, reading.zones)]
    communes = {zone.commune for zone in reading.zones}
    notes += _rivals(text, communes)
    classes = Counter(zone.class_word for zone in reading.zones)
    return ZoningReport(text, dict(classes.most_common()), len(communes), tuple(notes))


class _Reader:
    """Reads the tables of one file, and says what became of each row."""

    def __init__(self) -> None:
        self.communes = Communes()
        self.zones: list[_Zone] = []
        self.fates: list[RowFate] = []

    def read(self, table: Table) -> None:
        of_tvs = "tvs" in table.sheet.title.lower()
        # A quartier may lie in several communes.
        found = self.communes.read(table.entries)
        self.fates += [
            self._fate(entry, communes, of_tvs=of_tvs)
            for entry, communes in zip(table.entries, found, strict=True)
        ]

    def _fate(self, entry: Entry, found: Found, *, of_tvs: bool) -> RowFate:
        class_word = entry.text("classe")
        if not class_word and found.codes:
            return entry.fate(why="Sans classe : le texte ne classe pas ce lieu.", apart=True)
        if class_word:
            self.zones += [self._zone(entry, code, class_word, of_tvs=of_tvs) for code in found.codes]
        return entry.fate(found.codes if class_word else (), found.why, partial=found.partial)

    def _zone(self, entry: Entry, code: str, class_word: str, *, of_tvs: bool) -> _Zone:
        where = f"{entry.sheet}, ligne {entry.line}" if entry.sheet else f"ligne {entry.line}"
        quarter, area = entry.text("qpv"), entry.text("tvs")
        if quarter:
            kind, own = "qpv", quarter
        elif of_tvs and area:
            kind, own = "tvs", area
        else:
            kind, own = ("arrondissement" if is_arrondissement(code) else "commune"), code
        label = entry.text("label") if kind in {"qpv", "tvs"} else ""
        commune = self.communes.in_force(code)
        return _Zone(
            where, kind, own[:LONGEST_CODE], commune, label[:LONGEST_LABEL], class_word[:LONGEST_CLASS]
        )

    def notes(self) -> Iterator[str]:
        yield from self.communes.sentences("laissées de côté")
        if count := sum(fate.apart for fate in self.fates):
            yield f"{plural(count, 'ligne sans classe : laissée', 'lignes sans classe : laissées')} de côté."


def _judge_address(href: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(href)
    except ValidationError:
        raise BadInput(
            f"« {href} » n’est pas une adresse web. Donnez celle du texte, ou rien.", field="url"
        ) from None
    if len(href) > LONGEST_ADDRESS:
        raise BadInput(f"L’adresse du texte dépasse {LONGEST_ADDRESS} caractères.", field="url")


def _once(zones: list[_Zone]) -> list[_Zone]:
    """Each place once. Raises BadInput when two lines class it differently."""
    kept: dict[tuple[str, str, str], _Zone] = {}
    contrary = []
    for zone in zones:
        before = kept.setdefault(zone.key, zone)
        if before.class_word != zone.class_word:
            contrary.append(
                f"{zone.code} ({before.class_word}, {before.where} ; {zone.class_word}, {zone.where})"
            )
    if contrary:
        raise BadInput(
            f"Des lieux ont deux classes différentes : {shown(contrary)}. Corrigez le fichier, ou choisissez une feuille "
            "avec --sheet.",
            field="file",
        )
    return list(kept.values())


@transaction.atomic
def _save(text: ZoningText, zones: Sequence[_Zone]) -> list[str]:
    same = ZoningText.objects.select_for_update().filter(profession=text.profession, arrete=text.arrete)
    replaced = same.exists()
    same.delete()
    text.save()
    Zoning.objects.bulk_create(
        (
            Zoning(
                text=text,
                kind=zone.kind,
                code=zone.code,
                commune=zone.commune,
                label=zone.label,
                class_word=zone.class_word,
            )
            for zone in zones
        ),
        batch_size=BATCH,
    )
    return ["Remplace l’import précédent du même arrêté."] if replaced else []


def _rivals(text: ZoningText, communes: set[str]) -> Iterator[str]:
    """Other arrêtés that class some of these communes for the same profession at the same time."""
    others = ZoningText.objects.filter(profession=text.profession).exclude(pk=text.pk)
    others = others.filter(Q(until=None) | Q(until__gt=text.since))
    if text.until:
        others = others.filter(since__lt=text.until)
    for other in others:
        shared = communes.intersection(other.zones.values_list("commune", flat=True))
        if shared:
            yield (
                f"« {other.arrete} » classe aussi {plural(len(shared), 'de ces communes', 'de ces communes')} à la même "
                "période : réimportez-le avec sa fin (--until) s’il est abrogé."
            )
