"""The budget of a year from what was voted and what was spent: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from maillage.funding.enums import BudgetKind
from maillage.funding.types.budget import Budget, BudgetRow, Planned, Post, Spent, Taken
from maillage.funding.types.money import ZERO

ALL = Post(None, "", "Ensemble")


def budget(
    posts: Sequence[Post], planned: Iterable[Planned], spent: Iterable[Spent], taken: Mapping[str, Taken]
) -> Budget:
    """A row for each post, in their order; what is for a post that is not among them has a row after them."""
    voted: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    said = set[str]()
    for line in planned:
        said.add(line.post)
        voted[line.post][line.kind] += line.amount
    committed: defaultdict[str, Decimal] = defaultdict(Decimal)
    paid: defaultdict[str, Decimal] = defaultdict(Decimal)
    waiting: defaultdict[str, Decimal] = defaultdict(Decimal)
    for part in spent:
        (waiting if part.is_waiting else committed)[part.post] += part.amount
        if part.is_paid:
            paid[part.post] += part.amount
    known = {each.key for each in posts}
    lost = sorted({*voted, *committed, *waiting, *taken} - known)
    rows = [
        BudgetRow(
            post=each,
            planned=voted[each.key][BudgetKind.PLANNED] + ZERO,
            carried=voted[each.key][BudgetKind.CARRIED] + ZERO,
            reserved=voted[each.key][BudgetKind.RESERVED] + ZERO,
            committed=committed[each.key] + ZERO,
            paid=paid[each.key] + ZERO,
            taken=taken.get(each.key, Taken()),
            is_planned=each.key in said,
            waiting=waiting[each.key] + ZERO,
        )
        for each in (*posts, *(post_of(key) for key in lost))
    ]
    return Budget(rows, total_of(rows))


def post_of(key: str) -> Post:
    """A post that nothing names any more: its key is its name."""
    contract, _, mission = key.partition(":")
    return Post(int(contract) if contract.isdecimal() else None, mission, mission or key)


def total_of(rows: Iterable[BudgetRow]) -> BudgetRow:
    every = list(rows)

    def of(name: str) -> Decimal:
        return sum((getattr(row, name) for row in every), ZERO)

    taken = Taken(
        sum((row.taken.received for row in every), ZERO),
        sum((row.taken.awaited for row in every), ZERO),
        any(row.taken.has_unknown for row in every),
    )
    sums = {name: of(name) for name in ("planned", "carried", "reserved", "committed", "paid", "waiting")}
    return BudgetRow(post=ALL, taken=taken, is_planned=any(row.is_planned for row in every), **sums)


def what_if(row: BudgetRow, extra: Decimal) -> Decimal:
    """What would be left of a post if so much more were spent; below zero, it is overspent."""
    return row.left - extra
