"""Contracts of a structure, as the law room reads them."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import QuerySet

from maillage import legislation
from maillage.funding.enums import ContractKind, ContractPaperKind
from maillage.funding.models import (
    AnnexYear,
    Avenant,
    Contract,
    ContractMission,
    ContractPaper,
    Indicator,
    PlannedPayment,
    Reached,
    Receipt,
)
from maillage.funding.rules import annex
from maillage.funding.rules.variable import weighing
from maillage.funding.types.annex import Change, MissionTerms, Terms
from maillage.funding.types.results import Measure
from maillage.kernel import Answer, add_months
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.hanging import hang
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import ProofPiece

#: Contract years of an agreement.
YEARS = range(1, 6)


def contracts_of(structure: Structure) -> QuerySet[Contract]:
    """All of its legal persons, with their annex, what they plan and what came."""
    return signed_by(structure).prefetch_related(
        "missions__years", "planned", "receipts", "avenants", "indicators__reached"
    )


def signed_by(structure: Structure) -> QuerySet[Contract]:
    """The contracts alone."""
    return Contract.objects.filter(legal_person__structure=structure).select_related("legal_person")


#: (what it hangs on: nothing for the contract, the list as that calls it, the key of the row).
HANGING = (
    ("", "missions", "contract"),
    ("", "planned", "contract"),
    ("", "receipts", "contract"),
    ("", "avenants", "contract"),
    ("", "indicators", "contract"),
    ("missions", "years", "contract_mission"),
    ("indicators", "reached", "indicator"),
)


def _whole(own: QuerySet[Contract]) -> tuple[QuerySet[Any], ...]:
    """Contracts, then what hangs on them, in the order of HANGING."""
    mine = own.order_by().values("pk")
    return (
        own,
        ContractMission.objects.filter(contract__in=mine),
        PlannedPayment.objects.filter(contract__in=mine),
        Receipt.objects.filter(contract__in=mine),
        Avenant.objects.filter(contract__in=mine),
        Indicator.objects.filter(contract__in=mine),
        AnnexYear.objects.filter(contract_mission__contract__in=mine),
        Reached.objects.filter(indicator__contract__in=mine),
    )


@prepared
def _all_whole(structure: Structure) -> tuple[QuerySet[Any], ...]:
    return _whole(signed_by(structure))


@dataclass(frozen=True, slots=True)
class Signed:
    """Contracts and what hangs on them, as lists to be read in one question, with others or alone."""

    own: QuerySet[Contract]
    #: One of HANGING → the list.
    hanging: Mapping[tuple[str, str, str], QuerySet[Any]]

    @classmethod
    def of(cls, structure: Structure, **only: Any) -> Self:
        """Those of a structure; `only`: of these, as a filter says."""
        own, *hanging = _whole(signed_by(structure).filter(**only)) if only else _all_whole(structure)
        return cls(own, dict(zip(HANGING, hanging, strict=True)))

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [self.own, *self.hanging.values()]

    def contracts(self) -> list[Contract]:
        """Whole, once the lists are read."""
        by_name = {name: rows for (_, name, _), rows in self.hanging.items()}
        for (under, name, key), rows in self.hanging.items():
            hang(by_name[under] if under else self.own, name, key, rows)
        return list(self.own)


def read_contracts(structure: Structure, *also: QuerySet[Any], **only: Any) -> list[Contract]:
    """The same, in one question, with other lists that are to be read."""
    signed = Signed.of(structure, **only)
    together(*signed.lists, *also)
    return signed.contracts()


def has_calendar(contract: Contract, form: str) -> bool:
    """Whether the law room says when it pays: the agreement of a CPTS."""
    return contract.kind == ContractKind.ACI and form == "cpts"


def missions_known() -> tuple[legislation.Mission, ...]:
    """Every mission of the agreement of CPTS, of today and of before."""
    return tuple(legislation.missions("cpts", on=date.max))


def signed_terms(contract: Contract) -> Terms:
    """What its paper gave on the day of its signature."""
    missions = {
        each.mission: terms_of(each, None) for each in contract.missions.all() if each.avenant_id is None
    }
    return Terms(contract.ends_on, contract.population, contract.size, missions)


def changes_of(contract: Contract) -> list[Change]:
    """Its avenants, in order of effect, numbered from one."""
    return [
        Change(number, each.effect_on, change_in(contract, each), each.pk)
        for number, each in enumerate(contract.avenants.all(), 1)
    ]


def change_in(contract: Contract, avenant: Avenant) -> Terms:
    given = {each.mission: terms_of(each, avenant.pk) for each in contract.missions.all()}
    missions = {key: each for key, each in given.items() if each != MissionTerms()}
    return Terms(avenant.ends_on, avenant.population, avenant.size, missions)


def terms_of(mission: ContractMission, avenant: int | None) -> MissionTerms:
    """What the annex says of a mission, or what an avenant says of it."""
    years = [each for each in mission.years.all() if each.avenant_id == avenant]
    return MissionTerms(
        mission.starts_on if mission.avenant_id == avenant else None,
        {each.number: each.fixed for each in years if each.fixed is not None},
        {each.number: each.variable for each in years if each.variable is not None},
    )


def versions_of(contract: Contract) -> list[tuple[date, Terms]]:
    """Since which day each reading of the annex holds, in order; the first, from ever."""
    return annex.versions(signed_terms(contract), changes_of(contract))


def terms_at(contract: Contract, on: date) -> Terms:
    return annex.in_force(signed_terms(contract), changes_of(contract), on=on)


def last_day(contract: Contract, terms: Terms, form: str) -> date | None:
    """The one that the paper says, else the one that the duration of an agreement gives; None: nobody knows."""
    if terms.ends_on or not has_calendar(contract, form):
        return terms.ends_on
    return year_days(contract)[YEARS[-1]][1]


def year_days(contract: Contract) -> dict[int, tuple[date, date]]:
    """Contract year → its first and its last day: anniversaries of the signature, a 29 February kept."""
    return {
        number: (
            add_months(contract.signed_on, 12 * (number - 1)),
            add_months(contract.signed_on, 12 * number) - timedelta(days=1),
        )
        for number in YEARS
    }


def read(contract: Contract, terms: Terms | None = None) -> legislation.Contract:
    """As the law room reads it, under these terms, else those that were signed. Raises BadInput for one that cannot be."""
    said = signed_terms(contract) if terms is None else terms
    results = {each.mission: each for each in contract.missions.all()} if contract.pk else {}
    return legislation.read_contract(
        {
            "signed": contract.signed_on,
            "population": said.population,
            "size": said.size,
            "prorata": contract.prorata or None,
            "start_year_prorated": contract.start_year_prorated,
            "missions": [mission_in(key, each, contract, results[key]) for key, each in said.missions.items()]
            or None,
        }
    )


def mission_in(
    key: str, terms: MissionTerms, contract: Contract, results: ContractMission
) -> dict[str, object]:
    """A mission of an annex, its sums by year, and what its indicators reached."""
    rates = {each.number: each.rate for each in results.years.all() if each.avenant_id is None}
    return {
        "key": key,
        "start": terms.starts_on,
        "fixed": [terms.fixed.get(number) for number in YEARS],
        "variable": [terms.variable.get(number) for number in YEARS],
        "indicators": weighing(measures_of(contract, key), rates),
    }


def measures_of(contract: Contract, mission: str) -> list[Measure]:
    """The indicators of a mission, with what they reached each year."""
    return [
        Measure(
            each.name, None if each.weight is None else each.weight / 100,
            {one.number: one.rate for one in each.reached.all() if one.rate is not None},
        )
        for each in contract.indicators.all() if each.mission == mission
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum of the annex that is not what the law room reads: shown, never refused."""

    mission: str
    year: int
    part: str  # « part fixe »
    written: Answer
    known: Answer


