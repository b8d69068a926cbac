"""Tables that banks export: their own words, their signs, several accounts in one file. All people are invented."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.rules.statements import read_statement
from maillage.funding.types.statements import Balance, Statement
from maillage.kernel import BadInput
from maillage.tables import workbook_of

#: « Date de comptabilisation… »: a debit is negative, or is not.
LONG = (
    "Numéro de compte : 00012345678;;;;\r\n"
    "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;Type operation;"
    "Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation\r\n"
    "11/12/26;VIR ARS;VIR RECU ARS;REF0002;;Virement;A;A;;1 000,00;10/12/2026;12/12/2026;0\r\n"
    "10/12/2026;VIR INDEMNITE;VIR SEPA INDEMNITE REUNION;REF0001;CPTSX-2026-000123;Virement;A;A;{};;09/12/2026;10/12/2026;0\r\n"
)
#: Two accounts in one file, labels over several lines, a « ; » at the end of lines.
TWO_ACCOUNTS = (
    "Téléchargement du 01/12/2026;\r\n\r\nMme Maud Escoffre;\r\nCompte courant n° 12345678901;\r\n"
    "Solde au 30/11/2026 12 345,67 €;\r\nListe des opérations du compte entre le 01/11/2026 et le 30/11/2026;\r\n\r\n"
    "Date;Libellé;Débit euros;Crédit euros;\r\n"
    '30/11/2026;"VIREMENT EMIS\n  INDEMNITE\n  CPTS";75,50;;\r\n28/11/2026;"REMISE";;1\u00a0000,00;\r\n\r\n'
    "Compte épargne n° 98765432109;\r\nSolde au 30/11/2026 5,00 €;\r\n"
    "Date;Libellé;Débit euros;Crédit euros;\r\n30/11/2026;INTERETS;;5,00;\r\n"
)
#: A balance after each line, the last one first; the titles lost their accents.
RUNNING = (
    "Date;Date de valeur;D\ufffdbit;Cr\ufffddit;Libell\ufffd;Solde\r\n"
    "12/12/2026;12/12/2026;100,00;;PRLV ASSURANCE;354,33\r\n"
    "11/12/2026;11/12/2026;-45,67;;CB PAPETERIE;454,33\r\n"
    "10/12/2026;10/12/2026;;500,00;VIR CPAM;500,00\r\n"
)
#: Days as programs write them, a comma in amounts and a point in the balance of the account, said on each line.
ONLINE = (
    "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance\n"
    '2026-12-10;2026-12-10;"VIR INDEMNITE REUNION";A;B;;"-75,50";;00040001234;COMPTE;1234.56\n'
    '2026-12-10;;"VIR INDEMNITE REUNION";A;B;;"-75,50";;00040001234;COMPTE;1234.56\n'
    '2026-12-09;2026-12-09;"VIR ARS";A;B;;"12 000,00";"fonctionnement";00040001234;COMPTE;1234.56\n'
)


def read(text: str, encoding: str = "utf-8") -> tuple[Statement, ...]:
    return read_statement("releve.csv", text.encode(encoding)).statements


def amounts(statement: Statement) -> list[str]:
    return [str(line.amount) for line in statement.lines]


@pytest.mark.parametrize("debit", ["-75,50", "75,50", "−75,50", "(75,50)", "75,50-"])
def test_what_stands_under_a_debit_goes_out_whatever_its_sign(debit: str) -> None:
    (found,) = read(LONG.format(debit))
    assert found.account == "00012345678"
    assert amounts(found) == ["-75.50", "1000.00"]
    assert (found.outflow, found.inflow) == (Decimal("-75.50"), Decimal(1000))
    line = found.lines[0]
    assert (line.booked, line.value) == (date(2026, 12, 10), date(2026, 12, 10))
    assert (line.label, line.reference) == ("VIR SEPA INDEMNITE REUNION CPTSX-2026-000123", "REF0001")


@pytest.mark.parametrize(
    ("debit", "credit", "said"),
    [
        ("+75,50", "", "« + »"),
        ("75,50", "75,50", "lequel"),
        ("", "-75,50", "crédit négatif"),
        ("12,345", "", "deux façons"),
        ("peu", "", "n’est pas un montant"),
        ("0,00", "", "rien ne bouge"),
    ],
)
def test_an_amount_that_may_be_read_otherwise_is_asked_not_guessed(
    debit: str, credit: str, said: str
) -> None:
    text = f"Date;Libellé;Débit;Crédit\n10/12/2026;VIR;{debit};{credit}\n11/12/2026;VIR;5,00;\n"
    found = read_statement("releve.csv", text.encode())
    (lost,) = found.lost
    assert lost.line == 2
    assert said in lost.why
    assert amounts(found.statements[0]) == ["-5.00"]


@pytest.mark.parametrize(
    "title", ["Sens", "Signe", "D/C", "Débit/Crédit", "Crédit ou débit", "Sens de l’opération"]
)
@pytest.mark.parametrize(
    ("out", "in_"),
    [("D", "C"), ("-", "+"), ("−", "+"), ("Débit", "Crédit"), ("DBIT", "CRDT"), ("SORTIE", "ENTRÉE")],
)
def test_a_sense_in_its_own_column_turns_the_amount(title: str, out: str, in_: str) -> None:
    rows = [
        f"10/12/2026;LOYER;400,00;{out}",
        f"11/12/2026;ARS;1 000,00;{in_}",
        f"12/12/2026;EDF;-50,00;{out}",
    ]
    (found,) = read("\n".join([f"Date;Libellé;Montant;{title}", *rows]))
    assert amounts(found) == ["-400.00", "1000.00", "-50.00"]


@pytest.mark.parametrize(
    ("amount", "sense", "said"),
    [
        ("400,00", "", "n’est pas dit"), ("400,00", "X", "ne dit pas le sens"), ("-400,00", "C", "crédit négatif"),
        ("+400,00", "D", "« + »"),
    ],
)  # fmt: skip
def test_a_sense_that_is_not_clear_is_asked_not_guessed(amount: str, sense: str, said: str) -> None:
    text = f"Date;Libellé;Montant;Sens\n10/12/2026;VIR;{amount};{sense}\n11/12/2026;VIR;5,00;D\n"
    found = read_statement("releve.csv", text.encode())
    (lost,) = found.lost
    assert (lost.line, said in lost.why) == (2, True)
    assert amounts(found.statements[0]) == ["-5.00"]


def test_an_amount_that_has_its_sign_needs_no_sense_beside_it() -> None:
    (found,) = read("Date;Libellé;Montant;Sens\n10/12/2026;VIR;-400,00;\n11/12/2026;VIR;+5,00;\n")
    assert amounts(found) == ["-400.00", "5.00"]


def test_each_account_of_a_file_has_its_lines_and_its_balance() -> None:
    current, savings = read(TWO_ACCOUNTS, "cp1252")
    assert (current.account, savings.account) == ("12345678901", "98765432109")
    assert amounts(current) == ["1000.00", "-75.50"]
    assert current.lines[1].label == "VIREMENT EMIS INDEMNITE CPTS"
    assert current.closing == Balance(Decimal("12345.67"), date(2026, 11, 30))
    assert (amounts(savings), savings.closing) == (["5.00"], Balance(Decimal("5.00"), date(2026, 11, 30)))


def test_every_row_has_its_fate() -> None:
    found = read_statement("releve.csv", TWO_ACCOUNTS.encode())
    assert found.lost == ()
    assert [fate.line for fate in found.fates] == [1, 3, 4, 5, 6, 8, 9, 12, 14, 15, 16, 17]
    assert all(fate.kept or fate.why for fate in found.fates)


def test_balances_after_each_line_check_what_is_read() -> None:
    found = read_statement("releve.csv", RUNNING.encode("utf-8"))
    (statement,) = found.statements
    assert amounts(statement) == ["500.00", "-45.67", "-100.00"]
    assert (statement.opening, statement.closing) == (
        Balance(Decimal("0.00")),
        Balance(Decimal("354.33"), date(2026, 12, 12)),
    )
    assert (statement.gap, found.notes) == (0, ())


def test_a_missing_line_is_seen_by_the_balances() -> None:
    rows = RUNNING.splitlines(keepends=True)
    (note,) = read_statement("releve.csv", "".join(rows[:2] + rows[3:]).encode()).notes
    assert "entre les lignes 3 et 2" in note


def test_the_balance_of_today_on_each_line_is_no_running_balance() -> None:
    found = read_statement("releve.csv", b"\xef\xbb\xbf" + ONLINE.encode())
    (statement,) = found.statements
    assert statement.account == "00040001234"
    assert amounts(statement) == ["12000.00", "-75.50", "-75.50"]
    assert (statement.closing, statement.lines[0].balance) == (Balance(Decimal("1234.56")), None)
    assert (statement.lines[2].label, found.notes) == ("VIR INDEMNITE REUNION", ())
    assert statement.lines[0].label == "VIR ARS fonctionnement"


def test_two_balances_around_a_table_arbitrate_its_lines() -> None:
    text = "Solde précédent au 30/11/2026;100,00\nDate;Libellé;Montant\n10/12/2026;CB;-{}\nNouveau solde au 31/12/2026;;90,00\n"
    assert read(text.format("10,00"))[0].gap == 0
    (note,) = read_statement("releve.csv", text.format("9,00").encode()).notes
    assert "il manque -1" in note


def test_a_balance_written_as_a_line_is_no_movement() -> None:
    text = "Date;Libellé;Montant\n30/11/2026;SOLDE PRECEDENT;100,00\n10/12/2026;SOLDE DE TOUT COMPTE;-40,00\n"
    (statement,) = read(text)
    assert amounts(statement) == ["-40.00"]
    assert statement.opening == Balance(Decimal("100.00"), date(2026, 11, 30))


def test_a_number_of_account_may_hold_a_letter() -> None:
    text = "Numéro Compte :;0123456X020\nSolde (EUROS) :;1234,56\n\nDate;Libellé;Montant(EUROS)\n28/11/2026;VIREMENT;-5,00\n"
    (statement,) = read(text)
    assert (statement.account, statement.closing) == ("0123456X020", Balance(Decimal("1234.56")))


def test_an_unknown_bank_of_the_same_shape_is_read() -> None:
    text = "Nature de l'opération\tSomme\tDate d'opération\tDevise\nTOTAL STATION\t-63,00\t10-12-2026\tEUR\nRETRAIT\t-5,00\t11-12-2026\tUSD\n"
    found = read_statement("autre.txt", text.encode())
    assert amounts(found.statements[0]) == ["-63.00"]
    assert "USD" in found.lost[0].why


def test_a_workbook_is_read_as_its_text_is() -> None:
    content = workbook_of(
        [
            ("Date", "Libellé", "Montant", "Solde"),
            (date(2026, 12, 10), "VIR", Decimal("-75.5"), Decimal("24.5")),
            (date(2026, 12, 11), "REMISE", 100, Decimal("124.5")),
        ]
    )
    (statement,) = read_statement("releve.xlsx", content).statements
    assert amounts(statement) == ["-75.50", "100.00"]
    assert statement.gap == 0


def test_what_is_not_booked_moves_nothing() -> None:
    text = (
        "Date;Libellé;Montant;Statut\n20/11/2026;VIR CPAM;75,50;processing\n23/11/2026;VIR CPAM;75,50;comptabilisé\n"
        "24/11/2026;CB;-5,00;refusé\n30/11/2026;CB;-7,00;\n"
    )
    found = read_statement("releve.csv", text.encode(), on=date(2026, 11, 29))
    (statement,) = found.statements
    assert amounts(statement) == ["75.50"]
    assert [line.booked.day for line in statement.pending] == [20, 30]
    assert "n’a pas eu lieu" in found.lost[0].why


def test_the_rest_of_a_label_on_a_row_of_its_own_joins_it() -> None:
    text = "Date;Débit;Crédit;Libellé\n10/12/2026;5,00;;VIR\n;;;INDEMNITE\n11/12/2026;;7,00;REMISE\n"
    (statement,) = read(text)
    assert [line.label for line in statement.lines] == ["VIR INDEMNITE", "REMISE"]


def test_the_rest_of_a_label_never_joins_the_line_of_another() -> None:
    text = (
        "Date;Débit;Crédit;Libellé;Statut\n10/12/2026;5,00;;VIR;\n11/12/2026;6,00;;CB;en cours\n;;;SUITE\n"
        "31/02/2026;7,00;;CHEQUE;\n;;;SUITE\n"
    )
    found = read_statement("releve.csv", text.encode())
    assert [line.label for line in found.statements[0].lines] == ["VIR"]
    assert [fate.line for fate in found.lost] == [5]


def test_a_line_that_speaks_of_a_balance_is_never_left_out_in_silence() -> None:
    text = (
        "Date;Libellé;Montant\n31/02/2026;SOLDE DE TOUT COMPTE;-40,00\n10/12/2026;VIR SOLDE FACTURE;12,345\n"
    )
    found = read_statement("releve.csv", text.encode())
    assert [fate.line for fate in found.lost] == [2, 3]


def test_two_columns_that_fit_are_for_a_person_to_choose() -> None:
    text = "Date;Libellé;Montant net;Montant brut\n10/12/2026;VIR;5,00;6,00\n"
    with pytest.raises(BadInput, match="Plusieurs colonnes"):
        read_statement("releve.csv", text.encode())
    found = read_statement("releve.csv", text.encode(), choices={"amount": "Montant brut"})
    assert amounts(found.statements[0]) == ["6.00"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        ("Nom;Prénom;Profession\nOudot;Côme;kiné\n".encode(), "colonnes d’un relevé"),
        (b"<html><body>Connexion</body></html>", "page web"),
        (b"PK\x03\x04releve.csv", "archive"),
        (b"%PDF-1.7\n", "n’est pas un tableau"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_statement("releve", content)


@given(st.binary(max_size=200))
def test_any_file_is_a_statement_or_a_sentence(content: bytes) -> None:
    if content.startswith((b"PK", b"\xd0\xcf")):
        return  # another process reads a workbook: tests/tables
    with suppress(BadInput):
        assert read_statement("releve", content).statements
