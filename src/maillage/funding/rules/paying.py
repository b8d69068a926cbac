"""What a batch becomes, who may validate it, what begins its references."""

import re
from collections.abc import Iterable
from decimal import Decimal

from maillage.funding.enums import BatchState, TransferState
from maillage.funding.rules.transfers.characters import sepa_text
from maillage.funding.types.money import ZERO
from maillage.kernel import euros, with_no_break_spaces

#: Letters that begin a reference, before the number of the legal person.
LETTERS = 8
#: What may still be given up, or given another day: nothing was deposited.
HERE = frozenset({BatchState.PREPARED, BatchState.VALIDATED})
#: A statement may show it: somebody may have forgotten to say that it was deposited.
LEAVING = frozenset({BatchState.VALIDATED, BatchState.SENT, BatchState.PARTLY, BatchState.EXECUTED})


def state_after(transfers: Iterable[str]) -> BatchState:
    """Of a batch that was deposited, by the states of its transfers; those that were dropped do not count."""
    states = {each for each in transfers if each != TransferState.DROPPED}
    if TransferState.WAITING in states:
        return BatchState.SENT
    return BatchState.PARTLY if TransferState.RETURNED in states else BatchState.EXECUTED


def why_not_validate(total: Decimal, alone_up_to: Decimal | None, *, is_author: bool) -> str:
    """Why a person may not validate a batch; empty when they may. `is_author`: they prepared it, from any account."""
    if not is_author or (alone_up_to is not None and total <= alone_up_to):
        return ""
    told = "Vous avez préparé ce lot : une deuxième personne le valide."
    if alone_up_to is not None:
        told += f" Une seule suffit jusqu’à {euros(alone_up_to)}."
    return with_no_break_spaces(told)


def code_of(name: str, number: int) -> str:
    """« CPTS du Val d’Œuvre », 12 → « CDVO12 »: initials without a digit, so that two numbers never meet."""
    words = re.findall(r"[A-Z]+", sepa_text(name).upper().replace("'", " "))
    initials = "".join(word[0] for word in words)[:LETTERS]
    return f"{initials or 'M'}{number}"


def batch_reference(code: str, number: int) -> str:
    """« CDVO12-L000003 »."""
    return f"{code}-L{number:06}"


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
