"""The diagnosis as a chapter: maps, charts, tables, each with its source and its date."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.diagnosis.queries.access import DIFFERENCES
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of_territory
from maillage.diagnosis.queries.in_brief import in_brief
from maillage.diagnosis.queries.levels import rule
from maillage.diagnosis.queries.supply import ESTIMATE
from maillage.diagnosis.queries.surroundings import Surroundings, surroundings
from maillage.diagnosis.queries.tables import Tables
from maillage.documents import types as doc
from maillage.documents.services import cell, printed
from maillage.geography import atlas
from maillage.habits.queries.tables import figures_of, groups_table, habits_map, source_of
from maillage.kernel import integer, plural
from maillage.structures.models import Structure
from maillage.surveys.documents import tables_of_surveys
from maillage.ui.queries import letter_blocks

SEPARATOR = "\N{NARROW NO-BREAK SPACE}; "
NAMED = 8  # communes that the words of a map name
#: Heights of maps, in millimetres: above a chart and the head of a table, and under a chart.
ABOVE_A_CHART, WITH_A_CHART = 70, 125


def chapter(diagnosis: Diagnosis, structure: Structure, *, on: date) -> doc.Document:
    """The whole chapter. What was never imported is said to be missing, with the way to get it."""
    around = surroundings(diagnosis.codes, on=on, structure=structure)
    tables = Tables(diagnosis, around)
    sections = (
        ("L’essentiel", _in_brief(diagnosis, around)),
        ("Le territoire", _territory(diagnosis, structure.name)),
        ("Les professionnels de santé", _supply(diagnosis, tables)),
        ("L’accès aux soins", (*_official(around, tables), *_access(diagnosis, tables))),
        ("Les lieux et les structures", _places(diagnosis, tables)),
        ("Les territoires voisins", _neighbours(around)),
        ("Les habitudes", _habits(around)),
        ("Les enquêtes", tables_of_surveys(around.surveys)),
        ("Les besoins", _needs(structure, on) or [doc.ToComplete("Aucun besoin n’est encore écrit.")]),
        ("Annexe\N{NO-BREAK SPACE}: commune par commune", _communes(diagnosis)),
        ("Annexe\N{NO-BREAK SPACE}: structures et pharmacies", _one_by_one(diagnosis)),
    )
    return doc.Document(
        title="Diagnostic territorial",
        subtitle=f"{plural(diagnosis.summary.communes, 'commune')}, {diagnosis.summary.people}",
        author=structure.name,
        date=on,
        sections=tuple(
            doc.Section(title, tuple(blocks), numbered=not title.startswith("Annexe"))
            for title, blocks in sections
        ),
    )


def _in_brief(diagnosis: Diagnosis, around: Surroundings) -> Iterator[doc.Block]:
    points = in_brief(diagnosis, around)
    yield doc.Facts(tuple((point.label, point.sentence) for point in points))
    sources = dict.fromkeys(point.source.title for point in points if not point.is_unknown)
    if diagnosis.has_supply:
        yield doc.Paragraph(rule(diagnosis.where))
    if sources:
        yield doc.Paragraph(f"Sources\N{NO-BREAK SPACE}: {SEPARATOR.join(sources)}.")


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
    if diagnosis.in_part_sentence:
        yield doc.Paragraph(diagnosis.in_part_sentence)
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


def _supply(diagnosis: Diagnosis, tables: Tables) -> Iterator[doc.Block]:
    if not diagnosis.has_supply:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    if diagnosis.of_people.sentence:
        yield doc.Paragraph(diagnosis.of_people.sentence)
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
    for table in (tables.first_offers, tables.other_offers):
        if table.rows:
            yield printed(table)


def _official(around: Surroundings, tables: Tables) -> Iterator[doc.Block]:
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
    yield printed(tables.apl, notes=DIFFERENCES)
    for area in around.apl:
        yield doc.Paragraph(area.sentence)


def _access(diagnosis: Diagnosis, tables: Tables) -> Iterator[doc.Block]:
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
    yield printed(tables.access, notes=diagnosis.limits)


def _places(diagnosis: Diagnosis, tables: Tables) -> Iterator[doc.Block]:
    standing = diagnosis.standing
    if standing is None:
        yield doc.ToComplete(diagnosis.no_places)
        return
    if diagnosis.of_places.sentence:
        yield doc.Paragraph(diagnosis.of_places.sentence)
    yield printed(tables.places)
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
            yield printed(table)


def _neighbours(around: Surroundings) -> Iterator[doc.Block]:
    if not around.neighbours:
        yield doc.Paragraph("Aucun territoire déclaré sur cette instance ne touche celui-ci.")
        return
    yield printed(around.neighbours_table)


def _habits(around: Surroundings) -> Iterator[doc.Block]:
    if not around.layers:
        yield doc.Paragraph("Aucun calque d’habitudes n’est posé sur ce territoire.")
    for layer in around.layers:
        yield doc.Heading(layer.model.name)
        if layer.flows:
            yield doc.Facts(
                tuple((label, f"{cell(value)} ({words})") for label, value, words in figures_of(layer))
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
        yield printed(groups_table(layer))


def _needs(structure: Structure, on: date) -> Sequence[doc.Block]:
    """As the room that keeps them writes them."""
    block = letter_blocks().get("besoins")
    return block.blocks(structure, on=on) if block else ()


# In the first document of a structure


def overview(structure: Structure, *, on: date) -> list[doc.Block]:
    """What the open data come down to; nothing where nobody knows."""
    diagnosis = diagnosis_of_territory(structure.territory)
    if diagnosis is None or not diagnosis.has_supply:
        return []
    return list(_in_brief(diagnosis, surroundings(diagnosis.codes, on=on, structure=structure)))


def partners(structure: Structure, *, on: date) -> list[doc.Block]:  # noqa: ARG001
    """The teams, centres and hospitals that FINESS lists here; nothing where nobody knows."""
    diagnosis = diagnosis_of_territory(structure.territory)
    standing = diagnosis.standing if diagnosis else None
    return [printed(standing.coordinated)] if standing and standing.coordinated.rows else []


def _communes(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.has_supply:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    yield printed(diagnosis.communes)
