"""Whether the lines of an account lead from a balance to the next: balances arbitrate signs, and tell what is missing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from maillage.funding.types.statements import StatementFile, StatementLine
from maillage.kernel import euros, with_no_break_spaces


def in_order_of_time(lines: Sequence[StatementLine]) -> tuple[StatementLine, ...]:
    """The oldest first: banks write either way, and the balances after each line say which, else the days."""
    backwards = tuple(reversed(lines))
    if breaks(backwards) < breaks(lines):
        return backwards
    is_backwards = len(lines) > 1 and lines[0].booked > lines[-1].booked
    return backwards if is_backwards and breaks(backwards) == breaks(lines) else tuple(lines)


def breaks(lines: Sequence[StatementLine]) -> int:
    """How many times the balance after a line is not that of the line before it, plus its amount."""
    return len(list(_breaks(lines)))


def notes_on(found: StatementFile) -> Iterator[str]:
    """What the balances of each account contradict, in French."""
    for statement in found.statements:
        named = f"Compte {statement.account} : " if statement.account else ""
        for one, other in _breaks(statement.lines):
            yield with_no_break_spaces(
                f"{named}entre les lignes {one.line} et {other.line}, le solde ne suit pas : une ligne manque, ou un signe "
                "est faux."
            )
        if statement.gap and not breaks(statement.lines):
            yield with_no_break_spaces(
                f"{named}les lignes ne mènent pas d’un solde à l’autre, il manque {euros(statement.gap)}."
            )


def _breaks(lines: Sequence[StatementLine]) -> Iterator[tuple[StatementLine, StatementLine]]:
    for one, other in pairwise(lines):
        if (
            one.balance is not None
            and other.balance is not None
            and one.balance + other.amount != other.balance
        ):
            yield one, other
