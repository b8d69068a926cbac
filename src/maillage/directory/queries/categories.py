"""What FINESS calls a kind of place, and what we count it as."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from maillage.directory.enums import PlaceKind

FILE = Path(__file__).parents[1] / "categories.yaml"


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


class Kind(NamedTuple):
    """How we call a kind of place, and how people do who search for one."""

    one: str
    many: str
    typed: tuple[str, ...]


#: What a diagnosis counts and a search may mean, in the order a diagnosis shows them.
KINDS = {
    PlaceKind.MSP: Kind("Maison de santé", "Maisons de santé", ("maison de sante", "msp")),
    PlaceKind.CDS: Kind("Centre de santé", "Centres de santé", ("centre de sante", "cds")),
    PlaceKind.CPTS: Kind("CPTS", "CPTS", ("cpts",)),
    PlaceKind.DAC: Kind("DAC", "Dispositifs d’appui (DAC)", ("dac",)),
    PlaceKind.HOPITAL: Kind("Hôpital ou clinique", "Hôpitaux et cliniques", ("hopital", "clinique")),
    PlaceKind.EHPAD: Kind("Ehpad", "Ehpad", ("ehpad",)),
    PlaceKind.SSIAD: Kind("Ssiad", "Soins infirmiers à domicile (Ssiad)", ("ssiad",)),
    PlaceKind.LABORATOIRE: Kind("Laboratoire", "Laboratoires", ("laboratoire", "labo")),
    PlaceKind.PHARMACIE: Kind("Pharmacie", "Pharmacies", ("pharmacie", "officine")),
}
KIND_PLURALS = {kind: called.many for kind, called in KINDS.items()}
#: In the order of a menu.
KIND_LABELS: dict[str, str] = {kind: KINDS[kind].one for kind in PlaceKind if kind in KINDS}
