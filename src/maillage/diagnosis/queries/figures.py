"""Every figure that one click turns into a need: open data, official files, neighbours, habits, surveys."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from maillage.diagnosis.queries.diagnosis import Diagnosis
from maillage.diagnosis.queries.levels import is_little
from maillage.diagnosis.queries.places import FAR_KM
from maillage.diagnosis.queries.supply import ESTIMATE, beside_words, density_words
from maillage.diagnosis.queries.surroundings import Surroundings
from maillage.habits.queries.figures import habit_figure
from maillage.kernel import integer, joined, plural
from maillage.surveys.queries.figures import survey_figures
from maillage.ui.types import Figure


def figures_by_key(diagnosis: Diagnosis | None, around: Surroundings) -> dict[str, Figure]:
    """Every figure of a territory by its key, as it stands today."""
    open_data = {figure.key: figure for figure in open_figures(diagnosis)} if diagnosis else {}
    official = (*(area.figure for area in around.zonings), *(area.figure for area in around.apl))
    by_commune = filter(None, (*official, around.shared, *map(habit_figure, around.layers)))
    whole = diagnosis.counted_whole(diagnosis.codes) if diagnosis else ""
    surveys = chain.from_iterable(map(survey_figures, around.surveys))
    read = chain((_counted_whole(figure, whole) for figure in by_commune), surveys)
    return {**open_data, **{figure.key: figure for figure in read}}


def _counted_whole(figure: Figure, whole: str) -> Figure:
    """What is read commune by commune says those it counts beyond what the territory holds."""
    return replace(figure, source=f"{figure.source}\N{NARROW NO-BREAK SPACE}; {whole}") if whole else figure


def open_figures(diagnosis: Diagnosis) -> Iterator[Figure]:
    """What is unknown is no figure."""
    yield from _people(diagnosis)
    yield from _places(diagnosis)


def _people(diagnosis: Diagnosis) -> Iterator[Figure]:
    if diagnosis.vintages.rpps is None or diagnosis.no_supply:
        return
    read_on, source = diagnosis.vintages.rpps.day, diagnosis.supply_source
    partly = f" ({diagnosis.of_people.in_short})" if diagnosis.of_people.in_short else ""
    for offer in diagnosis.offers:
        yield Figure(
            f"offre.{offer.trade}",
            f"{offer.name} en ville{partly}",
            density_words(offer.density),
            "\N{NO-BREAK SPACE}; ".join(beside_words(offer)),
            source,
            read_on,
            aim=f"Attirer et garder des {offer.name.lower()}" if is_little(offer.ratio) else "",
        )
    for access in diagnosis.accesses:
        if access.ratio is not None:
            yield Figure(
                f"acces.{access.trade}",
                f"Accessibilité\N{NO-BREAK SPACE}: {access.name.lower()}{partly}",
                access.beside_mean,
                access.rank_words,
                f"{ESTIMATE}, d’après {source}",
                read_on,
                aim=f"Faciliter l’accès aux {access.name.lower()}" if is_little(access.ratio.middle) else "",
            )
    if diagnosis.empty_communes:
        yield Figure(
            "communes.vides",
            "Communes sans aucun professionnel en ville",
            plural(len(diagnosis.empty_communes), "commune"),
            joined(diagnosis.empty_communes),
            source,
            read_on,
            aim="Apporter des soins aux communes qui n’en ont pas",
        )


def _places(diagnosis: Diagnosis) -> Iterator[Figure]:
    standing, read = diagnosis.standing, diagnosis.vintages.finess
    if standing is None or read is None:
        return
    source = standing.source
    for kind, name, count in standing.counts:
        yield Figure(f"lieux.{kind}", name, standing.counted(count), "", source, read.day)
    if standing.spacing_words:
        yield Figure(
            "pharmacies.espacement",
            "Pharmacies du territoire",
            standing.counted(len(standing.pharmacies)),
            standing.spacing_words.removesuffix("."),
            source,
            read.day,
        )
    if standing.far:
        yield Figure(
            "pharmacies.loin",
            f"Communes à plus de {integer(FAR_KM)} km d’une pharmacie",
            plural(len(standing.far), "commune"),
            standing.far_words,
            source,
            read.day,
            aim="Rapprocher une pharmacie des communes qui en sont loin",
        )
