"""What a structure of the demonstration spends, and the budget that it voted."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.funding.enums import BudgetKind, VotedKind
from maillage.funding.models import Expense, PayrollImport
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.posts import posts_named
from maillage.funding.queries.proofs import provable
from maillage.funding.services import approving, budget, expenses, payroll, spending_rules
from maillage.funding.services.budget import GivenBudgetLine
from maillage.funding.types.spending import GivenExpense, GivenSplit
from maillage.governance.models import Decision
from maillage.kernel import add_months
from maillage.project.enums import EvidenceKind
from maillage.project.models import Action
from maillage.project.services import evidence
from maillage.structures.models import LegalPerson, Structure

#: An invoice is approved, then paid, that long after its day.
READ, SETTLED = timedelta(days=2), timedelta(days=6)


def play_spending(
    script: Mapping[str, Any], structure: Structure, *, by: User, treasurer: User, today: date
) -> None:
    """What was voted, the budgets of two years, then each expense as far as it went."""
    person = payer_of(structure)
    if person is None:
        return
    person.structure = structure
    posts = posts_called(person)
    for told in script["voted"]:
        since = told["since"]
        spending_rules.vote_amount(person, VotedKind(told["kind"]), Decimal(told["amount"]), since, by=by)
    for told in script["keys"]:
        shares = {posts[name]: Decimal(percent) for name, percent in told["shares"].items()}
        given = GivenSplit(told["name"], told["since"], shares)
        posts[told["name"]] = f"cle:{spending_rules.set_split(person, given, key=uuid4(), by=by).pk}"
    decision = Decision.objects.filter(structure=structure, title__contains="budget").first()
    for year in (today.year - 1, today.year):
        for name, amount in script["budget"].items():
            line = GivenBudgetLine(year, posts[name], BudgetKind.PLANNED, Decimal(amount), decision=decision)
            budget.plan(person, line, key=uuid4(), by=by, on=today)
    for told in script["expenses"]:
        play_expense(told, person, posts[told["for"]], by=by, treasurer=treasurer, today=today)
    if "payroll" in script:
        play_payroll(script["payroll"], person, posts, by=treasurer, today=today)


def play_payroll(
    told: Mapping[str, Any], person: LegalPerson, posts: Mapping[str, str], *, by: User, today: date
) -> PayrollImport:
    """The file that the office gave of the month over: it waits for who looks at the demonstration."""
    month = add_months(today.replace(day=1), -1)
    titles = "Mois;Salarié;Brut;Charges patronales;Net à payer;Coût total"
    rows = (f"{month:%m/%Y};{who};{cells}" for who, cells in told["lines"].items())
    name = f"paie-{month:%Y-%m}.csv"
    text = "\n".join([titles, *rows])
    return payroll.bring_in_text(person, text, posts[told["for"]], name=name, by=by, on=today)


def posts_called(person: LegalPerson) -> dict[str, str]:
    """« fonctionnement », a mission, or the name of a contract → the key of its post."""
    found = posts_named(person)
    return {post.mission or (post.label if post.contract else key): key for key, post in found.items()}


def play_expense(
    told: Mapping[str, Any], person: LegalPerson, post: str, *, by: User, treasurer: User, today: date
) -> Expense:
    """Noted by one and approved by the other; what is `asked` waits for who looks at the demonstration."""
    day = today + timedelta(days=told["in_days"])
    card = person.structure.people.filter(name=told.get("person", "")).first()
    actions = person.structure.project_actions.filter(title=told.get("action", "")).values_list(
        "pk", flat=True
    )
    given = GivenExpense(
        action=actions.first(), kind=told["kind"], label=told["label"], dated_on=day, post=post, supplier=told.get("supplier", ""),
        amount=Decimal(told["amount"]) if "amount" in told else None,
        kilometres=Decimal(told["km"]) if "km" in told else None,
        number=told.get("number", ""), person=card.pk if card else None,
        due_on=today + timedelta(days=told["due"]) if "due" in told else None,
    )  # fmt: skip
    is_asked = told["is"] == "asked"
    author, approver = (treasurer, by) if is_asked else (by, treasurer)
    made = expenses.note(person, given, None, key=uuid4(), by=author, on=day, is_another=True)
    if not is_asked:
        approving.approve(made, by=approver, on=day + READ)
    if told["is"] == "paid":
        approving.pay(person.structure, [made.pk], day + SETTLED, by=approver, on=today)
    if told.get("proves") and made.action:
        prove(made, made.action, by=by, on=today)
    return made


def prove(expense: Expense, action: Action, *, by: User, on: date) -> None:
    """What it shows of the action that it is for."""
    kind, structure = EvidenceKind.EXPENSE, expense.legal_person.structure
    thing = provable(structure, {kind: [expense.pk]})[kind, expense.pk]
    evidence.join_thing(
        structure, kind, expense.pk, evidence.Proved(actions=[action]), title=thing.title, dated_on=thing.day,
        by=by, on=on,
    )  # fmt: skip
