"""Who reaches whom, and how fast: two-step floating catchments on arrays. Knows no commune by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from maillage.geography.mesh import EARTH_RADIUS_KM
from maillage.kernel import Source, decimal_in_french, integer, with_no_break_spaces

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]

SOURCE = Source(
    title="Pondérations de l’accessibilité potentielle localisée, méthode de 2012 (Drees, Irdes), "
    "relevées dans une source secondaire",
    grade="professional",
)
LIMITS = tuple(
    with_no_break_spaces(sentence)
    for sentence in (
        "Les temps sont tirés des distances : ni relief, ni bras de mer, ni embouteillages.",
        "Chaque habitant compte pour un : ni l’âge ni les besoins ne sont pris en compte.",
        "Chaque professionnel compte pour ce que l’annuaire en dit : ni son activité ni son âge.",
        "Une commune est un point, même grande ; Paris, Lyon et Marseille en ont un par arrondissement.",
        "Un professionnel dont l’arrondissement n’est pas dit est réparti entre tous, selon leurs habitants.",
        "Une commune de France n’a pas de voisine à l’étranger.",
    )
)


@dataclass(frozen=True, slots=True)
class Method:
    """The constants of the computation. Only the weights are published; the others are our hypotheses.

    A stored index does not know by which constants it was computed: change one, compute all again.
    """

    #: Below so many minutes, so much counts; beyond the last, nothing does.
    weights: tuple[tuple[float, float], ...] = ((5, 1.0), (10, 0.3), (15, 0.1))
    #: Kilometres of road for one as the crow flies.
    detour: float = 1.3
    #: Slow, middle, fast: the middle one gives the figure, the three its band.
    speeds_kmh: tuple[float, float, float] = (30, 45, 60)
    #: The index is a number of professionals for so many inhabitants.
    per: int = 100_000
    source: Source = SOURCE
    #: What the figure does not see, in French, one sentence each.
    limits: tuple[str, ...] = LIMITS

    @property
    def reach_km(self) -> Floats:
        """For each speed, how far as the crow flies one goes before nothing counts."""
        return np.array(self.speeds_kmh) * self.weights[-1][0] / 60 / self.detour

    def weighed(self, minutes: Floats) -> Floats:
        """What each travel time counts for."""
        bounds, values = zip(*self.weights, strict=True)
        weights: Floats = np.array([*values, 0.0])[np.searchsorted(bounds, minutes, side="right")]
        return weights

    def in_french(self) -> str:
        """How the index is computed, in a few sentences for a page or a document."""
        slow, middle, fast = map(integer, self.speeds_kmh)
        trips = ", ".join(f"{_short(weight)} à moins de {_short(bound)}" for bound, weight in self.weights)
        return with_no_break_spaces(
            "Estimation Maillage, en deux temps : les professionnels de chaque commune sont rapportés à tous "
            "les habitants qui peuvent les atteindre, puis chaque commune additionne ce qu’elle peut "
            f"atteindre. Un trajet compte pour {trips} minutes, et pour rien au-delà. Le temps vient de la "
            f"distance à vol d’oiseau entre mairies, multipliée par {_short(self.detour)}, "
            f"à {middle} km/h ; la fourchette, du même calcul à {slow} et à {fast} km/h. L’indice est un "
            f"nombre de professionnels accessibles pour {integer(self.per)} habitants (population municipale)."
        )


def _short(number: float) -> str:
    return decimal_in_french(number, 0 if number == int(number) else 1)


METHOD = Method()


class Catchments:
    """The weights between all communes at each speed: built in a second, some 100 MB with SciPy, then kept.

    `points`: (communes, 3), on the sphere of radius 1, NaN where not located. `people`: inhabitants, 0 where
    not known.
    """

    def __init__(self, points: Floats, people: Floats, method: Method = METHOD) -> None:
        self._points = points
        self._people = people
        self._method = method

    @cached_property
    def located(self) -> NDArray[np.bool_]:
        """Communes whose town hall is known."""
        return np.isfinite(self._points[:, 0])

    @cached_property
    def weights(self) -> tuple["csr_array[np.float64, tuple[int, int]]", ...]:
        """For each speed, what a trip between two communes counts for: (communes, communes), symmetric."""
        from scipy.sparse import coo_array, csr_array
        from scipy.spatial import KDTree

        located = np.flatnonzero(self.located)
        tree = KDTree(self._points[located])
        widest = min(self._method.reach_km.max() / EARTH_RADIUS_KM / 2, np.pi / 2)
        near = tree.sparse_distance_matrix(tree, 2 * np.sin(widest), output_type="coo_matrix")
        size = (len(self._points), len(self._points))
        places = (located[near.row].astype(np.int32), located[near.col].astype(np.int32))
        chords = coo_array((near.data, places), shape=size).tocsr()
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords.data / 2, 1)) * self._method.detour
        matrices = []
        for speed in self._method.speeds_kmh:
            weights = self._method.weighed(km / speed * 60)
            matrix = csr_array((weights, chords.indices.copy(), chords.indptr.copy()), shape=size)
            matrix.eliminate_zeros()
            matrices.append(matrix)
        return tuple(matrices)

    @cached_property
    def demand(self) -> Floats:
        """For each speed and commune, inhabitants who reach it, each as much as the trip counts."""
        return self._summed([self._people] * len(self.weights))

    def indices(self, supply: Floats) -> Floats:
        """For each speed and commune, professionals one inhabitant reaches; 0 where not located.

        `supply`: professionals of each commune. What nobody reaches is in no index.
        """
        if not supply.any():
            return np.zeros_like(self.demand)
        shares = np.divide(supply, self.demand, out=np.zeros_like(self.demand), where=self.demand > 0)
        return self._summed(shares)

    def _summed(self, values: Iterable[Floats]) -> Floats:
        """For each speed and commune, what is within reach of it, given what there is in each."""
        return np.array([weights @ row for weights, row in zip(self.weights, values, strict=True)])
