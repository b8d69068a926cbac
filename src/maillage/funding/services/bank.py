"""An account, and the lines of a bank kept once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import BankAccount, BankLine
from maillage.funding.queries.statements import account_for, foreseen
from maillage.funding.rules.reconciling import fingerprint
from maillage.funding.rules.statements import read_statement
from maillage.funding.rules.transfers.accounts import iban
from maillage.funding.services.books.chart import add_banks
from maillage.funding.services.locking import lock
from maillage.funding.types.bank import Foresight
from maillage.funding.types.statements import Detail, StatementFile
from maillage.kernel import BadInput, plural
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries import sent_before

#: Accounts of a structure, on one page; rows written by one query.
MOST, AT_ONCE = 30, 500


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """`opening` euros at the end of the day `opened_on`: lines come after it."""

    label: str
    iban: str
    opening: Decimal
    opened_on: date


@transaction.atomic
def open_account(person: LegalPerson, given: GivenAccount, *, key: UUID, by: User | None) -> BankAccount:
    """The same form sent twice writes one. Raises BadInput for an IBAN that is none, or that is there already."""
    structure = lock(person.structure)
    if made := sent_before(person.bank_accounts, key):
        return made
    compact = iban(given.iban)
    if person.bank_accounts.filter(iban=compact).exists():
        raise BadInput("Ce compte est déjà noté : ouvrez-le dans la liste.", field="iban")
    if BankAccount.objects.filter(legal_person__structure=structure).count() >= MOST:
        raise BadInput("Trente comptes sont déjà notés : c’est trop pour une page.")
    made = person.bank_accounts.create(
        label=given.label, iban=compact, opening=given.opening, opened_on=given.opened_on, key=key
    )
    add_banks(person)
    record(f"Compte bancaire noté : {made.label}.", by=by.pk if by else None, subject=structure.pk)
    return made


@dataclass(frozen=True, slots=True)
class Kept:
    """What an import did: how many lines it kept, and what it saw."""

    count: int
    seen: Foresight


@transaction.atomic
def keep(
    account: BankAccount,
    found: StatementFile,
    *,
    others: Collection[int] = (),
    by: User | None,
    on: date,
    through: str = "",
) -> Kept:
    """Keep the lines of a file that are new, at once or not at all; the same file again keeps none.

    `others` are ranks of near lines (in `matches.near`) that a person said to be other movements; `through`, what the trail
    adds when nobody did it (« par la clé… »). Raises BadInput.
    """
    structure = lock(account.legal_person.structure)
    seen = foreseen(structure, account, found, on=on)
    near = [line for rank, (line, _) in enumerate(seen.matches.near) if rank in others]
    new = sorted([*seen.matches.new, *near], key=lambda line: line.booked)
    prints = [fingerprint(line) for line in new]
    held = Counter(
        BankLine.objects.filter(account=account, fingerprint__in=prints).values_list("fingerprint", flat=True)
        if len(prints) <= AT_ONCE
        else BankLine.objects.filter(account=account).values_list("fingerprint", flat=True)
    )
    rows = []
    for line, print_ in zip(new, prints, strict=True):
        rows.append(
            BankLine(
                account=account, booked_on=line.booked, value_on=line.value, label=line.label, amount=line.amount,
                reference=line.reference, balance=line.balance, fingerprint=print_, rank=held[print_],
                imported_from=found.name[:120], batch=line.batch[:70], details=[kept_of(each) for each in line.details],
            )
        )  # fmt: skip
        held[print_] += 1
    BankLine.objects.bulk_create(rows, batch_size=AT_ONCE)
    if rows:
        said = f"{account.label} : {plural(len(rows), 'ligne gardée', 'lignes gardées')} du relevé {found.name[:80]}{through}."
        record(said, by=by.pk if by else None, subject=structure.pk)
    return Kept(len(rows), seen)


def take_in(
    structure: Structure,
    name: str,
    content: bytes,
    pk: int | None,
    *,
    dry_run: bool,
    on: date,
    through: str = "",
) -> Kept:
    """What another program gives of a bank, for account `pk` or the only one that fits: seen, and kept unless `dry_run`.

    Raises BadInput for a file that is no statement, an account that is not there, several that fit.
    """
    found = read_statement(name, content, on=on)
    account = account_for(structure, found, pk)
    if dry_run:
        return Kept(0, foreseen(structure, account, found, on=on))
    if account is None:
        raise BadInput(
            "Cette structure n’a pas de compte : notez-le d’abord dans Argent, Banque.", field="account"
        )
    return keep(account, found, by=None, on=on, through=through)


def kept_of(detail: Detail) -> dict[str, str]:
    """What finds a transfer of ours again; neither the name nor the account of another."""
    return {
        "amount": str(detail.amount),
        "reference": detail.end_to_end[:35],
        "returned": detail.returned[:35],
    }
