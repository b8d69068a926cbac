"""What stands around the figures of a diagnosis: neighbours, surveys, habits. Read each time: people change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.geography import Departement, atlas
from maillage.habits.queries.layers import Layer, layer_of, layers_of
from maillage.kernel import date_in_french, integer
from maillage.official.queries.apl import AplArea, apl_of
from maillage.official.queries.zoning import ZoningArea, zonings_of
from maillage.structures.models import Structure
from maillage.surveys.queries.results import SurveySummary, surveys_of_territory
from maillage.territories.queries.coverage import Neighbour, around
from maillage.ui.types import Column, Figure, Table

DECLARED = "territoires déclarés sur cette instance, ou importés par son opérateur"


@dataclass(frozen=True, slots=True)
class Surroundings:
    neighbours: Sequence[Neighbour]
    departements: Sequence[Departement]
    apl: Sequence[AplArea]
    zonings: Sequence[ZoningArea]
    surveys: Sequence[SurveySummary] = ()
    layers: Sequence[Layer] = ()

    @property
    def is_official(self) -> bool:
        """An official file was imported: it comes before any estimate, and alone decides rights."""
        return bool(self.apl or self.zonings)

    @property
    def shared(self) -> Figure | None:
        """The declared territories that hold some of the same communes; None when there is none."""
        sharing = [each for each in self.neighbours if each.overlaps]
        if not sharing:
            return None
        return Figure(
            key="voisins.partages",
            label="Territoires déclarés qui prennent aussi de nos communes",
            value=integer(len(sharing)),
            beside="\N{NARROW NO-BREAK SPACE}; ".join(f"{each.name}, {each.relation}" for each in sharing),
            source=DECLARED,
            on=max(each.declared_on for each in sharing),
            aim="S’accorder avec les territoires voisins",
        )

    @property
    def neighbours_table(self) -> Table:
        return Table(
            caption="Territoires déclarés autour",
            columns=(
                Column("Territoire"),
                Column("Lien"),
                Column("Population partagée", "habitants", number=True),
                Column("Communes partagées"),
                Column("Déclaré le"),
                Column("Dit par"),
            ),
            rows=[
                (
                    each.name,
                    each.relation,
                    each.shared.population,
                    ", ".join(commune.name for commune in each.shared.communes) or "aucune",
                    date_in_french(each.declared_on),
                    each.origin,
                )
                for each in self.neighbours
            ],
            source=DECLARED,
        )


def surroundings(codes: Sequence[str], *, on: date, structure: Structure | None = None) -> Surroundings:
    """Surveys and habits belong to a structure: a drawing has none."""
    departements = sorted({atlas().commune(code).departement for code in codes})
    return Surroundings(
        neighbours=around(codes, apart_from=structure.territory_id if structure else None),
        departements=[atlas().departement(code) for code in departements],
        apl=apl_of(codes),
        zonings=zonings_of(codes, on=on),
        surveys=surveys_of_territory(structure, on=on) if structure else (),
        layers=[layer_of(each, codes) for each in layers_of(structure)] if structure else (),
    )
