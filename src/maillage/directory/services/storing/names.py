"""Index the folded names of people and places, as `queries.search.find` reads them.

Names are numbered in the order lists are shown in: the index gives the first of a long list without reading the rest.
"""

from maillage.directory.models import Name, Near, PersonName, PersonNear, PlaceName, PlaceNear
from maillage.directory.queries.search.spelling import keys_of
from maillage.directory.services.storing.swap import Tables

PEOPLE = """
    SELECT person.id, person.sort, group_concat(DISTINCT
        activity.trade || ' ' || activity.skill || ' ' || activity.commune || ' ' || substr(activity.commune, 1, 2))
    FROM directory_person person LEFT JOIN directory_activity activity ON activity.person_id = person.id
    GROUP BY person.id
"""
PLACES = "SELECT id, sort, kind || ' ' || commune || ' ' || substr(commune, 1, 2) FROM directory_place"


def index_people(tables: Tables) -> None:
    """Fill the names of people, and the words a typo may mean: people and their activities are there, and have their indexes."""
    _index(tables, PersonName, PersonNear, PEOPLE)


def index_places(tables: Tables) -> None:
    _index(tables, PlaceName, PlaceNear, PLACES)


def forget_person(tables: Tables, person: int, sort: str) -> None:
    """Take one name out, and its words when nobody else bears them."""
    tables.delete(PersonName, subject=person)
    tables.run(
        "INSERT INTO directory_personname(directory_personname) VALUES ('optimize')"
    )  # or its words stay
    for word in set(sort.split()):
        for key in keys_of(word):
            tables.run(
                "UPDATE directory_personnear SET names = names - 1 WHERE key = ? AND word = ?", [key, word]
            )
            tables.delete(PersonNear, key=key, word=word, names=0)


def _index(tables: Tables, names: type[Name], near: type[Near], listed: str) -> None:
    table, words = names._meta.db_table, near._meta.db_table
    tables.run(
        f"INSERT INTO {table}(rowid, subject, name, practice) "
        f"SELECT row_number() OVER (ORDER BY sort, id), * FROM ({listed}) ORDER BY sort, id"
    )
    tables.run(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    tables.run(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {table}, col)")
    tables.run("CREATE TEMP TABLE keys (key, word, names)")
    found = tables.db.execute("SELECT term, doc FROM temp.vocabulary WHERE col = 'name'")
    keys = ((key, word, count) for word, count in found for key in keys_of(word))
    tables.db.executemany("INSERT INTO temp.keys VALUES (?, ?, ?)", keys)
    tables.run(f"INSERT INTO {words} SELECT * FROM temp.keys ORDER BY key, word")
    tables.run("DROP TABLE temp.keys")
    tables.run("DROP TABLE temp.vocabulary")
