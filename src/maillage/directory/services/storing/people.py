"""From the files of the RPPS to people, activities, skills and diplomas: lines are stored, then brought together in SQL."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Model

from maillage.directory.models import Activity, Diploma, Person, Skill
from maillage.directory.services.storing.report import FileReport
from maillage.directory.services.storing.swap import Aside
from maillage.kernel import decimal_in_french, folded
from maillage.registers import (
    DIPLOMA_FILE,
    LONGEST_NAME,
    SKILL_FILE,
    ActivityLine,
    DiplomaLine,
    Practice,
    PracticeCells,
    Progress,
    Remarks,
    SkillLine,
    Source,
    Watch,
    has_wrong_key,
    read_activities,
    read_diplomas,
    read_skills,
    trade_of,
)


class RppsFile(NamedTuple):
    """What is read in a file, and where it goes."""

    label: str
    model: type[Model]
    columns: tuple[str, ...]
    read: Callable[[Source, Remarks, Progress], Iterator[tuple[Any, ...]]]
    beside: tuple[
        str, ...
    ] = ()  # columns of `staging.practice`, where lines of one practice find what it says


#: Some thousands of practices for millions of lines: what each says is stored once.
PRACTICE = ("counts", *PracticeCells._fields)
#: Files that say more of the people of the other one.
COMPANIONS = {
    SKILL_FILE: RppsFile("Savoir-faire", Skill, SkillLine._fields, read_skills),
    DIPLOMA_FILE: RppsFile("Diplômes", Diploma, DiplomaLine._fields, read_diplomas),
}

#: Someone is who their first line says: never the names of two lines.
PEOPLE = """
    INSERT INTO directory_person (national, number, family, given, sort, fingerprint)
    SELECT national, number, family, given, folded(family || ' ' || given), prints FROM (
        SELECT national, number, substr(family, 1, :longest) AS family, substr(given, 1, :longest) AS given,
            prints, line
        FROM (SELECT min(line) AS line, sum(fingerprint) AS prints FROM staging.staged GROUP BY national)
        JOIN staging.staged USING (line)
    ) ORDER BY line
"""
#: A general practitioner with a « capacité » stays one: all the skills of someone in a profession count together.
OF_SEVERAL_TRADES = """
    SELECT national, profession, profession_label, line, trade, skill_type, skill
    FROM staging.staged JOIN staging.practice USING (practice) WHERE national IN (
        SELECT national FROM staging.staged GROUP BY national HAVING min(trade) <> max(trade)
    ) ORDER BY national, profession, profession_label
"""
DOUBLES = """
    SELECT line FROM (SELECT min(line) AS first, national, fingerprint FROM staging.staged
        GROUP BY national, fingerprint HAVING count(*) > 1)
    JOIN staging.staged USING (national, fingerprint) WHERE line > first ORDER BY line
"""
FIRST_LINE = """
    SELECT min(line) FROM directory_person JOIN staging.staged USING (national) WHERE directory_person.id = ?
"""
OF_NOBODY = """
    SELECT line FROM staging.staged WHERE national NOT IN (SELECT national FROM directory_person) ORDER BY line
"""
#: In the order of people, then of lines.
OF_PEOPLE = """
    INSERT INTO {table} (person_id, {columns}) SELECT person.id, {columns}
    FROM directory_person person CROSS JOIN staging.staged ON staged.national = person.national {beside}
    ORDER BY person.id, staged.line
