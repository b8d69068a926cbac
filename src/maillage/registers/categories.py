"""What FINESS calls a kind of place, and what a diagnosis counts it as."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maillage.registers.enums import PlaceKind

FILE = Path(__file__).with_name("categories.yaml")


@dataclass(frozen=True, slots=True)
class Category:
    """A code of TRE_R397."""

    code: str
    label: str
    kind: PlaceKind


@cache
def categories() -> dict[str, Category]:
    """Those we name, by code, in the order of the file."""
    import yaml

    rows: list[dict[str, str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {
        row["code"]: Category(row["code"], row["label"], PlaceKind(row.get("kind", PlaceKind.AUTRE)))
        for row in rows
    }


def category_label(code: str) -> str:
    """« Maison de santé »; « Catégorie 183 » for a code we do not name."""
    known = categories().get(code)
    if known:
        return known.label
    return f"Catégorie {code}" if code else "Catégorie non renseignée"
