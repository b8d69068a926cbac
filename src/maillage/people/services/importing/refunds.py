"""Orders given back: a line « Remboursé » ends the fee that was paid by the same person for that day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel import date_in_french, euros
from maillage.people.models import Fee, ImportedChange, MemberImport
from maillage.people.services.importing.matching import Cards
from maillage.people.services.importing.rows import Line, Options
from maillage.structures.models import Structure

#: What an ImportedChange says it changed; `after` is the number of the fee.
REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Refund:
    """A fee that was paid, and that the line of an order gives back."""

    line: int
    fee: Fee
    person: int  # whose fee it is

    @property
    def sentence(self) -> str:
        """For the page that shows what the list would do."""
        fee = self.fee
        return (
            f"Ligne {self.line} : la cotisation de {fee.who} ({euros(fee.amount)}, du {date_in_french(fee.since)} au "
            f"{date_in_french(fee.last_day)}) est notée remboursée. Son reçu reste dans l’historique."
        )


def refunds(structure: Structure, known: Cards, lines: Sequence[Line], options: Options) -> Iterator[Refund]:
    """Those that are certain: one card, one fee that was paid for the day of the order. Each fee is given back once."""
    if not lines:
        return
    paid: dict[int | None, list[Fee]] = {}
    for fee in Fee.objects.filter(
        person__structure=structure, payment__isnull=False, refunded_on=None
    ).select_related("person"):
        paid.setdefault(fee.person_id, []).append(fee)
    for line in lines:
        card, day = known.match(line.columns).card, line.since or options.since
        if card is None or day is None:
            continue
        held = paid.get(card.pk, [])
        meant = [fee for fee in held if fee.since <= day < fee.until]
        if len(meant) == 1:
            held.remove(meant[0])
            yield Refund(line.line, meant[0], card.pk)


def write_refunds(batch: MemberImport, found: Iterable[Refund], *, on: date) -> None:
    """They count for nobody from that day; the payment and its receipt stay."""
    given_back = list(found)
    Fee.objects.filter(pk__in=[each.fee.pk for each in given_back]).update(refunded_on=on)
    ImportedChange.objects.bulk_create(
        ImportedChange(batch=batch, person_id=each.person, column=REFUND, after=str(each.fee.pk))
        for each in given_back
    )


def take_back_refunds(batch: MemberImport) -> int:
    """The import is undone: what it said given back is paid again. How many."""
    given_back = batch.changes.filter(column=REFUND)
    numbers = [int(change.after) for change in given_back]
    given_back.delete()
    return Fee.objects.filter(pk__in=numbers, refunded_on__gte=batch.on).update(refunded_on=None)
