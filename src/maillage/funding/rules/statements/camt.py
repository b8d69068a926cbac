"""CAMT.053, the statement of ISO 20022, whatever its version: read by local names, from a parser that fetches nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from maillage.funding.rules.written_values import day_of, plain_amount
from maillage.funding.types.money import ZERO
from maillage.funding.types.statements import Balance, Detail, Statement, StatementFile, StatementLine
from maillage.kernel import BadInput, euros
from maillage.tables import RowFate

BOOKED, EUROS = "BOOK", "EUR"
PENDING = {"PDNG", "FUTR"}
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
STATEMENT, ENTRY, TRANSACTION = "Stmt", "Ntry", "TxDtls"
SIGNS = {"CRDT": 1, "DBIT": -1}


def read(name: str, content: bytes) -> StatementFile:
    """Raises BadInput for another message, and for a statement whose booked entries do not lead to its closing balance."""
    root = _root(name, content)
    fates: list[RowFate] = []
    notes: list[str] = []
    statements = [_statement(each, fates, notes) for each in root.iter() if each.tag == STATEMENT]
    if not statements:
        raise BadInput(
            f"« {name} » n’est pas un relevé CAMT.053. Demandez à la banque l’export « relevé de compte ».",
            field="file",
        )
    for statement in statements:
        if statement.gap:
            raise BadInput(
                f"« {name} » ne tombe pas juste : d’un solde à l’autre, il manque {euros(statement.gap)}. Téléchargez-le de "
                "nouveau.",
                field="file",
            )
    return StatementFile(name, "CAMT.053", tuple(statements), tuple(fates), tuple(notes))


def _root(name: str, content: bytes) -> etree._Element:
    """Its marks without their namespaces, which change with each version."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(f"« {name} » est abîmé. Téléchargez-le de nouveau.", field="file") from None
    if root.getroottree().docinfo.doctype:
        raise BadInput(f"« {name} » n’est pas le relevé d’une banque : il déclare des entités.", field="file")
    for each in root.iter(etree.Element):
        each.tag = etree.QName(each).localname
    return root


def _statement(found: etree._Element, fates: list[RowFate], notes: list[str]) -> Statement:
    account = _text(found, "Acct/Id/IBAN") or _text(found, "Acct/Id/Othr/Id")
    lines, pending = [], []
    for entry in found.iterfind(ENTRY):
        at = entry.sourceline or 0
        given = f"{_text(entry, 'BookgDt/Dt')} ; {_label(entry)} ; {_text(entry, 'Amt')}"
        status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
        try:
            line = _line(account, entry, notes)
        except ValueError as why:
            fates.append(RowFate(at, given, why=str(why)))
            continue
        if status == BOOKED:
            lines.append(line)
            fates.append(RowFate(at, given, (f"{line.booked:%d/%m/%Y}", str(line.amount))))
        else:
            said = (
                "Annoncée, pas encore comptabilisée."
                if status in PENDING
                else "Pour information : rien ne bouge."
            )
            fates.append(RowFate(at, given, why=said, apart=True))
            pending += [line] if status in PENDING else []
    return Statement(
        account, tuple(lines), tuple(pending), _balance(found, OPENING), _balance(found, CLOSING)
    )


def _line(account: str, entry: etree._Element, notes: list[str]) -> StatementLine:
    """Its sign is what CdtDbtInd says, of a reversal too. Raises ValueError, in French."""
    amount = _signed(entry, _required(entry, "Amt"))
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if booked is None:
        raise ValueError("Opération sans date.")
    sign = 1 if amount > 0 else -1
    details = tuple(_detail(each, sign) for each in entry.iter() if each.tag == TRANSACTION)
    label = _label(entry) or (details[0].label or details[0].name if details else "")
    if len(details) == 1 and not details[0].amount:
        details = (_whole(details[0], amount),)
    if not any(each.amount for each in details):
        details = ()
    if details and sum((each.amount for each in details), ZERO) != amount:
        notes.append(
            f"« {label or account} », {euros(abs(amount))} : le détail de la banque fait une autre somme, l’opération est à "
            "rapprocher entière."
        )
        details = ()
    batch = next((each for each in entry.iter() if each.tag == "Btch"), None)
    count = _text(batch, "NbOfTxs")
    return StatementLine(
        account,
        booked,
        amount,
        label,
        value=_day(entry, "ValDt"),
        reference=_text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"),
        details=details,
        batch=_text(batch, "PmtInfId") or _text(batch, "MsgId"),
        batch_count=int(count) if count.isdecimal() else 0,
        is_reversal=_text(entry, "RvslInd") in {"true", "1"},
        line=entry.sourceline or 0,
    )


