"""Lines of a new export against those known: exports overlap, labels change, and two real movements may be alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.types.statements import Matches, StatementLine
from maillage.kernel import folded

#: Lines of one account, one day and one amount.
Alike = tuple[str, date, Decimal]


def matched(known: Iterable[StatementLine], read: Sequence[StatementLine]) -> Matches:
    """Each line read is new, the same as one known, or near one; each known line answers once.

    `account` is the same word on both sides: a bank writes it otherwise in each format, a person says which account it is.
    Alike lines are counted: three where two were known make one new. The same balance after it, reference of the bank or
    label is the same line; a balance that differs never is. What is alike but for that is near, in pairs, for a person
    to say. Nothing known ever disappears.
    """
    left: defaultdict[Alike, list[StatementLine]] = defaultdict(list)
    for line in known:
        left[_alike(line)].append(line)
    same: list[StatementLine] = []
    pending = list(read)
    for is_same in (_by_balance, _by_reference, _by_label):
        pending = [line for line in pending if not _taken(line, left[_alike(line)], is_same, same)]
    near = _near(pending, left)
    proposed = {id(line) for line, _ in near}
    return Matches(tuple(line for line in pending if id(line) not in proposed), tuple(same), tuple(near))


def _alike(line: StatementLine) -> Alike:
    return line.account, line.booked, line.amount


def _taken(
    line: StatementLine,
    known: list[StatementLine],
    is_same: Callable[[StatementLine, StatementLine], bool],
    same: list[StatementLine],
) -> bool:
    """Whether a known line answers it, which then answers no other."""
    for rank, other in enumerate(known):
        if _may_be(line, other) and is_same(line, other):
            del known[rank]
            same.append(line)
            return True
    return False


def _near(
    pending: Sequence[StatementLine], left: Mapping[Alike, list[StatementLine]]
) -> list[tuple[StatementLine, StatementLine]]:
    """The pairs that share most words first; a line is in one pair at most."""
    pairs = [(line, other) for line in pending for other in left[_alike(line)] if _may_be(line, other)]
    found: list[tuple[StatementLine, StatementLine]] = []
    used: set[int] = set()
    for line, other in sorted(pairs, key=lambda pair: -_words_shared(*pair)):
        if used.isdisjoint({id(line), id(other)}):
            used |= {id(line), id(other)}
            found.append((line, other))
    return found


def _may_be(line: StatementLine, other: StatementLine) -> bool:
    """Two balances that differ are two moments."""
    return line.balance is None or other.balance is None or line.balance == other.balance


def _by_balance(line: StatementLine, other: StatementLine) -> bool:
    return line.balance is not None and line.balance == other.balance


def _by_reference(line: StatementLine, other: StatementLine) -> bool:
    return bool(line.reference) and line.reference == other.reference


def _by_label(line: StatementLine, other: StatementLine) -> bool:
    """A bank that gives each movement its reference tells two of one label apart."""
    tells_apart = line.reference and other.reference and line.reference != other.reference
    return not tells_apart and folded(line.label) == folded(other.label)


def _words_shared(line: StatementLine, other: StatementLine) -> int:
    return len(set(folded(line.label).split()) & set(folded(other.label).split()))
