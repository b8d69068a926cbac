"""The figures a need may be written from, beside those of the open data: official files, habits, surveys."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from maillage.kernel import integer, joined, plural
from maillage.territories.enums import HabitKind
from maillage.territories.queries.context import Surroundings
from maillage.territories.queries.diagnosis import Diagnosis
from maillage.territories.queries.figures import Figure
from maillage.territories.queries.habit_tables import between, percent
from maillage.territories.queries.habits import Flows, Layer, Sectors
from maillage.territories.queries.surveys import BLANK, Result, SurveySummary, share

#: What comes first in an answer, or in a list of places, is told; the page has the rest.
FIRST_ONES = 3
CUT = {
    HabitKind.DUTY: ("secteur de garde coupé", "secteurs de garde coupés"),
    HabitKind.LIVING: ("bassin de vie coupé", "bassins de vie coupés"),
}


def figures_by_key(diagnosis: Diagnosis | None, around: Surroundings) -> dict[str, Figure]:
    """Every figure of a territory by its key, as it stands today."""
    open_data = diagnosis.figures if diagnosis else {}
    official = (*(area.figure for area in around.zonings), *(area.figure for area in around.apl))
    surveys = chain.from_iterable(map(survey_figures, around.surveys))
    read = filter(None, (*official, around.shared, *map(habit_figure, around.layers), *surveys))
    return {**open_data, **{figure.key: figure for figure in read}}


def anchor_of(key: str) -> str:
    """The identifier of the button of a figure."""
    return f"chiffre-{key.replace('.', '-')}"


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


def survey_figures(summary: SurveySummary) -> Iterator[Figure]:
    """One for each question that has choices: what was answered most."""
    for result in summary.results:
        if result.question.choices and (value := most_chosen(result)):
            yield Figure(
                key=f"enquete.{summary.survey.pk}.{result.question.key}",
                label=result.question.text,
                value=value,
                beside=plural(summary.counted, "réponse"),
                source=summary.source,
                on=read_on(summary),
            )


def read_on(summary: SurveySummary) -> date:
    """A closed survey says no more than on the day it closed."""
    closed_on = summary.survey.closed_on
    return summary.on if summary.is_open or closed_on is None else closed_on


def most_chosen(result: Result) -> str:
    """« Joindre un autre soignant 76 %, Savoir qui suit le patient 42 % »; empty when nothing was."""
    lines = zip(result.labels, result.total.counts, strict=True)
    said = sorted((-count, label) for label, count in lines if count and label != BLANK)
    return ", ".join(f"{label} {share(-count, result.total.size)}" for count, label in said[:FIRST_ONES])
