"""Any gestures on claims and batches, in any order, by several people: what must hold whatever they do. All is invented."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from funding.paying import AT, DAY, DUTCH, FOUNDED, HERS, TODAY, account_of, payee_of
from maillage.accounts.models import User
from maillage.funding.enums import BatchState, ClaimState, TransferState
from maillage.funding.models import (
    BankLine,
    BooksYear,
    Claim,
    EntryLine,
    JournalEntry,
    Payee,
    ScaleLine,
    Transfer,
    TransferBatch,
    TransferPart,
)
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import (
    bank,
    batches,
    claims,
    own_hours,
    payees,
    preparing,
    reconciling,
    settling,
)
from maillage.funding.services.books import ranging
from maillage.kernel import BadInput
from maillage.legislation import indemnity_check
from maillage.people.services import merging
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = pytest.mark.django_db

AFTER, BOOKED = date(2026, 12, 20), date(2026, 12, 16)
BELGIAN = "BE68539007547034"
#: From a state, those that one gesture leads to.
CLAIMS = {
    ClaimState.ASKED: {ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.WAIVED},
    ClaimState.APPROVED: {ClaimState.REFUSED, ClaimState.PAID},
    ClaimState.PAID: {ClaimState.APPROVED},
    ClaimState.REFUSED: set(),
    ClaimState.WAIVED: set(),
}
ON_THE_WAY = {BatchState.SENT, BatchState.PARTLY, BatchState.EXECUTED}
BATCHES = {
    BatchState.PREPARED: {BatchState.VALIDATED, BatchState.CANCELLED},
    BatchState.VALIDATED: {BatchState.PREPARED, BatchState.CANCELLED, *ON_THE_WAY},
    BatchState.SENT: {BatchState.VALIDATED, *ON_THE_WAY},
    BatchState.PARTLY: ON_THE_WAY,
    BatchState.EXECUTED: ON_THE_WAY,
    BatchState.CANCELLED: set(),
}
TRANSFERS = {
    TransferState.WAITING: {TransferState.EXECUTED, TransferState.RETURNED, TransferState.DROPPED},
    TransferState.EXECUTED: {TransferState.WAITING, TransferState.RETURNED},
    TransferState.RETURNED: {TransferState.WAITING, TransferState.EXECUTED},
    TransferState.DROPPED: set(),
}
MAPS: list[tuple[Any, dict[Any, Any]]] = [(Claim, CLAIMS), (TransferBatch, BATCHES), (Transfer, TRANSFERS)]

ranks = st.integers(0, 63)


@contextmanager
def may_refuse() -> Iterator[None]:
    """A gesture that cannot be is refused in words, and changes nothing: see the map of states."""
    with suppress(BadInput), transaction.atomic():
        yield


class Money:
    """An hour is worth nine thousand euros, so that the ceiling of the year is near."""

    def __init__(self, structure: Structure, founder: User) -> None:
        self.structure, self.founder = structure, founder
        self.seen: dict[tuple[Any, int], str] = {}
        self.hours = self.lines = 0
        Transfer.objects.all().delete()
        TransferBatch.objects.all().delete()
        Claim.objects.all().delete()
        ScaleLine.objects.all().delete()
        person = self.structure.legal_persons.get()
        claims.set_line(person, claims.GivenLine("indemnite", Decimal(9000), FOUNDED), by=self.founder)
        self.ada, self.max = (self.structure.people.get(name=f"{each} Fictif") for each in ("Ada", "Max"))
        self.ada.email = self.founder.email
        self.ada.save(update_fields=["email"])
        both = [
            self.structure.people.create(
                name="Lise Fictif", profession="infirmier", email=f"lise@{each}.example"
            )
            for each in ("cabinet", "maison")
        ]
        merging.merge(both[0], both[1], by=self.founder, at=AT)
        self.lise = both[0]
        self.noe = self.officer("noe@cabinet.example", Role.PRESIDENCY)
        hers = [self.officer(f"lise@{each}.example", Role.TREASURY) for each in ("cabinet", "maison")]
        self.accounts = [self.founder, self.noe, *hers]
        #: Account → who it is, as this test knows: the product finds it by itself.
        self.human = {
            self.founder.pk: self.ada.pk,
            self.noe.pk: 0,
            **{each.pk: self.lise.pk for each in hers},
        }
        self.account = account_of(self.structure, self.founder)
        Payee.objects.all().delete()
        for card, iban in ((self.ada, HERS), (self.max, DUTCH), (self.lise, BELGIAN)):
            payee_of(card, iban, hers[0] if card != self.lise else self.founder, self.noe)

    def officer(self, email: str, role: Role) -> User:
        user = User.objects.create_user(email)
        give_access(self.structure, email, [role], by=self.founder, on=FOUNDED)
        return user

    # What is drawn

    def by(self, rank: int) -> User:
        return self.accounts[rank % len(self.accounts)]

    def one(self, model: Any, rank: int, *states: str) -> Any:
        """One of those there are, most often in one of these states; None before the first."""
        every = model._default_manager.order_by("pk")
        found = list(every.filter(state__in=states) if states and rank % 4 else every)
        joined = {Claim: ["legal_person__structure"], TransferBatch: ["legal_person__structure", "account"], Transfer: ["batch__legal_person__structure"]}  # fmt: skip
        kept = model._default_manager.select_related(*joined.get(model, []))
        return kept.get(pk=found[rank // 4 % len(found)].pk) if found else None

    def line(self, amount: Decimal) -> BankLine:
        self.lines += 1
        rows = f"Date;Libellé;Débit;Crédit\n16/12/2026;VIR {self.lines};{f'{-amount}'.replace('.', ',')};\n"
        found = read_statement(f"r{self.lines}.csv", rows.encode(), on=AFTER)
        bank.keep(self.account, found, others=range(50), by=None, on=AFTER)
        known = BankLine.objects.select_related("account__legal_person__structure")
        return known.get(label=f"VIR {self.lines}", account=self.account)

    # Gestures

    def declare(self, what: int, who: int) -> None:
        """One to three times, of the same person."""
        for rank in range(1 + what % 3):
            self.hours += 1
            begins = AT - timedelta(days=60) + timedelta(hours=2 * self.hours)
            card = (self.max, self.max, self.lise, self.ada)[who % 4]
            given = own_hours.GivenTime(f"Temps {self.hours}", begins, (1, 10, 60, 119)[(what + rank) % 4])
            own_hours.declare(card, given, key=uuid4(), at=AT)

    def approve(self, _what: int, who: int) -> None:
        every = list(Claim.objects.values_list("pk", flat=True))
        claims.approve(self.structure, every, by=self.by(who), on=TODAY)

    def contest(self, what: int, _who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.ASKED):
            own_hours.contest(claim, "Ce n’est pas cela")

    def answer(self, what: int, who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.ASKED):
            own_hours.answer(claim, "C’est cela", seen="Ce n’est pas cela", by=self.by(who))

    def waive(self, what: int, _who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.ASKED):
            own_hours.waive(claim)

    def refuse(self, what: int, who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.APPROVED):
            claims.refuse(claim, "En double", by=self.by(who), on=TODAY)

    def pay_by_hand(self, what: int, who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.APPROVED):
            claims.pay(self.structure, [claim.pk], AFTER, by=self.by(who), on=AFTER)

    def unpay(self, what: int, who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.PAID):
            claims.unpay(self.structure, [claim.pk], by=self.by(who))

    def prepare(self, what: int, who: int) -> None:
        """One that is approved, or all of them, even those that another batch pays."""
        found = Claim.objects.filter(state=ClaimState.APPROVED).order_by("pk").values_list("pk", flat=True)
        free = [
            each
            for each in found
            if what % 4 == 0 or not TransferPart.objects.filter(claim=each, is_live=True).exists()
        ]
        chosen = free[:1] if what % 3 == 0 else free
        preparing.prepare(self.account, chosen, DAY, key=uuid4(), by=self.by(who), at=AT)

    def validate(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.PREPARED):
            batches.validate(batch, by=self.by(who), at=AT)

    def take_file(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.VALIDATED):
            batches.file_of(batch, by=self.by(who), at=AT)

    def send(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.VALIDATED):
            batches.send(batch, by=self.by(who), on=TODAY)

    def unsend(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.SENT):
            batches.unsend(batch, by=self.by(who))

    def cancel(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.PREPARED, BatchState.VALIDATED):
            batches.cancel(batch, by=self.by(who), is_not_at_bank=bool(what % 2))

    def drop(self, what: int, who: int) -> None:
        if transfer := self.one(Transfer, what, TransferState.WAITING):
            batches.drop(transfer, by=self.by(who), is_not_at_bank=bool(what % 2))

    def execute(self, what: int, who: int) -> None:
        """The bank shows the sum of what waits in a batch."""
        if batch := self.one(TransferBatch, what, BatchState.SENT, BatchState.VALIDATED):
            waiting = list(batch.transfers.filter(state=TransferState.WAITING))
            if total := sum((each.amount for each in waiting), Decimal()):
                chosen = [each.pk for each in waiting]
                reconciling.is_transfers(self.line(-total), chosen, by=self.by(who), on=AFTER)

    def bank_pays(self, what: int, who: int) -> None:
        if claim := self.one(Claim, what, ClaimState.APPROVED):
            reconciling.is_claims(self.line(-claim.amount), [claim.pk], by=self.by(who), on=AFTER)

    def undo_line(self, what: int, who: int) -> None:
        lines = BankLine.objects.filter(account=self.account).select_related(
            "account__legal_person__structure"
        )
        if found := list(lines):
            reconciling.undo(found[what % len(found)], by=self.by(who), on=AFTER)

    def come_back(self, what: int, who: int) -> None:
        if transfer := self.one(Transfer, what, TransferState.EXECUTED):
            settling.come_back(transfer, "Compte clos", on=AFTER, by=self.by(who), at=AT)

    def take_back(self, what: int, who: int) -> None:
        if transfer := self.one(Transfer, what, TransferState.RETURNED):
            settling.take_back(transfer, by=self.by(who))

    def call(self, what: int, who: int) -> None:
        for payee in Payee.objects.filter(checked_on=None):
            payees.check_payee(
                payee, AFTER, seen=payee.changes.latest("pk").pk, by=self.by(who + what), on=AFTER
            )

    def range_lines(self, _what: int, _who: int) -> None:
        year = BooksYear.objects.select_related("legal_person__structure").get()
        category = year.legal_person.accounts.get(number="6226").pk
        ranging.range_lines(year, {each.pk: category for each in left_to_range(year)}, by=self.founder)

    def redate(self, what: int, who: int) -> None:
        if batch := self.one(TransferBatch, what, BatchState.PREPARED, BatchState.VALIDATED):
            said = {"is_not_at_bank": True, "reason": "Pas déposé"} if what % 3 else {}
            batches.redate(batch, DAY + timedelta(days=what % 2), by=self.by(who), at=AT, **said)

    # What holds

    def states_move_along_the_map(self) -> None:
        """After each gesture: from the state before, to one that it leads to."""
        for model, allowed in MAPS:
            for pk, state in model._default_manager.values_list("pk", "state"):
                before = self.seen.get((model, pk), state)
                assert state == before or state in allowed[before], (model, before, state)
                self.seen[model, pk] = state

    def nobody_approves_their_own(self) -> None:
        for claim in Claim.objects.filter(state__in=(ClaimState.APPROVED, ClaimState.PAID)):
            assert claim.decided_by_id is not None
            assert self.human[claim.decided_by_id] != claim.person_id
        for batch in TransferBatch.objects.exclude(validated_by=None).filter(
            key__isnull=False, account=self.account
        ):
            assert self.human[batch.validated_by_id] != self.human[batch.prepared_by_id]
        for payee in Payee.objects.exclude(checked_by=None):
            assert self.human[payee.checked_by_id] not in {self.human[payee.typed_by_id], payee.person_id}

    def a_claim_is_paid_at_most_once(self) -> None:
        paid = Decimal()
        for claim in Claim.objects.prefetch_related("parts__transfer"):
            live = [each.transfer for each in claim.parts.all() if each.is_live]
            assert len(live) <= 1
            executed = [each for each in live if each.state == TransferState.EXECUTED]
            assert bool(executed) == (claim.state == ClaimState.PAID and bool(live))
            paid += claim.amount if executed else 0
        gone = Transfer.objects.filter(state=TransferState.EXECUTED).aggregate(sum=Sum("amount"))["sum"]
        assert (gone or 0) == paid
        for transfer in Transfer.objects.exclude(state__in=(TransferState.DROPPED, TransferState.RETURNED)):
            parts = TransferPart.objects.filter(transfer=transfer, is_live=True)
            assert transfer.amount == parts.aggregate(sum=Sum("claim__amount"))["sum"]

    def nobody_is_above_the_ceiling(self) -> None:
        granted = Claim.objects.filter(state__in=(ClaimState.APPROVED, ClaimState.PAID)).order_by()
        for row in granted.values("person").annotate(sum=Sum("amount")):
            assert indemnity_check(2026, row["sum"]).status != "broken", row

    def books_balance(self) -> None:
        for sums in (
            EntryLine.objects.order_by().values("entry").annotate(debit=Sum("debit"), credit=Sum("credit"))
        ):
            assert sums["debit"] == sums["credit"]
        numbers = list(JournalEntry.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


#: The first ones more often: without them, nothing else has anything to move.
OFTEN = ("declare", "approve", "prepare", "validate", "send", "execute", "come_back", "call")
SELDOM = (
    "contest", "answer", "waive", "refuse", "pay_by_hand", "unpay", "take_file", "unsend", "cancel", "drop", "bank_pays",
    "undo_line", "take_back", "range_lines", "redate",
)  # fmt: skip
GESTURE = st.tuples(st.sampled_from([*OFTEN, *OFTEN, *SELDOM]), ranks, ranks)
#: Before any of them: money is on its way, so that each story has something to spoil.
MORNING = [
    ("declare", 2, 0),
    ("declare", 5, 2),
    ("approve", 0, 1),
    ("prepare", 1, 0),
    ("validate", 1, 1),
    ("send", 1, 1),
]


@settings(
    max_examples=14, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # a story is told whole: to shorten it takes minutes
@given(st.lists(GESTURE, min_size=20, max_size=45))
def test_whatever_is_done_each_sum_leaves_once_and_by_two(
    structure: Structure, founder: User, story: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        money = Money(structure, founder)
        for name, what, who in [*MORNING, *story]:
            with may_refuse():
                getattr(money, name)(what, who)
            money.states_move_along_the_map()
            money.nobody_approves_their_own()
            money.a_claim_is_paid_at_most_once()
            money.nobody_is_above_the_ceiling()
            money.books_balance()
        transaction.set_rollback(True)  # each story starts from the same morning
