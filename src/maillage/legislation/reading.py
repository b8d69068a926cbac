"""How the YAML of this room is read: days as dates, exact decimals, French with its no-break spaces."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from maillage.kernel import Source, with_no_break_spaces
from maillage.legislation.engine.parameters import DatedValue, Parameter

ROOM = Path(__file__).parent

Grade = Literal["official", "professional", "testimony", "seed", "derived"]


class _Loader(yaml.CSafeLoader):
    """Floats as written, never as binary fractions; « on », « oui » and « no » are words, not truth values."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))
_Loader.add_constructor("tag:yaml.org,2002:str", lambda _, node: with_no_break_spaces(node.value))


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 — a safe loader, made stricter


class Strict(BaseModel):
    """What a file of this room may hold: nothing unexpected, nothing changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Reference(Strict):
    title: str
    href: str = ""


class Evidence(Strict):
    """Who says a value; for an unknown one, where to read it and who gives its bounds."""

    grade: Grade | Literal["unknown"]
    reference: Reference | None = None
    where: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    bounds_reference: Reference | None = None
    bounds_grade: Grade | None = None
    note: str = ""

    @model_validator(mode="after")
    def says_who(self) -> Self:
        if self.grade == "unknown" and not self.where:
            raise ValueError("an unknown value says where to read it")
        if self.grade != "unknown" and self.reference is None:
            raise ValueError("a known value cites its text")
        if (self.low, self.high) != (None, None) and not (self.bounds_reference and self.bounds_grade):
            raise ValueError("bounds cite their text and its grade")
        return self


class WrittenValue(Strict):
    value: Decimal | None
    metadata: Evidence

    @model_validator(mode="after")
    def is_unknown_when_null(self) -> Self:
        if (self.value is None) != (self.metadata.grade == "unknown"):
            raise ValueError("null and grade unknown go together")
        return self


class WrittenParameter(Strict):
    """A leaf of the tree, in OpenFisca's format."""

    description: str
    metadata: dict[Literal["unit"], str]
    values: dict[date, WrittenValue]


@cache
def parameters() -> dict[str, Parameter]:
    """Every number of the law by its identifier: the path of its file, then its keys."""
    root = ROOM / "parameters"
    found: dict[str, Parameter] = {}
    for path in sorted(root.rglob("*.yaml")):
        prefix = ".".join(path.relative_to(root).with_suffix("").parts)
        found |= _leaves(prefix, read_yaml(path))
    return found


def _leaves(prefix: str, node: dict[str, Any]) -> dict[str, Parameter]:
    if "values" in node:
        return {prefix: as_parameter(prefix, WrittenParameter.model_validate(node))}
    leaves: dict[str, Parameter] = {}
    for key, child in node.items():
        if key != "description":
            leaves |= _leaves(f"{prefix}.{key}", child)
    return leaves


def as_parameter(parameter_id: str, written: WrittenParameter) -> Parameter:
    days = sorted(written.values)
    values = tuple(
        _as_dated_value(parameter_id, since, until, written.values[since])
        for since, until in zip(days, [*days[1:], None], strict=True)
    )
    return Parameter(parameter_id, written.description, written.metadata["unit"], values)


def _as_dated_value(parameter_id: str, since: date, until: date | None, written: WrittenValue) -> DatedValue:
    about = written.metadata
    text, grade = about.reference, about.grade
    if written.value is None:
        text, grade = about.bounds_reference, about.bounds_grade or "unknown"
    return DatedValue(
        since,
        until,
        written.value,
        about.grade,
        source=Source(text.title, text.href, grade, since, parameter_id) if text else None,
        low=about.low,
        high=about.high,
        where=about.where,
        note=about.note,
    )


class CitedSource(Strict):
    title: str
    href: str = ""
    grade: Grade


@cache
def sources() -> dict[str, Source]:
    """The texts the catalogues cite, by their short name in `sources.yaml`."""
    cited = TypeAdapter(dict[str, CitedSource]).validate_python(read_yaml(ROOM / "sources.yaml"))
    return {key: Source(each.title, each.href, each.grade) for key, each in cited.items()}
