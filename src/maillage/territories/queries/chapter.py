"""The diagnosis as a chapter: maps, charts, tables, each with its source and its date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from maillage.documents import models as doc
from maillage.geography import atlas
from maillage.kernel import Answer, amount, date_in_french, decimal_in_french, integer, plural
from maillage.territories.models import Territory
from maillage.territories.queries.context import Surroundings, surroundings
from maillage.territories.queries.diagnosis import DIFFERENCES, Diagnosis
from maillage.territories.queries.figures import ESTIMATE
from maillage.territories.queries.habit_tables import figures_of, groups_table, habits_map, source_of
from maillage.ui.enums import Cell, Table

UNKNOWN = "inconnu"
NAMED = 8  # communes that the words of a map name
#: Heights of maps, in millimetres: above a chart and the head of a table, and under a chart.
ABOVE_A_CHART, WITH_A_CHART = 70, 125


def chapter(diagnosis: Diagnosis, territory: Territory, *, name: str, on: date) -> doc.Document:
    """The whole chapter. What was never imported is said to be missing, with the way to get it."""
    around = surroundings(diagnosis.codes, on=on, territory=territory)
    sections = (
        ("L’essentiel", _gist(diagnosis)),
        ("Le territoire", _territory(diagnosis, name)),
        ("Les professionnels de santé", _supply(diagnosis)),
        ("L’accès aux soins", (*_official(around, diagnosis), *_access(diagnosis))),
        ("Les lieux et les structures", _places(diagnosis)),
        ("Les territoires voisins", _neighbours(around)),
        ("Les habitudes", _habits(around)),
        ("Les enquêtes", _surveys(around)),
        ("Les besoins", _needs(territory)),
        ("Annexe\N{NO-BREAK SPACE}: commune par commune", _communes(diagnosis)),
        ("Annexe\N{NO-BREAK SPACE}: structures et pharmacies", _one_by_one(diagnosis)),
    )
    return doc.Document(
        title="Diagnostic territorial",
        subtitle=f"{plural(diagnosis.summary.communes, 'commune')}, {integer(diagnosis.summary.population)} habitants",
        author=name,
        date=on,
        sections=tuple(
            doc.Section(title, tuple(blocks), numbered=not title.startswith("Annexe"))
            for title, blocks in sections
        ),
    )


def _gist(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.gist:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    facts = list(diagnosis.gist)
    if diagnosis.empty_communes:
        facts.append(("Sans personne", diagnosis.empty_sentence))
    if diagnosis.standing and diagnosis.standing.far:
        facts.append(("Loin d’une pharmacie", f"{diagnosis.standing.far_words}."))
    yield doc.Facts(tuple(facts))
    yield doc.Paragraph(f"{diagnosis.gist_rule} Source\N{NO-BREAK SPACE}: {diagnosis.supply_source}.")


def _territory(diagnosis: Diagnosis, name: str) -> Iterator[doc.Block]:
    summary = diagnosis.summary
    facts = [
        ("Communes", integer(summary.communes)),
        ("Population", f"{summary.people} ({summary.population_source})"),
        ("Professionnels", diagnosis.vintages.rpps_words),
        ("Établissements", diagnosis.vintages.finess_words),
    ]
    if summary.density is not None:
        facts.insert(2, ("Densité", f"environ {integer(summary.density)} habitants par km²"))
    yield doc.Facts(tuple(facts))
    names = ", ".join(atlas().commune(code).name for code in diagnosis.codes[:NAMED])
    others = "…" if len(diagnosis.codes) > NAMED else "."
    yield doc.Figure(
        svg=atlas().outline_svg(diagnosis.codes, f"Territoire de {name}"),
        caption="Le territoire",
        alt=f"Carte de {plural(summary.communes, 'commune')}\N{NO-BREAK SPACE}: {names}{others}",
        sources=(
            f"Contours\N{NO-BREAK SPACE}: données publiques des communes, code géographique {atlas().cog_year}.",
        ),
        tallest=ABOVE_A_CHART,
    )


def _supply(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.has_supply:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    yield doc.Paragraph(
        "« En ville » réunit l’exercice libéral et les salariés des centres de santé. Les étudiants et les "
        "activités qui ne sont pas des soins ne sont pas comptés."
    )
    yield doc.Figure(
        svg=diagnosis.density_chart.svg,
        caption=f"Professionnels en ville par habitant, rapportés à la moyenne {diagnosis.where}",
        alt="Les valeurs sont celles du tableau suivant.",
        sources=(diagnosis.supply_source,),
    )
    yield doc.Table(
        headers=(
            "Profession",
            "personnes",
            "en ville",
            "lieux",
            "pour 10 000 hab.",
            "département",
            "région",
            diagnosis.reference,
            "rang",
        ),
        rows=tuple(
            (
                offer.name,
                integer(offer.here.people),
                integer(offer.here.in_town),
                integer(offer.here.places),
                *(
                    UNKNOWN if each is None else decimal_in_french(each)
                    for each in (offer.density, offer.departements, offer.regions, offer.france)
                ),
                offer.rank_words,
            )
            for offer in (*diagnosis.first_offers, *diagnosis.other_offers)
        ),
        align="lrrrrrrrr",
        caption="Professionnels, et densité en ville pour 10 000 habitants",
        sources=(diagnosis.supply_source,),
        notes=(
            *([f"Annuaire\N{NO-BREAK SPACE}: la moyenne {diagnosis.where}."] if diagnosis.is_partial else []),
            f"Rang\N{NO-BREAK SPACE}: parmi les intercommunalités {diagnosis.where}, la mieux dotée d’abord.",
        ),
    )


def _official(around: Surroundings, diagnosis: Diagnosis) -> Iterator[doc.Block]:
    yield doc.Heading("Ce qui ouvre des droits")
    if not around.is_official:
        yield doc.ToComplete("Aucun zonage ni APL officiels ne sont importés sur cette instance.")
    for zoning in around.zonings:
        yield doc.Heading(f"Zonage\N{NO-BREAK SPACE}: {zoning.label}", level=3)
        for sentence in zoning.sentences:
            yield doc.Paragraph(sentence)
        yield doc.Paragraph(f"Source\N{NO-BREAK SPACE}: {zoning.source}.")
    if not around.apl:
        return
    reached = diagnosis.accesses if diagnosis.has_access else []
    ours = {access.trade: access.ratio_words for access in reached if access.ratio}
    is_estimated = any(area.vintage.profession in ours for area in around.apl)
    yield doc.Table(
        headers=("Profession", "année", "ici", "France", "rapport", *([ESTIMATE] if is_estimated else [])),
        rows=tuple(
            (
                f"{area.label} ({area.unit})" if area.unit else area.label,
                str(area.vintage.year),
                area.mean_words,
                area.france_words,
                area.ratio_words,
                *([ours.get(area.vintage.profession, "non estimée")] if is_estimated else []),
            )
            for area in around.apl
        ),
        align=f"lrrrl{'l' if is_estimated else ''}",
        caption="Accessibilité potentielle localisée (APL), chiffres officiels",
        sources=tuple(dict.fromkeys(f"{area.source}, {area.threshold_words}" for area in around.apl)),
        notes=(
            *(
                [f"Notre estimation\N{NO-BREAK SPACE}: rapport à la moyenne {diagnosis.where}."]
                if is_estimated
                else []
            ),
            *DIFFERENCES,
        ),
    )
    for area in around.apl:
        yield doc.Paragraph(area.sentence)


def _access(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    yield doc.Heading(f"Accessibilité, {ESTIMATE}")
    if not diagnosis.has_access:
        yield doc.ToComplete(
            diagnosis.no_supply or "L’estimation demande un annuaire des professionnels importé."
        )
        return
    yield doc.Paragraph(diagnosis.method)
    yield doc.Figure(
        svg=diagnosis.access_chart.svg,
        caption=f"Accessibilité rapportée à la moyenne {diagnosis.where} ({ESTIMATE})",
        alt="Les valeurs sont celles du tableau suivant.",
        sources=(f"{ESTIMATE}, d’après {diagnosis.supply_source}",),
    )
    yield doc.Figure(
        svg=diagnosis.access_map,
        caption=f"Médecins généralistes à portée, commune par commune ({ESTIMATE})",
        alt="Le contour du territoire sur les communes de son département, de la moins à la mieux servie.",
        sources=(f"{ESTIMATE}, d’après {diagnosis.supply_source}",),
        tallest=WITH_A_CHART,
    )
    yield doc.Table(
        headers=("Profession", "rapport à la moyenne", "place"),
        rows=tuple((access.name, access.ratio_words, access.rank_words) for access in diagnosis.accesses),
        caption=f"Accessibilité ({ESTIMATE})",
        sources=(f"{ESTIMATE}, d’après {diagnosis.supply_source}",),
        notes=("Cette estimation n’est pas l’APL de la Drees et n’ouvre aucun droit.", *diagnosis.limits),
    )


def _places(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    standing = diagnosis.standing
    if standing is None:
        yield doc.ToComplete(diagnosis.no_places)
        return
    yield doc.Table(
        headers=("Nature", "nombre"),
        rows=tuple((figure.label, figure.value) for _, figure in diagnosis.place_figures),
        align="lr",
        caption="Ce qui existe déjà",
        sources=(standing.source,),
    )
    if standing.spacing_words:
        yield doc.Paragraph(standing.spacing_words)
    if standing.far:
        yield doc.Paragraph(f"À plus de 10 km d’une pharmacie\N{NO-BREAK SPACE}: {standing.far_words}.")


def _one_by_one(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    standing = diagnosis.standing
    if standing is None:
        yield doc.ToComplete(diagnosis.no_places)
        return
    for table in (standing.listed, standing.spacing):
        if table.rows:
            yield as_document(table)


def _neighbours(around: Surroundings) -> Iterator[doc.Block]:
    if not around.neighbours:
        yield doc.Paragraph("Aucun territoire déclaré sur cette instance ne touche celui-ci.")
        return
    yield as_document(around.neighbours_table)


def _habits(around: Surroundings) -> Iterator[doc.Block]:
    if not around.layers:
        yield doc.Paragraph("Aucun calque d’habitudes n’est posé sur ce territoire.")
    for layer in around.layers:
        yield doc.Heading(layer.model.name)
        if layer.flows:
            yield doc.Facts(
                tuple((label, f"{_cell(value)} ({words})") for label, value, words in figures_of(layer))
            )
            yield doc.Paragraph(layer.flows.sentence)
        for sentence in layer.sectors.sentences if layer.sectors else ():
            yield doc.Paragraph(sentence)
        if layer.absent.communes:
            yield doc.Paragraph(layer.absent_sentence)
        yield doc.Figure(
            svg=habits_map(layer),
            caption=f"{layer.model.name}, sur le territoire",
            alt="Les communes, chacune à la couleur de son groupe, sous le contour du territoire.",
            sources=(source_of(layer),),
            tallest=WITH_A_CHART,
        )
        table = groups_table(layer)
        yield replace(as_document(table), total=tuple(map(_cell, table.total)))


def _surveys(around: Surroundings) -> Iterator[doc.Block]:
    if not around.surveys:
        yield doc.Paragraph("Aucune enquête n’a été ouverte sur ce territoire.")
    for summary in around.surveys:
        yield doc.Heading(f"{summary.title} ({summary.public.lower()})")
        yield doc.Paragraph(summary.counting)
        for table in (summary.professions, *summary.tables):
            if table:
                yield as_document(table)


def _needs(territory: Territory) -> Iterator[doc.Block]:
    written = list(territory.needs.all())
    if not written:
        yield doc.ToComplete("Aucun besoin n’est encore écrit.")
    for number, need in enumerate(written, 1):
        yield doc.Paragraph(f"{number}. {need.text}")
        if need.figure and need.read_on:
            yield doc.Paragraph(
                f"Chiffre\N{NO-BREAK SPACE}: {need.label}, {need.value}. Source\N{NO-BREAK SPACE}: {need.source} "
                f"({date_in_french(need.read_on)})."
            )


def _communes(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.has_supply:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    yield as_document(diagnosis.communes)


def as_document(table: Table) -> doc.Table:
    """A table of the pages, for a document."""
    return doc.Table(
        headers=tuple(
            f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns
        ),
        rows=tuple(tuple(map(_cell, row)) for row in table.rows),
        align="".join("r" if column.number else "l" for column in table.columns),
        caption=table.caption,
        sources=(table.source,) if table.source else (),
    )


def _cell(value: Cell) -> str:
    match value:
        case None:
            return UNKNOWN
        case str():
            return value
        case Answer():
            return value.in_french()
        case _:
            return amount(value)
