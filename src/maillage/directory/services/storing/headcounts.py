"""How many people practise in each area, each once, and how well each commune is reached: counted from the activities."""

from collections.abc import Collection, Iterable
from typing import Any

from maillage.directory.models import Headcount, Reach
from maillage.directory.services.storing.swap import Tables
from maillage.geography import atlas
from maillage.registers import Counts

#: Professions whose reach is computed; pharmacies are places of FINESS.
REACHED = (
    "medecin_generaliste",
    "infirmier",
    "infirmier_pratique_avancee",
    "masseur_kinesitherapeute",
    "sage_femme",
    "chirurgien_dentiste",
)

#: Bits of registers.Counts, as the statements name them.
BITS = {str(bit.name).lower(): bit.value for bit in Counts}
#: `within` says in which areas a commune is; areas and trades are numbers, which are sorted faster than names.
TABLES = (
    "CREATE TEMP TABLE area (id INTEGER PRIMARY KEY, name UNIQUE)",
    "CREATE TEMP TABLE within (commune, area, PRIMARY KEY (commune, area)) WITHOUT ROWID",
    "CREATE TEMP TABLE counted (id INTEGER PRIMARY KEY, trade UNIQUE)",
    "CREATE TEMP TABLE several (trade INTEGER, person INTEGER, PRIMARY KEY (trade, person)) WITHOUT ROWID",
)
#: All that someone does in a commune, once.
SEEN = """
    CREATE TEMP TABLE seen AS
    SELECT commune, counted.id AS trade, person_id AS person,
        max(counts & :care) > 0 AS cares, max(counts & :in_town) > 0 AS in_town,
        max(counts & :liberal) > 0 AS liberal, max(counts & :replaces) > 0 AS replaces
    FROM directory_activity activity JOIN temp.counted USING (trade) WHERE counts > 0 AND commune <> ''
    GROUP BY commune, activity.trade, person_id
"""
#: Those who practise in one commune only are summed there; the others are once in each area, whatever its communes.
SEVERAL = """
    INSERT INTO temp.several SELECT trade, person FROM temp.seen GROUP BY trade, person HAVING count(*) > 1
"""
PEOPLE = """
    INSERT INTO directory_headcount (area, trade, people, in_town, liberal, replacing, places, share)
    SELECT area.name, counted.trade, sum(cares), sum(in_town), sum(liberal), sum(replacing), 0, 0.0
    FROM (
        SELECT area, trade, cares, in_town, liberal, replacing FROM (
            SELECT commune, trade, sum(cares) AS cares, sum(in_town) AS in_town, sum(liberal) AS liberal,
                sum(replaces AND NOT cares) AS replacing
            FROM temp.seen LEFT JOIN temp.several USING (trade, person) WHERE several.person IS NULL
            GROUP BY commune, trade
        ) JOIN temp.within USING (commune)
        UNION ALL
        SELECT area, trade, max(cares), max(in_town), max(liberal), max(replaces) AND NOT max(cares)
        FROM temp.seen CROSS JOIN temp.several USING (trade, person) JOIN temp.within USING (commune)
        GROUP BY area, trade, person
    ) AS found JOIN temp.area ON area.id = found.area JOIN temp.counted ON counted.id = found.trade
    GROUP BY found.area, found.trade
"""
PLACES = """
    UPDATE directory_headcount SET places = found.places FROM (
        SELECT area.name AS area, counted.trade, count(DISTINCT structure) AS places FROM (
            SELECT DISTINCT commune, trade, structure FROM directory_activity
            WHERE counts & :care AND structure <> '' AND commune <> ''
        ) JOIN temp.counted USING (trade) JOIN temp.within USING (commune) JOIN temp.area ON area.id = within.area
        GROUP BY area.id, counted.id
    ) AS found WHERE directory_headcount.area = found.area AND directory_headcount.trade = found.trade
"""
#: People in town, each shared equally between the communes where they practise; those of a city that its
#: arrondissements have are not in its own share.
SHARES = """
    UPDATE directory_headcount SET share = found.share FROM (
        SELECT commune, counted.trade, sum(part) AS share FROM (
            SELECT commune, trade, 1.0 / count(*) OVER (PARTITION BY trade, person) AS part FROM temp.seen
            WHERE in_town
        ) AS shared JOIN temp.counted ON counted.id = shared.trade GROUP BY commune, counted.trade
    ) AS found WHERE directory_headcount.area = found.commune AND directory_headcount.trade = found.trade
"""


SUPPLY = "SELECT area, share FROM directory_headcount WHERE trade = ? AND share > 0"


def count_people(tables: Tables, trades: Collection[str] | None = None) -> None:
    """Fill the headcounts and the reach of these professions, of all by default; activities are there, indexed."""
    for sql in TABLES:
        tables.run(sql)
    if trades is None:
        tables.run("INSERT INTO temp.counted (trade) SELECT DISTINCT trade FROM directory_activity")
    else:
        tables.db.executemany("INSERT INTO temp.counted (trade) VALUES (?)", [(trade,) for trade in trades])
    tables.run("DELETE FROM temp.counted WHERE trade = ''")  # professions we do not know
    for model in (Headcount, Reach):
        tables.run(f"DELETE FROM {model._meta.db_table} WHERE trade IN (SELECT trade FROM temp.counted)")
    for sql in (SEEN, SEVERAL):
        tables.run(sql, BITS)
    areas = list(_areas(commune for (commune,) in tables.rows("SELECT DISTINCT commune FROM temp.seen")))
    tables.db.executemany("INSERT OR IGNORE INTO temp.area (name) VALUES (?)", [(area,) for _, area in areas])
    tables.db.executemany("INSERT INTO temp.within SELECT ?, id FROM temp.area WHERE name = ?", areas)
    for sql in (PEOPLE, PLACES, SHARES):
        tables.run(sql, BITS)
    for trade in REACHED:
        if trades is None or trade in trades:
            load_reach(tables, trade, tables.rows(SUPPLY, [trade]))
    for table in ("area", "within", "counted", "several", "seen"):
        tables.run(f"DROP TABLE temp.{table}")


def load_reach(tables: Tables, trade: str, supply: Iterable[tuple[Any, ...]]) -> None:
    """Fill the reach of a profession, or of pharmacies, from how many there are in each commune."""
    tables.load(Reach, [(trade, atlas().accessibility(dict(supply)).to_bytes())])


def _areas(communes: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each of these communes and the areas it is in, as `Headcount.area` writes them; one of another year is nowhere."""
    units = atlas().names.units
    for unit in [units[code] for code in communes if code in units]:
        towns = (unit.code, unit.city) if unit.city else (unit.code,)
        epci = (f"E{unit.epci}",) if unit.epci else ()
        for area in (*towns, *epci, f"D{unit.departement}", f"R{unit.region}", "F"):
            yield unit.code, area