"""


def load_people(aside: Aside, report: FileReport, *, left_out: Collection[str], watch: Watch) -> None:
    """Fill people and activities. Raises BadInput when the file is another."""
    practices: dict[tuple[str, ...], Practice] = {}
    read = partial(read_activities, left_out=left_out, practices=practices)
    activities = RppsFile("Activités", Activity, ActivityLine._fields, read, PRACTICE)
    _stage(aside, report, activities, watch)
    aside.run(f"CREATE TABLE staging.practice (practice INTEGER PRIMARY KEY, {', '.join(PRACTICE)})")
    insert = f"INSERT INTO staging.practice VALUES (?, {', '.join('?' * len(PRACTICE))})"
    aside.db.executemany(insert, ((made.practice, made.counts, *cells) for cells, made in practices.items()))
    aside.db.create_function("folded", 1, folded, deterministic=True)
    report.row.subjects = aside.run(PEOPLE, {"longest": LONGEST_NAME})
    _bring_trades_together(aside)
    report.row.rows_kept = _load(aside, activities)
    _judge(aside, report)
    aside.index(Person, Activity)


def load_companion(aside: Aside, report: FileReport, watch: Watch) -> None:
    """Fill the skills or the diplomas; people are there. Raises BadInput when the file is another."""
    companion = COMPANIONS[report.row.name]
    staged = _stage(aside, report, companion, watch)
    report.row.rows_kept = report.row.subjects = _load(aside, companion)
    for (line,) in aside.rows(OF_NOBODY) if report.row.rows_kept < staged else ():
        report.remarks.refuse(line, "Personne qui n’est pas dans le fichier des activités.")


def _stage(aside: Aside, report: FileReport, file: RppsFile, watch: Watch) -> int:
    """Store the lines, each once, found by person; their number."""
    aside.run("DROP TABLE IF EXISTS staging.staged")
    first, *others = file.columns
    aside.run(f"CREATE TABLE staging.staged ({first} INTEGER PRIMARY KEY, {', '.join(others)})")
    insert = f"INSERT INTO staging.staged VALUES ({', '.join('?' * len(file.columns))})"
    with watch(file.label, report.row.size) as progress:
        lines = file.read(report.source, report.remarks, progress)
        staged = aside.db.executemany(insert, lines).rowcount
    trade = ", trade" if "trade" in file.columns else ""
    aside.run(f"CREATE INDEX staging.staged_national ON staged (national, line, fingerprint{trade})")
    doubles = aside.rows(DOUBLES)
    for (line,) in doubles:
        report.remarks.warn("Ligne répétée à l’identique : comptée une fois.", line)
    aside.db.executemany("DELETE FROM staging.staged WHERE line = ?", doubles)
    return staged - len(doubles)


def _bring_trades_together(aside: Aside) -> None:
    lines = aside.db.execute(OF_SEVERAL_TRADES)
    together: list[tuple[str, int]] = []
    for (_, profession, label), group in groupby(lines, itemgetter(0, 1, 2)):
        cells = [row[3:] for row in group]
        trade = trade_of(profession, label, *((kind, skill) for _, _, kind, skill in cells))
        together += [(trade, line) for line, alone, _, _ in cells if alone != trade]
    aside.db.executemany("UPDATE staging.staged SET trade = ? WHERE line = ?", together)


def _load(aside: Aside, file: RppsFile) -> int:
    """Fill a table from the staged columns of the same name; the number of rows."""
    fields = {field.column for field in file.model._meta.concrete_fields}
    columns = [name for name in (*file.columns, *file.beside) if name in fields]
    return aside.run(
        OF_PEOPLE.format(
            table=file.model._meta.db_table,
            columns=", ".join(columns),
            beside="JOIN staging.practice USING (practice)" if file.beside else "",
        )
    )


def _judge(aside: Aside, report: FileReport) -> None:
    """Say what is odd in people, and in activities taken together."""
    for person, number in aside.db.execute(
        "SELECT id, number FROM directory_person WHERE national LIKE '8%'"
    ):
        if has_wrong_key(number):
            ((line,),) = aside.rows(FIRST_LINE, [person])
            report.remarks.warn("Numéro RPPS dont la clé est fausse : gardé tel quel.", line)
    ((nowhere,),) = aside.rows("SELECT count(*) FROM staging.staged WHERE commune_given = ''")
    if nowhere:
        share = decimal_in_french(100 * nowhere / report.row.rows_kept)
        report.remarks.warn(
            f"Activités sans commune ({share} % des lignes gardées) : absentes des comptes par territoire.",
            rows=nowhere,
        )
