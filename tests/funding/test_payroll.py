"""The payroll of an office: read in any order of columns, all of it or nothing, counted, given back. Its people are invented."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.test_leaving_lists import cells_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.enums import ExpenseState
from maillage.funding.models import Expense, PayrollImport
from maillage.funding.queries.budget import budget_of
from maillage.funding.queries.payroll import pay_in_rows
from maillage.funding.queries.treasury import treasury_of
from maillage.funding.rules.payroll import month_in, read
from maillage.funding.services import payroll, spending_rules
from maillage.funding.services.approving import approve, pay
from maillage.funding.types.payroll import PayrollReading, PayrollSeen
from maillage.funding.types.spending import GivenSplit
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.tables import read_bytes, read_text

pytestmark = pytest.mark.django_db
TODAY, RUNNING = date(2026, 5, 20), "fonctionnement"
MARCH = "Mois;Salarié;Brut;Charges patronales;Net à payer;Coût total\n03/2026;Lou Inventée;2 000,00;800,00;1 560,40;2 800,00\n"


def reading(text: str, chosen: dict[str, str] | None = None, month: date | None = None) -> PayrollReading:
    return read(read_text(text, name="paie.csv"), chosen or {}, month=month, on=TODAY)


def only(text: str, **options: date) -> Decimal:
    (line,) = reading(text, **options).lines
    return line.total


def why(text: str) -> str:
    (fate,) = reading(text).refused
    return fate.why.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def person(structure: Structure) -> LegalPerson:
    found = structure.legal_persons.get()
    found.structure = structure
    return found


def brought(person: LegalPerson, by: User, text: str = MARCH, post: str = RUNNING) -> PayrollImport:
    return payroll.bring_in(person, reading(text), post, name="paie.csv", by=by, on=TODAY)


def seen(person: LegalPerson, text: str, post: str = RUNNING) -> PayrollSeen:
    return payroll.foreseen(person, reading(text), post, on=TODAY)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("mars 2026", 3), ("Mars 2026", 3), ("03/2026", 3), ("2026-03", 3), ("202603", 3), ("31/03/2026", 3),
        ("déc. 2026", 12), ("août 2026", 8), ("13/2026", None), ("ju 2026", None), ("jui 2026", None), ("mars", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_is_read_as_offices_write_it(written: str, month: int | None) -> None:
    assert month_in(written) == (date(2026, month, 1) if month else None)


@given(
    st.permutations(
        [
            ("Mois", "mars 2026"),
            ("Salarié", "Lou"),
            ("Brut", "2000"),
            ("Charges patronales", "800"),
            ("Mission", ""),
        ]
    )
)
def test_columns_come_in_any_order(columns: list[tuple[str, str]]) -> None:
    titles, cells = zip(*columns, strict=True)
    (line,) = reading(f"{';'.join(titles)}\n{';'.join(cells)}\n").lines
    assert (line.who, line.month, line.total) == ("Lou", date(2026, 3, 1), Decimal(2_800))


def test_what_offices_do_to_a_table_is_undone() -> None:
    """Lines above the titles, a month and a name merged downwards, a total; decimal commas."""
    text = (
        "Cabinet Fictif\n\nPériode;Salarié;Emploi;Coût employeur\nmars 2026;Lou Inventée;Coordinatrice;2 800,50\n"
        ";Max Fictif;Secrétaire;1.400,25\n;;Comptable;12\nTotal;;;4 212,75\n"
    )
    told = reading(text)
    assert [(each.who, each.function, each.total) for each in told.lines] == [
        ("Lou Inventée", "Coordinatrice", Decimal("2800.50")),
        ("Max Fictif", "Secrétaire", Decimal("1400.25")),
        ("Max Fictif", "Comptable", Decimal(12)),
    ]
    assert all(each.month == date(2026, 3, 1) for each in told.lines)
    assert "Total." in [each.why for each in told.apart]


def test_a_function_stands_for_who_is_not_named() -> None:
    (line,) = reading("Mois;Fonction;Coût total\n03/2026;Coordination;2800\n").lines
    assert (line.who, line.function) == ("Coordination", "")


def test_the_month_of_the_file_may_be_said_beside_it() -> None:
    text = "Salarié;Coût total\nLou;2800\n"
    assert "ne dit pas le mois" in reading(text).why
    assert only(text, month=date(2026, 3, 1)) == 2_800


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("13/2026;Lou;100", "ne se lit pas"),
        ("06/2026;Lou;100", "n’est pas encore venu"),
        ("03/2016;Lou;100", "plus de cinq ans"),
        ("03/2026;Lou;-100", "un coût négatif ne se paie pas"),
        ("03/2026;Lou;0", "nul"),
        ("03/2026;Lou;12,345", "deux façons"),
        ("03/2026;Lou;", "manque"),
        ("03/2026;Lou;9999999999", "trop grand"),
        (";;100", "Ni salarié ni fonction"),
    ],
)
def test_a_line_that_cannot_be_says_why(row: str, said: str) -> None:
    assert said in why(f"Mois;Salarié;Coût total\n{row}\n")


def test_a_sign_in_its_own_column_counts() -> None:
    assert "négatif" in why("Mois;Salarié;Sens;Coût total\n03/2026;Lou;-;100\n")
    assert only("Mois;Salarié;Sens;Coût total\n03/2026;Lou;+;100\n") == 100


def test_sums_that_disagree_are_told_and_the_total_of_the_office_is_kept() -> None:
    (line,) = reading("Mois;Salarié;Brut;Charges patronales;Coût total\n03/2026;Lou;2000;800;2900\n").lines
    assert line.total == 2_900
    assert "Brut et charges font" in line.notes[0]
    assert "au-dessous du brut" in why("Mois;Salarié;Brut;Coût total\n03/2026;Lou;2000;1900\n")


def test_columns_of_no_known_title_are_chosen_by_hand() -> None:
    text = "A qui;Quand;Combien\nLou;03/2026;2800\n"
    assert "Dites quelle colonne" in reading(text).why
    chosen = {"name": "A qui", "month": "Quand", "total": "Combien"}
    (line,) = reading(text, chosen).lines
    assert (line.who, line.total) == ("Lou", 2_800)


def test_a_payroll_becomes_expenses_counted_in_the_budget_and_in_months_of_pay(
    person: LegalPerson, founder: User
) -> None:
    before = budget_of(person, 2026, on=TODAY).budget.total.waiting
    brought(person, founder)
    pay_ = Expense.objects.get(kind="paie")
    assert (pay_.name, pay_.amount, pay_.dated_on, pay_.state) == (
        "Lou Inventée", Decimal(2_800), date(2026, 3, 31), ExpenseState.COMMITTED,
    )  # fmt: skip
    assert (pay_.payroll_line.gross, pay_.payroll_line.net) == (Decimal(2_000), Decimal("1560.40"))
    assert budget_of(person, 2026, on=TODAY).budget.total.waiting == before + 2_800
    assert treasury_of(person.structure, on=TODAY).payroll == 2_800


def test_a_payroll_is_split_by_a_voted_key(person: LegalPerson, founder: User) -> None:
    parts = {RUNNING: Decimal(60), f"{person.contracts.get().pk}:parcours": Decimal(40)}
    key = spending_rules.set_split(
        person, GivenSplit("Paie", date(2026, 3, 2), parts), key=person.books_years.get().key, by=founder
    )
    brought(person, founder, post=f"cle:{key.pk}")
    assert sorted(each.amount for each in Expense.objects.get(kind="paie").parts.all()) == [1_120, 1_680]
    (fate,) = seen(person, MARCH.replace("03/2026", "02/2026"), f"cle:{key.pk}").fates
    assert "ne valait pas" in fate.why


def test_a_line_may_say_its_own_mission(person: LegalPerson, founder: User) -> None:
    text = "Mois;Salarié;Coût total;Mission\n03/2026;Lou;100;Fonctionnement\n03/2026;Max;100;Lune\n"
    good, bad = seen(person, text).fates
    assert (good.words, good.why) == ("Fonctionnement", "")
    assert "pas un de vos postes" in bad.why


def test_nothing_is_kept_while_a_line_is_refused(person: LegalPerson, founder: User) -> None:
    with pytest.raises(BadInput, match="Rien n’est gardé"):
        brought(person, founder, MARCH + "99/2026;Max;1;1;1;2\n")
    assert not Expense.objects.filter(kind="paie").exists()


def test_what_is_there_is_not_noted_twice(person: LegalPerson, founder: User) -> None:
    first = brought(person, founder)
    assert brought(person, founder) == first
    told = seen(person, MARCH + "03/2026;Max;1;1;1;2\n")
    assert [each.is_there for each in told.fates] == [True, False]
    (other,) = seen(person, MARCH.replace("2 800", "2 900")).fates
    assert "déjà notée" in other.why
    twice = seen(person, MARCH + "03/2026;Lou Inventée;1;1;1;2\n")
    assert "que la ligne 2" in twice.fates[1].why


def test_an_import_is_undone_until_something_of_it_is_paid(
    person: LegalPerson, founder: User, treasurer: User
) -> None:
    first = brought(person, founder)
    assert payroll.undo(first, by=founder, on=TODAY) == 1
    assert payroll.undo(first, by=founder, on=TODAY) == 0
    assert treasury_of(person.structure, on=TODAY).payroll is None
    again = brought(person, founder)
    assert again != first
    expense = Expense.objects.get(payroll_line__batch=again)
    approve(expense, by=treasurer, on=TODAY)
    pay(person.structure, [expense.pk], TODAY, by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="est payée"):
        payroll.undo(again, by=founder, on=TODAY)


def test_the_columns_of_an_office_are_found_again(person: LegalPerson, founder: User) -> None:
    text = "A qui;Quand;Combien\nLou;03/2026;2800\n"
    chosen = {"name": "A qui", "month": "Quand", "total": "Combien"}
    payroll.bring_in(person, reading(text, chosen), RUNNING, name="x", by=founder, on=TODAY)
    kept = {each.key: each.title for each in person.payroll_columns.all()}
    assert kept == chosen
    assert reading(text.replace("03/2026", "04/2026"), kept).lines[0].month == date(2026, 4, 1)


def test_a_workbook_is_seen_then_kept_then_taken_back(structure: Structure, founder: User) -> None:
    from openpyxl import Workbook

    month = timezone.localdate().replace(day=1)
    book, content = Workbook(), BytesIO()
    for row in (
        ["Mois", "Salarié", "Coût total"],
        [month, "Lou Inventée", 2800.5],
        [None, "Max Fictif", 100],
    ):
        book.active.append(row)
    book.save(content)
    content.seek(0)
    content.name = "paie.xlsx"
    client, url = client_of(founder), reverse("funding:import_payroll", args=[structure.slug])
    page = client.post(url, {"file": content, "post": RUNNING})
    assert page.status_code == 200
    sent = {name: page.context["form"].data[name] or "" for name in ("given", "name", "month", "post")}
    assert len(page.context["seen"].new) == 2
    assert not PayrollImport.objects.exists()
    client.post(url, {**sent, "keep": "1"})
    made = PayrollImport.objects.get()
    assert made.lines.count() == 2
    client.post(reverse("funding:undo_payroll", args=[structure.slug, made.pk]))
    made.refresh_from_db()
    assert made.undone_on


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"a;b\n1;2\n", b"PK\x03\x04broken", "é;è\n".encode("utf-16")]
)
def test_a_file_that_is_no_payroll_is_refused_in_one_sentence(
    content: bytes, structure: Structure, founder: User
) -> None:
    file = BytesIO(content)
    file.name = "paie.csv"
    url = reverse("funding:import_payroll", args=[structure.slug])
    assert client_of(founder).post(url, {"file": file, "post": RUNNING}).status_code == 422


def test_a_workbook_reads_as_a_text(founder: User) -> None:
    assert read(read_bytes("p.csv", MARCH.encode()), {}, month=None, on=TODAY).lines[0].total == 2_800


def test_the_lines_that_were_brought_in_leave_as_a_list_and_no_word_of_it_is_run(
    person: LegalPerson, founder: User
) -> None:
    made = brought(person, founder, MARCH.replace("Lou Inventée", "Zoé Inventée"))
    Expense.objects.filter(payroll_line__batch=made).update(name="=cmd|calc")
    slug = person.structure.slug
    answer = client_of(founder).get(reverse("funding:payroll_file", args=[slug, "xlsx"]))
    cells = cells_of(answer.content, "xlsx")
    assert {"2000.0", "800.0", "1560.4", "2800.0", "paie.csv"} <= set(cells)
    assert any("=cmd|calc" in cell for cell in cells)
    payroll.undo(made, by=founder, on=TODAY)
    rows = list(pay_in_rows(person.structure))
    assert rows[1][-1] == TODAY
    page = client_of(founder).get(reverse("funding:import_payroll", args=[slug])).content.decode()
    assert reverse("funding:payroll_file", args=[slug, "csv"]) in page
