"""The library: sheets of our own writing, by what they serve; those of other structures that one may take up."""

from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.kernel import BadInput
from maillage.legislation import Sheet, professions_by_key
from maillage.project.queries.missions import groups_of
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sheets of a mission or an axis."""

    label: str
    sheets: tuple[Sheet, ...]


def shelves(structure: Structure, *, on: date) -> list[Shelf]:
    """Those that suit its form, each on the first shelf that it names; empty for a form that the law has no more."""
    try:
        known = legislation.sheets(structure.form)
    except BadInput:
        return []
    left, found = list(known), []
    for group in groups_of(structure, on=on):
        here = tuple(each for each in left if not group.key or group.key in each.under(structure.form))
        left = [each for each in left if each not in here]
        if here:
            found.append(Shelf(group.label if group.key else "Toutes", here))
    return found


def sheet_for(structure: Structure, key: str) -> Sheet | None:
    """None when there is none of that name, or when it is not for this form."""
    try:
        found: Sheet = legislation.sheet(key)
    except BadInput:
        return None
    return found if structure.form in found.forms else None


def roles_of(sheet: Sheet) -> list[tuple[str, str]]:
    trades = professions_by_key()
    return [
        (trades[each.profession].label if each.profession in trades else each.profession, each.say)
        for each in sheet.roles
    ]


def indicators_named(sheet: Sheet) -> list[str]:
    return [legislation.indicator(key).label for key in sheet.indicators]
