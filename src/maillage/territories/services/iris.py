"""Reading a file of IRIS of Insee: the quarters of larger communes, with their population."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from maillage.kernel import BadInput
from maillage.tables import (
    Column,
    Entry,
    Preview,
    RowFate,
    in_this_order,
    number_of,
    preview,
    read_bytes,
    tables_of,
)

MOST_BYTES = 60_000_000  # the national file has some 49,000 lines
CODE = re.compile(r"\d[\dAB]\d{7}")
COLUMNS = (
    Column(
        "iris",
        "le code IRIS",
        in_this_order("iris", "code iris", "code_iris", "dcomiris", "numero iris"),
        need="iris",
    ),
    Column(
        "nom",
        "le nom de l’IRIS",
        in_this_order("libelle de l’iris", "libelle de l'iris", "libelle iris", "lib_iris", "lib iris", "libiris", "nom_iris", "nom iris", "nom"),
    ),
    Column(
        "population",
        "la population",
        (lambda title: bool(re.fullmatch(r"p\d\d[ _]pop", title)), lambda title: title.startswith("population")),
        need="population",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Iris:
    code: str
    name: str
    population: int | None


@dataclass(frozen=True, slots=True)
class IrisReading:
    """The IRIS of the communes asked for, and the fate of the rows that were about them."""

    iris: tuple[Iris, ...]
    preview: Preview


def read_iris(name: str, content: bytes, communes: Collection[str]) -> IrisReading:
    """The IRIS of these communes. Raises BadInput for a file without the columns, or without any of them."""
    book = read_bytes(name, content, most_bytes=MOST_BYTES)
    tables, notes = tables_of(book, COLUMNS)
    if not tables:
        raise BadInput(
            "Ce fichier n’a pas les colonnes « IRIS » et « population » (P21_POP, par exemple). Prenez celui de "
            "l’Insee, « Population en … — IRIS ».",
            field="file",
        )
    wanted = tuple(communes)
    found: dict[str, Iris] = {}
    fates = [
        _fate(entry, found) for table in tables for entry in table.entries if _code(entry).startswith(wanted)
    ]
    if not found:
        raise BadInput("Ce fichier ne donne aucun IRIS de ces communes.", field="file")
    return IrisReading(
        tuple(sorted(found.values(), key=lambda iris: iris.code)), preview(book, tables, fates, notes)
    )


def _code(entry: Entry) -> str:
    """Healed of what a spreadsheet does to it: « 10040101.0 » → « 010040101 »."""
    code = re.sub(r"[.,]0+$", "", entry.text("iris"))
    return f"0{code}" if re.fullmatch(r"\d{8}", code) else code


def _fate(entry: Entry, found: dict[str, Iris]) -> RowFate:
    code = _code(entry)
    if not CODE.fullmatch(code):
        return entry.fate(why="Le code d’un IRIS a neuf caractères.")
    if code in found:
        return entry.fate(why="Cet IRIS est déjà plus haut.")
    number = number_of(entry.text("population"))
    found[code] = Iris(code, entry.text("nom") or code, None if number is None else round(number))
    why = "" if number is not None else "Population illisible : elle est dite inconnue."
    return entry.fate([code], why)


def name_of(iris: Sequence[Iris]) -> str:
    return ", ".join(zone.name for zone in iris)[:120]
