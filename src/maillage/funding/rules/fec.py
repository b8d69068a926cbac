"""The *fichier des écritures comptables*: eighteen columns that the administration reads, judged before they are written."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from maillage.funding.rules.books import judge
from maillage.funding.types.books import Entry, Line
from maillage.funding.types.fec import FecFile, YearOfBooks
from maillage.kernel import APOSTROPHES, HYPHENS, BadInput, date_in_french, visible

#: In this order, spelt so: the tester of the administration wants no other.
COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
TAB, PIPE = "\t", "|"
Separator = Literal["\t", "|"]
LINE_END = "\r\n"
ENCODING = "iso-8859-15"
NAMES: dict[Separator, str] = {"\t": "une tabulation", "|": "une barre verticale"}
LIKE = str.maketrans(
    {**dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys("\t|\r\n", " ")}
)
FIRST_YEAR, LAST_YEAR = 1900, 2099


def fec(year: YearOfBooks, *, separator: Separator = "\t") -> FecFile:
    """The file of a year. Raises BadInput for what it may not hold: see `_judged`."""
    siren, entries = _siren(year.siren), _judged(year)
    rows = [COLUMNS, *(row for entry in entries for row in _rows(year, entry))]
    content = "".join(f"{separator.join(row)}{LINE_END}" for row in rows).encode(ENCODING)
    notice = (
        f"Fichier des écritures comptables du {date_in_french(year.since)} au {date_in_french(year.closes_on)}. "
        f"Encodage ISO 8859-15, champs séparés par {NAMES[separator]}, lignes terminées par CR LF, montants avec une "
        "virgule, dates en AAAAMMJJ."
    )
    return FecFile(f"{siren}FEC{year.closes_on:%Y%m%d}.txt", content, notice)


@lru_cache(maxsize=10_000)
def fec_text(text: str) -> str:
    """One line of ISO 8859-15, without what parts fields: « achats d’octobre | GT » → « achats d'octobre GT »."""
    plain = unicodedata.normalize("NFC", visible(text)).translate(LIKE)
    return " ".join("".join(map(_written, plain)).split())


def _siren(text: str) -> str:
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren

    try:
        return str(siren.validate(text))
    except ValidationError:
        raise BadInput(
            "Ce SIREN n’est pas bon : neuf chiffres, vérifiez-les un par un.", field="siren"
        ) from None


def _judged(year: YearOfBooks) -> list[Entry]:
    """Entries in the order of their numbers: from one, without a hole, balanced, validated, of the year, all named."""
    if not FIRST_YEAR <= year.since.year <= year.closes_on.year <= LAST_YEAR:
        raise BadInput(
            "L’exercice finit avant d’avoir commencé, ou n’est pas de notre époque.", field="closes_on"
        )
    entries = sorted(year.entries, key=lambda entry: entry.number)
    if not entries:
        raise BadInput("Aucune écriture dans cet exercice : rien à exporter.", field="entries")
    for expected, entry in enumerate(entries, start=1):
        if entry.number != expected:
            raise BadInput(
                f"Les écritures ne se suivent pas : la n° {entry.number} est à la place de la n° {expected}.",
                field="entries",
            )
        _judge(year, judge(entry))
    return entries


def _judge(year: YearOfBooks, entry: Entry) -> None:
    named = f"L’écriture n° {entry.number}"
    if not year.since <= entry.on <= year.closes_on:
        raise BadInput(f"{named} est du {date_in_french(entry.on)}, hors de l’exercice.", field="entries")
    if entry.validated_on is None:
        raise BadInput(f"{named} n’est pas validée : validez la période avant d’exporter.", field="entries")
    if not fec_text(year.journals.get(entry.journal, "")) or not fec_text(entry.journal):
        raise BadInput(f"{named} : le journal « {entry.journal} » n’a pas de nom.", field="entries")
    for line in entry.lines:
        if not fec_text(year.accounts.get(line.account, "")):
            raise BadInput(f"{named} : le compte {line.account} n’a pas de nom.", field="entries")
        if bool(line.letter) != bool(line.lettered_on):
            raise BadInput(
                f"{named} : le lettrage du compte {line.account} va avec sa date, l’un des deux manque.",
                field="entries",
            )


def _rows(year: YearOfBooks, entry: Entry) -> Iterator[tuple[str, ...]]:
    journal = fec_text(year.journals[entry.journal])
    label = fec_text(entry.label)
    if not any(map(str.isalnum, label)):  # the tester takes « / » for no label
        label = journal
    for line in entry.lines:
        yield (
            fec_text(entry.journal),
            journal,
            str(entry.number),
            _day(entry.on),
            line.account,
            fec_text(year.accounts[line.account]),
            *_party(line),
            fec_text(entry.piece) or str(entry.number),
            _day(entry.piece_on or entry.on),
            label,
            _amount(line.debit),
            _amount(line.credit),
            fec_text(line.letter),
            _day(line.lettered_on),
            _day(entry.validated_on),
            "",
            "",
        )


def _party(line: Line) -> tuple[str, str]:
    """Its code and its name, both or neither."""
    code = fec_text(line.party)
    return (code, fec_text(line.party_name) or code) if code else ("", "")


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _written(sign: str) -> str:
    """A sign as ISO 8859-15 holds it; the letters it is made of; nothing."""
    for text in (sign, unicodedata.normalize("NFKD", sign)):
        if written := text.encode(ENCODING, "ignore").decode(ENCODING):
            return written
    return ""
