"""Lines of a bank against what is awaited: proposed by amount and day, decided by a person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import blake2s

from maillage.funding.types.bank import Candidate
from maillage.funding.types.statements import StatementLine
from maillage.kernel import BadInput, folded

#: Digits of the number of an account.
NAMED = 7


def proposed(
    lines: Sequence[tuple[date, Decimal]], candidates: Iterable[Candidate]
) -> list[Candidate | None]:
    """For each line (day, signed euros), what it most likely answers; nothing is proposed to two of them.

    What is already noted comes first, then the nearest day.
    """
    by_amount: defaultdict[Decimal, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_amount[candidate.amount].append(candidate)
    used: set[tuple[str, str]] = set()
    found: list[Candidate | None] = []
    for on, amount in lines:
        fitting = [
            each
            for each in by_amount[amount]
            if each.since <= on <= each.until and used.isdisjoint(_used(each))
        ]
        best = min(
            fitting,
            key=lambda each: (not each.is_noted, abs((each.near - on).days), each.label, each.uses),
            default=None,
        )
        if best:
            used |= _used(best)
        found.append(best)
    return found


def _used(candidate: Candidate) -> set[tuple[str, str]]:
    """A receipt that is noted and a payment that waits have keys of their own."""
    family = f"{candidate.kind}, noté" if candidate.is_noted else str(candidate.kind)
    return {(family, use) for use in candidate.uses}


def fingerprint(line: StatementLine) -> str:
    """Of its day, amount and label: two movements that are alike share it."""
    said = f"{line.booked.isoformat()}|{line.amount:.2f}|{folded(line.label)}"
    return blake2s(said.encode(), digest_size=16).hexdigest()


def number_in(account: str) -> str:
    """The number of an account, as an IBAN holds it; empty for « Compte courant » and « ****1234 », which name none."""
    if sum(map(str.isdecimal, account)) < NAMED:
        return ""
    return "".join(filter(str.isalnum, account)).upper().lstrip("0")


def of_account(iban: str, label: str, accounts: Sequence[str]) -> list[str]:
    """Those of the accounts of a file that are this one, or that are not told.

    Raises BadInput when the file names other accounts alone.
    """
    exact = [each for each in accounts if (number := number_in(each)) and number in iban]
    found = exact or [each for each in accounts if not number_in(each)]
    if not found:
        raise BadInput(
            f"Ce relevé est celui d’un autre compte que « {label} » : choisissez l’autre compte, ou ajoutez-le.",
            field="file",
        )
    return found
