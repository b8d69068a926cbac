"""How we call a kind of place, and how people do who search for one."""

from typing import NamedTuple

from maillage.registers import PlaceKind


class Kind(NamedTuple):
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
