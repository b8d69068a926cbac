"""Balanced entries, and what the books of a year say: balance, result, return by mission, opening of the next year."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from maillage.funding.rules.amounts import in_cents
from maillage.funding.types.books import AccountBalance, Entry, IncomeStatement, Line, MissionReturn
from maillage.funding.types.money import ZERO
from maillage.kernel import BadInput, date_in_french, euros

#: First digits of accounts: what stays from a year to the next, charges, products, what volunteers give.
CARRIED, CHARGES, PRODUITS, GIVEN = frozenset("12345"), "6", "7", "8"
GIVEN_CHARGES = "86"  # its other side is 87
#: Three digits, then what a structure adds to its own accounts.
_ACCOUNT = re.compile(r"[1-8][0-9]{2}[0-9A-Z-]{0,17}")


def is_account(number: str) -> bool:
    """Whether it may be the number of an account."""
    return _ACCOUNT.fullmatch(number) is not None


def judge(entry: Entry) -> Entry:
    """The same entry. Raises BadInput when it may not be written: unbalanced, empty, of an account that is none."""
    named = f"L’écriture « {entry.label} »"
    if not entry.label.strip():
        raise BadInput("Une écriture a un libellé : dites ce qu’elle constate.", field="label")
    if len(entry.lines) < 2:
        raise BadInput(f"{named} a moins de deux lignes : un débit et un crédit au moins.", field="lines")
    for line in entry.lines:
        _judge_line(line, named)
    gap = sum((line.balance for line in entry.lines), ZERO)
    if gap:
        side, other = ("débit", "crédit") if gap > 0 else ("crédit", "débit")
        raise BadInput(
            f"{named} n’est pas équilibrée : il manque {euros(abs(gap))} au {other} pour autant de {side}.",
            field="lines",
        )
    return entry


def reversal(entry: Entry, *, number: int, on: date) -> Entry:
    """The entry that undoes one, line by line: its amounts change sides, so that no cent goes elsewhere.

    Raises BadInput when `on` is before what it undoes, which is then still in its place.
    """
    if on < entry.on:
        raise BadInput(
            f"L’extourne serait avant l’écriture, du {date_in_french(entry.on)} : donnez un jour qui la suit.",
            field="on",
        )
    lines = tuple(
        replace(line, debit=line.credit, credit=line.debit, letter="", lettered_on=None)
        for line in entry.lines
    )
    return Entry(
        number,
        entry.journal,
        on,
        f"Extourne : {entry.label}",
        lines,
        piece=entry.piece,
        piece_on=entry.piece_on,
        reverses=entry.number,
    )


def may_change(entry: Entry) -> bool:
    """Whether an entry may still be written otherwise: validated, one reverses it instead."""
    return entry.validated_on is None


def to_reverse(entries: Sequence[Entry], number: int) -> Entry:
    """The entry of that number, when it may be reversed. Raises BadInput when it is absent, or reversed already."""
    found = next((entry for entry in entries if entry.number == number), None)
    if found is None:
        raise BadInput(f"L’écriture n° {number} n’existe pas dans cet exercice.", field="number")
    by = next((entry.number for entry in entries if entry.reverses == number), None)
    if by is not None:
        raise BadInput(f"L’écriture n° {number} est déjà extournée par la n° {by}.", field="number")
    return found


def balance(entries: Iterable[Entry], *, until: date | None = None) -> list[AccountBalance]:
    """Sums of each account in the order of their numbers, to a day included."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for entry in entries:
        if until is None or entry.on <= until:
            for line in entry.lines:
                debit, credit = sums.get(line.account, (ZERO, ZERO))
                sums[line.account] = debit + line.debit, credit + line.credit
    return [AccountBalance(account, *sums[account]) for account in sorted(sums)]


def income_statement(entries: Iterable[Entry]) -> IncomeStatement:
    """Charges and products of the entries of a year."""
    sides: dict[str, dict[str, Decimal]] = {
        "charges": {},
        "produits": {},
        "given_charges": {},
        "given_produits": {},
    }
    for line in _lines(entries):
        if side := _side(line.account):
            amount = line.balance if side.endswith("charges") else -line.balance
            post = line.account[:2]
            sides[side][post] = sides[side].get(post, ZERO) + amount
    return IncomeStatement(**{side: dict(sorted(posts.items())) for side, posts in sides.items()})


def by_mission(entries: Iterable[Entry]) -> list[MissionReturn]:
    """Charges and products of each mission, then of none: together, those of the income statement."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for line in _lines(entries):
        side = _side(line.account)
        if side in {"charges", "produits"}:
            charges, produits = found.get(line.mission, (ZERO, ZERO))
            if side == "charges":
                charges += line.balance
            else:
                produits -= line.balance
            found[line.mission] = charges, produits
    order = sorted(found, key=lambda mission: (not mission, mission))
    return [MissionReturn(mission, *found[mission]) for mission in order]


def opening(
    entries: Sequence[Entry], *, number: int, journal: str, on: date, excedent: str, deficit: str
) -> Entry | None:
    """The *à-nouveaux*: what each account of the balance sheet holds at the end of a year, carried to the next.

    The result goes to the account of the *excédent* or of the *déficit*, as its accountant numbers them. None when
    there is nothing to carry.
    """
    held = {each.account: each.balance for each in balance(entries) if each.account[0] in CARRIED}
    result = income_statement(entries).result
    if result:
        account = excedent if result > 0 else deficit
        held[account] = held.get(account, ZERO) - result
    lines = tuple(_on_its_side(account, amount) for account, amount in sorted(held.items()) if amount)
    if not lines:
        return None
    return judge(Entry(number, journal, on, "À-nouveaux", lines, piece="AN", piece_on=on))


def _on_its_side(account: str, amount: Decimal) -> Line:
    return Line(account, debit=amount) if amount > 0 else Line(account, credit=-amount)


def _judge_line(line: Line, named: str) -> None:
    if not is_account(line.account):
        raise BadInput(
            f"{named} : « {line.account} » n’est pas un compte. Il commence par trois chiffres, dont la classe de 1 à 8.",
            field="lines",
        )
    sides = in_cents(line.debit), in_cents(line.credit)
    if min(sides) < 0 or bool(sides[0]) == bool(sides[1]):
        raise BadInput(
            f"{named} : le compte {line.account} porte un débit ou un crédit, l’un des deux, au-dessus de zéro.",
            field="lines",
        )


def _lines(entries: Iterable[Entry]) -> Iterator[Line]:
    return (line for entry in entries for line in entry.lines)


def _side(account: str) -> str:
    """Where an account stands in an income statement; empty when it does not."""
    if account.startswith(GIVEN):
        return "given_charges" if account.startswith(GIVEN_CHARGES) else "given_produits"
    return {CHARGES: "charges", PRODUITS: "produits"}.get(account[0], "")
