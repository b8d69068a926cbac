"""pain.001, the file of transfers of ISO 20022: one date, one block, nothing empty, the same bytes for the same batch."""

from decimal import Decimal

from lxml import etree

from maillage.funding.enums import PainVersion
from maillage.funding.rules.transfers import accounts
from maillage.funding.rules.transfers.characters import sepa_text
from maillage.funding.types.money import ZERO
from maillage.funding.types.transfers import Address, BankProfile, Batch, Payment

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:{}"


def pain(batch: Batch, profile: BankProfile) -> bytes:
    """The file of a batch that the gate let through (`gate.judged`)."""
    namespace = NAMESPACE.format(profile.version.value)
    document = etree.Element(f"{{{namespace}}}Document", nsmap={None: namespace})
    order = _Node(document).child("CstmrCdtTrfInitn")
    _header(order.child("GrpHdr"), batch)
    _block(order.child("PmtInf"), batch, profile)
    written: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


class _Node:
    """An element whose children have its namespace; a text is written in the letters of the SEPA."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def child(self, name: str, text: str = "") -> "_Node":
        added = etree.SubElement(self.element, etree.QName(etree.QName(self.element).namespace, name))
        if text:
            added.text = text
        return _Node(added)

    def path(self, *names: str, text: str = "") -> "_Node":
        """Elements inside one another."""
        *above, last = names
        node = self
        for name in above:
            node = node.child(name)
        return node.child(last, text)


def _header(header: _Node, batch: Batch) -> None:
    header.child("MsgId", batch.reference)
    header.child("CreDtTm", f"{batch.made_at:%Y-%m-%dT%H:%M:%S}")
    _totals(header, batch)
    header.path("InitgPty", "Nm", text=sepa_text(batch.debtor.name))


def _totals(node: _Node, batch: Batch) -> None:
    node.child("NbOfTxs", str(len(batch.payments)))
    node.child("CtrlSum", _euros(sum((each.amount for each in batch.payments), ZERO)))


def _block(block: _Node, batch: Batch, profile: BankProfile) -> None:
    is_first_version = profile.version == PainVersion.V03
    block.child("PmtInfId", batch.reference)
    block.child("PmtMtd", "TRF")
    block.child("BtchBookg", "true" if profile.is_booked_whole else "false")
    _totals(block, batch)
    block.path("PmtTpInf", "SvcLvl", "Cd", text="SEPA")
    day = ("ReqdExctnDt",) if is_first_version else ("ReqdExctnDt", "Dt")
    block.path(*day, text=batch.executes_on.isoformat())
    block.path("Dbtr", "Nm", text=sepa_text(batch.debtor.name))
    block.path("DbtrAcct", "Id", "IBAN", text=accounts.iban(batch.debtor.iban))
    bank = "BIC" if is_first_version else "BICFI"
    block.path("DbtrAgt", "FinInstnId", bank, text=accounts.bic(batch.debtor.bic))
    block.child("ChrgBr", "SLEV")
    for payment in batch.payments:
        _transfer(block.child("CdtTrfTxInf"), payment, bank)


def _transfer(transfer: _Node, payment: Payment, bank: str) -> None:
    account = accounts.iban(payment.iban)
    transfer.path("PmtId", "EndToEndId", text=payment.reference)
    amount = transfer.path("Amt", "InstdAmt", text=_euros(payment.amount))
    amount.element.set("Ccy", "EUR")
    if payment.bic:
        transfer.path("CdtrAgt", "FinInstnId", bank, text=accounts.bic(payment.bic))
    payee = transfer.child("Cdtr")
    payee.child("Nm", sepa_text(payment.name))
    if payment.address and accounts.wants_an_address(account):
        _address(payee.child("PstlAdr"), payment.address)
    transfer.path("CdtrAcct", "Id", "IBAN", text=account)
    if label := sepa_text(payment.label):
        transfer.path("RmtInf", "Ustrd", text=label)


def _address(node: _Node, address: Address) -> None:
    """In its own fields: free lines (`AdrLine`) are refused since November 2026."""
    fields = {
        "StrtNm": sepa_text(address.street),
        "PstCd": sepa_text(address.postcode),
        "TwnNm": sepa_text(address.town),
        "Ctry": address.country,
    }
    for name, text in fields.items():
        if text:
            node.child(name, text)


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f}"
