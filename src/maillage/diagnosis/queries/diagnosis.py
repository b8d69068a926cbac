"""The diagnosis of a territory: what its figures are, who says so, and since when."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from maillage.diagnosis.queries.coverage import Coverage, coverage, departements_of
from maillage.diagnosis.queries.in_brief import Level, Measured, by_level, rule
from maillage.diagnosis.queries.places import Standing, standing
from maillage.diagnosis.queries.supply import (
    ESTIMATE,
    FIRST,
    Offer,
    missing_from,
    offers,
    per_inhabitants,
    region_words,
    where_covered,
)
from maillage.directory.queries.places import departements_with_places, places_by_commune
from maillage.directory.queries.supply import (
    NOBODY,
    covered_departements,
    headcounts,
    people_by_commune,
    reach_of,
)
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.documents.services import Ratio, Ratios
from maillage.geography import METHOD, AreaAccess, Band, Summary, atlas, sequential
from maillage.kernel import decimal_in_french, integer, joined, plural
from maillage.ui.types import Cell, Column, Table

#: The professions whose accessibility is estimated, and what is counted for each.
REACHED = {
    "medecin_generaliste": "Médecins généralistes",
    "infirmier": "Infirmiers",
    "masseur_kinesitherapeute": "Masseurs-kinésithérapeutes",
    "sage_femme": "Sages-femmes",
    "chirurgien_dentiste": "Chirurgiens-dentistes",
    "pharmacie": "Pharmacies",
}
NOTHING = "rien à portée"
#: Shown above everything else.
HEADLINE = ("medecin_generaliste", "infirmier", "masseur_kinesitherapeute")

#: Bounds of our own, said in the legend: a ratio to the mean.
ACCESS_BOUNDS = (0.5, 0.8, 1.2, 1.5)
ACCESS_CLASSES = sequential(
    {
        "0": "moins de 0,5 fois la moyenne",
        "1": "de 0,5 à 0,8",
        "2": "de 0,8 à 1,2",
        "3": "de 1,2 à 1,5",
        "4": "plus de 1,5 fois",
    }
)


def class_of(ratio: float | None) -> str | None:
    return None if ratio is None else str(bisect_right(ACCESS_BOUNDS, ratio))


#: Why our estimate and the official index part, for whoever reads them side by side.
DIFFERENCES = (
    "L’APL compte des consultations ou des temps de travail, notre estimation compte des personnes.",
    "L’APL pondère les habitants et écarte des médecins selon leur âge, que l’annuaire ne dit pas.",
    "L’APL part de temps de trajet par la route, notre estimation de distances à vol d’oiseau.",
    "Les deux n’ont pas la même année\N{NO-BREAK SPACE}: comparez les rapports à la moyenne, pas les valeurs.",
)


@dataclass(frozen=True, slots=True)
class Access:
    """Our estimate for one profession."""

    trade: str
    name: str
    area: AreaAccess | None  # None when the directory has no index
    where: str

    @property
    def ratio(self) -> Band | None:
        return self.area.ratio if self.area else None

    @property
    def ratio_words(self) -> str:
        if self.ratio is None:
            return "inconnu"
        if not self.ratio.high:
            return NOTHING
        low, middle, high = (decimal_in_french(value, 2) for value in self.ratio)
        return f"×\N{NO-BREAK SPACE}{middle} (de {low} à {high})"

    @property
    def beside_mean(self) -> str:
        """« × 0,82 (de 0,74 à 0,91) de la moyenne en France »."""
        words = self.ratio_words
        return words if words == NOTHING else f"{words} de la moyenne {self.where}"

    @property
    def rank_words(self) -> str:
        """« mieux que 32 % des habitants {self.where} (de 28 à 37 %) »."""
        if self.area is None or self.area.less_served is None:
            return "inconnu"
        if self.ratio_words == NOTHING:
            return "parmi les derniers"
        low, middle, high = (integer(value * 100) for value in self.area.less_served)
        return f"mieux que {middle}\N{NO-BREAK SPACE}% des habitants {self.where} (de {low} à {high}\N{NO-BREAK SPACE}%)"


class Diagnosis:
    """Everything a diagnosis page says of the open data of a territory, computed when asked."""

    def __init__(self, codes: tuple[str, ...], read: Vintages) -> None:
        self.codes = codes
        self.vintages = read
        self.summary: Summary = atlas().summary(codes)

    @property
    def population(self) -> int | None:
        return None if self.summary.missing_population else self.summary.population

    @property
    def has_supply(self) -> bool:
        return not self.no_supply

    @property
    def no_supply(self) -> str:
        """Why nothing can be said of who practises here; empty when something can."""
        if self.vintages.rpps is None:
            return "Aucun annuaire des professionnels n’est importé sur cette instance."
        return self.of_people.nothing

    @property
    def no_places(self) -> str:
        """Why nothing can be said of the places; empty when something can."""
        if self.vintages.finess is None:
            return "Aucun fichier FINESS n’est importé sur cette instance."
        return self.of_places.nothing

    @cached_property
    def of_people(self) -> Coverage:
        """The communes that the directory of professionals knows."""
        return coverage(
            "L’annuaire des professionnels",
            self.codes,
            self.covered,
            counted=people_by_commune,
            noun=("personne", "personnes"),
        )

    @cached_property
    def of_places(self) -> Coverage:
        """Those that FINESS knows."""
        return coverage(
            "Le fichier FINESS",
            self.codes,
            departements_with_places(self.vintages.key),
            counted=places_by_commune,
            noun=("lieu", "lieux"),
        )

    @cached_property
    def offers(self) -> list[Offer]:
        known = self.of_people
        return offers(known.codes, population=known.population, vintage=self.vintages.key)

    @property
    def headline(self) -> list[Offer]:
        """The three professions shown above everything else."""
        return [offer for offer in self.offers if offer.trade in HEADLINE]

    @property
    def first_offers(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.trade in FIRST]

    @property
    def other_offers(self) -> list[Offer]:
        """The other professions, those of whom somebody practises here."""
        return [offer for offer in self.offers if offer.trade not in FIRST and offer.here.people]

    @property
    def departement_names(self) -> str:
        return joined(atlas().departement(code).name for code in self._departements)

    @property
    def region_names(self) -> str:
        return joined(region_words(region, self.covered) for region in self._regions)

    @property
    def _regions(self) -> list[str]:
        return sorted({atlas().departement(code).region for code in self._departements})

    @property
    def _departements(self) -> list[str]:
        """Those of its communes that the directory knows; of all when it knows none."""
        return departements_of(self.of_people.codes or self.codes)

    @property
    def covered(self) -> frozenset[str]:
        return covered_departements(self.vintages.key)

    @property
    def is_partial(self) -> bool:
        """The directory does not cover France: comparisons are with what it covers, and say so."""
        return bool(missing_from(self.covered))

    @property
    def reference(self) -> str:
        """The head of the column everything is compared with."""
        return "Annuaire" if self.is_partial else "France"

    @property
    def where(self) -> str:
        return where_covered(self.covered)

    @property
    def population_source(self) -> str:
        return f"Insee {self.summary.population_year}" if self.summary.population_year else "Insee"

    @property
    def supply_source(self) -> str:
        partly = f", {self.of_people.in_short}" if self.of_people.in_short else ""
        return f"{self.vintages.rpps_words}\N{NO-BREAK SPACE}; population {self.population_source}{partly}"

    def beside_headline(self, offer: Offer) -> str:
        """What to compare a density with, and what is certain of the whole territory when a part is unknown."""
        known = self.of_people
        least = ""
        if known.in_short and self.population:
            density = decimal_in_french(per_inhabitants(offer.here.in_town, self.population) or 0)
            least = f"sur {known.in_short}, soit au moins {density} sur l’ensemble"
        return " ; ".join(filter(None, (least, offer.beside_france)))

    @property
    def headlines(self) -> list[tuple[Offer, str]]:
        return [(offer, self.beside_headline(offer)) for offer in self.headline]

    @cached_property
    def accesses(self) -> list[Access]:
        return [
            Access(
                trade,
                name,
                index.of(self.of_people.codes) if index and self.of_people.codes else None,
                self.where,
            )
            for trade, name in REACHED.items()
            for index in [reach_of(trade, vintage=self.vintages.key)]
        ]

    @cached_property
    def in_brief(self) -> list[tuple[str, str]]:
        """(« Moins qu’ailleurs », the professions), and so on; empty when nothing is known of who practises here."""
        if not self.has_supply:
            return []
        near = {each.trade: each.ratio.middle for each in self.accesses if each.ratio}
        first = [Measured(each.name, each.ratio, near.get(each.trade)) for each in self.first_offers]
        places = [
            Measured(name, within_reach=near.get(trade))
            for trade, name in REACHED.items()
            if trade not in FIRST
        ]
        others = [Measured(each.name, each.ratio) for each in self.other_offers if each.here.in_town]
        return by_level([*first, *places, *(each for each in others if each.level is Level.LESS)])

    @property
    def in_brief_rule(self) -> str:
        return rule(self.where)

    @cached_property
    def standing(self) -> Standing | None:
        """What FINESS lists here; None when it says nothing of it."""
        if self.no_places:
            return None
        partly = f", {self.of_places.in_short}" if self.of_places.in_short else ""
        return standing(self.of_places.codes, source=f"{self.vintages.finess_words}{partly}")

    @property
    def has_access(self) -> bool:
        return self.has_supply and any(access.area for access in self.accesses)

    @property
    def method(self) -> str:
        """How the estimate is made, in French."""
        return METHOD.in_french()

    @property
    def differences(self) -> tuple[str, ...]:
        return DIFFERENCES

    @property
    def limits(self) -> tuple[str, ...]:
        """What the estimate does not see."""
        return METHOD.limits

    @cached_property
    def density_chart(self) -> Ratios:
        rows = [Ratio(offer.name, offer.ratio) for offer in self.offers if offer.trade in FIRST]
        return Ratios(
            rows,
            title=f"Professionnels en ville par habitant\N{NO-BREAK SPACE}: 1 est la moyenne {self.where}",
            reference=self.reference,
        )

    @cached_property
    def access_chart(self) -> Ratios:
        rows = [
            Ratio(each.name, each.ratio.middle, each.ratio.low, each.ratio.high)
            if each.ratio
            else Ratio(each.name, None)
            for each in self.accesses
        ]
        return Ratios(
            rows,
            title=f"Accessibilité, {ESTIMATE}\N{NO-BREAK SPACE}: 1 est la moyenne {self.where}",
            reference=self.reference,
        )

    @cached_property
    def access_map(self) -> str:
        """General practitioners within reach, commune by commune, in the départements of the territory: SVG."""
        return self._access_map(on_page=False)

    @cached_property
    def access_map_on_page(self) -> str:
        """The same in HTML."""
        return self._access_map(on_page=True)

    def _access_map(self, *, on_page: bool) -> str:
        index = reach_of(HEADLINE[0], vintage=self.vintages.key)
        if index is None:
            return ""
        shown = [commune.code for code in self.summary.departements for commune in atlas().units_of(code)]
        return atlas().choropleth_svg(
            {code: class_of(ratio) for code, ratio in index.ratios(shown).items()},
            ACCESS_CLASSES,
            outline=self.codes,
            title=f"Médecins généralistes accessibles, commune par commune ({ESTIMATE})",
            unknown="Inconnu",
            on_page=on_page,
        )

    @cached_property
    def communes(self) -> Table:
        """One row per commune, with those where nobody practises."""
        counted = headcounts(self.codes)
        columns = self.first_offers
        rows: list[tuple[Cell, ...]] = []
        for commune in sorted(
            map(atlas().commune, self.codes), key=lambda commune: -(commune.population or 0)
        ):
            if commune.departement not in self.covered:
                rows.append((commune.name, commune.population, *[None] * (len(columns) + 1)))
                continue
            here = counted.get(commune.code, {})
            first = [here.get(offer.trade, NOBODY).in_town for offer in columns]
            others = sum(supply.in_town for trade, supply in here.items() if trade not in FIRST)
            rows.append((commune.name, commune.population, *first, others))
        return Table(
            caption="Professionnels en ville, commune par commune",
            columns=(
                Column("Commune"),
                Column("Population", "habitants", number=True),
                *(Column(FIRST[offer.trade], number=True) for offer in columns),
                Column("Autres", number=True),
            ),
            rows=rows,
            source=f"{self.supply_source}. Qui exerce dans deux communes est compté dans chacune.",
        )

    @property
    def empty_communes(self) -> list[str]:
        """Communes where nobody of the directory practises in town; those it does not know are not among them."""
        return [str(row[0]) for row in self.communes.rows if row[-1] is not None and not any(row[2:])]

    @property
    def empty_sentence(self) -> str:
        names = self.empty_communes
        shown = f"{joined(names)}." if len(names) <= 8 else f"{', '.join(names[:8])}…"
        return f"{plural(len(names), 'commune')} sans aucun professionnel de santé en ville\N{NO-BREAK SPACE}: {shown}"


#: Communes of a diagnosis that is worth keeping in memory: some 3 kB each.
MOST_KEPT = 300


@lru_cache(maxsize=32)
def _diagnosis(codes: tuple[str, ...], read: Vintages) -> Diagnosis:
    return Diagnosis(codes, read)


def diagnosis_of(codes: Iterable[str]) -> Diagnosis | None:
    """None without a known commune. A small one is kept as long as the directory is the same."""
    given = tuple(codes)
    known = atlas().resolve(given).codes if given else ()
    if not known:
        return None
    return (_diagnosis if len(known) <= MOST_KEPT else Diagnosis)(known, vintages())
