"""Importing the perimeters of existing CPTS known to the operator: no official register links a CPTS to its communes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from maillage.geography import atlas
from maillage.kernel import BadInput, date_in_french, plural
from maillage.territories.models import Territory, TerritoryCommune
from maillage.territories.services.official import Communes, code_of
from maillage.territories.services.sheets import Named, among, header_in, opened

LONGEST_NAME, LONGEST_SOURCE = 120, 250
BATCH = 5_000
NAMED: dict[str, Named] = {
    "name": among("nom", "cpts", "nom cpts", "nom de la cpts", "territoire"),
    "commune": lambda title: (
        title in {"commune", "code", "insee", "codgeo"}
        or title.startswith(("code commune", "code insee", "code de la commune"))
    ),
}


@dataclass(frozen=True, slots=True)
class PerimetersReport:
    """What was kept, and what was odd, in French."""

    territories: int
    communes: int
    replaced: int
    origin: str
    notes: tuple[str, ...]


def import_perimeters(path: Path, *, source: str, on: date) -> PerimetersReport:
    """Keep declared territories said by a source on a day, in place of all that the same source said before.

    The file has a line for each commune: `nom;commune`. Raises BadInput.
    """
    source = source.strip()
    if not source:
        raise BadInput("Un périmètre porte sa source. Ajoutez --source.", field="source")
    if len(source) > LONGEST_SOURCE:
        raise BadInput(f"La source est trop longue : {LONGEST_SOURCE} caractères au plus.", field="source")
    communes, nameless = Communes(), [0]
    found, note = _read(path, communes, nameless)
    origin = f"{source}{DATED}{date_in_french(on)})"
    replaced = _save(found, origin=origin, before=f"{source}{DATED}", on=on)
    notes = [note, communes.sentence("laissées de côté")]
    if nameless[0]:
        notes.append(f"{plural(nameless[0], 'ligne')} sans nom ou sans code : laissées de côté.")
    return PerimetersReport(
        territories=len(found),
        communes=sum(map(len, found.values())),
        replaced=replaced,
        origin=origin,
        notes=tuple(filter(None, notes)),
    )


#: Between a source and its date: what the same source said before is found by it.
DATED = " (au\N{NO-BREAK SPACE}"


def _read(path: Path, communes: Communes, nameless: list[int]) -> tuple[dict[str, set[str]], str]:
    """Name → communes in force; what was odd in the file."""
    found: dict[str, set[str]] = {}
    with opened(path) as sheets:
        note = sheets.note
        title = sheets.titles[0] if sheets.titles else ""
        rows = sheets.rows(title)
        header = header_in(rows, NAMED, needed=NAMED)
        if header is None:
            raise BadInput(
                "Le fichier n’a pas les colonnes « nom;commune ». Mettez-les en première ligne, puis une ligne par commune.",
                field="file",
            )
        for line, cells in rows:
            name, code = header.text(cells, "name"), code_of(header.text(cells, "commune"))
            if len(name) > LONGEST_NAME:
                raise BadInput(
                    f"Le nom de la ligne {line} est trop long : {LONGEST_NAME} caractères au plus.",
                    field="file",
                )
            if not name or not code:
                nameless[0] += 1
            elif commune := communes.unit(code):
                found.setdefault(name, set()).add(commune)
    if not found:
        raise BadInput(f"« {path.name} » ne donne aucun périmètre : aucune commune connue.", field="file")
    return {name: set(atlas().whole(codes)) for name, codes in found.items()}, note


@transaction.atomic
def _save(found: dict[str, set[str]], *, origin: str, before: str, on: date) -> int:
    """How many territories of the same source went away."""
    old = Territory.objects.filter(origin__startswith=before)
    replaced = old.count()
    old.delete()
    territories = [
        Territory(public_name=name, declared_on=on, origin=origin, cog_year=atlas().cog_year)
        for name in found
    ]
    Territory.objects.bulk_create(territories, batch_size=BATCH)
    TerritoryCommune.objects.bulk_create(
        (
            TerritoryCommune(territory=territory, code=code)
            for territory in territories
            for code in sorted(found[territory.public_name])
        ),
        batch_size=BATCH,
    )
    return replaced
