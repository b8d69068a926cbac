"""What a layer of habits says in one figure."""

from maillage.habits.enums import HabitKind
from maillage.habits.queries.layers import Flows, Layer, Sectors
from maillage.habits.queries.tables import between, percent
from maillage.kernel import integer, joined, plural
from maillage.ui.types import Figure

#: The first places of a list are told; the page has the rest.
FIRST_ONES = 3
CUT = {
    HabitKind.DUTY: ("secteur de garde coupé", "secteurs de garde coupés"),
    HabitKind.LIVING: ("bassin de vie coupé", "bassins de vie coupés"),
}


def habit_figure(layer: Layer) -> Figure | None:
    """What a layer says of the territory; None when it says nothing."""
    said = flow_words(layer.flows) if layer.flows else sector_words(layer.sectors)
    if said is None:
        return None
    value, beside = said
    return Figure(
        key=f"habitudes.{layer.model.pk}",
        label=layer.model.name,
        value=value,
        beside=beside,
        source=f"{layer.model.get_kind_display()}, {layer.model.source}",
        on=layer.model.dated_on,
    )


def flow_words(flows: Flows) -> tuple[str, str] | None:
    """(« 28,5 % des flux restent dans le territoire », « 71,5 % vers Montauban »); None when nothing is located."""
    kept = between(flows, flows.kept)
    if kept is None:
        return None
    outside = [
        f"{percent(flows.share(each.weight))} vers {each.name}"
        for each in flows.destinations
        if each.inside is False and each.weight
    ]
    unlocated = [f"{percent(flows.share(flows.nowhere))} non situés"] if flows.nowhere else []
    return f"{kept} des flux restent dans le territoire", ", ".join([*outside[:FIRST_ONES], *unlocated])


def sector_words(sectors: Sectors | None) -> tuple[str, str] | None:
    """(« 2 secteurs de garde coupés sur 3 », their names); None when none is cut."""
    if sectors is None or not sectors.cut:
        return None
    cut = plural(len(sectors.cut), *CUT[sectors.kind])
    return f"{cut} sur {integer(len(sectors.touched))}", joined(
        each.name for each in sectors.cut[:FIRST_ONES]
    )
