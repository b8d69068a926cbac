"""How fast the law answers: its tree, one answer, a thousand contracts beside OpenFisca-Core on the same values."""

import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable, config

from maillage import legislation
from maillage.kernel import add_months
from maillage.legislation import Contract, read_contract

STRUCTURES, YEARS, RUNS = 1000, 5, 5
MISSIONS = [mission.key for mission in legislation.missions("cpts", on=date.max)]
LOADING = """
import time
from maillage import legislation
start = time.process_time()
legislation.rules()
print(time.process_time() - start)
"""


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim)."""
    loaded = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, check=True, text=True
    ).stdout
    yield (
        f"the tree, {len(legislation.rules())} values of the law, loaded",
        f"{float(loaded):.2f} s",
        "≤ 0.3 s",
    )

    known = contracts()
    one = fastest(lambda: legislation.entitlements(known[0], years=1))
    yield "one contract year of six missions, with its trace", f"{one * 1000:.1f} ms", "≤ 5 ms"
    calendar = fastest(lambda: legislation.payments(known[0]))
    yield "the calendar of its five years, each payment with its trace", f"{calendar * 1000:.0f} ms", "—"

    ours = fastest(lambda: totals_of(known))
    system = openfisca_system()
    theirs = fastest(lambda: openfisca_totals(system, known))
    work = f"{STRUCTURES} contracts × {YEARS} years × {len(MISSIONS)} missions, any day"
    beside = f"OpenFisca-Core, by day of signature: {theirs:.2f} s"
    yield work, f"{ours:.2f} s", "≤ 1 s", beside, f"× {ours / theirs:.2f}"
    alike = totals_of(known) == openfisca_totals(system, known)
    yield "  … the same totals, to the cent", "yes" if alike else "NO", "yes"


def totals_of(known: list[Contract]) -> list[list[Decimal | None]]:
    """What each contract year is due, found as a page finds it."""
    return [[year.total.value for year in legislation.entitlements(contract)] for contract in known]


def contracts() -> list[Contract]:
    """Contracts told in full, each with its own day of signature, amounts, starts and rates; always the same."""
    chance = random.Random(2019)  # noqa: S311 — an example, not a secret
    return [read_contract(written(chance)) for _ in range(STRUCTURES)]


def written(chance: random.Random) -> dict[str, Any]:
    signed = date(2022, 10, 1) + timedelta(days=chance.randrange(1200))
    if (signed.month, signed.day) == (2, 29):  # OpenFisca's years of such a day do not follow one another
        signed += timedelta(days=1)
    missions = [
        {
            "key": key,
            "start": signed + timedelta(days=chance.randrange(600)),
            "fixed": Decimal(chance.randrange(10_000_00, 60_000_00)) / 100,
            "variable": Decimal(chance.randrange(10_000_00, 60_000_00)) / 100,
            "indicators": [
                {"weight": weight, "rate": Decimal(chance.randrange(101)) / 100} for weight in ("0.4", "0.6")
            ],
        }
        for key in MISSIONS
    ]
    population = chance.choice([8_500, 48_277, 82_095, 200_000])
    return {
        "signed": signed,
        "population": population,
        "prorata": "days",
        "start_year_prorated": True,
        "missions": missions,
    }


def fastest(work: Callable[[], object]) -> float:
    """Seconds of processor, the median of a few runs once the first has loaded what it needs."""
    work()
    times = []
    for _ in range(RUNS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times)


# -- the same law in OpenFisca's manner


def openfisca_system() -> TaxBenefitSystem:
    config.VALUE_TYPES[float]["dtype"] = numpy.float64  # 32 bits lose cents above 65 536
    cpts = build_entity(key="cpts", plural="cpts", label="CPTS", is_person=True)
    system = TaxBenefitSystem([cpts])
    system.load_parameters(str(Path(legislation.__file__).parent / "parameters"))
    for name in (
        "population",
        *(f"{key}_{part}" for key in MISSIONS for part in ("start", "fixed", "variable", "reached")),
    ):
        system.add_variable(variable(name, cpts, DateUnit.ETERNITY))
    system.add_variable(variable("running_cost", cpts, DateUnit.YEAR, running_cost))
    for key in MISSIONS:
        system.add_variable(variable(f"{key}_due", cpts, DateUnit.YEAR, mission_due(key)))
    system.add_variable(variable("total", cpts, DateUnit.YEAR, total))
    return system


def variable(name: str, entity: Any, period: Any, formula: Any = None) -> type[Variable]:
    about = {"value_type": float, "entity": entity, "definition_period": period, "label": name}
    return type(name, (Variable,), about | ({"formula": formula} if formula else {}))


def running_cost(cpts: Any, period: Any, parameters: Any) -> Any:
    people, law = cpts("population", period), parameters(period).cpts
    bounds = [law.size.size_2_starts_at, law.size.size_3_starts_at, law.size.size_3_ends_at]
    amounts = [law.running_cost[f"size_{size}"] for size in (1, 2, 3, 4)]
    return numpy.select(
        [people < bounds[0], people < bounds[1], people <= bounds[2]], amounts[:3], amounts[3]
    )


def mission_due(key: str) -> Callable[[Any, Any, Any], Any]:
    def formula(cpts: Any, period: Any, parameters: Any) -> Any:  # noqa: ARG001 — the signature is theirs
        since, until = period.start.date.toordinal(), period.offset(1).start.date.toordinal()
        started = numpy.maximum(cpts(f"{key}_start", period), since)
        share = numpy.maximum(until - started, 0) / (until - since)
        variable_part = cpts(f"{key}_variable", period) * cpts(f"{key}_reached", period) * share
        return cents(cpts(f"{key}_fixed", period) * share) + cents(variable_part)

    return formula


def total(cpts: Any, period: Any, parameters: Any) -> Any:  # noqa: ARG001 — the signature is theirs
    return cpts("running_cost", period) + sum(cpts(f"{key}_due", period) for key in MISSIONS)


def cents(amounts: Any) -> Any:
    """Half a cent goes up, in spite of the last bit."""
    return numpy.floor(amounts * 100 + 0.5 + 1e-6) / 100


def openfisca_totals(system: TaxBenefitSystem, known: list[Contract]) -> list[list[Decimal]]:
    """The total of each contract year: one simulation per day of signature, since its years start that day."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for place, contract in enumerate(known):
        by_day[contract.signed].append(place)
    totals: dict[int, list[Decimal]] = {}
    for signed, places in by_day.items():
        simulation = SimulationBuilder().build_default_simulation(system, len(places))
        group = [known[place] for place in places]
        simulation.set_input(
            "population", "eternity", numpy.array([each.population for each in group], float)
        )
        for number, key in enumerate(MISSIONS):
            for part, told in told_by(group, number).items():
                simulation.set_input(f"{key}_{part}", "eternity", numpy.array(told, float))
        years = [
            simulation.calculate("total", f"year:{add_months(signed, 12 * passed)}")
            for passed in range(YEARS)
        ]
        for index, place in enumerate(places):
            totals[place] = [Decimal(f"{year[index]:.2f}") for year in years]
    return [totals[place] for place in range(len(known))]


def told_by(group: list[Contract], number: int) -> dict[str, list[float]]:
    missions = [(contract.missions or ())[number] for contract in group]
    return {
        "start": [each.start.toordinal() if each.start else 0 for each in missions],
        "fixed": [float(each.fixed[0] or 0) for each in missions],
        "variable": [float(each.variable[0] or 0) for each in missions],
        "reached": [
            float(sum(one.weight * (one.rate[0] or 0) for one in each.indicators)) for each in missions
        ],
    }