def _detail(found: etree._Element, sign: int) -> Detail:
    """A transfer of an entry: its sign is its own when it says one. Raises ValueError, in French."""
    amounts = ("AmtDtls/TxAmt/Amt", "Amt", "AmtDtls/InstdAmt/Amt")
    written = next((each for path in amounts if (each := found.find(path)) is not None), None)
    its_sign = SIGNS.get(_text(found, "CdtDbtInd"), sign)
    party, account = ("Dbtr", "DbtrAcct") if its_sign > 0 else ("Cdtr", "CdtrAcct")
    reason = found.find("RtrInf/Rsn")
    return Detail(
        its_sign * _amount(written) if written is not None else ZERO,
        end_to_end=_text(found, "Refs/EndToEndId").replace("NOTPROVIDED", ""),
        name=_text(found, f"RltdPties/{party}/Nm") or _text(found, f"RltdPties/{party}/Pty/Nm"),
        iban=_text(found, f"RltdPties/{account}/Id/IBAN"),
        label=" ".join(" ".join((each.text or "").split()) for each in found.iterfind("RmtInf/Ustrd")),
        returned=_text(reason, "Cd") or _text(reason, "Prtry"),
    )


def _whole(detail: Detail, amount: Decimal) -> Detail:
    """The only transfer of an entry, whose amount the bank does not say again."""
    return Detail(amount, detail.end_to_end, detail.name, detail.iban, detail.label, detail.returned)


def _balance(found: etree._Element, codes: tuple[str, ...]) -> Balance | None:
    """The first that has one of the codes, in their order."""
    balances = {_text(each, "Tp/CdOrPrtry/Cd"): each for each in reversed(found.findall("Bal"))}
    each = next((balances[code] for code in codes if code in balances), None)
    if each is None:
        return None
    try:
        return Balance(_signed(each, _required(each, "Amt")), _day(each, "Dt"))
    except ValueError:
        return None


def _signed(found: etree._Element, amount: etree._Element) -> Decimal:
    sign = SIGNS.get(_text(found, "CdtDbtInd"))
    if sign is None:
        raise ValueError("Ni débit, ni crédit.")
    return sign * _amount(amount)


def _amount(written: etree._Element) -> Decimal:
    if written.get("Ccy", EUROS) != EUROS:
        raise ValueError(f"Opération en {written.get('Ccy')} : nous comptons en euros.")
    return plain_amount(written.text or "")


def _required(found: etree._Element, path: str) -> etree._Element:
    each = found.find(path)
    if each is None:
        raise ValueError("Pas de montant.")
    return each


def _label(entry: etree._Element) -> str:
    return " ".join(dict.fromkeys(filter(None, _labels(entry))))


def _labels(entry: etree._Element) -> Iterator[str]:
    """What the entry says of itself; of one transfer, what it says too."""
    yield _text(entry, "AddtlNtryInf")
    transfers = [each for each in entry.iter() if each.tag == TRANSACTION]
    if len(transfers) == 1:
        yield _text(transfers[0], "RmtInf/Ustrd") or _text(transfers[0], "AddtlTxInf")


def _day(found: etree._Element, path: str) -> date | None:
    return day_of((_text(found, f"{path}/Dt") or _text(found, f"{path}/DtTm"))[:10])


def _text(found: etree._Element | None, path: str) -> str:
    each = found.find(path) if found is not None else None
    return " ".join((each.text or "").split()) if each is not None else ""
