"""The file of accounting entries: what the official tester refuses, and what it forgets to look at."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.rules.fec import PIPE, TAB, Separator, fec, fec_text
from maillage.funding.types.books import Entry, Line
from maillage.funding.types.fec import YearOfBooks
from maillage.kernel import BadInput

HEADER = (
    b"JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
    b"EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\r\n"
)
CLOSED = date(2026, 12, 31)
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


def entry(number: int = 1, amount: str = "75.50", **known: Any) -> Entry:
    lines = (
        Line("622", debit=Decimal(amount), mission="accès"),
        Line(
            "401",
            credit=Decimal(amount),
            party="OUDOT",
            party_name="Maëlys Oudot",
            letter="AA",
            lettered_on=CLOSED,
        ),
    )
    made = Entry(number, "OD", date(2026, 11, 30), "Indemnités de novembre", lines, validated_on=CLOSED)
    return replace(made, **known)


def year(*entries: Entry, **known: Any) -> YearOfBooks:
    made = YearOfBooks(
        "732829320",
        date(2026, 1, 1),
        CLOSED,
        entries or (entry(),),
        {"622": "Rémunérations", "401": "Fournisseurs", "5121-LBP": "Banque"},
        {"OD": "Opérations diverses"},
    )
    return replace(made, **known)


def read_again(content: bytes, separator: str = "|") -> list[dict[str, str]]:
    """Another reader: it knows of the file what the administration publishes, and nothing of who wrote it."""
    text = content.decode("iso-8859-15")
    assert text.endswith("\r\n")
    titles, *lines = [line.split(separator) for line in text.removesuffix("\r\n").split("\r\n")]
    assert len(titles) == 18
    assert {len(line) for line in lines} == {18}
    rows = [dict(zip(titles, line, strict=True)) for line in lines]
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for mandatory in (
            "JournalCode",
            "JournalLib",
            "CompteLib",
            "PieceRef",
            "PieceDate",
            "EcritureLib",
            "ValidDate",
        ):
            assert row[mandatory].strip()
        for day in ("EcritureDate", "PieceDate", "ValidDate"):
            date.fromisoformat(row[day])
        assert row["CompteNum"][:3].isdigit()
        debit, credit = (Decimal(row[side].replace(",", ".")) for side in ("Debit", "Credit"))
        assert "." not in row["Debit"] + row["Credit"]
        assert (debit > 0) != (credit > 0)
        sums[row["EcritureNum"]] += debit - credit
    assert not any(sums.values())
    return rows


def test_the_header_is_the_official_one_to_the_byte() -> None:
    found = fec(year(siren="732 829 320"), separator=PIPE)
    assert found.content.startswith(HEADER)
    assert fec(year()).content.startswith(HEADER.replace(b"|", b"\t"))
    assert found.name == "732829320FEC20261231.txt"
    assert "ISO 8859-15" in found.notice
    assert "barre verticale" in found.notice


def test_a_line_says_all_of_its_entry() -> None:
    debit, credit = read_again(fec(year(), separator=PIPE).content)
    assert (debit["Debit"], debit["Credit"]) == ("75,50", "0,00")
    assert (debit["PieceRef"], debit["PieceDate"]) == ("1", "20261130")
    assert (debit["CompAuxNum"], debit["EcritureLet"], debit["DateLet"]) == ("", "", "")
    assert (credit["CompAuxNum"], credit["CompAuxLib"]) == ("OUDOT", "Maëlys Oudot")
    assert (credit["EcritureLet"], credit["DateLet"], credit["ValidDate"]) == ("AA", "20261231", "20261231")


def test_amounts_have_a_comma_and_no_thousands() -> None:
    rows = read_again(fec(year(entry(1, "1234.5"), entry(2, "12345.67")), separator=PIPE).content)
    assert [row["Debit"] for row in rows if row["Debit"] != "0,00"] == ["1234,50", "12345,67"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Réunion | GT SNP", "Réunion GT SNP"),
        ("achats d’octobre", "achats d'octobre"),
        ("Dupont\tet fils", "Dupont et fils"),
        ("mémo\r\nsur deux lignes", "mémo sur deux lignes"),
        ("Œuvre — 3 €…", "Œuvre - 3 €..."),
        ("fête 🎉", "fête"),
        ("/", "Opérations diverses"),
        ("🎉", "Opérations diverses"),
    ],
)
def test_a_label_never_shifts_a_line(label: str, expected: str) -> None:
    rows = read_again(fec(year(entry(label=label)), separator=PIPE).content)
    assert {row["EcritureLib"] for row in rows} == {expected}


SEPARATORS: list[Separator] = ["\t", "|"]


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())), st.text(), st.sampled_from(SEPARATORS))
def test_any_text_makes_a_line_of_eighteen_fields(label: str, piece: str, separator: Separator) -> None:
    rows = read_again(fec(year(entry(label=label, piece=piece)), separator=separator).content, separator)
    assert len(rows) == 2


@given(st.lists(CENTS, min_size=1, max_size=4))
def test_each_entry_balances_in_the_file_itself(amounts: list[Decimal]) -> None:
    lines = (
        *(Line("622", debit=each) for each in amounts),
        Line("5121-LBP", credit=sum(amounts, Decimal(0))),
    )
    assert len(read_again(fec(year(entry(lines=lines)), separator=PIPE).content)) == len(lines)


def test_text_written_is_written_the_same_again() -> None:
    for text in ("Réunion | GT", "Œuvre — 3 €…", "e\u0301te\u0301"):
        assert fec_text(fec_text(text)) == fec_text(text)
    assert fec_text("e\u0301te\u0301") == "été"
    assert fec_text("") == ""
    assert {TAB, PIPE}.isdisjoint(fec_text("\t|"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (year(siren="732829321"), "SIREN"),
        (replace(year(), entries=()), "Aucune écriture"),
        (year(entry(2)), "la n° 2 est à la place de la n° 1"),
        (year(entry(1), entry(3)), "la n° 3"),
        (year(entry(1), entry(1)), "la n° 1 est à la place de la n° 2"),
        (year(entry(on=date(2027, 1, 1))), "hors de l’exercice"),
        (year(entry(on=date(2025, 12, 31))), "hors de l’exercice"),
        (year(entry(validated_on=None)), "n’est pas validée"),
        (year(entry(journal="BQ")), "le journal « BQ »"),
        (year(accounts={"622": "Rémunérations"}), "le compte 401"),
        (year(entry(lines=(*entry().lines[:1], Line("401", credit=Decimal(75))))), "équilibrée"),
        (year(entry(lines=(*entry().lines[:1], replace(entry().lines[1], lettered_on=None)))), "lettrage"),
        (year(closes_on=date(2025, 12, 31)), "finit avant"),
    ],
)
def test_what_the_file_may_not_hold_is_refused_in_one_sentence(wrong: YearOfBooks, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        fec(wrong)
    assert said in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")
