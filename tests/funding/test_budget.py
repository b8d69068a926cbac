"""A budget: what was planned, committed, paid, and what is left, whatever the split and the year of the payment."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from funding.test_spending import MISSION, TODAY, noted, payer, post_of_mission
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.enums import BudgetKind
from maillage.funding.models import BudgetLine, Claim, ScaleLine
from maillage.funding.queries.budget import YearOfBudget, budget_of
from maillage.funding.rules.budget import budget as budgeted
from maillage.funding.rules.budget import what_if
from maillage.funding.services import approving, budget, claims, expenses, spending_rules
from maillage.funding.services.budget import GivenBudgetLine
from maillage.funding.services.claims import GivenLine
from maillage.funding.types.budget import BudgetRow, Planned, Post, Spent, parted
from maillage.funding.types.spending import GivenSplit
from maillage.kernel import BadInput
from maillage.structures.models import Structure

POSTS = [Post(None, "", "Fonctionnement"), Post(1, "a", "A"), Post(1, "b", "B")]
KEYS = st.sampled_from([*(each.key for each in POSTS), "7:gone"])
EUROS = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
SPENT = st.lists(
    st.builds(Spent, KEYS, EUROS, st.booleans()) | st.builds(Spent, KEYS, EUROS, is_waiting=st.just(True)),
    max_size=30,
)
PLANNED = st.lists(st.builds(Planned, KEYS, st.sampled_from(list(BudgetKind)), EUROS), max_size=20)


@drawn(PLANNED, SPENT)
def test_the_sums_are_those_of_the_lines(planned: list[Planned], spent: list[Spent]) -> None:
    """Nothing is lost, even of a post that no contract names any more; each left is what it says."""
    made = budgeted(POSTS, planned, spent, {})
    assert made.total.committed == sum((each.amount for each in spent if not each.is_waiting), Decimal())
    assert made.total.waiting == sum((each.amount for each in spent if each.is_waiting), Decimal())
    assert made.total.paid == sum((each.amount for each in spent if each.is_paid), Decimal())
    assert made.total.planned == sum(each.amount for each in planned if each.kind == BudgetKind.PLANNED)
    assert made.total.left == sum(row.left for row in made.rows)
    for row in made.rows:
        mine = [each.amount for each in spent if each.post == row.post.key and not each.is_waiting]
        assert row.committed == sum(mine, Decimal())
        assert 0 <= row.bar["paid"] <= row.bar["committed"] <= 100
        assert what_if(row, Decimal(5)) == row.left - 5
    assert [row.post for row in made.rows[:3]] == POSTS


def test_a_key_of_a_post_is_read_back() -> None:
    assert [parted(each.key) for each in POSTS] == [(None, ""), (1, "a"), (1, "b")]
    assert parted("12:") == (12, "")


def plan(
    structure: Structure, by: User, amount: str, post: str = "fonctionnement", **said: object
) -> BudgetLine:
    kind, year = said.get("kind", BudgetKind.PLANNED), said.get("year", 2026)
    line = GivenBudgetLine(year, post, kind, Decimal(amount))
    return budget.plan(payer(structure), line, key=uuid4(), by=by, on=TODAY)


def shown(structure: Structure, year: int = 2026) -> YearOfBudget:
    return budget_of(payer(structure), year, on=TODAY)


def row_of(structure: Structure, label: str, year: int = 2026) -> BudgetRow:
    return next(
        row for row in shown(structure, year).budget.rows if (row.post.mission or row.post.key) == label
    )


def test_lines_are_corrected_and_undone_never_erased(structure: Structure, founder: User) -> None:
    voted = plan(structure, founder, "1000", post_of_mission(structure))
    plan(structure, founder, "-400", post_of_mission(structure))
    assert row_of(structure, MISSION).planned == 600
    with pytest.raises(BadInput, match="retirez-en moins"):
        budget.undo(voted, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="retirez-en moins"):
        plan(structure, founder, "-600.01", post_of_mission(structure))
    with pytest.raises(BadInput, match="autre que zéro"):
        plan(structure, founder, "0")
    again = plan(structure, founder, "50", post_of_mission(structure))
    undone = {budget.undo(again, by=founder, on=TODAY).pk for _ in range(2)}
    assert len(undone) == 1
    assert row_of(structure, MISSION).planned == 600
    with pytest.raises(BadInput, match="annule une autre"):
        budget.undo(BudgetLine.objects.get(pk=undone.pop()), by=founder, on=TODAY)


def test_a_carry_over_may_be_spent_and_a_reserve_not(structure: Structure, founder: User) -> None:
    plan(structure, founder, "500", post_of_mission(structure), kind=BudgetKind.CARRIED)
    plan(structure, founder, "200", post_of_mission(structure), kind=BudgetKind.RESERVED)
    row = row_of(structure, MISSION)
    assert (row.available, row.left, row.over) == (300, 300, 0)


def test_what_nobody_approved_is_told_apart_and_leaves_what_is_left(
    structure: Structure, founder: User, treasurer: User
) -> None:
    before = row_of(structure, "fonctionnement")
    made = noted(structure, founder, amount=Decimal(80))
    row = row_of(structure, "fonctionnement")
    assert (row.committed, row.left, row.waiting) == (before.committed, before.left, before.waiting + 80)
    page = client_of(founder).get(reverse("funding:budget", args=[structure.slug]), {"annee": "2026"})
    assert "en attente d’accord" in page.content.decode()
    approving.approve(made, by=treasurer, on=TODAY)
    row = row_of(structure, "fonctionnement")
    assert (row.committed, row.left, row.waiting) == (before.committed + 80, before.left - 80, before.waiting)


def test_an_expense_in_two_missions_counts_once_in_each(
    structure: Structure, founder: User, treasurer: User
) -> None:
    halves = {"fonctionnement": Decimal(50), post_of_mission(structure): Decimal(50)}
    given = GivenSplit("Moitié", date(2026, 4, 1), halves)
    key = spending_rules.set_split(payer(structure), given, key=uuid4(), by=founder)
    before = row_of(structure, "fonctionnement").committed
    made = noted(structure, founder, amount=Decimal("10.01"), post=f"cle:{key.pk}")
    approving.approve(made, by=treasurer, on=TODAY)
    bears = [row_of(structure, "fonctionnement").committed - before, row_of(structure, MISSION).committed]
    assert (sum(bears), sorted(bears)) == (Decimal("10.01"), [Decimal("5.00"), Decimal("5.01")])
    expenses.cancel(made, by=founder)
    assert row_of(structure, MISSION).committed == 0


def test_an_invoice_of_last_year_paid_this_year_counts_there(
    structure: Structure,
    founder: User,
    treasurer: User,
) -> None:
    before = shown(structure).budget.total.committed
    made = noted(structure, founder, dated_on=date(2025, 12, 28), amount=Decimal(80))
    approving.approve(made, by=treasurer, on=TODAY)
    approving.pay(structure, [made.pk], date(2026, 1, 9), by=treasurer, on=TODAY)
    assert shown(structure).budget.total.committed == before
    assert (row_of(structure, "fonctionnement", 2025).paid, shown(structure).late) == (80, 80)
    page = (
        client_of(treasurer).get(reverse("funding:expense", args=[structure.slug, made.pk])).content.decode()
    )
    assert "compte dans l’année 2025, celle de la pièce, et non dans l’année 2026" in page
    page = client_of(treasurer).get(reverse("funding:budget", args=[structure.slug]), {"annee": "2026"})
    assert "Payé en 2026 pour des années d’avant" in page.content.decode()


def test_time_paid_is_for_the_post_of_its_line(structure: Structure, founder: User) -> None:
    ScaleLine.objects.all().delete()
    Claim.objects.all().delete()
    line = GivenLine("indemnite", Decimal(50), date(2026, 3, 2), post=post_of_mission(structure))
    claims.set_line(payer(structure), line, by=founder)
    meeting = structure.instances.get().meetings.select_related("instance__structure").earliest("starts_at")
    (asked,) = claims.confirm(meeting, by=founder, on=TODAY)
    assert asked.mission == MISSION
    assert row_of(structure, MISSION, meeting.day.year).waiting == asked.amount
    told = shown(structure, meeting.day.year)
    assert (told.meetings, told.by_meeting, told.population) == (1, asked.amount, 95_000)
    assert shown(structure, 2019).by_meeting is None


def test_what_comes_is_beside_what_is_spent(structure: Structure) -> None:
    assert row_of(structure, "fonctionnement").taken.received == 75_000
    assert row_of(structure, MISSION).taken.awaited > 0


def test_what_if_writes_nothing(structure: Structure, founder: User) -> None:
    page = reverse("funding:budget", args=[structure.slug])
    asked = {"annee": "2026", "poste": "fonctionnement", "plus": "100000,50"}
    html = client_of(founder).get(page, asked).content.decode()
    assert "il manquerait" in html
    assert "Rien n’est écrit" in html
    assert BudgetLine.objects.count() == 1
    assert "il manquerait" not in client_of(founder).get(page, {**asked, "plus": "12"}).content.decode()


def test_f38_what_leaves_runs_nothing_and_adds_up(structure: Structure, founder: User) -> None:
    from openpyxl import load_workbook

    noted(structure, founder, label="=1+1", supplier="@cmd")
    url = reverse("funding:expenses_file", args=[structure.slug, "csv"])
    rows = list(csv.reader(StringIO(client_of(founder).get(url).content.decode("utf-8-sig")), delimiter=";"))
    assert ["'@cmd", "'=1+1"] in [row[2:4] for row in rows]
    url = reverse("funding:expenses_file", args=[structure.slug, "xlsx"])
    sheet = load_workbook(BytesIO(client_of(founder).get(url).content)).active
    assert all(cell.data_type != "f" or cell.quotePrefix for row in sheet.iter_rows() for cell in row)
    url = reverse("funding:budget_file", args=[structure.slug, "csv"])
    rows = list(
        csv.reader(
            StringIO(client_of(founder).get(f"{url}?annee=2026").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    spent = [Decimal(row[6].replace(",", ".")) for row in rows[1:]]
    assert sum(spent[:-1]) == spent[-1] > 0
