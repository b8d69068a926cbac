"""How many people practise in each area, each once, and how well each commune is reached: counted from the activities."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from maillage.directory.enums import Counts, PlaceKind
from maillage.directory.models import Headcount, Reach
from maillage.directory.services.storing.swap import Tables
from maillage.geography import atlas

#: Professions whose reach is computed; pharmacies are places of FINESS.
REACHED = (
    "medecin_generaliste",
    "infirmier",
    "infirmier_pratique_avancee",
    "masseur_kinesitherapeute",
    "sage_femme",
    "chirurgien_dentiste",
)

#: Bits of enums.Counts, as the statements name them.
BITS = {str(bit.name).lower(): bit.value for bit in Counts}
#: By area, profession and person, all that someone does there; then by area and profession.
COUNTED = """
    INSERT INTO directory_headcount (area, trade, people, in_town, liberal, replacing, places, share)
    SELECT area, trade, sum(cares), sum(in_town), sum(liberal), sum(replaces AND NOT cares), 0, 0.0 FROM (
        SELECT area, trade,
            max(counts & :care > 0) AS cares, max(counts & :in_town > 0) AS in_town,
            max(counts & :liberal > 0) AS liberal, max(counts & :replaces > 0) AS replaces
        FROM directory_activity JOIN temp.area USING (commune)
        WHERE counts > 0 AND trade IN (SELECT trade FROM temp.counted)
        GROUP BY area, trade, person_id
    ) GROUP BY area, trade
"""
PLACES = """
    UPDATE directory_headcount SET places = found.places FROM (
        SELECT area, trade, count(DISTINCT structure) AS places
        FROM directory_activity JOIN temp.area USING (commune)
        WHERE counts & :care AND structure <> '' AND trade IN (SELECT trade FROM temp.counted)
        GROUP BY area, trade
    ) AS found WHERE directory_headcount.area = found.area AND directory_headcount.trade = found.trade
"""
#: People in town, each shared equally between the communes where they practise.
SHARES = """
    UPDATE directory_headcount SET share = found.share FROM (
        SELECT commune, trade, sum(part) AS share FROM (
            SELECT commune, trade, 1.0 / count(*) OVER (PARTITION BY trade, person_id) AS part FROM (
                SELECT DISTINCT commune, trade, person_id FROM directory_activity
                WHERE counts & :in_town AND commune <> '' AND trade IN (SELECT trade FROM temp.counted)
            )
        ) GROUP BY commune, trade
    ) AS found WHERE directory_headcount.area = found.commune AND directory_headcount.trade = found.trade
"""


def count_people(tables: Tables, trades: Collection[str] | None = None) -> None:
    """Fill the headcounts and the reach of these professions, of all by default; activities are there, indexed."""
    tables.run("CREATE TEMP TABLE area (commune, area, PRIMARY KEY (commune, area)) WITHOUT ROWID")
    tables.db.executemany("INSERT INTO temp.area VALUES (?, ?)", _areas())
    tables.run("CREATE TEMP TABLE counted (trade)")
    if trades is None:
        tables.run("INSERT INTO temp.counted SELECT DISTINCT trade FROM directory_activity WHERE trade <> ''")
    else:
        tables.db.executemany("INSERT INTO temp.counted VALUES (?)", [(trade,) for trade in trades if trade])
    for model in (Headcount, Reach):
        tables.run(f"DELETE FROM {model._meta.db_table} WHERE trade IN (SELECT trade FROM temp.counted)")
    for sql in (COUNTED, PLACES, SHARES):
        tables.run(sql, BITS)
    for trade in REACHED:
        if trades is None or trade in trades:
            supply: dict[str, float] = dict(
                tables.rows(
                    "SELECT area, share FROM directory_headcount WHERE trade = ? AND share > 0", [trade]
                )
            )
            tables.load(Reach, [(trade, atlas().accessibility(supply).to_bytes())])
    tables.run("DROP TABLE temp.area")
    tables.run("DROP TABLE temp.counted")


def reach_of_pharmacies(communes: Mapping[str, int]) -> tuple[Any, ...]:
    """The row of models.Reach of pharmacies, from their number by commune."""
    return PlaceKind.PHARMACIE.value, atlas().accessibility(communes).to_bytes()


def _areas() -> Iterable[tuple[str, str]]:
    """Each commune and the areas it is in, as `Headcount.area` writes them."""
    for departement in atlas().departements():
        for commune in atlas().communes_of(departement.code):
            names = (f"D{commune.departement}", f"R{commune.region}", "F")
            for area in (commune.code, *((f"E{commune.epci}",) if commune.epci else ()), *names):
                yield commune.code, area
