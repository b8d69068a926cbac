"""The diagnosis as a chapter: maps, charts, tables, each with its source and its date."""

from collections.abc import Iterator
from datetime import date

from maillage.diagnosis.queries.diagnosis import DIFFERENCES, Diagnosis, diagnosis_of
from maillage.diagnosis.queries.figures import counted
from maillage.diagnosis.queries.supply import ESTIMATE
from maillage.diagnosis.queries.surroundings import Surroundings, surroundings
from maillage.documents import types as doc
from maillage.documents.services import UNKNOWN, cell, printed
from maillage.geography import atlas
from maillage.habits.queries.tables import figures_of, groups_table, habits_map, source_of
from maillage.kernel import date_in_french, decimal_in_french, integer, plural
from maillage.structures.models import Structure
from maillage.surveys.documents import tables_of_surveys

NAMED = 8  # communes that the words of a map name
#: Heights of maps, in millimetres: above a chart and the head of a table, and under a chart.
ABOVE_A_CHART, WITH_A_CHART = 70, 125


def chapter(diagnosis: Diagnosis, structure: Structure, *, on: date) -> doc.Document:
    """The whole chapter. What was never imported is said to be missing, with the way to get it."""
    around = surroundings(diagnosis.codes, on=on, structure=structure)
    sections = (
        ("L’essentiel", _in_brief(diagnosis)),
        ("Le territoire", _territory(diagnosis, structure.name)),
        ("Les professionnels de santé", _supply(diagnosis)),
        ("L’accès aux soins", (*_official(around, diagnosis), *_access(diagnosis))),
        ("Les lieux et les structures", _places(diagnosis)),
        ("Les territoires voisins", _neighbours(around)),
        ("Les habitudes", _habits(around)),
        ("Les enquêtes", tables_of_surveys(around.surveys)),
        ("Les besoins", needs(structure, on=on) or [doc.ToComplete("Aucun besoin n’est encore écrit.")]),
        ("Annexe\N{NO-BREAK SPACE}: commune par commune", _communes(diagnosis)),
        ("Annexe\N{NO-BREAK SPACE}: structures et pharmacies", _one_by_one(diagnosis)),
    )
    return doc.Document(
        title="Diagnostic territorial",
        subtitle=f"{plural(diagnosis.summary.communes, 'commune')}, {integer(diagnosis.summary.population)} habitants",
        author=structure.name,
        date=on,
        sections=tuple(
            doc.Section(title, tuple(blocks), numbered=not title.startswith("Annexe"))
            for title, blocks in sections
        ),
    )


def _in_brief(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.in_brief:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    facts = list(diagnosis.in_brief)
    if diagnosis.empty_communes:
        facts.append(("Sans personne", diagnosis.empty_sentence))
    if diagnosis.standing and diagnosis.standing.far:
        facts.append(("Loin d’une pharmacie", f"{diagnosis.standing.far_words}."))
    yield doc.Facts(tuple(facts))
    yield doc.Paragraph(f"{diagnosis.in_brief_rule} Source\N{NO-BREAK SPACE}: {diagnosis.supply_source}.")


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
    if diagnosis.of_places.sentence:
        yield doc.Paragraph(diagnosis.of_places.sentence)
    yield doc.Table(
        headers=("Nature", "nombre"),
        rows=tuple(
            (name, counted(count, partly=diagnosis.of_places.in_short)) for _, name, count in standing.counts
        ),
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


def needs(structure: Structure, *, on: date) -> list[doc.Block]:  # noqa: ARG001
    """Each need in its words, numbered, with the figure that shows it and who says so; empty without any."""
    written: list[doc.Block] = []
    for number, need in enumerate(structure.needs.all(), 1):
        written.append(doc.Paragraph(f"{number}. {need.text}"))
        if need.figure and need.read_on:
            figure = "" if need.value in need.text else f"{need.label}\N{NO-BREAK SPACE}: {need.value}. "
            said = f"{figure}Source\N{NO-BREAK SPACE}: {need.source} ({date_in_french(need.read_on)})."
            written.append(doc.Paragraph(said))
    return written


# In the first document of a structure


def overview(structure: Structure, *, on: date) -> list[doc.Block]:  # noqa: ARG001
    """What the open data come down to; nothing where nobody knows."""
    diagnosis = diagnosis_of(structure.territory.codes)
    return list(_in_brief(diagnosis)) if diagnosis and diagnosis.has_supply else []


def partners(structure: Structure, *, on: date) -> list[doc.Block]:  # noqa: ARG001
    """The teams, centres and hospitals that FINESS lists here; nothing where nobody knows."""
    diagnosis = diagnosis_of(structure.territory.codes)
    standing = diagnosis.standing if diagnosis else None
    return [printed(standing.coordinated)] if standing and standing.coordinated.rows else []


def _communes(diagnosis: Diagnosis) -> Iterator[doc.Block]:
    if not diagnosis.has_supply:
        yield doc.ToComplete(diagnosis.no_supply)
        return
    yield printed(diagnosis.communes)
