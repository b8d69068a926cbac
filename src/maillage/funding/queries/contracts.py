"""Contracts of a structure, as the law room reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from maillage import legislation
from maillage.funding.enums import ContractKind
from maillage.funding.models import Contract, ContractMission
from maillage.kernel import Answer
from maillage.structures.models import Structure

#: Contract years of an agreement.
YEARS = range(1, 6)


def contracts_of(structure: Structure) -> QuerySet[Contract]:
    """All of its legal persons, with their annex, what they plan and what came."""
    return (
        Contract.objects.filter(legal_person__structure=structure)
        .select_related("legal_person")
        .prefetch_related("missions__years", "planned", "receipts", "avenants")
    )


def has_calendar(contract: Contract, form: str) -> bool:
    """Whether the law room says when it pays: the agreement of a CPTS."""
    return contract.kind == ContractKind.ACI and form == "cpts"


def missions_known() -> tuple[legislation.Mission, ...]:
    """Every mission of the agreement of CPTS, of today and of before."""
    return tuple(legislation.missions("cpts", on=date.max))


def read(contract: Contract, missions: Iterable[ContractMission] | None = None) -> legislation.Contract:
    """As the law room reads it. Raises BadInput for one that cannot be."""
    annex = list(contract.missions.all() if missions is None else missions)
    return legislation.read_contract(
        {
            "signed": contract.signed_on,
            "population": contract.population,
            "size": contract.size,
            "prorata": contract.prorata or None,
            "start_year_prorated": contract.start_year_prorated,
            "missions": [mission_in(each) for each in annex] or None,
        }
    )


def mission_in(given: ContractMission) -> dict[str, object]:
    """A mission of an annex, its three rows of years, and one indicator for all of its results."""
    by_number = {each.number: each for each in given.years.all()}

    def row(name: str) -> list[Decimal | None]:
        return [getattr(by_number.get(number), name, None) for number in YEARS]

    return {
        "key": given.mission,
        "start": given.starts_on,
        "fixed": row("fixed"),
        "variable": row("variable"),
        "indicators": [{"weight": 1, "rate": row("rate")}],
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum of the annex that is not what the law room reads: shown, never refused."""

    mission: str
    year: int
    part: str  # « part fixe »
    written: Answer
    known: Answer


def differences(contract: Contract) -> Iterator[Difference]:
    """Where the annex and the agreement say otherwise, for the sums that the agreement bounds. Raises BadInput."""
    signed = read(contract)
    if signed.missions is None:
        return
    bare = tuple(each.model_copy(update={"fixed": (), "variable": ()}) for each in signed.missions)
    written = legislation.entitlements(signed)
    known = legislation.entitlements(signed.model_copy(update={"missions": bare}))
    for ours, theirs in zip(written, known, strict=True):
        for one, other in zip(ours.missions, theirs.missions, strict=True):
            for part, words in (("fixed", "part fixe"), ("variable", "part variable")):
                said, bounds = getattr(one, part), getattr(other, part)
                if differs(said, bounds):
                    yield Difference(one.label, ours.number, words, said, bounds)


def differs(written: Answer, known: Answer) -> bool:
    """Whether what is certain of one is out of the bounds of the other."""
    if written.value is None:
        return False
    is_below = known.low is not None and written.value < known.low
    is_above = known.high is not None and written.value > known.high
    return is_below or is_above
