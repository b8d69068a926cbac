"""What stands around the figures of a diagnosis: neighbours, surveys, habits. Read each time: people change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.geography import Departement, atlas
from maillage.kernel import date_in_french
from maillage.territories.models import Territory
from maillage.territories.queries.coverage import Neighbour, around
from maillage.territories.queries.figures import Figure
from maillage.territories.queries.habits import Layer, layer_of, layers_of
from maillage.territories.queries.official import AplArea, ZoningArea, apl_of, zonings_of
from maillage.territories.queries.surveys import SurveySummary, survey_tables
from maillage.ui.enums import Column, Table


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
    def figures(self) -> dict[str, Figure]:
        return {f"apl.{area.vintage.profession}": figure_of(area) for area in self.apl}

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
            source="territoires déclarés sur cette instance, ou importés par son opérateur",
        )


def figure_of(area: AplArea) -> Figure:
    """The official figure, as a need keeps it."""
    return Figure(
        key=f"apl.{area.vintage.profession}",
        label=f"APL {area.vintage.year}\N{NO-BREAK SPACE}: {area.label.lower()}",
        value=f"{area.mean_words} ({area.vintage.unit})" if area.vintage.unit else area.mean_words,
        beside=f"{area.france_words} en France\N{NO-BREAK SPACE}; {area.below_words}, {area.threshold_words}",
        source=area.source,
        on=area.vintage.imported_at.date(),
    )


def surroundings(codes: Sequence[str], *, on: date, territory: Territory | None = None) -> Surroundings:
    """Surveys and habits belong to a territory: a drawing has none."""
    departements = sorted({atlas().commune(code).departement for code in codes})
    return Surroundings(
        neighbours=around(codes, apart_from=territory.pk if territory else None),
        departements=[atlas().departement(code) for code in departements],
        apl=apl_of(codes),
        zonings=zonings_of(codes, on=on),
        surveys=survey_tables(territory, on=on) if territory else (),
        layers=[layer_of(each, codes) for each in layers_of(territory)] if territory else (),
    )
