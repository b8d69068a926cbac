"""What stands around the figures of a diagnosis: neighbours, surveys, habits. Read each time: people change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.geography import Departement, atlas
from maillage.kernel import date_in_french
from maillage.territories.models import HabitLayer, Territory
from maillage.territories.queries.coverage import Neighbour, around
from maillage.territories.queries.surveys import SurveySummary, survey_tables
from maillage.ui.enums import Column, Table


@dataclass(frozen=True, slots=True)
class Surroundings:
    neighbours: Sequence[Neighbour]
    departements: Sequence[Departement]
    surveys: Sequence[SurveySummary] = ()
    layers: Sequence[HabitLayer] = ()

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


def surroundings(codes: Sequence[str], *, on: date, territory: Territory | None = None) -> Surroundings:
    """Surveys and habits belong to a territory: a drawing has none."""
    departements = sorted({atlas().commune(code).departement for code in codes})
    return Surroundings(
        neighbours=around(codes, apart_from=territory.pk if territory else None),
        departements=[atlas().departement(code) for code in departements],
        surveys=survey_tables(territory, on=on) if territory else (),
        layers=list(territory.habit_layers.all()) if territory else (),
    )
