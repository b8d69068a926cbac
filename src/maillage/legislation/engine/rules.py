"""Rules are plain functions with dates, of facts and of the law at a day; what they read is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from maillage.kernel import Missing, printed
from maillage.legislation.engine.parameters import Parameter, unbounded
from maillage.legislation.engine.quantity import Quantity

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class NotInForce(Exception):
    """The law says nothing that day: another answer than "unknown"."""

    def __init__(self, label: str, *, since: date, until: date | None = None, text: str = "") -> None:
        super().__init__(label)
        self.label, self.since, self.until, self.text = label, since, until, text


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact or a value of the law as a rule read it."""

    id: str
    label: str
    quantity: Quantity
    unit: str = ""


@dataclass(slots=True)
class Step:
    """One rule applied: the facts and values it read, the rules it called, what it found."""

    rule: str
    version: Version | None = None  # none in the journal, which holds the rules asked first
    facts: dict[str, Reading] = field(default_factory=dict)
    values: dict[str, Reading] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    result: Quantity | None = None

    @property
    def title(self) -> str:
        return self.version.title if self.version else ""

    @property
    def formula(self) -> str:
        return self.version.formula if self.version else ""


@dataclass(slots=True)
class Known:
    """What a law has read of some facts, by name, and found from them, by rule and day: counted once."""

    given: DataclassInstance  # kept, so that no others take its id
    readings: dict[str, Reading] = field(default_factory=dict)
    steps: dict[tuple[str, date], Step] = field(default_factory=dict)


class Law:
    """The values of the law at a day, `law["cpts.running_cost.size_2"]`; each access enters the journal.

    `region` is an Insee code, empty when nobody said where.
    """

    def __init__(self, parameters: Mapping[str, Parameter], on: date, region: str = "") -> None:
        self.on = on
        self.region = region
        self._parameters = parameters
        self.step = self.journal = Step("")
        self._known: dict[int, Known] = {}

    def known(self, given: DataclassInstance) -> Known:
        if id(given) not in self._known:
            self._known[id(given)] = Known(given)
        return self._known[id(given)]

    def applied(self, rule_id: str, version: Version, facts: Facts) -> Quantity:
        """The result of a rule, which enters the journal; what was found that day from the same facts is found again."""
        key, caller, found = (rule_id, self.on), self.step, facts.known.steps
        step = found.get(key)
        if step:
            caller.steps.append(step)
        else:
            self.step = step = Step(rule_id, version)
            caller.steps.append(step)
            try:
                step.result = version.function(facts, self)
            finally:
                self.step = caller
            found[key] = step
        assert step.result is not None  # noqa: S101 — kept once found
        return step.result

    def __getitem__(self, parameter_id: str) -> Quantity:
        """Raises NotInForce when the law says nothing yet that day."""
        parameter = self._parameters[parameter_id]
        value = parameter.at(self.on)
        if value is None:
            raise NotInForce(parameter.label, since=parameter.since)
        reading = Reading(parameter_id, parameter.label, parameter.quantity(value), parameter.unit)
        self.step.values[parameter_id] = reading
        return reading.quantity

    def here(self, parameter_id: str) -> Quantity:
        """The value of the region where it has one that day, else the national one.

        `esp.composition.auxiliaries` is written `esp.composition.regions.53.auxiliaries` for region 53.
        Raises NotInForce when neither says anything.
        """
        branch, _, name = parameter_id.rpartition(".")
        for candidate in (f"{branch}.regions.{self.region}.{name}", parameter_id):
            parameter = self._parameters.get(candidate)
            if parameter and parameter.at(self.on):
                return self[candidate]
        since = self._parameters[parameter_id].since if parameter_id in self._parameters else date.max
        raise NotInForce(parameter_id, since=since)


class Facts:
    """The facts given, each a Quantity under its own name; one not given is unknown, never a default.

    Several things of one kind (the missions of a contract) are told apart by their `path` and `about`.
    """

    def __init__(self, given: DataclassInstance, law: Law) -> None:
        self.given: Any = given
        self.known = law.known(given)
        self._law = law

    def __getattr__(self, name: str) -> Quantity:
        reading = self.known.readings.get(name)
        if reading is None:
            reading = self.known.readings[name] = as_reading(self.given, name)
        self._law.step.facts[reading.id] = reading
        return reading.quantity

    def stated(self, name: str, otherwise: Callable[[], Quantity]) -> Quantity:
        """A fact that speaks above the law when it is given (an amount of the contract)."""
        return otherwise() if getattr(self.given, name) is None else getattr(self, name)

    def of(self, given: DataclassInstance) -> Facts:
        """Other facts, read the same way."""
        return Facts(given, self._law)

    def parts(self, name: str) -> list[Facts]:
        return [self.of(part) for part in getattr(self.given, name)]


