"""The supply of a territory, profession by profession, beside its département, its region and France."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from maillage import legislation
from maillage.directory.queries.supply import (
    NOBODY,
    Supply,
    covered_departements,
    headcounts,
    in_town_by_epci,
    supply_of,
)
from maillage.geography import atlas
from maillage.kernel import decimal_in_french, integer

#: What is ours is never called by the name of an official figure.
ESTIMATE = "estimation Maillage"
PER = 10_000  # inhabitants: the unit of every density

#: Those a territory is asked about first, with their name in the table of communes.
FIRST = {
    "medecin_generaliste": "Médecins gén.",
    "infirmier": "Infirmiers",
    "masseur_kinesitherapeute": "Kinés",
    "chirurgien_dentiste": "Dentistes",
    "sage_femme": "Sages-femmes",
    "pharmacien": "Pharmaciens",
}


@dataclass(frozen=True, slots=True)
class Rank:
    """The place among the intercommunalités of France: 1 is the best supplied. `shared`: several have it."""

    place: int
    out_of: int
    shared: bool

    @property
    def words(self) -> str:
        """« 256e », « 323e ex æquo »."""
        place = "1re" if self.place == 1 else f"{integer(self.place)}e"
        return f"{place} ex æquo" if self.shared else place


@dataclass(frozen=True, slots=True)
class Offer:
    """One profession on the territory. Densities are people in town for 10,000 inhabitants; None is unknown."""

    trade: str
    name: str  # plural
    here: Supply
    density: float | None
    departements: float | None
    regions: float | None
    #: France, or as much of it as the directory covers: `where` says so.
    france: float | None
    where: str
    rank: Rank | None

    @property
    def density_words(self) -> str | None:
        """« 6,0 pour 10 000 hab. »."""
        return None if self.density is None else f"{decimal_in_french(self.density)} pour {integer(PER)} hab."

    @property
    def rank_words(self) -> str:
        """« 12/1 255 », « 12/1 255 ex æquo »; a dash for nobody, who has no rank."""
        if self.rank is None:
            return "—" if self.density == 0 else "inconnu"
        place = f"{integer(self.rank.place)}/{integer(self.rank.out_of)}"
        return f"{place} ex æquo" if self.rank.shared else place

    @property
    def beside_france(self) -> str:
        return "" if self.france is None else f"{decimal_in_french(self.france)} {self.where}"

    @property
    def ratio(self) -> float | None:
        """Density over France's."""
        if self.density is None or not self.france:
            return None
        return self.density / self.france


def offers(codes: Collection[str], *, population: int | None, vintage: str) -> list[Offer]:
    """Every profession of the directory, in the order of the catalogue; empty when nothing was imported."""
    communes = [atlas().commune(code) for code in codes]
    departements = sorted({commune.departement for commune in communes})
    regions = sorted({commune.region for commune in communes})
    covered = covered_departements(vintage)
    around = headcounts(
        ["F", *(f"D{code}" for code in departements), *(f"R{code}" for code in regions)],
    )
    if "F" not in around:
        return []
    here = supply_of(codes)
    rows = []
    for trade, name in listed_trades(around["F"]):
        supply = here.get(trade, NOBODY)
        density = per_inhabitants(supply.in_town, population)
        rows.append(
            Offer(
                trade=trade,
                name=name,
                here=supply,
                density=density,
                departements=_joint(around, trade, [f"D{code}" for code in departements], covered),
                regions=_joint(around, trade, [f"R{code}" for code in regions], covered),
                france=_joint(around, trade, ["F"], covered),
                where=where_covered(covered),
                rank=rank_of(trade, density, vintage=vintage),
            )
        )
    return rows


def listed_trades(counted: Collection[str]) -> list[tuple[str, str]]:
    """(key, plural) of the professions that the directory holds, as the catalogue orders them."""
    return [(each.key, each.plural) for each in legislation.professions() if each.key in counted]


