"""What each *avenant* of a contract changes, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.models import Avenant, Contract
from maillage.funding.queries.contracts import missions_known, versions_of
from maillage.funding.rules.annex import changed
from maillage.funding.types.annex import Changed
from maillage.kernel import date_in_french, euros, integer

WORDS = {
    "ends_on": "Dernier jour",
    "population": "Population",
    "size": "Taille",
    "starts_on": "démarre le",
    "fixed": "part fixe",
    "variable": "part variable",
}
#: Of what nobody wrote.
UNSAID = "non dit"


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """« Prévention, année 2, part fixe » : what was in force, what is."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AvenantTold:
    """An avenant, the `number`th of its contract in order of effect, and what it changes."""

    number: int
    avenant: Avenant
    changes: Sequence[ChangeTold]


def avenants_told(contract: Contract) -> Iterator[AvenantTold]:
    labels = {each.key: each.label for each in missions_known()}
    versions = [terms for _, terms in versions_of(contract)]
    for rank, avenant in enumerate(contract.avenants.all()):
        changes = [
            told(each, labels.get(each.mission, each.mission))
            for each in changed(versions[rank], versions[rank + 1])
        ]
        yield AvenantTold(rank + 1, avenant, changes)


def told(each: Changed, mission: str) -> ChangeTold:
    year = f"année {each.year}" if each.year else ""
    what = ", ".join(part for part in (mission, year, WORDS[each.part]) if part)
    return ChangeTold(what, in_words(each.part, each.before), in_words(each.part, each.after))


def in_words(part: str, value: Decimal | date | int | None) -> str:
    if value is None:
        return UNSAID
    if isinstance(value, date):
        return date_in_french(value)
    if isinstance(value, Decimal):
        return euros(value)
    return integer(value) if part == "population" else str(value)
