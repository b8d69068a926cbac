"""A partner looked for among the places of the directory: those of the territory first."""

from dataclasses import dataclass, replace

from maillage.directory.models import Place
from maillage.directory.queries.people import PlaceCard, place_cards
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import read_question
from maillage.outreach.enums import PartnerKind
from maillage.registers import PlaceKind
from maillage.structures.models import Structure

MOST_PROPOSED = 8
KINDS = {
    PlaceKind.HOPITAL: PartnerKind.HOSPITAL,
    PlaceKind.EHPAD: PartnerKind.EHPAD,
    PlaceKind.DAC: PartnerKind.DAC,
    PlaceKind.MSP: PartnerKind.STRUCTURE,
    PlaceKind.CDS: PartnerKind.STRUCTURE,
    PlaceKind.CPTS: PartnerKind.STRUCTURE,
}


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the directory, as a line of the book."""

    name: str
    kind: str
    label: str  # what FINESS says it is
    finess: str
    address: str
    phone: str

    @property
    def told(self) -> dict[str, str]:
        return {
            "name": self.name[:150],
            "kind": self.kind,
            "finess": self.finess,
            "address": self.address[:250],
            "phone": self.phone,
        }


def known_places(structure: Structure, text: str, commune: str = "") -> list[KnownPlace]:
    """Those whose name says so; in this commune, or on the territory first. Raises BadInput, with the field."""
    asked = read_question(q=text, commune=commune)
    around = (asked,) if commune.strip() else (replace(asked, towns=structure.territory.codes), asked)
    found: dict[str, KnownPlace] = {}
    for question in around:
        for card in place_cards(find("places", question).hits[:MOST_PROPOSED], question):
            found.setdefault(card.place.finess, _as_line(card))
    return list(found.values())[:MOST_PROPOSED]


def place_numbered(finess: str) -> KnownPlace | None:
    place = Place.objects.filter(finess=finess).first()
    return _as_line(PlaceCard(place, None)) if place else None


def _as_line(card: PlaceCard) -> KnownPlace:
    place = card.place
    kind = KINDS.get(PlaceKind(place.kind), PartnerKind.OTHER)
    return KnownPlace(card.name, kind, card.label, place.finess, card.address, place.phones.partition(" ")[0])
