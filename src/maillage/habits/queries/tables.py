"""A layer of habits as its page shows it: the map by group, the figures, the same in lists, its lines as a file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from maillage.geography import MapClass, atlas, categories
from maillage.habits.queries.layers import SHARED, Destination, Flows, Layer, Row, Sector, Sectors
from maillage.kernel import amount, date_in_french, decimal_in_french, folded, integer, joined, plural
from maillage.tables import SheetCell
from maillage.ui.types import Cell, Column, Table

COLOURS = 6
SHARED_CLASS = MapClass("shared", "Plusieurs groupes", "#fff", "grid", "paper")
OTHERS = "autres"
#: Groups named for one commune.
NAMED = 3
#: Communes listed beyond the territory: a file may hold half the country.
MOST_LISTED = 300

Figure = tuple[str, Cell, str]  # label, value, words under it


def source_of(layer: Layer) -> str:
    return f"{layer.model.source}, données du {date_in_french(layer.model.dated_on)}"


def percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{decimal_in_french(share * 100)}\N{NO-BREAK SPACE}%"


def habits_map(layer: Layer, *, on_page: bool = False) -> str:
    """Communes coloured by their main group, under the contour of the territory: SVG, or HTML for a page."""
    mains = layer.main_groups
    keys = {group: str(number) for number, group in enumerate(layer.largest[:COLOURS])}
    values: dict[str, str | None] = dict.fromkeys(layer.shown)
    for code, group in mains.items():
        values[code] = SHARED_CLASS.key if group == SHARED else keys.get(group, OTHERS)
    labelled = {key: layer.label(group) for group, key in keys.items()}
    classes = categories(labelled, others=OTHERS if OTHERS in values.values() else "")
    return atlas().choropleth_svg(
        values,
        (*classes, SHARED_CLASS) if SHARED in mains.values() else classes,
        outline=layer.codes,
        title=f"{layer.model.name}, {layer.model.get_kind_display().lower()}",
        unknown="Pas dans le fichier",
        on_page=on_page,
    )


def figures_of(layer: Layer) -> list[Figure]:
    """The comparison in figures: which sectors are cut, what share of the flows stays."""
    if layer.sectors:
        return _sector_figures(layer.sectors)
    return list(_flow_figures(layer.flows)) if layer.flows else []


def _sector_figures(sectors: Sectors) -> list[Figure]:
    kind = sectors.kind.label.lower()
    people = sum(each.inside.population or 0 for each in sectors.whole)
    return [
        ("Touchés", len(sectors.touched), f"{kind} qui ont une commune du territoire"),
        ("Coupés", len(sectors.cut), "dont une commune au moins est dehors"),
        ("Entiers", len(sectors.whole), f"{integer(people)} habitants" if people else "dans le territoire")
        if sectors.goes_beyond
        else ("Entiers", None, "le fichier s’arrête au territoire"),
    ]


def between(flows: Flows, least: Decimal) -> str | None:
    """« 28,5 % », or « entre 15,0 % et 40,0 % » when some destinations are not located; None when none is."""
    if not flows.is_located:
        return None
    low, high = percent(flows.share(least)), percent(flows.share(least + flows.nowhere))
    return low if low == high else f"entre {low} et {high}"


def _flow_figures(flows: Flows) -> Iterator[Figure]:
    def of_all(weight: Decimal, located: str) -> str:
        words = f"{amount(weight)}{located if flows.nowhere else ''} sur {amount(flows.total)}"
        return f"{words}, {amount(flows.nowhere)} non situés" if located and flows.nowhere else words

    if flows.is_located:
        yield "Restent dans le territoire", between(flows, flows.kept), of_all(flows.kept, " situés dedans")
        yield "En sortent", between(flows, flows.leaving), of_all(flows.leaving, " situés dehors")
    else:
        why = "aucun de ces flux n’est situé" if flows.total else "le fichier n’en dit rien de chiffré"
        yield "Restent dans le territoire", None, why
    if flows.nowhere:
        yield "Non situés", percent(flows.share(flows.nowhere)), of_all(flows.nowhere, "")
    if flows.is_located or flows.entering:
        most = f" à {amount(flows.entering + flows.adrift)}" if flows.adrift else ""
        words = "vers des communes du territoire, d’après le fichier"
        yield "Viennent d’ailleurs", f"{amount(flows.entering)}{most}", words


def groups_table(layer: Layer) -> Table:
    """One row per group that concerns the territory, the same as the legend of the map and more."""
    return _first_rows(_groups_table(layer), "autres groupes")


def _groups_table(layer: Layer) -> Table:
    if layer.flows:
        return _destinations_table(layer, layer.flows)
    sectors = layer.sectors.touched if layer.sectors else ()
    weighted = any(each.weight is not None for each in sectors)
    weights = (Column("Poids dedans", number=True), Column("Poids en tout", number=True)) if weighted else ()
    return Table(
        caption=f"{layer.model.get_kind_display()} du territoire",
        columns=(
            Column("Groupe"),
            Column("Communes dedans", number=True),
            Column("Habitants dedans", number=True),
            Column("Habitants en tout", number=True),
            *weights,
            Column("Situation"),
        ),
        rows=[_sector_row(layer, each, weighted=weighted) for each in sectors],
        source=f"{source_of(layer)}\N{NO-BREAK SPACE}; habitants, Insee {atlas().population_year}",
    )


def _sector_row(layer: Layer, sector: Sector, *, weighted: bool) -> Sequence[Cell]:
    people_in, people_out = sector.inside.population, sector.outside.population
    goes_beyond = layer.sectors is not None and layer.sectors.goes_beyond
    return (
        sector.name,
        f"{integer(len(sector.inside.communes))} sur {integer(sector.total)}",
        people_in,
        None if people_in is None or people_out is None else people_in + people_out,
        *((sector.weight_inside, sector.weight) if weighted else ()),
        "coupé" if not sector.whole else "entier" if goes_beyond else None,
    )


def _destinations_table(layer: Layer, flows: Flows) -> Table:
    def row(to: Destination) -> Sequence[Cell]:
        side = "dans le territoire" if to.inside else "dehors"
        place = f"{to.commune.name} ({to.commune.code}), {side}" if to.commune else "non située"
        return (to.name, place, to.weight, percent(flows.share(to.weight)))

    return Table(
        caption="Où vont les habitants du territoire",
        columns=(
            Column("Destination"),
            Column("Commune"),
            Column("Poids", number=True),
            Column("Part", number=True),
        ),
        rows=[row(each) for each in flows.destinations],
        total=("Total", "", flows.total, percent(flows.share(flows.total))),
        source=source_of(layer),
    )


def communes_table(layer: Layer) -> Table:
    """The communes of the territory, each with its group."""
    return _communes_table(layer, _by_name(layer.shown), "Communes du territoire", source_of(layer))


def others_table(layer: Layer) -> Table | None:
    """The other communes of the file, up to MOST_LISTED; None when there is none."""
    others = [code for code in layer.by_commune if not layer.holds(code)]
    if not others:
        return None
    table = _communes_table(layer, _by_name(others), "Autres communes du fichier", source_of(layer))
    return _first_rows(table, "autres communes")


def _first_rows(table: Table, others: str) -> Table:
    """As many as a page can hold; the file of the rows has them all."""
    if len(table.rows) <= MOST_LISTED:
        return table
    left = f"{integer(len(table.rows) - MOST_LISTED)} {others} sont dans le fichier des lignes"
    return replace(table, rows=table.rows[:MOST_LISTED], source=f"{table.source}\N{NO-BREAK SPACE}; {left}")


def _by_name(codes: Collection[str]) -> list[str]:
    return sorted(codes, key=lambda code: folded(atlas().commune(code).name))


def _communes_table(layer: Layer, codes: Sequence[str], caption: str, source: str) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column("Commune"),
            Column("Code Insee"),
            Column("Groupe principal" if layer.is_flow else "Groupe"),
            Column("Population", "habitants", number=True),
        ),
        rows=[_commune_row(layer, code, layer.by_commune.get(code, ())) for code in codes],
        source=source,
    )


def _commune_row(layer: Layer, code: str, rows: Sequence[Row]) -> Sequence[Cell]:
    commune = atlas().commune(code)
    return (commune.name, code, _groups_in_words(layer, code, rows), commune.population)


def _groups_in_words(layer: Layer, code: str, rows: Sequence[Row]) -> str | None:
    """« Montauban, 62,0 % et 3 autres »; None when the file does not give the commune."""
    if not rows:
        return None
    main = layer.main_groups[code]
    if not layer.is_flow or main == SHARED:
        return _some(sorted((layer.label(row.group) for row in rows), key=folded))
    known = sum((row.weight for row in rows if row.weight is not None), Decimal(0))
    weight = next(row.weight for row in rows if row.group == main)
    share = percent(weight / known) if weight is not None and known else None
    words = f"{layer.label(main)}, {share}" if share else layer.label(main)
    return f"{words} et {plural(len(rows) - 1, 'autre')}" if len(rows) > 1 else words


def _some(words: Sequence[str]) -> str:
    """All of a few, or the first ones."""
    return joined([*words[:NAMED], plural(len(words) - NAMED, "autre")] if len(words) > NAMED + 1 else words)


def habits_rows(layer: Layer) -> Iterator[tuple[SheetCell, ...]]:
    """The rows as they are kept, for a spreadsheet: they can be added again as they are."""
    yield ("code_insee", "nom", "groupe", "poids")
    for row in layer.rows:
        weight = None if row.weight is None else row.weight.normalize()
        yield (row.commune, atlas().commune(row.commune).name, row.group, weight)
