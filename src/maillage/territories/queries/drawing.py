"""What a set of communes is, and what the law gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from maillage import legislation
from maillage.geography import Atlas, Commune, Summary, atlas
from maillage.kernel import Answer, BadInput, euros, joined, plural
from maillage.territories.models import Territory
from maillage.territories.queries.overlaps import Overlap, overlaps
from maillage.territories.rules import by_commune, counted_by_parts, population_of
from maillage.territories.types import CommunePart
from maillage.ui.types import Column, Table


def codes_in(text: str) -> list[str]:
    """The codes of a URL or of a file: separated by commas, spaces or lines."""
    return text.replace(",", " ").replace(";", " ").split()


@dataclass(frozen=True)
class Drawing:
    """Everything a page says of a set of communes, on a signature date."""

    summary: Summary
    signed: date
    #: The day of signature somebody chose; None as long as nobody did, and `signed` only dates the law.
    hoped_on: date | None = None
    #: What the drawing is for, said by the room that asked for it and handed back to it; empty for a new one.
    errand: str = ""
    #: The territory it redraws, which it does not overlap.
    apart_from: UUID | None = None
    #: The parts by which it holds some of its communes.
    parts: tuple[CommunePart, ...] = ()

    @cached_property
    def overlaps(self) -> list[Overlap]:
        return overlaps(self.summary.codes, apart_from=self.apart_from, parts=self.parts)

    @property
    def parts_by_commune(self) -> list[tuple[str, list[CommunePart]]]:
        """(name of a commune, the parts of it that are held)."""
        return [(self.name(code), parts) for code, parts in by_commune(self.parts).items()]

    def population_in(self, commune: Commune) -> int | None:
        """Of what is held of a commune."""
        parts = [part for part in self.parts if part.commune == commune.code]
        return population_of(parts) if parts else commune.population

    @property
    def population(self) -> int | None:
        """None as soon as one commune has no published population: a partial sum would choose a size."""
        return None if self.summary.missing_population else self.summary.population

    @cached_property
    def size(self) -> legislation.Size | None:
        """None when the population is not known; without class before the agreement of 2019."""
        return legislation.cpts_size(self.population, on=self.signed) if self.population else None

    @property
    def size_words(self) -> str:
        size = self.size
        if size is None:
            return "taille inconnue"
        if size.low is None:
            return "pas de taille à cette date"
        return f"taille {size.low}" if size.class_ else f"taille {size.low} ou {size.high}"

    @property
    def size_detail(self) -> str:
        """How far the nearest threshold is, or what leaves the class open; may be empty."""
        size = self.size
        if size is None or size.low is None:
            return ""
        if size.class_ is None:
            return "les textes laissent cette borne ouverte"
        above, below = size.above_previous, size.to_next_threshold
        if above is not None and (below is None or above <= below):
            return f"{plural(above, 'habitant')} au-dessus du seuil"
        return f"{plural(below or 0, 'habitant')} avant le seuil suivant"

    @property
    def size_sentence(self) -> str:
        return f"{self.size_words} ({self.size_detail})" if self.size_detail else self.size_words

    @property
    def population_source(self) -> str:
        return self.summary.population_source

    @property
    def neighbours(self) -> list[str]:
        """As the map draws them: a city by its arrondissements."""
        return sorted(atlas().smallest(self.summary.neighbours))

    @property
    def pieces_sentence(self) -> str:
        """Which communes are cut off from the main piece."""
        cut_off = [self.name(code) for piece in self.summary.cut_off for code in piece]
        shown = joined(cut_off[:6]) if len(cut_off) <= 6 else f"{', '.join(cut_off[:6])}…"
        return (
            f"Le territoire est en {self.summary.pieces} morceaux. Coupées du reste : {shown}."
            if len(cut_off) > 1
            else f"Le territoire est en {self.summary.pieces} morceaux. Coupée du reste : {shown}."
        )

    @property
    def lesson(self) -> str:
        """What one commune more or less would change, the nearest threshold first; empty when no size would change."""
        size = self.size
        if size is None or size.class_ is None or self.population is None:
            return ""
        ways = [(size.to_previous, self._one_less), (size.to_next_threshold, self._one_more)]
        near = sorted(((away, say) for away, say in ways if away is not None), key=lambda way: way[0])
        return next((sentence for away, say in near if (sentence := say(away))), "")

    def _one_less(self, away: int) -> str:
        heavy = self._of_at_least(away, self.summary.codes)
        if not heavy or len(heavy) == self.summary.communes:
            return ""
        return (
            f"Seuil proche\N{NO-BREAK SPACE}: retirer une seule de ces communes fait perdre une taille "
            f"({self._names(heavy)}). {self._change('Sans', heavy[0], -(heavy[0].population or 0))}"
        )

    def _one_more(self, away: int) -> str:
        heavy = self._of_at_least(away + 1, self.summary.neighbours)
        if not heavy:
            return ""
        return (
            f"Seuil proche\N{NO-BREAK SPACE}: ajouter une seule de ces voisines fait gagner une taille "
            f"({self._names(heavy)}). {self._change('Avec', heavy[0], heavy[0].population or 0)}"
        )

    def _change(self, word: str, commune: Commune, difference: int) -> str:
        """« Sans Bressols : 60 000 € de fonctionnement par an au lieu de 75 000 €. », or nothing if one is unknown."""
        then, now = (
            legislation.ask("cpts.running_cost", legislation.CptsFacts(population), on=self.signed)
            for population in ((self.population or 0) + difference, self.population)
        )
        if then.value is None or now.value is None:
            return ""
        return (
            f"{word} {commune.name}\N{NO-BREAK SPACE}: {euros(then.value)} de fonctionnement par an "
            f"au lieu de {euros(now.value)}."
        )

    @staticmethod
    def _names(communes: list[Commune]) -> str:
        shown = [commune.name for commune in communes[:6]]
        return f"{', '.join(shown)}…" if len(communes) > 6 else ", ".join(shown)

    def _of_at_least(self, population: int, codes: Iterable[str]) -> list[Commune]:
        """The lightest first."""
        communes = [atlas().commune(code) for code in codes]
        heavy = [commune for commune in communes if (commune.population or 0) >= population]
        return sorted(heavy, key=lambda commune: commune.population or 0)

    @property
    def fillers(self) -> list[Commune]:
        return [atlas().commune(code) for code in self.summary.hole_fillers]

    @property
    def missing_names(self) -> str:
        return joined(self.name(code) for code in self.summary.missing_population)

    @property
    def shared_in_short(self) -> str:
        """For the bar: how many communes others declared."""
        shared = {code for overlap in self.overlaps for code in overlap.codes}
        return plural(len(shared), "commune déjà déclarée", "communes déjà déclarées") if shared else ""

    @property
    def communes(self) -> list[Commune]:
        """The most peopled first."""
        communes = [atlas().commune(code) for code in self.summary.codes]
        return sorted(communes, key=lambda commune: (-(commune.population or 0), commune.code))

    @property
    def in_short(self) -> str:
        return f"{plural(self.summary.communes, 'commune')}, {self.summary.people}"

    @staticmethod
    def name(code: str) -> str:
        return atlas().commune(code).name


def communes_table(drawing: Drawing) -> Table:
    """The communes of a territory, as the pages show them."""
    return Table(
        caption="Communes du territoire",
        columns=(
            Column("Commune"),
            Column("Code Insee"),
            Column("Intercommunalité"),
            Column("Population", "habitants", number=True),
        ),
        rows=[
            (
                f"{commune.name} (en partie)"
                if commune.code in drawing.summary.typed_population
                else commune.name,
                commune.code,
                atlas().epci(commune.epci).name if commune.epci else "aucune",
                drawing.population_in(commune),
            )
            for commune in drawing.communes
        ],
        total=("Total", "", "", drawing.summary.known_population),
        source=f"Populations municipales, {drawing.summary.population_source}",
    )


def map_of(drawing: Drawing, name: str, *, on_page: bool = False) -> str:
    """The territory, as SVG for the letter or as HTML for a page."""
    return atlas().outline_svg(drawing.summary.codes, f"Territoire de {name}", on_page=on_page)


def summary_of(codes: Iterable[str], parts: Iterable[CommunePart] = ()) -> Summary:
    """The figures of communes in force, those held by some of their parts counted so."""
    return counted_by_parts(_summary_of(atlas(), tuple(codes)), by_commune(parts))


@lru_cache(maxsize=64)
def _summary_of(read: Atlas, codes: tuple[str, ...]) -> Summary:
    """Kept for the pages that tell one territory several times, and for those that follow."""
    return read.summary(codes)


def drawing_of(
    codes: Iterable[str],
    *,
    signed: date,
    hoped_on: date | None = None,
    apart_from: UUID | None = None,
    errand: str = "",
    parts: tuple[CommunePart, ...] = (),
) -> Drawing | None:
    """What communes amount to; None when there is none. A code of before a change counts as what it became."""
    given = tuple(codes)
    known = atlas().resolve(given).codes if given else ()
    if not known:
        return None
    return Drawing(summary_of(known, parts), signed, hoped_on, errand, apart_from, parts)


def drawing_of_territory(
    territory: Territory, *, signed: date, hoped_on: date | None = None
) -> Drawing | None:
    """What a territory that is kept amounts to, with the parts of communes it holds."""
    return drawing_of(
        territory.codes,
        signed=signed,
        hoped_on=hoped_on,
        apart_from=territory.pk,
        parts=territory.commune_parts,
    )


@dataclass(frozen=True, slots=True)
class LawView:
    """What the law gives a CPTS of this population, from a signature date."""

    signed: date
    size: legislation.Size
    running: Answer
    ceiling: Answer
    deadlines: tuple[legislation.Deadline, ...]
    missions: tuple[legislation.Mission, ...]
    form: legislation.FormEntry


def law_of_cpts(population: int, *, signed: date) -> LawView:
    """Raises BadInput for a population below 1 or a date before the agreement of 2019."""
    facts = legislation.CptsFacts(population=population)
    return LawView(
        signed=signed,
        size=legislation.cpts_size(population, on=signed),
        running=legislation.ask("cpts.running_cost", facts, on=signed),
        ceiling=legislation.ask("cpts.ceiling", facts, on=signed),
        deadlines=legislation.deadlines("cpts", signed=signed),
        missions=legislation.missions("cpts", on=signed),
        form=legislation.form("cpts", on=signed),
    )


def territory_report(
    codes: Iterable[str], *, on: date, shared: list[Overlap] | None = None
) -> dict[str, Any]:
    """The JSON of a territory, for the command line and the API. Raises BadInput when no code is known.

    `shared` spares the database when the caller already knows the overlaps.
    """
    selection = atlas().resolve(codes)
    if not selection.codes:
        raise BadInput(" ".join(selection.sentences), field="communes")
    shared = overlaps(selection.codes) if shared is None else shared
    drawing = Drawing(atlas().summary(selection.codes), on)
    summary, size = drawing.summary, drawing.size
    return {
        "communes": summary.communes,
        "population": summary.known_population,
        "population_year": summary.population_year,
        "missing_population": list(summary.missing_population),
        "size_class": size.class_ if size else None,
        "size": drawing.size_sentence,
        "to_next_threshold": size.to_next_threshold if size else None,
        "area_km2": round(summary.area_km2, 1) if summary.area_km2 is not None else None,
        "density": round(summary.density, 1) if summary.density is not None else None,
        "contiguous": summary.contiguous,
        "pieces": summary.pieces,
        "cut_off": [list(piece) for piece in summary.cut_off],
        "hole_fillers": list(summary.hole_fillers),
        "without_shape": list(summary.without_shape),
        "unknown_codes": list(selection.unknown),
        "departements": list(selection.departements),
        "epci": [
            {
                "code": part.code,
                "name": part.name,
                "members_in": part.members_in,
                "members_total": part.members_total,
            }
            for part in summary.epci
        ],
        "in_part": [city for part in summary.epci for city in part.in_part],
        "overlaps": [
            {"name": overlap.name or None, "communes": list(overlap.codes), "population": overlap.population}
            for overlap in shared
        ],
        "notes": list(selection.sentences),
    }


def members_of_epci(code: str) -> tuple[str, ...]:
    try:
        return atlas().epci(code.strip()).members
    except KeyError:
        raise BadInput(
            f"L’intercommunalité {code} n’existe pas (ou plus). Vérifiez son code SIREN, à neuf chiffres.",
            field="epci",
        ) from None


def communes_of_departement(code: str) -> list[str]:
    try:
        return [commune.code for commune in atlas().communes_of(code.strip().upper())]
    except KeyError:
        raise BadInput(
            f"Le département {code} n’existe pas. Exemple : 82, 2A, 971.", field="departement"
        ) from None
