"""Importing a zoning: the places an arrêté classes for one profession. No national file exists: each ARS has its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q

from maillage.kernel import BadInput, plural
from maillage.official.models import Zoning, ZoningText
from maillage.official.services.codes import (
    Communes,
    code_of,
    is_arrondissement,
    profession_key,
    shown,
)
from maillage.official.services.sheets import Cell, Header, Sheets, among, header_in, opened, starting

BATCH = 5_000
LONGEST_ADDRESS = 200
LONGEST_TEXT, LONGEST_CLASS, LONGEST_LABEL, LONGEST_CODE = 300, 60, 200, 20


#: Titles met in the files of the DREES and of the ARS, folded. A name may stand beside a code: the code is tried first.
COMMUNE = (
    starting("code de la commune", "code commune", "code insee", "insee", "codgeo", "depcom"),
    among("commune", "code"),
)
NAMED = {
    "tvs": starting("code du territoire de vie", "code tvs", "tvs"),
    "qpv": starting("code du qpv", "code qpv", "qpv", "code quartier"),
    "label": starting("libelle du tvs", "libelle du qpv", "libelle qpv", "libelle du quartier", "nom du qpv"),
    "place": among("libelle", "nom"),
}
#: What the arrêté decides; the national proposal beside it decides nothing.
CLASSES = (
    starting("qualification attribuee"),
    among("classe", "class", "classement"),
    starting("zonage"),
    lambda title: title.startswith("qualification") and "nationale" not in title,
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


def import_zoning(
    path: Path,
    *,
    profession: str,
    arrete: str,
    period: Period,
    at: datetime,
    href: str = "",
    sheet: str = "",
) -> ZoningReport:
    """Keep the classes an arrêté gives, in place of what was kept of the same arrêté. Raises BadInput.

    A class is that of one place: a commune, an arrondissement, a territoire de vie-santé, a quartier (QPV). The words
    of the arrêté are kept as they are.
    """
    if not 0 < len(arrete.strip()) <= LONGEST_TEXT:
        raise BadInput(
            f"Un zonage porte la référence de son arrêté, en {LONGEST_TEXT} caractères au plus. Ajoutez --arrete.",
            field="arrete",
        )
    if href:
        _judge_address(href)
    reader = _Reader()
    with opened(path) as sheets:
        note = sheets.note
        zones = [zone for title in _chosen(sheets, sheet) for zone in reader.zones(sheets, title)]
    kept = _once(zones)
    if not kept:
        raise BadInput(
            f"« {path.name} » ne classe aucune commune connue. Il faut un code de commune et une classe par ligne, "
            "par exemple un CSV « commune;classe ».",
            field="file",
        )
    text = ZoningText(
        profession=profession_key(profession),
        arrete=arrete.strip(),
        href=href,
        origin=path.name[:LONGEST_TEXT],
        since=period.since,
        until=period.until,
        imported_at=at,
    )
    notes = [note, *reader.notes(), *_save(text, kept)]
    communes = {zone.commune for zone in kept}
    notes += _rivals(text, communes)
    classes = Counter(zone.class_word for zone in kept)
    return ZoningReport(text, dict(classes.most_common()), len(communes), tuple(filter(None, notes)))


class _Reader:
    """Reads the sheets of one file, and remembers what it left out."""

    def __init__(self) -> None:
        self.communes = Communes()
        self.without_class = 0
        self.without_commune = 0

    def zones(self, sheets: Sheets, title: str) -> Iterator[_Zone]:
        header = _header(sheets, title)
        if header is None:
            raise BadInput(
                f"La feuille « {title} » n’a pas à la fois un code de commune et une classe."
                if title
                else "Ce fichier n’a pas à la fois un code de commune et une classe (colonnes « commune;classe »).",
                field="sheet",
            )
        for line, cells in sheets.rows(title):
            if line > header.line:
                where = f"{title}, ligne {line}" if title else f"ligne {line}"
                yield from self._row(where, header, cells, of_tvs="tvs" in title.lower())

    def _row(self, where: str, header: Header, cells: Sequence[Cell], *, of_tvs: bool) -> Iterator[_Zone]:
        class_word = header.text(cells, "class")
        if not class_word:
            self.without_class += 1
            return
        # A quartier may lie in several communes.
        codes = [code for text in header.text(cells, "commune").split(",") if (code := code_of(text))]
        self.without_commune += not codes
        quarter, area = header.text(cells, "qpv"), header.text(cells, "tvs")
        for code in codes:
            commune = self.communes.in_force(code)
            if not commune:
                continue
            if quarter:
                kind, own = "qpv", quarter
            elif of_tvs and area:
                kind, own = "tvs", area
            else:
                kind, own = ("arrondissement" if is_arrondissement(code) else "commune"), code
            label = (
                header.text(cells, "label") or header.text(cells, "place") if kind in {"qpv", "tvs"} else ""
            )
            yield _Zone(
                where, kind, own[:LONGEST_CODE], commune, label[:LONGEST_LABEL], class_word[:LONGEST_CLASS]
            )

    def notes(self) -> Iterator[str]:
        yield self.communes.sentence("laissées de côté")
        for count, lack in (
            (self.without_class, "sans classe"),
            (self.without_commune, "sans code de commune"),
        ):
            if count:
                yield f"{plural(count, f'ligne {lack} : laissée', f'lignes {lack} : laissées')} de côté."


def _judge_address(href: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(href)
    except ValidationError:
        raise BadInput(
            f"« {href} » n’est pas une adresse web. Donnez celle du texte, ou rien.", field="url"
        ) from None
    if len(href) > LONGEST_ADDRESS:
        raise BadInput(f"L’adresse du texte dépasse {LONGEST_ADDRESS} caractères.", field="url")


def _chosen(sheets: Sheets, sheet: str) -> list[str]:
    """The sheet asked for, else all those that class communes."""
    if sheet:
        return [sheet]
    found = [title for title in sheets.titles if _header(sheets, title)]
    return found or list(sheets.titles[:1])


def _header(sheets: Sheets, title: str) -> Header | None:
    for is_class, commune in product(CLASSES, COMMUNE):
        named = NAMED | {"class": is_class, "commune": commune}
        if header := header_in(sheets.rows(title), named, needed=("commune", "class"), alone=("class",)):
            return header
    return None


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
def _save(text: ZoningText, zones: list[_Zone]) -> list[str]:
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
