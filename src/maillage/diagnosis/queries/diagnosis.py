"""The diagnosis of a territory: what its figures are, who says so, and since when."""

from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache

from maillage.diagnosis.queries.access import REACHED, Access, access_chart, access_map, accesses_of
from maillage.diagnosis.queries.coverage import Coverage, coverage, departements_of, people_in
from maillage.diagnosis.queries.levels import Measured, is_little
from maillage.diagnosis.queries.places import Standing, standing
from maillage.diagnosis.queries.supply import (
    FIRST,
    Offer,
    missing_from,
    offers,
    per_inhabitants,
    region_words,
    where_covered,
)
from maillage.directory.queries.places import departements_with_places, places_by_commune
from maillage.directory.queries.supply import NOBODY, covered_departements, headcounts, people_by_commune
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.documents.services import Ratio, Ratios
from maillage.geography import METHOD, Summary, atlas
from maillage.kernel import decimal_in_french, joined, plural
from maillage.territories.models import Territory
from maillage.territories.queries import summary_of
from maillage.territories.types import CommunePart
from maillage.ui.types import Cell, Column, Table

#: Shown above everything else.
HEADLINE = ("medecin_generaliste", "infirmier", "masseur_kinesitherapeute")


class Diagnosis:
    """Everything a diagnosis page says of the open data of a territory, computed when asked."""

    def __init__(self, codes: tuple[str, ...], read: Vintages, parts: tuple[CommunePart, ...] = ()) -> None:
        self.codes = codes
        self.vintages = read
        self.parts = parts
        #: What the territory holds: of a commune held by some of its parts, those alone.
        self.summary: Summary = summary_of(codes, parts)

    @property
    def population(self) -> int | None:
        """What the territory holds; None when a part of it is unknown. No density is computed with it."""
        return None if self.summary.missing_population else self.summary.population

    def counted_whole(self, codes: Collection[str]) -> str:
        """« commune comptée entière : Montauban », of those held in part: no file says what is in a part."""
        names = [atlas().commune(code).name for code in self.summary.typed_population if code in codes]
        if not names:
            return ""
        which = "commune comptée entière" if len(names) == 1 else "communes comptées entières"
        return f"{which}\N{NO-BREAK SPACE}: {joined(names)}"

    @property
    def in_part_sentence(self) -> str:
        """What is held of the communes held in part, and what is counted of them; empty when there is none."""
        if not self.summary.typed_population:
            return ""
        names = joined(atlas().commune(code).name for code in self.summary.typed_population)
        parts = "\N{NARROW NO-BREAK SPACE}; ".join(part.words for part in self.parts)
        return (
            f"Votre territoire ne prend qu’une partie de {names}\N{NO-BREAK SPACE}: {parts}. Aucun fichier ne dit qui "
            "exerce dans une partie de commune\N{NO-BREAK SPACE}: soignants, lieux et chiffres officiels comptent "
            "ici la commune entière, et chaque densité la rapporte à toute sa population."
        )

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
        population = f"population {self.population_source}"
        return self._sourced(f"{self.vintages.rpps_words}\N{NO-BREAK SPACE}; {population}", self.of_people)

    def _sourced(self, source: str, known: Coverage) -> str:
        """A source, with what it covers of the territory and what it counts beyond."""
        whole = self.counted_whole(known.codes)
        partly = f", {known.in_short}" if known.in_short else ""
        return f"{source}{partly}\N{NARROW NO-BREAK SPACE}; {whole}" if whole else f"{source}{partly}"

    def beside_headline(self, offer: Offer) -> str:
        """What to compare a density with, and what is certain of the whole territory when a part is unknown."""
        known = self.of_people
        least = ""
        if known.in_short and (whole := people_in(self.codes)):
            density = decimal_in_french(per_inhabitants(offer.here.in_town, whole) or 0)
            least = f"sur {known.in_short}, soit au moins {density} sur l’ensemble"
        words = (least, offer.beside_france, self.counted_whole(known.codes))
        return "\N{NARROW NO-BREAK SPACE}; ".join(filter(None, words))

    @property
    def headlines(self) -> list[tuple[Offer, str]]:
        return [(offer, self.beside_headline(offer)) for offer in self.headline]

    @cached_property
    def accesses(self) -> list[Access]:
        return accesses_of(self.of_people.codes, where=self.where, vintage=self.vintages.key)

    @cached_property
    def measured(self) -> list[Measured]:
        """Professions with their ratios to the mean: those of first recourse, then the others that are scarce here.

        Empty when nothing is known of who practises here.
        """
        if not self.has_supply:
            return []
        near = {each.trade: each.ratio.middle for each in self.accesses if each.ratio}
        first = [Measured(each.name, each.ratio, near.get(each.trade)) for each in self.first_offers]
        places = [
            Measured(name, within_reach=near.get(trade))
            for trade, name in REACHED.items()
            if trade not in FIRST
        ]
        others = [
            Measured(each.name, each.ratio, is_first=False)
            for each in self.other_offers
            if each.here.in_town and is_little(each.ratio)
        ]
        return [*first, *places, *others]

    @cached_property
    def standing(self) -> Standing | None:
        """What FINESS lists here; None when it says nothing of it."""
        if self.no_places:
            return None
        source = self._sourced(self.vintages.finess_words, self.of_places)
        return standing(self.of_places.codes, source=source, partly=self.of_places.in_short)

    @property
    def has_access(self) -> bool:
        return self.has_supply and any(access.area for access in self.accesses)

    @property
    def method(self) -> str:
        """How the estimate is made, in French."""
        return METHOD.in_french()

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
        return access_chart(self.accesses, where=self.where, reference=self.reference)

    @cached_property
    def access_map(self) -> str:
        """General practitioners within reach, commune by commune, in the départements of the territory: SVG."""
        return self._access_map(on_page=False)

    @cached_property
    def access_map_on_page(self) -> str:
        """The same in HTML."""
        return self._access_map(on_page=True)

    def _access_map(self, *, on_page: bool) -> str:
        return access_map(self.codes, self.summary.departements, vintage=self.vintages.key, on_page=on_page)

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
def _diagnosis(codes: tuple[str, ...], read: Vintages, parts: tuple[CommunePart, ...]) -> Diagnosis:
    return Diagnosis(codes, read, parts)


def diagnosis_of(codes: Iterable[str], *, parts: tuple[CommunePart, ...] = ()) -> Diagnosis | None:
    """None without a known commune. A small one is kept as long as the directory is the same."""
    given = tuple(codes)
    known = atlas().resolve(given).codes if given else ()
    if not known:
        return None
    return (_diagnosis if len(known) <= MOST_KEPT else Diagnosis)(known, vintages(), parts)


def diagnosis_of_territory(territory: Territory) -> Diagnosis | None:
    """Of a territory that is kept, with the parts of communes it holds."""
    return diagnosis_of(territory.codes, parts=territory.commune_parts)
