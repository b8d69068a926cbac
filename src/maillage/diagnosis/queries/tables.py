"""The tables of a diagnosis, each described once: its page and its document show the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from maillage.diagnosis.queries.access import Access
from maillage.diagnosis.queries.diagnosis import Diagnosis
from maillage.diagnosis.queries.supply import ESTIMATE, PER, Offer
from maillage.diagnosis.queries.surroundings import Surroundings
from maillage.kernel import decimal_in_french, integer
from maillage.official.queries.apl import AplArea
from maillage.ui.types import Cell, Column, Figure, Table, Worded

ESTIMATED = f"{ESTIMATE[0].upper()}{ESTIMATE[1:]}"
COUNTED_ONCE = "Une personne qui exerce dans plusieurs communes du territoire est comptée une fois."


@dataclass(frozen=True)
class Tables:
    """`figures`, by key: what a page lets one make a need of, row by row."""

    diagnosis: Diagnosis
    around: Surroundings
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @cached_property
    def first_offers(self) -> Table:
        return self._offers("Premiers recours", self.diagnosis.first_offers)

    @cached_property
    def other_offers(self) -> Table:
        return self._offers("Autres professions", self.diagnosis.other_offers)

    def _offers(self, caption: str, offers: Sequence[Offer]) -> Table:
        numbers = ("Personnes", "En ville", "Lieux", "Densité", "Département", "Région")
        return Table(
            caption=f"{caption}\N{NO-BREAK SPACE}: personnes, et densité en ville pour {integer(PER)} habitants",
            columns=(
                Column("Profession"),
                *(Column(label, number=True) for label in (*numbers, self.diagnosis.reference, "Rang")),
            ),
            rows=[_offer_row(offer) for offer in offers],
            source=self.diagnosis.supply_source,
            notes=tuple(self._offer_notes(offers)),
            figures=self._named(f"offre.{offer.trade}" for offer in offers),
        )

    def _offer_notes(self, offers: Iterable[Offer]) -> Iterator[str]:
        diagnosis = self.diagnosis
        yield COUNTED_ONCE
        replacing = [
            f"{offer.name.lower()} {integer(offer.here.replacing)}"
            for offer in offers
            if offer.here.replacing
        ]
        if replacing:
            yield f"Remplaçants, en plus\N{NO-BREAK SPACE}: {', '.join(replacing)}."
        yield f"Département\N{NO-BREAK SPACE}: {diagnosis.departement_names}. Région\N{NO-BREAK SPACE}: {diagnosis.region_names}."
        if diagnosis.is_partial:
            yield f"Annuaire\N{NO-BREAK SPACE}: la moyenne {diagnosis.where}."
        yield f"Rang\N{NO-BREAK SPACE}: parmi les intercommunalités {diagnosis.where}, la mieux dotée d’abord."

    @cached_property
    def access(self) -> Table:
        return Table(
            caption=f"Accessibilité ({ESTIMATE})",
            columns=(
                Column("Profession"),
                Column("Rapport à la moyenne"),
                Column("Mieux que", f"des habitants {self.diagnosis.where}"),
            ),
            rows=[_access_row(access) for access in self.diagnosis.accesses],
            source=f"{ESTIMATE}, d’après {self.diagnosis.supply_source}",
            notes=("Cette estimation n’est pas l’APL de la Drees et n’ouvre aucun droit.",),
            figures=self._named(f"acces.{access.trade}" for access in self.diagnosis.accesses),
        )

    @cached_property
    def apl(self) -> Table:
        """The official index, beside what we estimate of the same professions when we do."""
        areas, where = self.around.apl, self.diagnosis.where
        reached = self.diagnosis.accesses if self.diagnosis.has_access else []
        ours = {access.trade: access for access in reached if access.ratio}
        estimated = [ours.get(area.vintage.profession) for area in areas]
        beside = (Column(ESTIMATED),) if any(estimated) else ()
        explained = (f"{ESTIMATED}\N{NO-BREAK SPACE}: rapport à la moyenne {where}.",) if beside else ()
        sources = dict.fromkeys(f"{area.source}, {area.threshold_words}" for area in areas)
        whole = self.diagnosis.counted_whole(self.diagnosis.codes)
        return Table(
            caption="Accessibilité potentielle localisée (APL), chiffres officiels de la Drees",
            columns=(
                Column("Profession"),
                Column("Année", number=True),
                Column("Ici", number=True),
                Column("France", number=True),
                Column("Rapport"),
                *beside,
            ),
            rows=[
                (*_apl_row(area), *((access.ratio_words if access else "non estimée",) if beside else ()))
                for area, access in zip(areas, estimated, strict=True)
            ],
            source="\N{NARROW NO-BREAK SPACE}; ".join(filter(None, (*sources, whole))),
            notes=("Moyennes pondérées par la population standardisée.", *explained),
            figures=self._named(f"apl.{area.vintage.profession}" for area in areas),
        )

    @cached_property
    def places(self) -> Table:
        standing = self.diagnosis.standing
        counts = standing.counts if standing else []
        return Table(
            caption="Ce qui existe déjà",
            columns=(Column("Nature"), Column("Nombre", number=True)),
            rows=[(name, Worded(standing.counted(count), count)) for _, name, count in counts if standing],
            source=standing.source if standing else "",
            figures=self._named(f"lieux.{kind}" for kind, _, _ in counts),
        )

    def _named(self, keys: Iterable[str]) -> tuple[Figure | None, ...]:
        return tuple(self.figures.get(key) for key in keys)


def _offer_row(offer: Offer) -> tuple[Cell, ...]:
    densities = (offer.density, offer.departements, offer.regions, offer.france)
    rank: Cell = offer.rank_words
    if offer.rank:
        rank = Worded(offer.rank_words, offer.rank.place)
    elif offer.density != 0:
        rank = None
    return (
        offer.name,
        offer.here.people,
        offer.here.in_town,
        offer.here.places,
        *(None if each is None else Worded(decimal_in_french(each), each) for each in densities),
        rank,
    )


def _access_row(access: Access) -> tuple[Cell, ...]:
    if access.ratio is None:
        return (access.name, None, None)
    middle, place = access.ratio.middle, access.less_served_words
    return (
        access.name,
        Worded(access.ratio_words, middle),
        None if place is None else Worded(place, middle),
    )


def _apl_row(area: AplArea) -> tuple[Cell, ...]:
    return (
        f"{area.label} ({area.unit})" if area.unit else area.label,
        Worded(str(area.vintage.year), area.vintage.year),
        None if area.mean is None else Worded(area.mean_words, area.mean),
        None if area.france is None else Worded(area.france_words, area.france),
        area.ratio_words,
    )
