"""The communes of France at hand, without a database: loaded once per process, shapes only when drawn."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property

from maillage.geography import access
from maillage.geography.access import Accessibility
from maillage.geography.build import read_manifest
from maillage.geography.catchments import Catchments
from maillage.geography.choropleth import NOT_KNOWN, MapClass, choropleth_svg
from maillage.geography.mesh import Mesh
from maillage.geography.names import Names
from maillage.geography.outline import outline_svg
from maillage.geography.place_answers import PlaceRow, Reading
from maillage.geography.place_list import meanings, read, read_rows
from maillage.geography.records import Commune, Departement, Epci
from maillage.geography.selection import Selection, resolve
from maillage.geography.summary import Summary, summarize
from maillage.kernel import paths


class AtlasNotBuilt(RuntimeError):
    """The compiled data is absent."""


class Atlas:
    """Names, figures and shapes of communes. A code not in force is a KeyError, save in `resolve`."""

    def __init__(self) -> None:
        self.manifest = read_manifest()
        if not self.manifest:
            raise AtlasNotBuilt("Les données géographiques ne sont pas compilées. Lancez « make setup ».")
        self.cog_year: int = self.manifest["cog_year"]
        self.population_year: int = self.manifest["population_year"]
        self.names = Names(paths.GEOGRAPHY / "names.json")

    @cached_property
    def mesh(self) -> Mesh:
        return Mesh(paths.GEOGRAPHY)

    def commune(self, code: str) -> Commune:
        """A commune in force, or an arrondissement of Paris, Lyon or Marseille."""
        return self.names.units[code]

    def epci(self, code: str) -> Epci:
        return self.names.epcis[code]

    def departement(self, code: str) -> Departement:
        return self.names.departements[code]

    def departements(self) -> tuple[Departement, ...]:
        return tuple(self.names.departements.values())

    def communes_of(self, departement: str) -> tuple[Commune, ...]:
        """Its communes, by code; a city once, whole."""
        return self.names.by_departement[departement]

    def unit_of(self, code: str) -> str:
        """The unit in force behind a code of today or of before; empty when it is unknown."""
        if code in self.names.units:
            return code
        known = resolve(self.names, [code]).codes if code.strip() else ()
        return known[0] if known else ""

    def commune_of(self, code: str) -> str:
        """The same for a table that knows communes alone: a city for its arrondissements."""
        unit = self.unit_of(code)
        return self.names.units[unit].city or unit if unit else ""

    def with_parts(self, codes: Iterable[str]) -> tuple[str, ...]:
        """These units, and the arrondissements of the cities among them: for rows that may give either."""
        return tuple(
            dict.fromkeys(part for code in codes for part in (code, *self.names.cities.get(code, ())))
        )

    def units_of(self, departement: str) -> tuple[Commune, ...]:
        """Units that its map draws, by code: communes, but Paris, Lyon and Marseille by their arrondissements."""
        units = self.smallest(commune.code for commune in self.communes_of(departement))
        return tuple(self.names.units[code] for code in sorted(units))

    def arrondissements_of(self, city: str) -> tuple[Commune, ...]:
        """Those of Paris, Lyon or Marseille, by code; none of another commune."""
        return tuple(self.names.units[code] for code in self.names.cities.get(city, ()))

    def smallest(self, codes: Iterable[str]) -> frozenset[str]:
        """The same ground with each city as its arrondissements: two such sets can be compared, or shared."""
        return self.names.smallest(codes)

    def whole(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The same ground, each place once, sorted: a city is one code as soon as all of it is there.

        The form in which a territory is kept. `resolve` gives it too, and says what it changed.
        """
        return self.names.whole(codes)

    def search(self, text: str, departement: str | None = None, limit: int = 20) -> tuple[Commune, ...]:
        """Communes by name (accents, case, hyphens, « St » do not matter) or code, best first."""
        return self.names.search(text, departement, limit)

    def resolve(self, codes: Iterable[str]) -> Selection:
        """Codes as given → communes in force and what was odd. Raises BadInput when none is given."""
        return resolve(self.names, codes)

    def read(self, text: str, departement: str | None = None) -> Reading:
        """A pasted list of names, INSEE or postal codes, or a table; names are read first in `departement`."""
        return read(self.names, text, departement)

    def read_rows(
        self, rows: Iterable[Sequence[str]], titles: Sequence[str] = (), departement: str | None = None
    ) -> tuple[PlaceRow, ...]:
        """The communes of each row of a table, one answer per row, in order.

        Cells are read together: a name and a code settle each other, a département says which homonym. `titles`,
        as the file has them, tell the columns; those that are for no commune are left alone. All rows are read
        before any is answered: what most of them show (postal codes, a département) serves for the others.
        """
        return read_rows(self.names, rows, titles, departement)

    def read_row(
        self, cells: Sequence[str], titles: Sequence[str] = (), departement: str | None = None
    ) -> PlaceRow:
        """The communes of one row by itself: prefer `read_rows` when there are others."""
        return read_rows(self.names, [cells], titles, departement)[0]

    def meanings(
        self, cells: Iterable[str], departement: str | None = None
    ) -> dict[str, tuple[Commune, ...]]:
        """What each cell of a column may mean: one commune when it is sure, several homonyms, or none."""
        return meanings(self.names, cells, departement)

    def summary(self, codes: Iterable[str]) -> Summary:
        """The figures of communes in force (`resolve` first). Raises BadInput when there is none."""
        return summarize(self.names, self.mesh, codes)

    def outline_svg(
        self, codes: Iterable[str], title: str = "Carte du territoire", *, on_page: bool = False
    ) -> str:
        """A printable map of communes in force, as SVG text, 720 pixels wide. Raises BadInput when none.

        `on_page` makes HTML: the SVG with names for phones too, then its legend as a list.
        """
        return outline_svg(self.names, self.mesh, tuple(codes), title, on_page=on_page)

    def choropleth_svg(
        self,
        values: Mapping[str, str | None],
        classes: Sequence[MapClass],
        *,
        outline: Collection[str] = (),
        title: str,
        unknown: str = NOT_KNOWN.label,
        on_page: bool = False,
    ) -> str:
        """A printable map of communes in force by class, as SVG text, 720 pixels wide, legend included.

        `values` gives the key of a class to each commune: those of `sequential` (up to five, from light to
        dark), of `categories` (up to six, with patterns), or your own `MapClass`. None is drawn apart, under
        the words of `unknown`. `outline` are the communes whose contour is drawn over the map, which then
        stays around them; one without value is left blank. A commune without shape is named in the legend.
        `on_page` makes HTML: the SVG with names for phones too, then its legend as a list.
        Raises BadInput when there is no commune, KeyError on another code, ValueError on another key.
        """
        return choropleth_svg(
            self.names,
            self.mesh,
            values,
            classes,
            outline=outline,
            title=title,
            unknown=unknown,
            on_page=on_page,
        )

    def bordering(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Communes outside these that share a border of some length with one of them; a corner is none.

        A commune without shape borders nobody that we know of.
        """
        held = self.names.whole(codes)
        inside = {self.names.index[code] for code in held}
        around = {other for index in inside for other in self.mesh.bordering(index)} - inside
        return self.names.coded(around - {self.names.index[code] for code in self.names.doubles(held)})

    def distance_km(self, first: str, second: str) -> float | None:
        """As the crow flies between the town halls of two communes; None when one is not located."""
        return self.mesh.distance_km(self.names.index[first], self.names.index[second])

    def is_beyond(self, code: str, latitude: float, longitude: float) -> bool:
        """Whether a point in degrees is farther from a commune than the commune is large: a place is not there.

        False when the commune has no shape. The first call reads all the shapes, in a quarter of a second.
        """
        return self.mesh.is_beyond(self.names.index[code], latitude, longitude)

    def nearby(self, code: str, km: float) -> tuple[str, ...]:
        """This commune, then those whose town hall is within `km` of its own as the crow flies, nearest first.

        A commune that is not located is alone, and near nobody. Raises ValueError when `km` is not a distance.
        """
        if not 0 <= km < math.inf:
            raise ValueError(f"{km} km is not a distance.")
        return tuple(self.names.codes[index] for index in self.mesh.nearby(self.names.index[code], km))

    def accessibility(self, supply: Mapping[str, float]) -> Accessibility:
        """Who is well served, all communes together, by professionals given by commune in force.

        The first call costs about a second and 100 MB, kept by the process; the next ones, some 20 ms. A job
        or a command calls it and stores `to_bytes()`; a page only reads that. Raises KeyError on a code not
        in force, ValueError on a negative number. Those of a city, whose arrondissement nobody gives, are spread
        over all of it.
        """
        return access.accessibility(self.names, self._catchments, supply)

    def accessibility_from(self, data: bytes) -> Accessibility:
        """What `Accessibility.to_bytes` wrote, in some 10 ms. A page that needs several figures keeps it."""
        return access.restored(self.names, data)

    @cached_property
    def _catchments(self) -> Catchments:
        return access.catchments(self.names, self.mesh)


@cache
def atlas() -> Atlas:
    """The atlas of this process, loaded the first time. Raises AtlasNotBuilt."""
    return Atlas()
