"""The columns of a bank's table, by the words banks give them; an accent that a file lost is any letter."""

import re

from maillage.tables import Column, Title, exactly


def like(pattern: str) -> Title:
    """Accepts a folded title; « . » stands for an accented letter, one that the file spoilt, or none."""
    expression = re.compile(pattern)
    return lambda title: expression.fullmatch(title) is not None


LIBELLE = r"libell\W?.{0,2}"
COLUMNS = (
    Column(
        "booked",
        "la date",
        (
            like(r"date (?:de )?comptabili\w+|date comptable"),
            like(r"date ?op|date (?:de )?(?:l |d )?op.{0,3}ration"),
            exactly("date"),
            like(r"(?:booking|transaction) date|date(?! (?:de )?val).*"),
        ),
        need="date",
    ),
    Column("value", "la date de valeur", (like(r"date (?:de )?valeur|date ?val|valeur|value date"),)),
    Column(
        "label",
        "le libellé",
        (
            like(LIBELLE + r" (?:de )?(?:l )?op.{0,3}ration"),
            like(LIBELLE),
            like(LIBELLE + ".*"),
            exactly("label", "description", "intitule", "designation"),
            like(r"nature.*|d.{0,2}tails?.*|op.{0,3}rations?"),
        ),
        need="libellé",
    ),
    Column(
        "more",
        "le complément du libellé",
        (like(r"informations? compl.*"), like(r"comment(?:aire)?s?|m.{0,2}mo|compl.{0,3}ment")),
        loose=True,
    ),
    Column("amount", "le montant", (exactly("montant", "amount"), like(r"montant.*|somme")), need="montant"),
    Column(
        "debit",
        "le débit",
        (like(r"d\W?.{0,2}bits?"), like(r"d\W?.{0,2}bit (?!(?:ou )?cr).*")),
        need="montant",
    ),
    Column(
        "credit",
        "le crédit",
        (like(r"cr\W?.{0,2}dits?"), like(r"cr\W?.{0,2}dit (?!(?:ou )?d\W?.{0,2}b).*")),
        need="montant",
    ),
    Column(
        "sign",
        "le sens du montant",
        (
            exactly("sens", "signe", "d c", "c d", "dc", "cd", "sign", "credit debit indicator"),
            like(r"sens .*|d\W?.{0,2}bit (?:ou )?cr\W?.{0,2}dit|cr\W?.{0,2}dit (?:ou )?d\W?.{0,2}bit"),
        ),
        loose=True,
    ),
    Column(
        "balance", "le solde", (exactly("solde", "balance"), like(r"solde.*|account ?balance")), loose=True
    ),
    Column(
        "reference",
        "la référence",
        (like(r"r.{0,3}f.{0,3}rence"), like(r"r.{0,3}f.{0,3}rence.*|r.{0,2}f")),
        loose=True,
    ),
    Column(
        "account",
        "le compte",
        (
            like(r"account ?num(?:ber)?|num.{0,3}ro (?:de |du )?compte|n (?:de |du )?compte"),
            exactly("compte", "iban"),
        ),
        loose=True,
    ),
    Column("status", "l’état", (like(r"statut|status|.{0,2}tat|state"),), loose=True),
    Column("currency", "la devise", (like(r"devise|currency|monnaie"),), loose=True),
)