def per_inhabitants(people: int, population: int | None) -> float | None:
    return people / population * PER if population else None


def _joint(
    around: Mapping[str, Mapping[str, Supply]], trade: str, areas: Sequence[str], covered: frozenset[str]
) -> float | None:
    """The density of several areas taken together, among the départements that the directory covers."""
    people = sum(around.get(area, {}).get(trade, NOBODY).in_town for area in areas)
    return per_inhabitants(people, sum(people_of(area, covered) for area in areas))


@cache
def people_of(area: str, covered: frozenset[str]) -> int:
    """Inhabitants of « D82 », « R76 » or « F », where they are published, in the départements given."""
    kind, code = area[0], area[1:]
    return sum(
        commune.population or 0
        for departement in atlas().departements()
        if departement.code in covered
        and (kind == "F" or code == (departement.code if kind == "D" else departement.region))
        for commune in atlas().communes_of(departement.code)
    )


@cache
def where_covered(covered: frozenset[str]) -> str:
    """« en France », or « dans les 4 départements de l’annuaire » when a partial file was imported."""
    return f"dans les {len(covered)} départements de l’annuaire" if missing_from(covered) else "en France"


@cache
def region_words(region: str, covered: frozenset[str]) -> str:
    """« Occitanie », or « Occitanie (2 départements sur 13) » when the directory knows only those."""
    within = [each for each in atlas().departements() if each.region == region]
    known = sum(each.code in covered for each in within)
    name = within[0].region_name
    return name if known == len(within) else f"{name} ({known} départements sur {len(within)})"


@cache
def missing_from(covered: frozenset[str]) -> tuple[str, ...]:
    """The départements, overseas collectivities apart, where the directory knows nobody."""
    return tuple(
        departement.code
        for departement in atlas().departements()
        if departement.code not in covered
        and any(commune.has_shape for commune in atlas().communes_of(departement.code))
    )


@cache
def _epci_populations(covered: frozenset[str]) -> dict[str, int]:
    """Inhabitants of each EPCI that lies wholly in these départements."""
    found: dict[str, int] = {}
    partly: set[str] = set()
    for departement in atlas().departements():
        for commune in atlas().communes_of(departement.code):
            if commune.epci and departement.code in covered:
                found[commune.epci] = found.get(commune.epci, 0) + (commune.population or 0)
            elif commune.epci:
                partly.add(commune.epci)
    return {code: people for code, people in found.items() if code not in partly}


@lru_cache(maxsize=64)
def _ranked(trade: str, vintage: str) -> tuple[float, ...]:
    """Minus the density of every EPCI, the best supplied first."""
    people = in_town_by_epci(trade, vintage=vintage)
    return tuple(
        sorted(
            -(people.get(code, 0) / population)
            for code, population in _epci_populations(covered_departements(vintage)).items()
            if population
        )
    )


def rank_of(trade: str, density: float | None, *, vintage: str) -> Rank | None:
    """Where a density would stand among the EPCI of France; None without anybody here, nor an EPCI to compare with."""
    if not density or not in_town_by_epci(trade, vintage=vintage):
        return None
    ranked = _ranked(trade, vintage)
    # One part in a million: the same density computed two ways stands at the same place.
    better = bisect_left(ranked, -density / PER * (1 + 1e-6))
    alike = bisect_right(ranked, -density / PER * (1 - 1e-6)) - better
    return Rank(better + 1, len(ranked), shared=alike > 1)


def density_words(density: float | None) -> str:
    """« 6,2 pour 10 000 habitants »."""
    if density is None:
        return "densité inconnue"
    return f"{decimal_in_french(density)} pour {integer(PER)} habitants"


def beside_words(offer: Offer) -> Iterable[str]:
    if offer.france is not None:
        yield offer.beside_france
    if offer.rank is not None:
        yield f"{offer.rank.words} parmi {integer(offer.rank.out_of)} intercommunalités"
