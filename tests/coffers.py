"""What ten years leave in the purse of a structure: contracts, claims, expenses, files of transfers, a bank, books.

All of it is nobody's, and the same each time; rows are written as a whole, past the services, to take a moment.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.funding.enums import (
    AnswerKind,
    BatchState,
    BudgetKind,
    ClaimState,
    ExpenseKind,
    ExpenseState,
    Journal,
    TransferState,
)
from maillage.funding.models import (
    AnnexYear,
    AssociateShare,
    Avenant,
    BankAccount,
    BankLine,
    BooksYear,
    BudgetLine,
    Claim,
    Contract,
    ContractMission,
    EntryLine,
    Expense,
    ExpensePart,
    Indicator,
    JournalEntry,
    Payee,
    PayRule,
    PlannedPayment,
    Receipt,
    Reconciliation,
    ScaleLine,
    Sharing,
    SplitKey,
    SplitShare,
    Supplier,
    Transfer,
    TransferBatch,
    TransferPart,
)
from maillage.funding.queries.calendar import expected_of
from maillage.funding.queries.contracts import missions_known
from maillage.funding.services.books import chart
from maillage.governance.enums import MeetingState
from maillage.governance.models import Instance, Meeting, Presence
from maillage.links.services import open_links
from maillage.outreach.models import Caller, CallTime
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure

M = TypeVar("M", bound=models.Model)

#: Of no bank, and of nobody: keys hold.
OURS, THEIRS, SIRET = "FR7630006000011234567890189", "FR7610107001011234567890129", "73282932000074"
#: People at a meeting, transfers of a batch, claims of a transfer.
TABLE, FILE, PAID = 12, 20, 2


@dataclass(frozen=True, slots=True)
class Wealth:
    """How many of each, in a year when `people`, `years`, `batches` and `waiting` say otherwise.

    `waiting`: claims to approve, as many to pay, expenses to approve, lines of the bank that nobody answered.
    """

    people: int
    years: int
    entries: int  # *écritures*, of two lines each
    claims: int
    expenses: int
    lines: int
    budget: int
    batches: int
    waiting: int


#: What the tests compare: pages of lists are full with the second.
FEW = Wealth(12, 2, 14, 12, 8, 14, 2, 1, 3)
SOME = Wealth(60, 3, 150, 72, 60, 110, 12, 40, 14)
#: 60,000 *écritures*, so 120,000 lines of them.
TEN_YEARS = Wealth(500, 10, 6_000, 600, 300, 1_200, 10, 120, 40)


def made(rows: Iterable[M]) -> list[M]:
    """Written, by their own manager, two thousand at a time."""
    every = list(rows)
    return list(type(every[0])._base_manager.bulk_create(every, batch_size=2_000)) if every else []


def fill(structure: Structure, wealth: Wealth, *, by: User, on: date) -> LegalPerson:
    """Give a structure without a legal person one that has all of it, until `on`."""
    return _Coffers(structure, wealth, by, on).fill()


class _Coffers:
    def __init__(self, structure: Structure, wealth: Wealth, by: User, on: date) -> None:
        self.structure, self.wealth, self.by, self.on = structure, wealth, by, on
        self.years = range(on.year - wealth.years + 1, on.year + 1)
        self.person = structure.legal_persons.create(
            name="Association fictive", kind="association", siret=SIRET, since=date(self.years[0], 1, 1)
        )
        self.account = BankAccount.objects.create(
            legal_person=self.person, label="Compte courant", iban=OURS, opening=Decimal(50_000),
            opened_on=date(self.years[0] - 1, 12, 31), bic="AGRIFRPP", key=uuid4(),
        )  # fmt: skip
        self.rank = 0

    def fill(self) -> LegalPerson:
        cards = made(
            Person(
                structure=self.structure, name=f"Fictif{rank} Ada", profession="infirmier" if rank else "pharmacien", practice="liberal",
                engagement="", email=f"argent{rank}@example.org", commune="Montauban",
            )
            for rank in range(self.wealth.people)
        )  # fmt: skip
        contract = self.contracts()
        self.transfers(cards, self.claims(cards))
        self.calls(cards)
        self.expenses(contract)
        self.bank()
        self.books()
        self.votes(contract, cards)
        return self.person

    def days(self, year: int, count: int) -> Iterator[date]:
        """Spread over a year, until today in the one that runs."""
        first, last = date(year, 1, 1), min(date(year, 12, 31), self.on)
        span = (last - first).days
        return (first + timedelta(days=rank * span // max(count, 1)) for rank in range(count))

    def lines(self, told: Iterable[tuple[date, Decimal, str]]) -> list[BankLine]:
        """(day, signed euros, label) of each."""
        rows = []
        for on, amount, label in told:
            self.rank += 1
            rows.append(
                BankLine(
                    account=self.account, booked_on=on, amount=amount, label=label, rank=1,
                    fingerprint=f"{self.rank:032}", imported_from="releve.csv",
                )
            )  # fmt: skip
        return made(rows)

    def answers(self, lines: Iterable[BankLine], kind: AnswerKind, words: str = "") -> list[Reconciliation]:
        return made(
            Reconciliation(line=each, kind=kind, words=words, by=self.by, on=self.on) for each in lines
        )

    def contracts(self) -> Contract:
        """An agreement with all its missions, and what paid before it, a payment a month; all that was due came."""
        contract, before = made(
            Contract(
                legal_person=self.person, kind=kind, name=kind.upper(), signed_on=date(year, 1, 1),
                population=95_000, prorata="days", key=uuid4(),
            )
            for kind, year in (("aci", self.on.year - 1), ("fir", self.years[0]))
        )  # fmt: skip
        missions = made(
            ContractMission(contract=contract, mission=each.key, starts_on=contract.signed_on)
            for each in missions_known()
        )
        made(
            AnnexYear(contract_mission=each, number=number, fixed=Decimal(9_000), variable=Decimal(6_000))
            for each in missions
            for number in range(1, 6)
        )
        effect = contract.signed_on + timedelta(days=200)
        made(
            [Avenant(contract=contract, signed_on=effect, effect_on=effect, purpose="Montants", key=uuid4())]
        )
        made(
            Indicator(
                contract=contract,
                mission=each.mission,
                name=f"Indicateur {rank}",
                weight=Decimal(25),
                key=uuid4(),
            )
            for each in missions
            for rank in range(4)
        )
        made(
            PlannedPayment(
                contract=before,
                label=f"Versement {day:%m/%Y}",
                due_on=day,
                amount=Decimal(2_500),
                key=uuid4(),
            )
            for year in self.years
            for day in self.days(year, 12)
        )
        receipts = made(
            Receipt(
                contract=each, expects=expected.key, label=expected.label[:200], received_on=expected.due_on,
                amount=expected.amount.low or Decimal(1), is_last=True, by=self.by, key=uuid4(),
            )
            for each in (contract, before)
            for expected in expected_of(each, self.structure.form, on=self.on)
            if expected.due_on and expected.due_on < self.on - timedelta(days=30)
        )  # fmt: skip
        lines = self.lines((each.received_on, each.amount, each.label) for each in receipts)
        made(
            Reconciliation(line=line, kind=AnswerKind.PAYMENT, receipt=each, by=self.by, on=self.on)
            for line, each in zip(lines, receipts, strict=True)
        )
        return contract

    def claims(self, cards: list[Person]) -> list[Claim]:
        """For the bureau of a dozen that changes at each meeting; the newest wait. Two meetings more are to confirm."""
        bureau = Instance.objects.create(structure=self.structure, kind="bureau", name="Bureau des comptes")
        ScaleLine.objects.create(
            legal_person=self.person, kind="indemnite", amount=Decimal(50), since=date(self.years[0], 1, 1)
        )
        tables = max(self.wealth.claims // TABLE, 1)
        days = [day for year in self.years for day in self.days(year, tables)] + [self.on, self.on]
        meetings = made(
            Meeting(
                instance=bureau, title=f"Bureau {rank}", state=MeetingState.HELD, convoked_on=day, written_by=self.by,
                starts_at=(at := datetime(day.year, day.month, day.day, 8, tzinfo=UTC) - timedelta(days=1)),
                ends_at=at + timedelta(hours=1),
            )
            for rank, day in enumerate(days)
        )  # fmt: skip
        presences = made(
            Presence(
                meeting=each, person=cards[(rank * TABLE + seat) % len(cards)], arrived_at=each.starts_at
            )
            for rank, each in enumerate(meetings)
            for seat in range(TABLE)
        )
        asked = presences[: -2 * TABLE]
        waiting = self.wealth.waiting
        states = (
            [ClaimState.PAID] * (len(asked) - 2 * waiting)
            + [ClaimState.APPROVED] * waiting
            + [ClaimState.ASKED] * waiting
        )
        return made(
            Claim(
                legal_person=self.person, presence=each, person=each.person, name=each.person.name,
                label=each.meeting.title, held_on=(day := each.meeting.starts_at.date()), minutes=60, kind="indemnite",
                amount=Decimal(50), state=state, asked_on=day, decided_on=day,
                paid_on=day if state == ClaimState.PAID else None,
            )
            for each, state in zip(asked, states, strict=True)
            if each.person
        )  # fmt: skip

    def transfers(self, cards: list[Person], claims: list[Claim]) -> None:
        """The oldest claims, by file; the last one waits to be deposited, if claims are left for it."""
        payees = made(
            Payee(
                legal_person=self.person, person=card, name=card.name, iban=THEIRS, typed_on=self.on, checked_on=self.on,
                checked_card=card.pk, key=uuid4(),
            )
            for card in cards
        )  # fmt: skip
        by_card = {each.person_id: each for each in payees}
        PayRule.objects.create(legal_person=self.person, code=f"AF{self.person.pk}", last_number=10_000)
        paid = [each for each in claims if each.state == ClaimState.PAID]
        groups = [paid[at : at + PAID] for at in range(0, len(paid), PAID)]
        files = [groups[at : at + FILE] for at in range(0, len(groups), FILE)][: self.wealth.batches - 1]
        files.append([[each] for each in claims if each.state == ClaimState.APPROVED][:FILE])
        last = len(files) - 1
        batches = made(
            TransferBatch(
                legal_person=self.person, account=self.account, reference=f"AF{self.person.pk}-L{rank:06}",
                made_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), executes_on=day, debtor=self.person.name,
                bic="AGRIFRPP", pain_version="pain.001.001.09", prepared_by=self.by, key=uuid4(),
                state=BatchState.VALIDATED if rank == last else BatchState.EXECUTED,
            )
            for rank, groups in enumerate(files)
            for day in [groups[-1][-1].held_on if rank != last else self.on + timedelta(days=7)]
        )  # fmt: skip
        lines = self.lines(
            (batch.executes_on, Decimal(-50 * sum(map(len, groups))), f"VIR {batch.reference}")
            for batch, groups in zip(batches[:-1], files[:-1], strict=True)
        )
        settled = [*self.answers(lines, AnswerKind.BATCH), None]
        moved = made(
            Transfer(
                batch=batch, payee=(payee := by_card[group[0].person_id]), name=payee.name, iban=payee.iban,
                reference=f"{batch.reference}-{rank}", amount=Decimal(50 * len(group)), label="Indemnités",
                state=TransferState.EXECUTED if answer else TransferState.WAITING, settled_by=answer,
                executed_on=batch.executes_on if answer else None,
            )
            for batch, groups, answer in zip(batches, files, settled, strict=True)
            for rank, group in enumerate(groups)
        )  # fmt: skip
        every = [group for groups in files for group in groups]
        made(
            TransferPart(transfer=transfer, claim=claim)
            for transfer, group in zip(moved, every, strict=True)
            for claim in group
        )

    def calls(self, cards: list[Person]) -> None:
        """A campaign where all call, three evenings each; the *barème* pays them, nobody asked yet."""
        campaign = self.structure.campaigns.create(
            title="Infirmiers", phase="avant_lettre", words="Bonjour", opened_on=self.on - timedelta(days=9)
        )
        links = open_links("appels", len(cards))
        callers = made(
            Caller(campaign=campaign, person=card, link=link, added_on=campaign.opened_on)
            for card, link in zip(cards, links, strict=True)
        )
        made(
            CallTime(caller=each, on=self.on - timedelta(days=days), minutes=30)
            for each in callers
            for days in range(3)
        )

    def expenses(self, contract: Contract) -> None:
        """Invoices and pay, paid by a line of the bank but for the newest: half of those are to approve."""
        suppliers = made(
            Supplier(legal_person=self.person, name=f"Fournisseur fictif {rank}") for rank in range(20)
        )
        days = [day for year in self.years for day in self.days(year, self.wealth.expenses)]
        late = len(days) - 2 * self.wealth.waiting
        lines = self.lines(
            (day, Decimal(-120 - rank % 90), f"PRLV {rank}") for rank, day in enumerate(days[:late])
        )
        settled = self.answers(lines, AnswerKind.EXPENSES)
        is_paid = dict(enumerate(settled))
        state = {0: ExpenseState.APPROVED, 1: ExpenseState.COMMITTED}
        spent = made(
            Expense(
                legal_person=self.person, label=f"Affiches {rank}", dated_on=day, noted_on=day, author=self.by,
                amount=Decimal(120 + rank % 90), number=f"F{rank}", key=uuid4(),
                kind=ExpenseKind.PAYROLL if rank % 10 == 0 else ExpenseKind.INVOICE,
                supplier=None if rank % 10 == 0 else suppliers[rank % 20],
                name="Salaire" if rank % 10 == 0 else suppliers[rank % 20].name,
                state=ExpenseState.PAID if rank in is_paid else state[rank % 2], settled_by=is_paid.get(rank),
                paid_on=day if rank in is_paid else None, due_on=day + timedelta(days=30),
                approved_on=day if rank in is_paid or rank % 2 == 0 else None,
                contract=contract if rank % 3 == 0 else None, mission="parcours" if rank % 3 == 0 else "",
            )
            for rank, day in enumerate(days)
        )  # fmt: skip
        made(
            ExpensePart(expense=each, contract=each.contract, mission=each.mission, amount=each.amount)
            for each in spent
        )

    def bank(self) -> None:
        """What else moved, said in words; the newest lines wait."""
        days = [day for year in self.years for day in self.days(year, self.wealth.lines // 2)]
        lines = self.lines((day, Decimal(-7 - rank % 40), f"FRAIS {rank}") for rank, day in enumerate(days))
        self.answers(lines[: -self.wealth.waiting], AnswerKind.OTHER, "Frais de tenue de compte")

    def books(self) -> None:
        """Each year but the last closed; a line of the bank in most of them, the rest noted by hand."""
        chart.propose(self.person)
        accounts = {each.number: each for each in self.person.accounts.all()}
        held, cash, spent, fees = (accounts[number] for number in ("512", "530", "6064", "627"))
        years = made(
            BooksYear(
                legal_person=self.person, since=date(year, 1, 1), closes_on=date(year, 12, 31), key=uuid4(),
                closed_on=date(year + 1, 1, 31) if year < self.on.year else None,
            )
            for year in self.years
        )  # fmt: skip
        waiting = BankLine.objects.filter(account=self.account, reconciliation=None)
        known = list(BankLine.objects.filter(account=self.account).exclude(pk__in=waiting.values("pk")))
        by_year: dict[int, list[BankLine]] = {year: [] for year in self.years}
        for line in known:
            by_year[line.booked_on.year].append(line)
        rows = []
        for year in years:
            noted = by_year[year.since.year]
            days = self.days(year.since.year, max(0, self.wealth.entries - len(noted)))
            moved: list[tuple[date, str, Decimal, BankLine | None]] = [
                *((each.booked_on, each.label[:200], each.amount, each) for each in noted),
                *((day, f"Timbres {rank}", Decimal(-3), None) for rank, day in enumerate(days)),
            ]
            rows += [
                JournalEntry(
                    year=year, number=number, journal=Journal.BANK if line else Journal.CASH, on=day, label=label,
                    validated_on=day, bank_line=line, author=self.by, written_at=day, key=uuid4(),
                )
                for number, (day, label, _, line) in enumerate(sorted(moved, key=lambda each: (each[0], each[1])), 1)
            ]  # fmt: skip
        entries = made(rows)
        sides = []
        for each in entries:
            amount = each.bank_line.amount if each.bank_line else Decimal(-3)
            money, why = (held, fees) if each.bank_line else (cash, spent)
            debit, credit = max(amount, Decimal()), max(-amount, Decimal())
            sides.append(EntryLine(entry=each, account=money, debit=debit, credit=credit))
            sides.append(EntryLine(entry=each, account=why, debit=credit, credit=debit, mission="parcours"))
        made(sides)

    def votes(self, contract: Contract, cards: list[Person]) -> None:
        """The budget of each year, a split key, a sum shared among all each year."""
        posts: Mapping[int, dict[str, Any]] = {0: {}, 1: {"contract": contract, "mission": "parcours"}}
        made(
            BudgetLine(
                legal_person=self.person, year=year, kind=BudgetKind.PLANNED, amount=Decimal(900), on=date(year, 1, 1),
                by=self.by, key=uuid4(), **posts[rank % 2],
            )
            for year in self.years
            for rank in range(self.wealth.budget)
        )  # fmt: skip
        split = SplitKey.objects.create(
            legal_person=self.person, name="Loyer", since=date(self.years[0], 1, 1), key=uuid4()
        )
        SplitShare.objects.create(split_key=split, percent=Decimal(100))
        shared = made(
            Sharing(
                legal_person=self.person, label=f"Partage {year}", amount=Decimal(1_000), rule="equal", said="À parts égales.",
                made_on=date(year, 1, 1), by=self.by, key=uuid4(),
            )
            for year in self.years
        )  # fmt: skip
        made(
            AssociateShare(sharing=each, person=card, name=card.name, amount=Decimal(50))
            for each in shared
            for card in cards[:20]
        )


#: Pages of the money of a structure, by name of URL, in words.
PAGES = {
    "funding:money": "the money",
    "funding:add_contract": "sign a contract",
    "funding:contract": "a contract",
    "funding:edit_contract": "correct a contract",
    "funding:mission": "a mission of its annex",
    "funding:avenant": "an avenant",
    "funding:avenant_mission": "what it changes",
    "funding:indicators": "indicators of a contract",
    "funding:indicator": "an indicator",
    "funding:results": "what a mission reached",
    "funding:pay_shares": "pay a sum shared",
    "funding:pharmacist_year": "a year of a pharmacist",
    "funding:pharmacist_month": "a month of a pharmacist",
    "funding:receive": "a payment that came",
    "funding:scale": "the *barème*",
    "funding:hours": "hours and claims",
    "funding:meeting_hours": "hours of a meeting",
    "funding:campaign_hours": "hours of a campaign",
    "funding:claim": "a claim",
    "funding:sharings": "sums shared",
    "funding:share": "share a sum",
    "funding:sharing": "a sum shared",
    "funding:payees": "payees",
    "funding:add_payee": "add a payee",
    "funding:payee": "a payee",
    "funding:batches": "files of transfers",
    "funding:prepare_batch": "prepare a file",
    "funding:batch": "a file of transfers",
    "funding:bank_wants": "what a bank takes",
    "funding:expenses": "expenses",
    "funding:add_expense": "note an expense",
    "funding:expense": "an expense",
    "funding:import_payroll": "import a payroll",
    "funding:spending_rules": "what was voted for expenses",
    "funding:budget": "the budget",
    "funding:treasury": "the treasury",
    "funding:yearly_return": "the yearly return",
    "funding:transparency": "what members are told",
    "funding:bank": "accounts",
    "funding:account": "an account",
    "funding:bank_line": "a line of the bank",
    "funding:import_statement": "read a statement",
    "funding:books": "the cash book",
    "funding:books_note": "note a movement",
    "funding:books_opening": "opening balances",
    "funding:books_accounts": "the chart of accounts",
    "funding:books_account": "an account of the chart",
    "funding:books_year": "a year of books",
    "funding:books_entry": "an entry",
    "structures:home": "home, with money",
}
IN_A_CONTRACT = ("contract", "edit_contract", "mission", "receive", "indicators")
OF_THE_BANK = ("account", "bank_wants", "import_statement")


def addresses(structure: Structure) -> Iterator[tuple[str, str]]:
    """(what, where), of each page of the money of a structure."""
    person = structure.legal_persons.get()
    contract, account = person.contracts.get(kind="aci"), person.bank_accounts.get()
    unsaid = BankLine.objects.filter(account=account, reconciliation=None).latest("pk")
    meeting = Meeting.objects.filter(instance__structure=structure, title__startswith="Bureau ").latest("pk")
    avenant = contract.avenants.get().pk
    pharmacist = structure.people.filter(profession="pharmacien")[0].pk
    firsts: dict[str, dict[str, object]] = {
        **{name: {"pk": contract.pk} for name in IN_A_CONTRACT},
        **{name: {"pk": account.pk} for name in OF_THE_BANK},
        "mission": {"pk": contract.pk, "key": "parcours"},
        "avenant": {"pk": contract.pk, "avenant": avenant},
        "avenant_mission": {"pk": contract.pk, "avenant": avenant, "key": "parcours"},
        "indicator": {"pk": contract.pk, "indicator": contract.indicators.all()[0].pk},
        "results": {"pk": contract.pk, "number": 1, "key": "parcours"},
        "pay_shares": {"pk": person.sharings.all()[0].pk},
        "pharmacist_year": {"pk": pharmacist},
        "pharmacist_month": {"pk": pharmacist, "year": timezone.localdate().year, "month": 1},
        "receive": {"pk": contract.pk, "expects": "aci:5:running_advance:"},
        "meeting_hours": {"pk": meeting.pk},
        "campaign_hours": {"pk": structure.campaigns.get().pk},
        "claim": {"pk": person.claims.filter(state=ClaimState.ASKED)[0].pk},
        "sharing": {"pk": person.sharings.all()[0].pk},
        "payee": {"pk": person.payees.all()[0].pk},
        "batch": {"pk": person.batches.get(state=BatchState.VALIDATED).pk},
        "expense": {"pk": person.expenses.filter(state=ExpenseState.COMMITTED)[0].pk},
        "bank_line": {"pk": unsaid.pk},
        "books_account": {"pk": person.accounts.get(number="530").pk},
        "books_year": {"pk": person.books_years.all()[0].pk},
        "books_entry": {"pk": person.books_years.all()[0].entries.latest("number").pk},
    }
    for name, words in PAGES.items():
        told = firsts.get(name.partition(":")[2], {})
        yield words, reverse(name, kwargs={"slug": structure.slug, **told})
