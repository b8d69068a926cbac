"""Books that are kept: a year on pages and in its file, numbers without a hole, what closing carries. All is invented."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding.test_fec import HEADER, read_again
from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.funding.commands import money
from maillage.funding.enums import AccountUse
from maillage.funding.models import (
    Account,
    BankAccount,
    BankLine,
    BooksYear,
    EntryLine,
    JournalEntry,
    Reconciliation,
)
from maillage.funding.models.sealing import Sealed, unsealed
from maillage.funding.queries.awaiting import awaiting
from maillage.funding.queries.books.cash import cash_book
from maillage.funding.queries.books.entries import entries_of
from maillage.funding.queries.books.lines import left_to_range, waiting_in
from maillage.funding.queries.books.reports import report, year_of_books
from maillage.funding.queries.books.years import accounts_of
from maillage.funding.queries.contents import contents
from maillage.funding.rules.books import balance
from maillage.funding.rules.chart import last_day
from maillage.funding.rules.fec import fec
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import bank, reconciling
from maillage.funding.services.books import chart, entries, ranging, years
from maillage.funding.services.books.writing import write
from maillage.funding.services.erasing import erase
from maillage.funding.types.books import Entry, Line, Movement
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import add_legal_person

TODAY = date(2026, 11, 29)
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
#: Of no company: its keys hold.
SIRET = "73282932000074"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
TITLES = "Date;Libellé;Débit;Crédit\n"


@pytest.fixture
def person(structure: Structure, founder: User) -> LegalPerson:
    """Another association of the cast, without any books yet, whose account held a thousand euros in the evening of 2024."""
    made = add_legal_person(
        structure,
        by=founder,
        name="Association fictive",
        kind="association",
        since=date(2020, 1, 1),
        siret=SIRET,
    )
    given = bank.GivenAccount("Compte courant", IBAN, Decimal(1000), FIRST - timedelta(days=1))
    bank.open_account(made, given, key=uuid4(), by=founder)
    return made


@pytest.fixture
def year(person: LegalPerson, founder: User) -> BooksYear:
    """2025, with what the bank held."""
    made = years.open_year(person, years.GivenYear(FIRST, LAST), key=uuid4(), by=founder)
    held = [
        years.GivenBalance(key_of(person, "512"), Decimal(1000)),
        years.GivenBalance(key_of(person, "110"), Decimal(-1000)),
    ]
    years.open_balances(made, FIRST, held, key=uuid4(), by=founder)
    return made


def key_of(person: LegalPerson, number: str) -> int:
    return Account.objects.get(legal_person=person, number=number).pk


def movement(person: LegalPerson, amount: str = "12.90", **known: Any) -> Movement:
    said: dict[str, Any] = {
        "on": date(2025, 3, 4),
        "label": "Timbres",
        "way": "depense",
        "amount": Decimal(amount),
        "held": key_of(person, known.pop("held", "530")),
        "category": key_of(person, known.pop("category", "626")),
    }
    return Movement(**said | known)


def note(person: LegalPerson, amount: str = "12.90", key: UUID | None = None, **known: Any) -> JournalEntry:
    return entries.note(person, movement(person, amount, **known), key=key or uuid4(), by=None, today=TODAY)


def keep_lines(person: LegalPerson, rows: str) -> list[BankLine]:
    account = BankAccount.objects.select_related("legal_person__structure").get(legal_person=person)
    today = max(TODAY, timezone.localdate())
    bank.keep(account, read_statement("r.csv", f"{TITLES}{rows}\n".encode(), on=today), by=None, on=today)
    return list(BankLine.objects.filter(account=account).order_by("pk"))


def numbers_of(year: BooksYear) -> list[int]:
    return list(year.entries.order_by("number").values_list("number", flat=True))


def plain(error: Any) -> str:
    return str(error.value).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_year_kept_on_pages_leaves_as_the_state_reads_it(
    person: LegalPerson, structure: Structure, founder: User
) -> None:
    client, last = client_of(founder), timezone.localdate().year - 1
    first = date(last, 1, 1)
    BankAccount.objects.filter(legal_person=person).update(opened_on=first - timedelta(days=1))

    def post(name: str, data: dict[str, Any], *args: object, asked: str = "") -> Any:
        return client.post(reverse(f"funding:{name}", args=[structure.slug, *args]) + asked, data)

    opened = {"key": uuid4(), "legal_person": person.pk, "since": first, "closes_on": date(last, 12, 31)}
    assert post("books_opening", opened).status_code == 302
    year = person.books_years.get()
    asked = f"?exercice={year.pk}"
    balances = {
        "key": uuid4(),
        "on": first,
        f"d-{key_of(person, '512')}": "1000",
        f"c-{key_of(person, '110')}": "999.99",
    }
    page = post("books_opening", balances, asked=asked)
    assert page.status_code == 422
    assert "il manque 0,01 € au crédit" in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert (
        post("books_opening", {**balances, f"c-{key_of(person, '110')}": "1000"}, asked=asked).status_code
        == 302
    )

    said = {"way": "depense", "held": key_of(person, "530"), "category": key_of(person, "6257")}
    for label, amount in (
        ("Café | GT « SNP »", "1234.5"),
        ("achats d’octobre 🎉", "0.01"),
        ("=1+1", "75.50"),
    ):
        sent = {**said, "key": uuid4(), "on": date(last, 10, 3), "label": label, "amount": amount}
        assert post("books_note", sent, asked=asked).status_code == 302
        assert post("books_note", sent, asked=asked).status_code == 302
    wrong = year.entries.get(label="=1+1")
    post("books_reverse", {"key": uuid4(), "on": wrong.on}, wrong.pk)
    lines = keep_lines(person, f"05/05/{last};VIR CPAM;;22500,00\n06/05/{last};PRLV ASSURANCE;45,00;")
    chosen = {f"ligne-{lines[0].pk}": key_of(person, "741"), f"ligne-{lines[1].pk}": key_of(person, "616")}
    assert post("books_range", {"exercice": year.pk, **chosen}).status_code == 302
    fec_url = reverse("funding:fec_file", args=[structure.slug, year.pk])
    assert client.get(fec_url).status_code == 422  # nothing is validated
    assert post("books_close", {}, year.pk).status_code == 422
    assert post("books_close", {"sure": "on"}, year.pk).status_code == 302

    answer = client.get(fec_url)
    assert answer["Content-Disposition"] == f'attachment; filename="732829320FEC{last}1231.txt"'
    assert answer.content.startswith(HEADER.replace(b"|", b"\t"))
    rows = read_again(answer.content, "\t")
    assert list(dict.fromkeys(int(row["EcritureNum"]) for row in rows)) == [1, 2, 3, 4, 5, 6, 7]
    found = client.get(reverse("funding:books_year", args=[structure.slug, year.pk])).context["report"]
    for side, total in (("Debit", found.debit), ("Credit", found.credit)):
        assert sum(Decimal(row[side].replace(",", ".")) for row in rows) == total
    assert {row["EcritureLib"] for row in rows} >= {"Café GT « SNP »", "achats d'octobre", "VIR CPAM"}
    assert "1234,50" in {row["Debit"] for row in rows}
    assert [(each.label, each.gap) for each in found.banks] == [("Compte courant", 0)]


def test_f25_to_f28_hold_on_stored_entries(year: BooksYear, person: LegalPerson, founder: User) -> None:
    account = chart.GivenAccount("5121-lbp", "La caisse\td’épargne|fictive")
    chart.add_account(person, account, by=founder)
    note(person, "1234.5", held="5121-LBP", label="Fournitures\n« d’octobre » | ＝１\t🎉")
    thirds = [
        Line("6226", debit=Decimal(each), mission=str(rank))
        for rank, each in enumerate(("33.34", "33.33", "33.33"))
    ]
    entry = Entry(1, "OD", LAST, "Indemnité par tiers", (*thirds, Line("421", credit=Decimal(100))))
    with transaction.atomic():
        write(year, entry, key=uuid4(), by=founder)
    entries.validate_all(year, LAST, by=founder, today=TODAY)
    rows = read_again(fec(year_of_books(year)).content, "\t")
    assert "5121-LBP" in {row["CompteNum"] for row in rows}
    assert {row["PieceRef"] for row in rows} == {"AN", "2", "3"}
    assert {"1234,50", "33,34"} <= {row["Debit"] for row in rows}


def test_two_people_at_once_leave_no_hole(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    person = structure.legal_persons.get()
    day, before = date(2026, 5, 4), person.books_years.get().entries.count()
    made = at_once(*[lambda: note(person, on=day)] * 4)
    assert [each for each in made if isinstance(each, Exception)] == []
    assert numbers_of(person.books_years.get()) == list(range(1, before + 5))


def test_a_double_click_notes_one(at_once: Callable[..., list[Any]], structure: Structure) -> None:
    person, key = structure.legal_persons.get(), uuid4()
    made = at_once(*[lambda: note(person, key=key, on=date(2026, 5, 4))] * 2)
    assert made[0] == made[1]
    assert person.books_years.get().entries.filter(key=key).count() == 1


MOVED = st.tuples(
    st.integers(0, 364),
    st.sampled_from(["recette", "depense"]),
    st.integers(1, 10**7).map(lambda cents: str(Decimal(cents).scaleb(-2))),
    st.sampled_from(["512", "530"]),
    st.sampled_from(["741", "756", "6064", "641", "401"]),
    st.booleans(),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(MOVED, min_size=1, max_size=6))
def test_a_year_keeps_every_cent_and_hands_it_on(
    year: BooksYear, person: LegalPerson, founder: User, moves: list[Any]
) -> None:
    with transaction.atomic():
        for days, way, amount, held, category, undone in moves:
            made = note(
                person, amount, on=FIRST + timedelta(days=days), way=way, held=held, category=category
            )
            if undone:
                entries.reverse(made, LAST, key=uuid4(), by=founder, today=TODAY)
        rows, held_at = cash_book(year), {each.account: each.balance for each in balance(entries_of(year))}
        assert rows[-1].balance == held_at["512"] + held_at.get("530", 0)
        assert cash_book(year, held=key_of(person, "512"))[-1].balance == held_at["512"]
        assert numbers_of(year) == list(range(1, len(numbers_of(year)) + 1))
        result = report(year, on=TODAY).result

        years.close(year, by=founder, on=TODAY)
        following = person.books_years.get(since=LAST + timedelta(days=1))
        carried = {each.account: each.balance for each in balance(entries_of(following))}
        for account in ("110", "401", "512", "530"):
            assert carried.get(account, 0) == held_at.get(account, 0)
        assert -carried.get("120", 0) - carried.get("129", 0) == result
        years.close(year, by=founder, on=TODAY)
        assert following.entries.count() == 1
        transaction.set_rollback(True)


def test_a_closed_year_refuses_everything_and_says_the_way_out(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    made, (line,) = note(person), keep_lines(person, "06/05/2025;PRLV ASSURANCE;45,00;")
    with pytest.raises(BadInput, match="ligne de banque attend"):
        years.close(year, by=founder, on=TODAY)
    ranging.range_lines(year, {line.pk: key_of(person, "616")}, by=founder)
    with pytest.raises(BadInput, match="court jusqu’au"):
        years.close(year, by=founder, on=LAST)
    years.close(year, by=founder, on=TODAY)
    before = [*entries_of(year), *Account.objects.filter(legal_person=person).values_list("number", "label")]
    gestures: list[Callable[[], Any]] = [
        lambda: note(person, "80", label="Facture tardive"),
        lambda: entries.change(made, movement(person, "1"), by=founder, today=TODAY),
        lambda: entries.reverse(made, LAST, key=uuid4(), by=founder, today=TODAY),
        lambda: years.open_balances(year, FIRST, [], key=uuid4(), by=founder),
        lambda: ranging.range_lines(year, {line.pk: key_of(person, "616")}, by=founder),
    ]
    for gesture in gestures:
        with pytest.raises(BadInput) as refusal:
            gesture()
        assert "l’exercice suivant, au 1er janvier 2026 ou après" in plain(refusal)
    with pytest.raises(BadInput, match="garde son numéro"):
        chart.change_account(
            Account.objects.get(legal_person=person, number="626"),
            chart.GivenAccount("626", "Autre"),
            by=founder,
        )
    carried = JournalEntry.objects.get(year__since=LAST + timedelta(days=1), year__legal_person=person)
    with pytest.raises(BadInput, match="viennent de la clôture"):
        entries.reverse(carried, TODAY, key=uuid4(), by=founder, today=TODAY)
    assert before == [
        *entries_of(year),
        *Account.objects.filter(legal_person=person).values_list("number", "label"),
    ]
    late = note(person, "80", on=date(2026, 1, 1), label="Facture tardive", piece="F-12", piece_on=LAST)
    assert (late.year.since, late.piece_on) == (date(2026, 1, 1), LAST)


def test_a_line_that_comes_after_the_closing_goes_to_the_first_day_of_the_next(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    years.close(year, by=founder, on=TODAY)
    (line,) = keep_lines(person, "30/12/2025;PRLV TARDIF;45,00;")
    following = person.books_years.get(since=date(2026, 1, 1))
    (made,) = ranging.range_lines(following, {line.pk: key_of(person, "616")}, by=founder)
    assert (made.on, made.piece_on) == (date(2026, 1, 1), line.booked_on)


def test_a_year_from_29_february_hands_on_to_a_whole_one(person: LegalPerson, founder: User) -> None:
    leap = date(2024, 2, 29)
    assert (last_day(leap), last_day(date(2023, 3, 1))) == (date(2025, 2, 28), leap)
    assert last_day(date(2026, 1, 1)) == date(2026, 12, 31)
    year = years.open_year(person, years.GivenYear(leap, last_day(leap)), key=uuid4(), by=founder)
    note(person, on=leap)
    years.close(year, by=founder, on=TODAY)
    following = person.books_years.get(since=date(2025, 3, 1))
    assert (following.closes_on, following.entries.get().on) == (date(2026, 2, 28), date(2025, 3, 1))
    with pytest.raises(BadInput, match="se suivent sans trou"):
        years.open_year(
            person, years.GivenYear(date(2026, 2, 28), date(2026, 12, 31)), key=uuid4(), by=founder
        )
    with pytest.raises(BadInput, match="plus de deux ans"):
        years.open_year(
            person, years.GivenYear(date(2026, 3, 1), date(2206, 12, 31)), key=uuid4(), by=founder
        )


def test_balances_that_do_not_balance_say_the_gap(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    bank_, cash = key_of(person, "512"), key_of(person, "530")
    held = [years.GivenBalance(bank_, Decimal(500)), years.GivenBalance(cash, Decimal("20.50"))]
    with pytest.raises(BadInput) as refusal:
        years.open_balances(year, date(2025, 6, 1), held, key=uuid4(), by=founder)
    assert "il manque 520,50 € au crédit" in plain(refusal)
    assert "créditeur (110)" in plain(refusal)
    held.append(years.GivenBalance(key_of(person, "756"), Decimal("-520.50")))
    kept = years.open_balances(year, date(2025, 6, 1), held, key=uuid4(), by=founder)
    assert (kept.number, kept.on, kept.lines.count()) == (1, date(2025, 6, 1), 3)
    keep_lines(person, "31/05/2025;AVANT;1,00;\n01/06/2025;APRES;2,00;")
    assert [each.label for each in left_to_range(year)] == ["APRES"]
    entries.validate(kept, by=founder, today=TODAY)
    with pytest.raises(BadInput, match="extournez leur écriture"):
        years.open_balances(year, FIRST, held, key=uuid4(), by=founder)


def test_each_line_of_the_bank_proposes_its_category(structure: Structure, founder: User) -> None:
    """Of the cast: a payment of the agreement for a mission, then a line like another that was ranged."""
    person = structure.legal_persons.get()
    account = BankAccount.objects.select_related("legal_person__structure").get(legal_person=person)
    rows = "11/03/2026;VIR CPAM;;22500,00\n12/03/2026;PRLV ASSURANCE;46,00;"
    bank.keep(account, read_statement("r.csv", f"{TITLES}{rows}\n".encode(), on=TODAY), by=founder, on=TODAY)
    contract = person.contracts.get()
    paid = BankLine.objects.select_related("account__legal_person__structure").get(amount=22500)
    reconciling.is_payment(paid, contract, "aci:1:mission_advance:parcours", by=founder, on=TODAY)
    year = person.books_years.get()
    ranging.range_lines(year, {left_to_range(year)[0].pk: key_of(person, "616")}, by=founder)
    waiting = waiting_in(year, list(left_to_range(year)), accounts_of(person))
    assert [each.category for each in waiting] == [key_of(person, "741"), key_of(person, "616")]
    made = ranging.range_lines(year, {each.pk: each.category or 0 for each in waiting}, by=founder)
    assert [each.mission for each in EntryLine.objects.filter(entry=made[0], account__number="741")] == [
        "parcours"
    ]
    again = ranging.range_lines(year, {each.pk: each.category or 0 for each in waiting}, by=founder)
    assert (again, left_to_range(year).count()) == ([], 0)
    entries.reverse(made[1], made[1].on, key=uuid4(), by=founder, today=TODAY)
    assert [each.amount for each in left_to_range(year)] == [Decimal(-46)]


@pytest.mark.parametrize("kind", ["demandes", "virements", "retour"])
def test_what_paid_indemnities_and_came_back_goes_to_their_account(
    kind: str, structure: Structure, founder: User
) -> None:
    person = structure.legal_persons.get()
    chart.add_account(person, chart.GivenAccount("6226-IND", "Indemnités", "demandes"), by=founder)
    line = BankLine.objects.get()
    Reconciliation.objects.create(line=line, kind=kind, words="Virements", on=TODAY)
    year = person.books_years.get()
    (waiting,) = waiting_in(year, list(left_to_range(year)), accounts_of(person))
    assert waiting.category == key_of(person, "6226-IND")


def test_a_line_ranged_twice_at_once_is_written_once(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    year = structure.legal_persons.get().books_years.get()
    line, category = left_to_range(year)[0], key_of(year.legal_person, "616")
    made = at_once(*[lambda: ranging.range_lines(year, {line.pk: category}, by=founder)] * 2)
    assert sorted(map(len, made)) == [0, 1]


def test_what_was_noted_by_hand_is_linked_to_its_line(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    hand = note(person, "45", held="512", category="616", on=date(2025, 5, 4))
    lines = keep_lines(person, "06/05/2025;PRLV ASSURANCE;45,00;\n06/05/2025;PRLV AUTRE;46,00;")
    waiting = waiting_in(year, list(left_to_range(year)), accounts_of(person))
    assert [[pk for pk, _ in each.noted] for each in waiting] == [[hand.pk], []]
    with pytest.raises(BadInput, match="n’est pas celui de la ligne"):
        ranging.is_noted(lines[1], hand, by=founder)
    assert ranging.is_noted(lines[0], hand, by=founder)
    assert not ranging.is_noted(lines[0], hand, by=founder)
    assert left_to_range(year).count() == 1


def test_a_draft_changes_and_a_validated_entry_is_reversed(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    made = note(person)
    entries.change(made, movement(person, "13.90", label="Timbres verts"), by=founder, today=TODAY)
    assert cash_book(year)[-1].left == Decimal("13.90")
    assert report(year, on=TODAY).overdrawn == ["Caisse"]
    with pytest.raises(BadInput, match="n’est pas encore venu"):
        note(person, on=TODAY + timedelta(days=1))
    entries.validate(made, by=founder, today=TODAY)
    with pytest.raises(BadInput, match="ne change plus"):
        entries.change(made, movement(person), by=founder, today=TODAY)
    with pytest.raises(BadInput, match="avant l’écriture"):
        entries.reverse(made, FIRST, key=uuid4(), by=founder, today=TODAY)
    back = entries.reverse(made, made.on, key=uuid4(), by=founder, today=TODAY)
    assert entries.reverse(made, LAST, key=uuid4(), by=founder, today=TODAY) == back
    assert cash_book(year)[-1].balance == Decimal(1000)
    with pytest.raises(BadInput, match="en extourne une autre"):
        entries.reverse(back, LAST, key=uuid4(), by=founder, today=TODAY)


def test_a_line_of_the_bank_keeps_what_the_bank_said(
    year: BooksYear, person: LegalPerson, founder: User
) -> None:
    (line,) = keep_lines(person, "06/05/2025;PRLV ASSURANCE;45,00;")
    (made,) = ranging.range_lines(year, {line.pk: key_of(person, "616")}, by=founder)
    same = {"on": line.booked_on, "held": "512", "label": "Assurance de la salle"}
    entries.change(made, movement(person, "45", category="6132", **same), by=founder, today=TODAY)
    with pytest.raises(BadInput, match="viennent de la banque"):
        entries.change(made, movement(person, "44", category="6132", **same), by=founder, today=TODAY)


def test_the_database_refuses_what_no_book_may_hold(year: BooksYear, person: LegalPerson) -> None:
    made, account = note(person), Account.objects.get(legal_person=person, number="530")
    wrong: list[Callable[[], Any]] = [
        lambda: EntryLine.objects.create(entry=made, account=account, debit=1, credit=1),
        lambda: EntryLine.objects.create(entry=made, account=account, debit=0, credit=0),
        lambda: EntryLine.objects.create(entry=made, account=account, debit=-1),
        lambda: EntryLine.objects.create(entry=made, account=account, debit=1, letter="A"),
        lambda: JournalEntry.objects.create(
            year=year, number=made.number, journal="OD", on=FIRST, label="x", key=uuid4()
        ),
        lambda: JournalEntry.objects.filter(pk=made.pk).update(reverses=made.pk),
        lambda: JournalEntry.objects.filter(pk=made.pk).update(number=0),
        lambda: Account.objects.create(legal_person=person, number="530", label="x"),
        lambda: Account.objects.create(legal_person=person, number="531", label="x", use=AccountUse.CASH),
        lambda: Account.objects.create(legal_person=person, number="=cmd", label="x"),
        lambda: BooksYear.objects.filter(pk=year.pk).update(closed_on=FIRST),
        lambda: BooksYear.objects.filter(pk=year.pk).update(closes_on=FIRST - timedelta(days=1)),
    ]
    for gesture in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            gesture()


def test_a_chart_is_the_structure_s_own(year: BooksYear, person: LegalPerson, founder: User) -> None:
    cash = Account.objects.get(legal_person=person, number="530")
    for number in ("53", "912", "ABC", "530 é"):
        with pytest.raises(BadInput, match="n’est pas un numéro de compte"):
            chart.add_account(person, chart.GivenAccount(number, "Autre"), by=founder)
    with pytest.raises(BadInput, match="déjà au plan"):
        chart.add_account(person, chart.GivenAccount("53 0", "Autre"), by=founder)
    other = chart.add_account(
        person, chart.GivenAccount("531", "Seconde caisse", AccountUse.CASH), by=founder
    )
    cash.refresh_from_db()
    assert (other.use, cash.use) == (AccountUse.CASH, "")
    note(person)
    with pytest.raises(BadInput, match="sert"):
        chart.drop_account(cash, by=founder)
    chart.drop_account(other, by=founder)
    elsewhere = Account.objects.exclude(legal_person=person)[0]
    with pytest.raises(BadInput, match="n’est plus au plan"):
        entries.note(
            person,
            Movement(FIRST, "x", "depense", Decimal(1), cash.pk, elsewhere.pk),
            key=uuid4(),
            by=founder,
            today=TODAY,
        )


def test_no_chart_is_proposed_to_a_company(structure: Structure, founder: User) -> None:
    sisa = add_legal_person(structure, by=founder, name="SISA fictive", kind="sisa", since=FIRST)
    years.open_year(sisa, years.GivenYear(FIRST, LAST), key=uuid4(), by=founder)
    assert list(sisa.accounts.values_list("number", flat=True)) == ["530"]


def test_the_bank_waits_on_the_home_once_books_are_open(
    structure: Structure, year: BooksYear, founder: User
) -> None:
    told = [each.text for each in tasks_of(awaiting(structure)) if "à ranger" in each.text]
    assert told == ["1\N{NO-BREAK SPACE}ligne de banque à ranger"]  # of the cast
    JournalEntry.objects.filter(year__legal_person__structure=structure).delete()
    BooksYear.objects.filter(legal_person__structure=structure).delete()
    assert not [each.text for each in tasks_of(awaiting(structure)) if "à ranger" in each.text]


def test_a_command_gives_the_same_file_or_the_same_refusal(
    structure: Structure, year: BooksYear, person: LegalPerson, founder: User
) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(money, ["fec", structure.slug, *words])

    assert "n’est pas validée" in str(run("--year", "2025").exception)
    assert "Aucun exercice ne finit en 2019" in str(run("--year", "2019").exception)
    entries.validate_all(year, LAST, by=founder, today=TODAY)
    assert run("--year", "2025").stdout_bytes == fec(year_of_books(year)).content
    LegalPerson.objects.filter(pk=person.pk).update(siret="")
    assert "notez son SIRET" in str(run("--year", "2025").exception)


def test_books_go_with_a_structure_that_is_erased(
    structure: Structure, year: BooksYear, person: LegalPerson, founder: User
) -> None:
    entries.reverse(note(person), LAST, key=uuid4(), by=founder, today=TODAY)
    (line,) = keep_lines(person, "06/05/2025;PRLV ASSURANCE;45,00;")
    ranging.range_lines(year, {line.pk: key_of(person, "616")}, by=founder)
    assert contents(structure)["books"][-1]["entries"][-1]["lines"][0]["account"] == "616"
    erase(structure)
    for model in (JournalEntry, EntryLine, Account, BooksYear, BankLine):
        assert not model._base_manager.exists()


@pytest.mark.parametrize("is_link_wrong", [True, False])
def test_lines_ranged_together_are_all_written_or_none(
    person: LegalPerson, structure: Structure, founder: User, year: BooksYear, *, is_link_wrong: bool
) -> None:
    mine = note(person, "45.00", held="512", category="616", on=date(2025, 5, 5))
    first, second = keep_lines(
        person,
        f"06/05/2025;PRLV ASSURANCE;{'46' if is_link_wrong else '45'},00;\n07/05/2025;PRLV LOYER;500,00;",
    )
    before = year.entries.count()
    category = key_of(person, "6132") if is_link_wrong else 0  # of no chart
    sent = {"exercice": year.pk, f"ligne-{first.pk}": f"e{mine.pk}", f"ligne-{second.pk}": category}
    client_of(founder).post(reverse("funding:books_range", args=[structure.slug]), sent)
    mine.refresh_from_db()
    assert (mine.bank_line_id, year.entries.count()) == (None, before)


def test_a_validated_entry_changes_by_no_model(person: LegalPerson, founder: User, year: BooksYear) -> None:
    """Whatever calls: below the services, the model itself refuses."""
    draft, kept = note(person), note(person, "5.00", label="Enveloppes")
    kept = entries.validate(kept, by=founder, today=TODAY)
    line = kept.lines.first()
    assert line is not None
    kept.label = "Autre chose"
    line.debit, line.credit = Decimal(6), Decimal(0)
    both = JournalEntry.objects.filter(pk__in=[draft.pk, kept.pk])
    for gesture in (
        kept.save,
        kept.delete,
        line.save,
        line.delete,
        both.delete,
        kept.lines.all().delete,
        lambda: both.update(label="Autre chose"),
        lambda: kept.lines.update(debit=Decimal(6)),
        lambda: JournalEntry.objects.bulk_update([kept], ["label"]),
        lambda: EntryLine.objects.bulk_update([line], ["debit"]),
        lambda: EntryLine.objects.bulk_create([EntryLine(entry=kept, account=line.account, debit=1)]),
        lambda: EntryLine.objects.create(entry=kept, account=line.account, debit=1),
        lambda: JournalEntry.objects.bulk_create(
            [kept], update_conflicts=True, update_fields=["label"], unique_fields=["key"]
        ),
    ):
        with pytest.raises(Sealed), transaction.atomic():
            gesture()
    stored = JournalEntry.objects.get(pk=kept.pk)
    assert (stored.label, [each.debit + each.credit for each in stored.lines.all()]) == ("Enveloppes", [5, 5])
    draft.label = "Timbres rouges"
    draft.save()
    with unsealed():
        stored.label = "Autre chose"
        stored.save()
    kept.label = "Encore autre chose"
    with pytest.raises(Sealed):
        kept.save()


def test_the_door_of_what_is_sealed_is_opened_by_two_use_cases() -> None:
    rooms = Path(__file__).parents[2] / "src" / "maillage"
    users = {
        path.relative_to(rooms).as_posix()
        for path in rooms.rglob("*.py")
        if "with unsealed()" in path.read_text(encoding="utf-8")
    }
    assert users == {"funding/services/erasing.py", "funding/services/forgetting.py"}