def differences(contract: Contract) -> Iterator[Difference]:
    """Where the annex in force at the end of a year and the agreement say otherwise, for the sums that the agreement bounds. Raises BadInput."""
    days, versions = year_days(contract), versions_of(contract)
    for rank, (since, terms) in enumerate(versions):
        until = versions[rank + 1][0] if rank + 1 < len(versions) else date.max
        numbers = {number for number, (_, last) in days.items() if since <= last < until}
        if terms.missions and numbers:
            yield from _differences(read(contract, terms), numbers)


def _differences(signed: legislation.Contract, numbers: Container[int]) -> Iterator[Difference]:
    bare = tuple(each.model_copy(update={"fixed": (), "variable": ()}) for each in signed.missions or ())
    written = legislation.entitlements(signed)
    known = legislation.entitlements(signed.model_copy(update={"missions": bare}))
    for ours, theirs in zip(written, known, strict=True):
        if ours.number not in numbers:
            continue
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


def pieces(structure: Structure) -> Iterator[ProofPiece]:
    """What was signed or notified of its contracts."""
    rows = ContractPaper.objects.filter(contract__legal_person__structure=structure)
    for each in rows.select_related("file", "contract"):
        title = f"{ContractPaperKind(each.kind).label}, {each.contract.name}"
        yield ProofPiece("Contrats", title, each.dated_on, each.file)
