"""The chart of accounts: proposed once, then the structure's own."""

import re
from dataclasses import dataclass

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import AccountUse
from maillage.funding.models import Account, BankAccount
from maillage.funding.rules.books import is_account
from maillage.funding.rules.chart import BANK, bank_number, chart_of
from maillage.funding.services.books.writing import locked
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson

#: Accounts of a chart, on one page.
MOST = 300


@dataclass(frozen=True, slots=True)
class GivenAccount:
    number: str
    label: str
    use: str = ""


def propose(person: LegalPerson) -> None:
    """Under the lock: what its kind usually needs, then its accounts at the bank. A chart that exists stays as it is."""
    if not person.accounts.exists():
        proposed = chart_of(person.kind)
        Account.objects.bulk_create(
            Account(legal_person=person, number=each.number, label=each.label, use=each.use)
            for each in proposed
        )
    add_banks(person)


def add_banks(person: LegalPerson) -> None:
    """Under the lock: each account at the bank has one in the chart, if there is a chart."""
    if not person.accounts.exists():
        return
    taken = set(person.accounts.filter(number__startswith=BANK).values_list("number", flat=True))
    for bank in BankAccount.objects.filter(legal_person=person, account=None).order_by("pk"):
        number = next(name for rank in range(MOST) if (name := bank_number(rank)) not in taken)
        taken.add(number)
        person.accounts.create(number=number, label=bank.label, bank=bank)


@transaction.atomic
def add_account(person: LegalPerson, given: GivenAccount, *, by: User) -> Account:
    """The same number and label again is the same account. Raises BadInput."""
    structure = locked(person)
    number = _number(given.number)
    if known := person.accounts.filter(number=number).first():
        if known.label == given.label:
            return known
        raise BadInput(f"Le compte {number} est déjà au plan : « {known.label} ».", field="number")
    if person.accounts.count() >= MOST:
        raise BadInput("Trois cents comptes sont déjà au plan : c’est trop pour une page.")
    _free(person, given.use, None)
    made = person.accounts.create(number=number, label=given.label, use=given.use)
    record(f"Plan de comptes : {made} ajouté.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def change_account(account: Account, given: GivenAccount, *, by: User) -> Account:
    """Raises BadInput: what a validated entry names keeps its number and its label."""
    person = account.legal_person
    structure = locked(person)
    kept = Account.objects.get(pk=account.pk)
    number = _number(given.number)
    is_renamed = (number, given.label) != (kept.number, kept.label)
    if is_renamed and kept.lines.exclude(entry__validated_on=None).exists():
        raise BadInput(
            f"Une écriture validée nomme le compte {kept.number} : il garde son numéro et son intitulé. "
            "Ajoutez un autre compte pour la suite.",
            field="number",
        )
    if person.accounts.filter(number=number).exclude(pk=kept.pk).exists():
        raise BadInput(f"Le compte {number} est déjà au plan.", field="number")
    _free(person, given.use, kept)
    before = str(kept)
    kept.number, kept.label, kept.use = number, given.label, given.use
    kept.save(update_fields=["number", "label", "use"])
    if is_renamed:
        record(f"Plan de comptes : {before} devient {kept}.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def drop_account(account: Account, *, by: User) -> None:
    """Raises BadInput for an account that an entry names, or that holds an account at the bank."""
    structure = locked(account.legal_person)
    kept = Account.objects.filter(pk=account.pk).first()
    if kept is None:
        return
    if kept.bank_id or kept.lines.exists():
        raise BadInput(f"Le compte {kept.number} sert : des écritures, ou la banque, le nomment.")
    record(f"Plan de comptes : {kept} retiré.", by=by.pk, subject=structure.pk)
    kept.delete()


def _number(text: str) -> str:
    number = re.sub(r"\s", "", text).upper()
    if not is_account(number):
        raise BadInput(
            f"« {number} » n’est pas un numéro de compte : trois chiffres au moins, le premier de 1 à 8, puis ce que "
            "vous voulez de chiffres et de lettres.",
            field="number",
        )
    return number


def _free(person: LegalPerson, use: str, kept: Account | None) -> None:
    """A use goes from the account that had it to the one that takes it."""
    if use:
        held = person.accounts.filter(use=AccountUse(use))
        (held.exclude(pk=kept.pk) if kept else held).update(use="")
