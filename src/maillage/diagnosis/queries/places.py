"""What already stands on a territory: pharmacies and their spacing, teams, hospitals, homes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from statistics import median

from maillage.directory.models import Place
from maillage.directory.queries.kinds import KIND_PLURALS
from maillage.directory.queries.places import (
    AROUND_KM,
    Measure,
    Pharmacy,
    km_to_pharmacy,
    pharmacies_of,
    places_of,
)
from maillage.geography import atlas
from maillage.kernel import decimal_in_french, integer, joined, plural
from maillage.registers import PlaceKind, category_label
from maillage.ui.types import Column, Table

#: What a diagnosis lists one by one; laboratories and pharmacies are counted.
LISTED = (
    PlaceKind.MSP,
    PlaceKind.CDS,
    PlaceKind.CPTS,
    PlaceKind.DAC,
    PlaceKind.HOPITAL,
    PlaceKind.EHPAD,
    PlaceKind.SSIAD,
)
COORDINATED = (PlaceKind.MSP, PlaceKind.CDS, PlaceKind.CPTS, PlaceKind.DAC, PlaceKind.HOPITAL)
#: Our own line, to choose which communes to name: no text gives one.
FAR_KM = 10.0
#: Rows a page shows of a long list.
SHOWN = 60
HOW = {
    Measure.POINTS: "d’adresse à adresse",
    Measure.MIXED: "d’une adresse à une mairie",
    Measure.TOWN_HALLS: "de mairie à mairie",
}


@dataclass(frozen=True)
class Standing:
    """The open places of a territory."""

    codes: tuple[str, ...]
    by_kind: dict[PlaceKind, list[Place]]
    pharmacies: Sequence[Pharmacy]
    source: str
    #: « 12 communes sur 13 »: those that the file knows; empty when it knows all.
    partly: str = ""

    def counted(self, count: int) -> str:
        """« 3 », or « au moins 3 » when a part of the territory is unknown: nobody counted is then no zero."""
        if not self.partly:
            return integer(count)
        return f"au moins {integer(count)}" if count else f"aucun connu sur {self.partly}"

    @property
    def in_short(self) -> str:
        """« au moins 11 lieux, dont 2 pharmacies »."""
        places = sum(count for _, _, count in self.counts)
        words = (
            f"{self.counted(places)} {'lieu' if places < 2 else 'lieux'}" if places else "aucun lieu connu"
        )
        pharmacies = f", dont {plural(len(self.pharmacies), 'pharmacie')}" if self.pharmacies else ""
        return f"{words}{pharmacies}"

    @property
    def counts(self) -> list[tuple[PlaceKind, str, int]]:
        """(kind, in the plural, number), those of which there are none too."""
        return [(kind, name, len(self.by_kind.get(kind, ()))) for kind, name in KIND_PLURALS.items()]

    @cached_property
    def listed(self) -> Table:
        return self._listed("Structures déjà présentes", LISTED)

    @cached_property
    def coordinated(self) -> Table:
        """Those one would work with."""
        return self._listed("Équipes, centres, dispositifs et hôpitaux présents", COORDINATED)

    def _listed(self, caption: str, kinds: Sequence[PlaceKind]) -> Table:
        return Table(
            caption=caption,
            columns=(Column("Nom"), Column("Nature"), Column("Commune"), Column("FINESS")),
            rows=[
                (
                    place.name,
                    category_label(place.category),
                    atlas().commune(place.commune).name,
                    place.finess,
                )
                for kind in kinds
                for place in self.by_kind.get(kind, ())
            ],
            source=f"{self.source}. Les ESP et les équipes spécialisées n’ont pas de numéro FINESS.",
        )

    @cached_property
    def spacing(self) -> Table:
        """Each pharmacy and the nearest other one, wherever it is."""
        return Table(
            caption="Pharmacies, et la plus proche de chacune",
            columns=(
                Column("Pharmacie"),
                Column("Commune"),
                Column("La plus proche"),
                Column("Distance", "km, à vol d’oiseau", number=True),
                Column("Mesurée"),
            ),
            rows=[self._pharmacy(pharmacy) for pharmacy in self.pharmacies],
            source=self.source,
        )

    @staticmethod
    def _pharmacy(pharmacy: Pharmacy) -> tuple[str, str, str, Decimal | None, str]:
        commune = atlas().commune(pharmacy.place.commune).name
        near = pharmacy.nearest
        if near is None:
            why = f"aucune à moins de {integer(AROUND_KM)} km" if pharmacy.is_located else "place inconnue"
            return pharmacy.place.name, commune, why, None, ""
        km = None if near.km is None else Decimal(f"{near.km:.1f}")
        how = HOW[near.measure] if near.km is not None else "même commune, adresse inconnue"
        return pharmacy.place.name, commune, near.place.name, km, how

    @property
    def listed_first(self) -> Table:
        """As many as a page shows; the document has them all."""
        return replace(self.listed, rows=self.listed.rows[:SHOWN])

    @property
    def spacing_first(self) -> Table:
        return replace(self.spacing, rows=self.spacing.rows[:SHOWN])

    @property
    def spacing_words(self) -> str:
        """« Une pharmacie sur deux a sa voisine à moins de 0,3 km… », of those whose distance is known."""
        known = [each.nearest.km for each in self.pharmacies if each.nearest and each.nearest.km is not None]
        beside = sum(each.nearest is not None and each.nearest.km is None for each in self.pharmacies)
        if not known and not beside:
            return ""  # no other pharmacy around: the table says so
        if not known:
            return "Les distances entre pharmacies sont inconnues\N{NO-BREAK SPACE}: leurs adresses ne sont pas situées."
        half = f"a sa voisine à moins de {decimal_in_french(median(known))} km, à vol d’oiseau"
        if not beside:
            return f"Une pharmacie sur deux {half}."
        others = plural(beside, "autre a sa voisine", "autres ont leur voisine")
        return (
            f"Distance connue pour {plural(len(known), 'pharmacie')}\N{NO-BREAK SPACE}: une sur deux {half}. "
            f"{others} dans la même commune, à une distance inconnue."
        )

    @cached_property
    def far(self) -> list[tuple[str, float | None]]:
        """Communes more than ten kilometres from a pharmacy, the most peopled first; None beyond what is measured."""
        far = [(code, km) for code, km in self._away.items() if km is None or round(km, 1) > FAR_KM]
        far.sort(key=lambda row: -(atlas().commune(row[0]).population or 0))
        return [(atlas().commune(code).name, km) for code, km in far]

    @cached_property
    def _away(self) -> dict[str, float | None]:
        return km_to_pharmacy(self.codes)

    @property
    def unplaced_words(self) -> str:
        """Communes without pharmacy whose town hall nobody places."""
        return joined(atlas().commune(code).name for code in self.codes if code not in self._away)

    @property
    def far_words(self) -> str:
        """« Montaigu (12,4 km), Lauzerte (plus de 30 km) »."""
        return ", ".join(
            f"{name} ({decimal_in_french(km)} km)"
            if km is not None
            else f"{name} (plus de {integer(AROUND_KM)} km)"
            for name, km in self.far
        )


def standing(codes: tuple[str, ...], *, source: str, partly: str = "") -> Standing:
    return Standing(codes, places_of(codes), pharmacies_of(codes), source, partly)
