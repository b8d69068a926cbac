"""A bank file against the lines that are kept: what an import would do, before anything is written."""

from dataclasses import replace
from datetime import date

from maillage.funding.models import BankAccount, BankLine
from maillage.funding.queries.bank import accounts_of
from maillage.funding.queries.settling import answers
from maillage.funding.rules.reconciling import number_in, of_account
from maillage.funding.rules.statements.doubles import matched
from maillage.funding.types.bank import Foresight
from maillage.funding.types.money import MOST as LARGEST
from maillage.funding.types.statements import StatementFile, StatementLine
from maillage.kernel import BadInput, date_in_french, euros, plural, visible, with_no_break_spaces
from maillage.structures.models import Structure
from maillage.tables import RowFate

#: Lines of a file: several years of a large structure.
MOST = 10_000


def foreseen(
    structure: Structure, account: BankAccount | None, found: StatementFile, *, on: date
) -> Foresight:
    """Without an account, every line of the file is new. Raises BadInput for another account, or too many lines."""
    lines, left = _lines(account, found)
    if len(lines) > MOST:
        raise BadInput(
            "Ce relevé a plus de dix mille lignes : exportez une période plus courte.", field="file"
        )
    fates = {id(line): fate for line in lines if (fate := _refused(line, account))}
    kept = [line for line in lines if id(line) not in fates]
    matches = matched(known(account, kept) if account else (), kept)
    proposals = answers(structure, account, matches.new, on=on)
    notes = [*found.notes, *left]
    return Foresight(kept, matches, proposals, [*found.lost, *fates.values()], notes)


def account_for(structure: Structure, found: StatementFile, pk: int | None) -> BankAccount | None:
    """The account that is asked for, else the only one that the file may be of; None while the structure has none.

    Raises BadInput for an account that is not there, and when several may be meant.
    """
    accounts = list(accounts_of(structure))
    if pk is not None:
        asked = next((each for each in accounts if each.pk == pk), None)
        if asked is None:
            raise BadInput(f"La structure n’a pas de compte numéro {pk}.", field="account")
        return asked
    told = [number for each in found.statements for number in [number_in(each.account)] if number]
    named = [each for each in accounts if any(number in each.iban for number in told)]
    fitting = named or accounts
    if len(fitting) > 1:
        choices = ", ".join(f"{each.pk} ({each.label})" for each in fitting)
        raise BadInput(
            f"Plusieurs comptes conviennent : {choices}. Dites lequel par son numéro (account).",
            field="account",
        )
    return fitting[0] if fitting else None


def _lines(account: BankAccount | None, found: StatementFile) -> tuple[list[StatementLine], list[str]]:
    """Those of the account, each with its number for name; what is left aside, in French."""
    if account is None:
        return [line for each in found.statements for line in each.lines], []
    named = of_account(account.iban, account.label, [each.account for each in found.statements] or [""])
    mine = [each for each in found.statements if each.account in named]
    lines = [
        replace(
            line,
            account=str(account.pk),
            label=visible(line.label).strip(),
            reference=visible(line.reference).strip(),
        )
        for each in mine
        for line in each.lines
    ]
    others, pending = len(found.statements) - len(mine), sum(len(each.pending) for each in mine)
    notes = []
    if others:
        notes.append(f"{plural(others, 'autre compte')} dans ce fichier : laissé de côté.")
    if pending:
        notes.append(
            f"{plural(pending, 'ligne annoncée', 'lignes annoncées')} : la banque ne les a pas encore comptées."
        )
    return lines, [with_no_break_spaces(note) for note in notes]


def known(account: BankAccount, read: list[StatementLine]) -> list[StatementLine]:
    """The lines kept of the days that a file speaks of."""
    if not read:
        return []
    days = [line.booked for line in read]
    held = BankLine.objects.filter(account=account, booked_on__range=(min(days), max(days)))
    return [
        StatementLine(
            str(account.pk), each.booked_on, each.amount, each.label, value=each.value_on, reference=each.reference,
            balance=each.balance,
        )
        for each in held.order_by("booked_on", "pk")
    ]  # fmt: skip


def _refused(line: StatementLine, account: BankAccount | None) -> RowFate | None:
    """Why a line that was read is not to be kept; None for one that is."""
    why = ""
    if account and line.booked <= account.opened_on:
        why = f"Du {date_in_french(line.booked)} : le solde de départ du compte la contient déjà."
    elif abs(line.amount) > LARGEST:
        why = "Ce montant est trop grand pour être vrai."
    return (
        RowFate(line.line, f"{line.label}, {euros(line.amount)}", why=with_no_break_spaces(why))
        if why
        else None
    )


def as_json(seen: Foresight, kept: int) -> dict[str, object]:
    """For a machine. `kept`: how many lines were, none for who only looks. `near` lines may be the same as one kept: a
    person says it, on the page."""
    return {
        "kept": kept,
        "lines": len(seen.lines),
        "matched": seen.matched,
        "doubles": seen.doubles,
        "unknown": seen.unknown,
        "near": len(seen.matches.near),
        "refused": [each.as_json() for each in seen.refused],
        "notes": list(seen.notes),
    }
