"""OFX and CAMT.053: what a bank says to programs. All people are invented."""

from datetime import date
from decimal import Decimal

import pytest

from maillage.funding.rules.statements import read_statement
from maillage.funding.types.statements import Statement, StatementFile
from maillage.kernel import BadInput

SGML = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><SIGNONMSGSRSV1><SONRS><DTSERVER>20261231<LANGUAGE>FRA</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>0<STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>30006<BRANCHID>00001<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261201<DTEND>20261231
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261211<TRNAMT>+1000,00<FITID>B2<NAME>VIR ARS</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261210120000[+1:CET]<TRNAMT>-75.50<FITID>A1<NAME>INDEMNIT\u00c9 R\u00c9UNION<MEMO>Maud &amp; Ilan</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261210<TRNAMT>beaucoup<FITID>A2<NAME>CB</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>924.50<DTASOF>20261231</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
XML = """<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>30006</BANKID><ACCTID>42</ACCTID></BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20261210</DTPOSTED><DTAVAIL>20261212</DTAVAIL><TRNAMT>-5.00</TRNAMT><FITID>A1</FITID>
<NAME><![CDATA[Dupont & Fils]]></NAME></STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>10.00</BALAMT><DTASOF>20261231</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""


def read(text: str, encoding: str = "utf-8") -> StatementFile:
    return read_statement("releve", text.encode(encoding))


def amounts(statement: Statement) -> list[str]:
    return [str(line.amount) for line in statement.lines]


def test_an_ofx_whose_fields_do_not_close_is_read() -> None:
    found = read(SGML, "cp1252")
    (statement,) = found.statements
    assert (statement.account, amounts(statement)) == ("300060000112345678901", ["-75.50", "1000.00"])
    line = statement.lines[0]
    assert (line.booked, line.label, line.reference) == (
        date(2026, 12, 10),
        "INDEMNITÉ RÉUNION Maud & Ilan",
        "A1",
    )
    assert statement.closing is not None
    assert statement.closing.amount == Decimal("924.50")


def test_an_odd_amount_loses_its_own_line_and_no_other() -> None:
    (lost,) = read(SGML).lost
    assert "« beaucoup » n’est pas un montant" in lost.why
    assert "CB" in lost.given
    assert lost.line == SGML[: SGML.index("beaucoup")].count("\n") + 1


def test_an_ofx_of_version_two_is_read_the_same() -> None:
    (statement,) = read(XML).statements
    (line,) = statement.lines
    assert (line.amount, line.label, line.value) == (Decimal(-5), "Dupont & Fils", date(2026, 12, 12))


def test_an_ofx_without_account_is_refused() -> None:
    with pytest.raises(BadInput, match="aucun compte"):
        read("OFXHEADER:100\n<OFX></OFX>")


def amount(value: str, side: str, *, currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{value}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def balance(code: str, value: str, side: str = "CRDT") -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount(value, side)}<Dt><Dt>2026-11-20</Dt></Dt></Bal>"


def entry(value: str, side: str, rest: str = "", *, status: str = "BOOK", before: str = "") -> str:
    return (
        f"<Ntry>{amount(value, side)}{before}<Sts>{status}</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>"
        f"<AcctSvcrRef>B{value}</AcctSvcrRef>{rest}</Ntry>"
    )


def detail(value: str, reference: str, rest: str = "", *, short: bool = False) -> str:
    written = f'<Amt Ccy="EUR">{value}</Amt>'
    told = written if short else f"<AmtDtls><TxAmt>{written}</TxAmt></AmtDtls>"
    return f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{told if value else ''}{rest}</TxDtls>"


def camt(*content: str, version: str = "02", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>"
        f"{''.join(content)}</Stmt></BkToCstmrStmt></Document>"
    )


BATCH = "<Btch><PmtInfId>LOT-2026-011</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>"
THREE = entry(
    "543.90",
    "DBIT",
    f"<NtryDtls>{BATCH}{detail('150.00', 'CPTSX-1')}{detail('75.50', 'CPTSX-2', short=True)}{detail('318.40', 'CPTSX-3')}</NtryDtls>",
)


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_a_batch_is_its_transfers_each_for_its_own_amount(version: str) -> None:
    (statement,) = read(
        camt(balance("OPBD", "1000.00"), balance("CLBD", "456.10"), THREE, version=version)
    ).statements
    (line,) = statement.lines
    assert [(each.amount, each.end_to_end) for each in line.details] == [
        (Decimal("-150.00"), "CPTSX-1"),
        (Decimal("-75.50"), "CPTSX-2"),
        (Decimal("-318.40"), "CPTSX-3"),
    ]
    assert (line.amount, line.batch, line.batch_count) == (Decimal("-543.90"), "LOT-2026-011", 3)
    assert (statement.account, statement.gap) == ("FR7630006000011234567890189", 0)


def test_a_batch_without_details_keeps_what_finds_it_again() -> None:
    told = entry(
        "1812.40", "DBIT", "<NtryDtls><Btch><MsgId>M12</MsgId><NbOfTxs>12</NbOfTxs></Btch></NtryDtls>"
    )
    (line,) = read(camt(told)).statements[0].lines
    assert (line.details, line.batch, line.batch_count) == ((), "M12", 12)


def test_details_that_make_another_sum_leave_the_entry_whole() -> None:
    told = entry("10.00", "DBIT", f"<NtryDtls>{detail('3.00', 'A')}{detail('3.00', 'B')}</NtryDtls>")
    found = read(camt(told))
    assert found.statements[0].lines[0].details == ()
    assert "rapprocher" in found.notes[0]


def test_a_detail_without_amount_is_the_whole_entry() -> None:
    told = entry("10.00", "DBIT", f"<NtryDtls>{detail('', 'CPTSX-7')}</NtryDtls>")
    (line,) = read(camt(told)).statements[0].lines
    assert [(each.amount, each.end_to_end) for each in line.details] == [(Decimal(-10), "CPTSX-7")]


@pytest.mark.parametrize("status", ["PDNG", "<Cd>PDNG</Cd>"])
def test_a_pending_entry_is_announced_and_moves_nothing(status: str) -> None:
    told = entry("75.50", "DBIT", status=status)
    found = read(
        camt(
            balance("OPBD", "100"),
            balance("CLBD", "24.50"),
            told,
            entry("75.50", "DBIT", status="<Cd>BOOK</Cd>"),
        )
    )
    (statement,) = found.statements
    assert (len(statement.lines), len(statement.pending)) == (1, 1)
    assert found.lost == ()


@pytest.mark.parametrize(("side", "expected"), [("CRDT", "75.50"), ("DBIT", "-75.50")])
def test_a_reversal_has_the_sign_it_says(side: str, expected: str) -> None:
    returned = detail("75.50", "CPTSX-2", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    told = entry("75.50", side, f"<NtryDtls>{returned}</NtryDtls>", before="<RvslInd>true</RvslInd>")
    (line,) = read(camt(told)).statements[0].lines
    assert (str(line.amount), line.is_reversal) == (expected, True)
    assert (str(line.details[0].amount), line.details[0].returned) == (expected, "AC04")


def test_a_statement_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(BadInput, match="ne tombe pas juste"):
        read(camt(balance("PRCD", "1000.00"), balance("CLBD", "456.00"), THREE))


def test_an_overdraft_is_below_zero() -> None:
    (statement,) = read(
        camt(balance("OPBD", "20.00", "DBIT"), balance("CLBD", "30.00", "DBIT"), entry("10", "DBIT"))
    ).statements
    assert statement.opening is not None
    assert statement.opening.amount == Decimal(-20)


def test_another_currency_is_told_and_kept_out() -> None:
    told = f"<Ntry>{amount('5.00', 'CRDT', currency='CHF')}<Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>"
    (lost,) = read(camt(told)).lost
    assert "CHF" in lost.why


def test_the_other_party_is_who_receives_or_who_pays() -> None:
    parties = "<RltdPties><Dbtr><Pty><Nm>CPAM</Nm></Pty></Dbtr><Cdtr><Nm>CPTS</Nm></Cdtr></RltdPties><RmtInf><Ustrd>ACI 2026</Ustrd></RmtInf>"
    received = entry("5.00", "CRDT", f"<NtryDtls>{detail('5.00', 'NOTPROVIDED', parties)}</NtryDtls>")
    (line,) = read(camt(received, version="08")).statements[0].lines
    assert (line.details[0].name, line.details[0].end_to_end, line.label) == ("CPAM", "", "ACI 2026")


ENTITY = '<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (camt(THREE)[:-40], "abîmé"),
        (camt(entry("&a;", "DBIT"), head=ENTITY), "entités"),
        ('<?xml version="1.0"?><Document><CstmrCdtTrfInitn/></Document>', "n’est pas un relevé"),
    ],
)
def test_what_is_no_statement_is_refused_and_opens_no_file(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(text)
