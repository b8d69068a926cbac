"""Payments found again in a statement: by their own reference, by that of their batch, by its total and its day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import timedelta
from decimal import Decimal

from maillage.funding.types.money import ZERO
from maillage.funding.types.settling import Settled, Settlement
from maillage.funding.types.statements import StatementLine
from maillage.funding.types.transfers import Batch, Payment
from maillage.kernel import with_no_break_spaces

#: Days within which a bank books a batch after its execution.
LATEST = timedelta(days=5)
#: Codes of ISO 20022 that banks give to what comes back.
REASONS = {
    "AC01": "numéro de compte faux",
    "AC04": "compte clos",
    "AC06": "compte bloqué",
    "AG01": "virement interdit sur ce compte",
    "MD07": "titulaire décédé",
    "MS03": "raison que la banque ne dit pas",
}
UNSAID = "MS03"


def settled(lines: Sequence[StatementLine], batches: Sequence[Batch]) -> Settled:
    """What was executed and what came back, of batches sent. A line that is only partly known is left whole.

    A return has the sign of money that comes in, and the reference of its payment: its reason never changes the sign.
    Two batches that one line may settle settle nothing.
    """
    payments = {payment.reference: payment for batch in batches for payment in batch.payments}
    references = {batch.reference for batch in batches}
    by_total: defaultdict[Decimal, list[Batch]] = defaultdict(list)
    for each in batches:
        by_total[sum((payment.amount for payment in each.payments), ZERO)].append(each)
    found: list[Settlement] = []
    left: list[StatementLine] = []
    done: set[str] = set()  # batches that a line settled whole
    for line in lines:
        told = list(_by_reference(line, payments))
        if line.details and len(told) == len(line.details):
            found += told
            continue
        alike = [each for each in by_total[-line.amount] if each.reference not in done]
        batch = None if line.details else _batch_of(line, alike, references - done)
        if batch is None:
            left.append(line)
            continue
        done.add(batch.reference)
        found += [Settlement(payment, line) for payment in batch.payments]
    return Settled(tuple(found), tuple(left))


def _by_reference(line: StatementLine, payments: Mapping[str, Payment]) -> Iterator[Settlement]:
    for detail in line.details:
        payment = payments.get(detail.end_to_end)
        if payment and detail.amount == -payment.amount:
            yield Settlement(payment, line)
        elif payment and detail.amount == payment.amount:
            code = detail.returned or UNSAID
            yield Settlement(
                payment, line, code, with_no_break_spaces(f"Rejeté : {REASONS.get(code, code)}.")
            )


def _batch_of(line: StatementLine, alike: Sequence[Batch], references: Set[str]) -> Batch | None:
    """The one that the line names, of the same total; else the only one of that total, booked within days of its own.

    `alike` are those of that total, `references` are of all that are left: a line that names another is not of this one.
    """
    named = [batch for batch in alike if line.batch == batch.reference]
    close = [batch for batch in alike if batch.executes_on <= line.booked <= batch.executes_on + LATEST]
    fitting = named or ([] if line.batch in references else close)
    return fitting[0] if len(fitting) == 1 else None