def fact(
    label: str,
    *,
    where: str,
    low: int | None = None,
    high: int | None = None,
    unit: str = "",
    idle: str = "",
    group: str = "",
    changes: str = "",
) -> Any:
    """A field of a facts dataclass: its French label, where to find it, and the bounds it has by nature.

    The unit « non|oui » is a choice between these words, each worth its rank. `idle` is one sentence that says why
    the fact, once given, may count for nothing. Where many are asked, `group` is the title it is asked under, and
    `changes` says what it changes; the values of the law in it are named: « {msp.points.quality} ».
    """
    about = {
        "label": printed(label),
        "where": printed(where),
        "bounds": unbounded(low, high),
        "unit": unit,
        "idle": printed(idle),
        "group": printed(group),
        "changes": printed(changes),
    }
    return field(default=None, metadata=about)


RuleFunction = Callable[[Facts, Law], Quantity]


@cache
def _told(function: RuleFunction) -> tuple[str, str]:
    title, _, formula = (getdoc(function) or "").partition("\n\n")
    return title, formula


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as the law had it from `since` until `until` (excluded); `text` names the text it comes from.

    `title` and `formula` are what its docstring says, in French.
    """

    function: RuleFunction
    since: date
    until: date | None
    text: str

    @property
    def title(self) -> str:
        return _told(self.function)[0]

    @property
    def formula(self) -> str:
        return _told(self.function)[1]

    def is_in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(slots=True)
class Formula:
    """A rule of the law under one name; calling it applies the version in force that day."""

    id: str
    unit: str
    versions: list[Version] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.versions[-1].title

    def __call__(self, facts: Facts, law: Law) -> Quantity:
        """Raises NotInForce when no version covers the day of the law."""
        for version in self.versions:
            if version.is_in_force(law.on):
                break
        else:
            nearest = min(self.versions, key=lambda version: abs(version.since - law.on))
            raise NotInForce(nearest.title, since=nearest.since, until=nearest.until, text=nearest.text)
        return law.applied(self.id, version, facts)

    def add(self, version: Version) -> None:
        for other in self.versions:
            first, second = sorted((version, other), key=lambda version: version.since)
            if first.is_in_force(second.since):
                raise ValueError(f"Two versions of {self.id} are in force on {second.since}")
        self.versions.append(version)


_FORMULAS: dict[str, Formula] = {}


def rule(
    rule_id: str, *, since: str, until: str | None = None, unit: str, text: str = ""
) -> Callable[[RuleFunction], Formula]:
    """Make a function a dated version of a rule; its docstring is the rule's French title, then how it counts.

    Two versions of one rule are two functions with the same id, on days that do not overlap (ValueError).
    """

    def register(function: RuleFunction) -> Formula:
        formula = _FORMULAS.setdefault(rule_id, Formula(rule_id, unit))
        end = date.fromisoformat(until) if until else None
        formula.add(Version(function, date.fromisoformat(since), end, text))
        return formula

    return register


def formulas() -> Mapping[str, Formula]:
    """Every rule registered so far, by its id."""
    return _FORMULAS


@cache
def _facts_of(kind: type[DataclassInstance]) -> dict[str, Mapping[str, Any]]:
    return {known.name: known.metadata for known in fields(kind) if known.metadata}


def as_reading(facts: DataclassInstance, name: str) -> Reading:
    """Raises AttributeError for what is not a fact."""
    about = _facts_of(type(facts)).get(name)
    if about is None:
        raise AttributeError(name)
    given, path, whose = getattr(facts, name), getattr(facts, "path", ""), getattr(facts, "about", "")
    label = f"{about['label']} ({whose})" if whose else about["label"]
    if given is None:
        missing = frozenset({Missing(path + name, label, about["where"], is_fact=True)})
        low, high = about["bounds"]
        quantity = Quantity.between(low, high, frozenset(), missing)
    elif isinstance(given, Quantity):
        quantity = given
    else:  # a choice is worth its rank
        number = about["unit"].split("|").index(given) if isinstance(given, str) else given
        quantity = Quantity.exactly(number)
    return Reading(path + name, label, quantity, about["unit"])
