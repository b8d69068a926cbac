"""How the YAML of this room is read: days as dates, exact decimals, French with its no-break spaces."""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from maillage.kernel import BadInput, Source, with_no_break_spaces
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
    """Every number of the law by its identifier: the path of its file, then its keys.

    `MAILLAGE_RULES=folder1:folder2` lays other values over ours, the last folder speaking last. Raises
    BadInput when one of them cannot be read, or holds a value without its text.
    """
    return tree(
        *(Path(folder) for folder in os.environ.get("MAILLAGE_RULES", "").split(os.pathsep) if folder)
    )


def tree(*overlays: Path) -> dict[str, Parameter]:
    """Our values, then those of each overlay, merged value by value; each value knows its layer."""
    merged = _layer(ROOM)
    for folder in overlays:
        for parameter_id, over in _overlay(folder).items():
            merged[parameter_id] = _laid_over(merged[parameter_id], over) if parameter_id in merged else over
    return merged


def _layer(folder: Path) -> dict[str, Parameter]:
    root = folder / "parameters"
    found: dict[str, Parameter] = {}
    for path in sorted(root.rglob("*.yaml")):
        prefix = ".".join(path.relative_to(root).with_suffix("").parts)
        found |= _leaves(prefix, read_yaml(path))
    return found


def _overlay(folder: Path) -> dict[str, Parameter]:
    """The values of one folder, which must have a `parameters` folder like ours."""
    if not (folder / "parameters").is_dir():
        raise _refused(folder, "ce dossier n'a pas de sous-dossier « parameters »")
    try:
        found = _layer(folder)
    except ValidationError as refusal:
        error = refusal.errors()[0]
        what = error["msg"].removeprefix("Value error, ")
        raise _refused(folder, f"{_SAID.get(what, what)} ({'.'.join(map(str, error['loc']))})") from None
    except yaml.YAMLError as refusal:
        raise _refused(folder, f"ce n'est pas du YAML : {refusal}") from None
    return {each.id: replace(each, values=_named(each.values, folder.name)) for each in found.values()}


#: Why a value is refused, for whoever writes an overlay.
_SAID = {
    "a known value cites its text": "une valeur connue cite son texte, dans « reference »",
    "an unknown value says where to read it": "une valeur inconnue dit où la lire, dans « where »",
    "null and grade unknown go together": "une valeur nulle a le grade « unknown », et elle seule",
    "bounds cite their text and its grade": "des bornes citent leur texte et son grade",
}


def _refused(folder: Path, why: str) -> BadInput:
    return BadInput(
        f"Les règles du dossier « {folder.name} » ne peuvent pas être lues : {why}.", field="MAILLAGE_RULES"
    )


def _named(values: tuple[DatedValue, ...], layer: str) -> tuple[DatedValue, ...]:
    return tuple(replace(value, layer=layer) for value in values)


def _laid_over(ours: Parameter, over: Parameter) -> Parameter:
    """Our values and theirs, by day: on the same day, theirs."""
    if ours.unit != over.unit:
        raise BadInput(f"{ours.id} se compte en {ours.unit}, pas en {over.unit}.", field="MAILLAGE_RULES")
    by_day = {value.since: value for value in (*ours.values, *over.values)}
    days = sorted(by_day)
    values = (replace(by_day[day], until=until) for day, until in zip(days, [*days[1:], None], strict=True))
    return replace(ours, values=tuple(values))


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
