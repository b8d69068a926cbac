"""Accessibility as we estimate it: its ratios, its place, its chart and its map. It is never called the APL."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from maillage.diagnosis.queries.supply import ESTIMATE
from maillage.directory.queries.supply import reach_of
from maillage.documents.services import Ratio, Ratios
from maillage.geography import AreaAccess, Band, atlas, sequential
from maillage.kernel import decimal_in_french, integer

#: The professions whose accessibility is estimated, and what is counted for each.
REACHED = {
    "medecin_generaliste": "Médecins généralistes",
    "infirmier": "Infirmiers",
    "masseur_kinesitherapeute": "Masseurs-kinésithérapeutes",
    "sage_femme": "Sages-femmes",
    "chirurgien_dentiste": "Chirurgiens-dentistes",
    "pharmacie": "Pharmacies",
}
NOTHING, LAST = "rien à portée", "parmi les derniers"
#: Whose map is drawn.
MAPPED = "medecin_generaliste"
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
        """« mieux que 32 % (de 28 à 37 %) des habitants en France », or « inconnu »."""
        words = self.less_served_words
        if words is None:
            return "inconnu"
        return words if words == LAST else f"mieux que {words} des habitants {self.where}"

    @property
    def less_served_words(self) -> str | None:
        """« 32 % (de 28 à 37 %) » of the inhabitants are less well served; None when nobody knows."""
        if self.area is None or self.area.less_served is None:
            return None
        if self.ratio_words == NOTHING:
            return LAST
        low, middle, high = (integer(value * 100) for value in self.area.less_served)
        return f"{middle}\N{NO-BREAK SPACE}% (de {low} à {high}\N{NO-BREAK SPACE}%)"


def accesses_of(codes: Collection[str], *, where: str, vintage: str) -> list[Access]:
    """One of each profession, known or not. `codes`: the communes that the directory knows."""
    return [
        Access(trade, name, index.of(codes) if index and codes else None, where)
        for trade, name in REACHED.items()
        for index in [reach_of(trade, vintage=vintage)]
    ]


def access_chart(accesses: Iterable[Access], *, where: str, reference: str) -> Ratios:
    rows = [
        Ratio(each.name, each.ratio.middle, each.ratio.low, each.ratio.high)
        if each.ratio
        else Ratio(each.name, None)
        for each in accesses
    ]
    return Ratios(
        rows,
        title=f"Accessibilité, {ESTIMATE}\N{NO-BREAK SPACE}: 1 est la moyenne {where}",
        reference=reference,
    )


def access_map(codes: Sequence[str], departements: Iterable[str], *, vintage: str, on_page: bool) -> str:
    """General practitioners within reach, commune by commune, in these départements: HTML for a page, else SVG."""
    index = reach_of(MAPPED, vintage=vintage)
    if index is None:
        return ""
    shown = [commune.code for code in departements for commune in atlas().units_of(code)]
    return atlas().choropleth_svg(
        {code: class_of(ratio) for code, ratio in index.ratios(shown).items()},
        ACCESS_CLASSES,
        outline=codes,
        title=f"Médecins généralistes accessibles, commune par commune ({ESTIMATE})",
        unknown="Inconnu",
        on_page=on_page,
    )
