"""OFX, as banks export it for money programs: the SGML of version 1, whose fields do not close, and the XML of version 2."""

import html
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from maillage.funding.rules.statements.checking import in_order_of_time
from maillage.funding.rules.written_values import day_of, plain_amount
from maillage.funding.types.statements import Balance, Statement, StatementFile, StatementLine
from maillage.kernel import BadInput
from maillage.tables import RowFate

#: A mark and the text after it, which is the value of a field.
_MARK = re.compile(r"<(/?)([A-Za-z0-9_.]+)[^<>]*>([^<]*)")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
#: The statement of an account, or of a card; what belongs to one transaction, and to one balance.
STATEMENTS, TRANSACTION, BALANCE = {"STMTRS", "CCSTMTRS"}, "STMTTRN", "LEDGERBAL"
EUROS = "EUR"

Record = dict[str, str]


def read(name: str, text: str) -> StatementFile:
    """Raises BadInput when the file holds no account. An amount that cannot be read loses its own line only."""
    fates: list[RowFate] = []
    statements = [
        _statement(account, transactions, balance, fates)
        for account, transactions, balance in _accounts(text)
    ]
    if not statements:
        raise BadInput(
            f"« {name} » ne contient aucun compte. Exportez de nouveau le relevé de la banque.", field="file"
        )
    return StatementFile(name, "OFX", tuple(statements), tuple(fates))


def _accounts(text: str) -> Iterator[tuple[Record, list[tuple[int, Record]], Record]]:
    """Of each account: its own fields, its transactions with the line each begins at, its balance."""
    account: Record | None = None
    current: Record = {}
    transactions: list[tuple[int, Record]] = []
    balance: Record = {}
    for line, closes, mark, value in _marks(text):
        if mark in STATEMENTS:
            if closes and account is not None:
                yield account, transactions, balance
                account = None
            elif not closes:
                account, transactions, balance = {}, [], {}
                current = account
        elif account is not None and mark in {TRANSACTION, BALANCE}:
            current = account if closes else {}
            if not closes and mark == TRANSACTION:
                transactions.append((line, current))
            elif not closes:
                balance = current
        elif account is not None and not closes and value:
            current.setdefault(mark, value)


def _marks(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Line, whether it closes, the mark, and the value that follows."""
    plain = _CDATA.sub(lambda found: html.escape(found[1]), text)
    line, at = 1, 0
    for found in _MARK.finditer(plain):
        line += plain.count("\n", at, found.start())
        at = found.start()
        yield line, bool(found[1]), found[2].upper(), " ".join(html.unescape(found[3]).split())


def _statement(
    account: Record, transactions: list[tuple[int, Record]], balance: Record, fates: list[RowFate]
) -> Statement:
    number = "".join(account.get(part, "") for part in ("BANKID", "BRANCHID", "ACCTID"))
    currency = account.get("CURDEF", EUROS)
    lines = []
    for at, fields in transactions:
        given = " ; ".join(
            filter(None, (fields.get(key, "") for key in ("DTPOSTED", "NAME", "MEMO", "TRNAMT")))
        )
        try:
            line = _line(number, at, fields, currency)
        except ValueError as why:
            fates.append(RowFate(at, given, why=str(why)))
            continue
        lines.append(line)
        fates.append(RowFate(at, given, (f"{line.booked:%d/%m/%Y}", str(line.amount))))
    return Statement(number, in_order_of_time(lines), closing=_balance(balance))


def _line(account: str, at: int, fields: Mapping[str, str], currency: str) -> StatementLine:
    """Raises ValueError, in French."""
    written = fields.get("DTPOSTED", "")
    booked = day_of(written[:8])
    if booked is None:
        raise ValueError(f"« {written[:30]} » n’est pas une date.")
    if currency != EUROS:
        raise ValueError(f"Compte en {currency} : nous comptons en euros.")
    amount = plain_amount(fields.get("TRNAMT", ""))
    if not amount:
        raise ValueError("Montant nul : rien ne bouge.")
    names = dict.fromkeys(filter(None, (fields.get("NAME"), fields.get("MEMO"))))
    return StatementLine(
        account,
        booked,
        amount,
        " ".join(names),
        value=day_of(fields.get("DTAVAIL", "")[:8]),
        reference=fields.get("FITID", ""),
        line=at,
    )


def _balance(fields: Mapping[str, str]) -> Balance | None:
    try:
        amount: Decimal = plain_amount(fields.get("BALAMT", ""))
    except ValueError:
        return None
    return Balance(amount, day_of(fields.get("DTASOF", "")[:8]))
