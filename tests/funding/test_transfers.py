"""Files of transfers: what a bank refuses is found before, and what leaves is read again by another reader."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from holidays import financial_holidays
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from maillage.funding.enums import PainVersion
from maillage.funding.rules.transfers import accounts
from maillage.funding.rules.transfers.characters import ALLOWED, is_reference, payment_reference, sepa_text
from maillage.funding.rules.transfers.gate import faults, judged
from maillage.funding.rules.transfers.target import closed_days, earliest, is_open, open_from
from maillage.funding.rules.transfers.writing import pain
from maillage.funding.types.transfers import Address, BankProfile, Batch, Debtor, Payment
from maillage.kernel import BadInput

OURS, HERS = "FR7630006000011234567890189", "FR1420041010050500013M02606"
GENEVA = "CH9300762011623852957"
DAY = date(2026, 12, 15)
VERSIONS = list(PainVersion)
every_version = pytest.mark.parametrize("version", VERSIONS)


def payment(rank: int = 1, **known: Any) -> Payment:
    made = Payment(
        f"CPTSVO-{rank:06}", "Maëlys Oudot", HERS, Decimal("75.50"), "Indemnité réunion n° 3 — 12/10"
    )
    return replace(made, **known)


def batch(*payments: Payment, **known: Any) -> Batch:
    debtor = Debtor("CPTS du Val d’Œuvre", OURS, "AGRIFRPP")
    made = Batch("CPTSVO-L000011", datetime(2026, 12, 3, 19, 10), DAY, debtor, payments or (payment(),))  # noqa: DTZ001 — clocks of the structure
    return replace(made, **known)


def whys(given: Batch, *, most: str = "5000", first: date = DAY) -> list[str]:
    profile = BankProfile(most=Decimal(most))
    return [f"{each.who} : {each.why}" for each in faults(given, profile, earliest=first)]


@cache
def schema(version: PainVersion) -> etree.XMLSchema:
    package = find_spec("sepaxml")
    assert package is not None
    assert package.origin is not None
    return etree.XMLSchema(etree.parse(Path(package.origin).parent / "schemas" / f"{version.value}.xsd"))


def leaves(content: bytes) -> Iterator[tuple[str, str]]:
    """Every element without children, and its text: by another reader than the one that wrote."""
    yield from re.findall(r"<(\w+)(?: [^>]*)?>([^<]*)</\1>", content.decode())


def values(content: bytes, name: str) -> list[str]:
    return [text for tag, text in leaves(content) if tag == name]


# Letters


def test_a_name_is_written_in_letters_that_banks_know() -> None:
    assert sepa_text("N'Diaye–Œillard & Fils_2 «kinés»") == "N'Diaye-OEillard + Fils-2 kines"
    assert sepa_text("CPTS du Val d’Œuvre") == "CPTS du Val d'OEuvre"
    assert sepa_text("//Reçu… /") == "Recu..."
    assert sepa_text("张伟") == ""


@given(st.text(max_size=60))
def test_any_text_leaves_in_a_closed_alphabet(text: str) -> None:
    written = sepa_text(text)
    assert written == "" or ALLOWED.fullmatch(written)
    assert "//" not in written
    assert written == written.strip(" /") == sepa_text(written)


def test_a_reference_is_never_cut_nor_healed() -> None:
    assert payment_reference("CPTS Val d’Œuvre", 123) == "CPTSVALDOEUVRE-000123"
    assert is_reference(payment_reference("é" * 28, 10**5))
    for code in ("C" * 29, "", "«»"):
        with pytest.raises(BadInput, match="référence"):
            payment_reference(code, 1)
    assert not any(map(is_reference, ("", "A" * 36, "CPTS_1", "é-1", "A B", "/A", "A…")))


# Accounts


@pytest.mark.parametrize(
    "typed",
    [
        "fr76 3000\u00a06000 0112 3456 7890 189",
        "FR76-3000-6000-0112-3456-7890-189",
        OURS,
        " FR76 30006000011234567890189 ",
    ],
)
def test_an_iban_is_read_as_people_type_it(typed: str) -> None:
    assert accounts.iban(typed) == OURS


@pytest.mark.parametrize(
    "typed",
    [
        "FR06 3000 6000 0112 3456 7890 188",
        "FR7630006000011234567890188",
        "",
        "RIB",
        "SA0380000000608010167519",
    ],
)
def test_an_iban_that_nobody_has_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        accounts.iban(typed)


def test_a_bank_is_found_from_an_account_and_its_number_hidden() -> None:
    assert accounts.bic_of(OURS) == "AGRIFRPPXXX"
    assert accounts.masked(OURS) == "FR76 … 0189"
    assert accounts.wants_an_address(GENEVA)
    assert accounts.wants_an_address(accounts.iban("MC5811222000010123456789030"))
    assert not accounts.wants_an_address(OURS)


# Days


@pytest.mark.parametrize("year", range(2020, 2036))
def test_banks_are_closed_when_their_calendar_says(year: int) -> None:
    official = financial_holidays("XECB", years=year)
    of_the_week = {day for day in closed_days(year) if day.weekday() < 5}
    assert of_the_week == {day for day in official if day.weekday() < 5}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 26), date(2027, 3, 30)),  # Good Friday: the French work, banks do not
        (date(2027, 7, 14), date(2027, 7, 14)),  # the French do not work, banks do
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 12, 24), date(2026, 12, 24)),
    ],
)
def test_an_execution_is_on_a_day_when_banks_move_money(day: date, expected: date) -> None:
    assert open_from(day) == expected


@pytest.mark.parametrize(
    ("hour", "lead", "expected"),
    [
        (time(13), 0, date(2026, 12, 24)),
        (time(19, 10), 0, date(2026, 12, 28)),
        (time(13), 1, date(2026, 12, 28)),
        (time(19, 10), 1, date(2026, 12, 29)),
    ],
)
def test_a_file_given_after_the_cutoff_is_of_the_next_open_day(hour: time, lead: int, expected: date) -> None:
    given_at = datetime.combine(date(2026, 12, 24), hour)
    assert earliest(given_at, cutoff=time(14), lead=lead) == expected


@given(st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)), st.integers(0, 5))  # noqa: DTZ001 — clocks of a bank
def test_the_first_day_is_open_and_not_before_its_lead(at: datetime, lead: int) -> None:
    found = earliest(at, cutoff=time(14), lead=lead)
    assert is_open(found)
    assert (found - at.date()).days >= lead


# The gate


def test_a_sound_batch_has_no_fault() -> None:
    assert whys(batch(payment(), payment(2, iban="fr76 1010 7001 0112 3456 7890 129"))) == []
    assert judged(batch(), BankProfile(), earliest=DAY) == batch()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (payment(amount=Decimal(0)), "Maëlys Oudot : Rien à virer"),
        (payment(amount=Decimal(-20)), "à recevoir"),
        (payment(amount=Decimal(1_500_000)), "dépassent le plafond"),
        (payment(amount=Decimal(10**9)), "au plus"),
        (payment(amount=Decimal("0.005")), "deux décimales"),
        (payment(name="张伟"), "lettres latines"),
        (payment(name="Maëlys " * 12), "70 au plus"),
        (payment(label="é" * 141), "140 au plus"),
        (payment(reference="CPTS_1"), "référence"),
        (payment(reference="A" * 36), "référence"),
        (payment(iban="FR0630006000011234567890188"), "n’existe pas"),
        (payment(iban=OURS.lower()), "compte qui paie"),
        (payment(bic="AGRI"), "BIC"),
        (payment(iban=GENEVA), "il faut sa ville et son pays"),
        (payment(iban=GENEVA, address=Address("", "CH", street="12 rue du Lac")), "il faut sa ville"),
        (payment(iban=GENEVA, address=Address("Genève", "Suisse")), "deux lettres"),
        (payment(iban=GENEVA, address=Address("Genève", "CH", postcode="1" * 17)), "16 au plus"),
    ],
)
def test_a_payment_that_a_bank_would_refuse_is_named_before(given: Payment, said: str) -> None:
    (why,) = whys(batch(given))
    assert said in why
    with pytest.raises(BadInput):
        judged(batch(given), BankProfile(most=Decimal(5000)), earliest=DAY)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (replace(batch(), payments=()), "aucun virement"),
        (batch(reference="LOT_1"), "référence du lot"),
        (batch(executes_on=date(2026, 12, 14)), "trop tard"),
        (batch(executes_on=date(2026, 12, 25)), "choisissez le 28\N{NO-BREAK SPACE}décembre"),
        (batch(debtor=Debtor("CPTS", OURS, "")), "Votre banque"),
        (batch(debtor=Debtor("", OURS, "AGRIFRPP")), "Votre nom"),
        (batch(debtor=Debtor("CPTS", "FR76", "AGRIFRPP")), "Votre compte"),
    ],
)
def test_a_batch_that_a_bank_would_refuse_is_told_before(given: Batch, said: str) -> None:
    assert any(said in why for why in whys(given))


def test_two_payments_of_one_reference_never_leave_together() -> None:
    assert len(whys(batch(payment(), payment()))) == 2


# The file


@every_version
def test_the_file_is_what_its_schema_says_and_stricter(version: PainVersion) -> None:
    profile = BankProfile(version)
    given = judged(
        batch(
            payment(1, name="N'Diaye–Œillard & Fils_2 «kinés»", address=Address("Albias", "FR")),
            payment(
                2, iban=GENEVA, bic="UBSWCHZH80A", address=Address("Genève", "CH", "12 rue du Lac", "1204")
            ),
            payment(3, amount=Decimal(1000), label=""),
        ),
        profile,
        earliest=DAY,
    )
    content = pain(given, profile)
    schema(version).assertValid(etree.fromstring(content))
    found = list(leaves(content))
    assert all(ALLOWED.fullmatch(text) for tag, text in found if tag != "CreDtTm")
    assert "AdrLine" not in {tag for tag, _ in found}
    assert values(content, "TwnNm") == ["Geneve"]  # none inside the Economic Area
    assert values(content, "Ustrd") == ["Indemnite reunion n 3 - 12/10"] * 2
    assert values(content, "Nm")[:2] == ["CPTS du Val d'OEuvre"] * 2
    assert [tag for tag, _ in found if tag.startswith("BIC")] == [
        "BIC" if version == PainVersion.V03 else "BICFI"
    ] * 2


@every_version
@given(amounts=st.lists(st.integers(1, 500_000), min_size=1, max_size=5))
def test_totals_are_those_of_the_lines_at_both_levels(version: PainVersion, amounts: list[int]) -> None:
    payments = (payment(rank, amount=Decimal(cents).scaleb(-2)) for rank, cents in enumerate(amounts))
    content = pain(batch(*payments), BankProfile(version))
    written = [Decimal(text) for text in values(content, "InstdAmt")]
    assert [Decimal(text) for text in values(content, "CtrlSum")] == [sum(written)] * 2
    assert values(content, "NbOfTxs") == [str(len(amounts))] * 2
    assert sum(written) * 100 == sum(amounts)


def test_the_same_batch_is_the_same_file_to_the_byte() -> None:
    given = batch(payment(), payment(2))
    content = pain(given, BankProfile())
    assert content == pain(replace(given), BankProfile())
    assert values(content, "MsgId") == ["CPTSVO-L000011"]
    assert values(content, "CreDtTm") == ["2026-12-03T19:10:00"]


def test_one_file_has_one_block_and_one_day() -> None:
    content = pain(batch(payment(), payment(2), payment(3)), BankProfile(is_booked_whole=False)).decode()
    assert content.count("<PmtInf>") == content.count("<ReqdExctnDt>") == 1
    assert "<BtchBookg>false</BtchBookg>" in content
    assert re.search(r"<(\w+)/>|<(\w+)></\2>", content) is None
