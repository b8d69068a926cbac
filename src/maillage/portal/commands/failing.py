"""What the machine refuses, in French: a database that is down or closed, a right that lacks, a disk."""

import errno
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from maillage.kernel import paths

FULL = "Le disque est plein. Libérez de la place, puis relancez la commande."
NARROW = (
    "La mémoire manque. Libérez-en, ou donnez-en davantage à ce compte du système, puis relancez la commande."
)
UNREADY = (
    "La base n’a pas encore ses tables, ou date d’une version plus ancienne. "
    "Lancez « maillage serve » une fois : il les prépare."
)
CLOSED = {
    errno.EROFS: "est en lecture seule",
    errno.EACCES: "est fermé à ce compte du système",
    errno.EPERM: "est fermé à ce compte du système",
    errno.ENOTDIR: "n’est pas dans un dossier",
}
SQLITE = {
    sqlite3.SQLITE_READONLY: "La base SQLite de « {var} » est en lecture seule. Donnez le droit d’écrire dans ce dossier "
    "et ses fichiers à ce compte du système, ou choisissez-en un autre par MAILLAGE_VAR.",
    sqlite3.SQLITE_CANTOPEN: "La base SQLite de « {var} » ne s’ouvre pas. Vérifiez que ce dossier existe et que ce compte "
    "du système peut y écrire, ou choisissez-en un autre par MAILLAGE_VAR.",
    sqlite3.SQLITE_BUSY: "La base est occupée par une autre écriture. Attendez un peu, puis recommencez.",
    sqlite3.SQLITE_FULL: FULL,
    **dict.fromkeys(
        (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
        "Un fichier SQLite de « {var} » est abîmé. Si c’est « directory.db », l’annuaire, effacez-le et refaites les "
        "imports ; si c’est « maillage.db », remettez votre sauvegarde.",
    ),
}
LEAST_SIGNIFICANT = 0xFF  # of a code of SQLite: what is above says more of the same


def said(failure: BaseException) -> str:
    """One sentence and its way out; empty for a failure nobody foresaw."""
    for each in _causes(failure):
        if isinstance(each, MemoryError):
            return NARROW
        if isinstance(each, OSError) and (sentence := _of_system(each)):
            return sentence
        code = getattr(each, "sqlite_errorcode", None)
        if code is not None and (sentence := _of_sqlite(code, str(each))):
            return sentence
        if hasattr(each, "sqlstate") and (sentence := _of_postgresql(each.sqlstate, str(each))):
            return sentence
    return ""


def _causes(failure: BaseException | None) -> Iterator[BaseException]:
    """The failure, and those it comes from: Django wraps what a driver raises."""
    while failure:
        yield failure
        failure = failure.__cause__ or failure.__context__


def _of_system(failure: OSError) -> str:
    if failure.errno in {errno.ENOSPC, errno.EDQUOT}:
        return FULL
    if failure.errno not in CLOSED or not failure.filename:
        return ""
    return (
        f"« {failure.filename} » {CLOSED[failure.errno]}. Donnez à ce compte le droit d’y écrire, ou choisissez un autre "
        "dossier par MAILLAGE_VAR."
    )


def _of_sqlite(code: int, text: str) -> str:
    if text.startswith(("no such table", "no such column")):
        return UNREADY
    return SQLITE.get(code & LEAST_SIGNIFICANT, "").format(var=paths.VAR)


def _of_postgresql(code: str | None, text: str) -> str:
    if code is None or code.startswith(("08", "57P")):
        return _unreachable(text)
    match code:
        case "42501":
            return _forbidden(text)
        case "42P01" | "42703" | "3F000":
            return UNREADY
        case "25006":
            return "La base PostgreSQL est en lecture seule, comme un serveur de secours. Donnez l’autre par DATABASE_URL."
        case "53100":
            return FULL
        case _:
            return ""


def _unreachable(text: str) -> str:
    from django.db import connection

    place: dict[str, Any] = connection.settings_dict
    name, host, port = place["NAME"], place["HOST"] or "localhost", place["PORT"] or 5432
    why = text.partition("\n")[0].rpartition("FATAL:")[2].strip()
    if re.search(r'database ".*" does not exist', why):
        return (
            f"La base « {name} » n’existe pas sur le serveur PostgreSQL {host}:{port}. Créez-la "
            f"(CREATE DATABASE {_quoted(name)};), ou corrigez DATABASE_URL."
        )
    return (
        f"La base PostgreSQL « {name} » de {host}:{port} ne s’ouvre pas. Vérifiez que le serveur est en marche, et le rôle, "
        f"le mot de passe et l’adresse de DATABASE_URL. PostgreSQL dit : {why}"
    )


def _forbidden(text: str) -> str:
    """The right that lacks, and how an administrator gives it."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user, current_database(), has_schema_privilege('public', 'CREATE')"
            )
            role, base, makes_tables = cursor.fetchone()
    except DatabaseError:
        return ""
    if not makes_tables:
        return (
            f"Il manque au rôle PostgreSQL « {role} » le droit CREATE, pour les tables de l’instance. Un administrateur de "
            f"PostgreSQL le donne, dans la base « {base} », par : GRANT CREATE ON SCHEMA public TO {_quoted(role)};"
        )
    return (
        f"PostgreSQL refuse un droit au rôle « {role} » : les tables de la base « {base} » sont à un autre. Un "
        f"administrateur les lui donne par ALTER … OWNER TO {_quoted(role)};. "
        f"PostgreSQL dit : {text.partition(chr(10))[0]}"
    )


def _quoted(name: str) -> str:
    escaped = str(name).replace('"', '""')
    return f'"{escaped}"'
