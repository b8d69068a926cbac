"""The numbers of the law: files of `parameters/`, checked one by one, and those that overlays lay over them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from maillage.kernel import Source, shown
from maillage.legislation.engine.parameters import DatedValue, Parameter
from maillage.legislation.yaml_files import (
    NOT_A_NUMBER,
    ROOM,
    Day,
    Grade,
    Href,
    Strict,
    checked,
    grade_of,
    layers,
    overlay,
    read_yaml,
    refuse,
)

#: Units counted one by one, and how many there may be; others may have decimals.
COUNTED = {"month": 1_200, "year": 100, "ans": 100, "day": 36_500, "class": 100}
COUNTED |= dict.fromkeys(("person", "professional", "student", "item", "patients"), 1_000_000_000)
LARGEST = Decimal(10) ** 12


def _number(given: Any) -> Any:
    if isinstance(given, Decimal) or type(given) is int:
        return given
    raise ValueError(f"{shown(given)} {NOT_A_NUMBER}")


Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=-LARGEST, le=LARGEST)]


class Reference(Strict):
    title: str = Field(min_length=1)
    href: Href = ""


class Evidence(Strict):
    """The text and the grade of a value; for an unknown one, where to read it and who gives its bounds."""

    grade: Literal[Grade, "unknown"]
    reference: Reference | None = None
    where: str = ""
    low: Number | None = None
    high: Number | None = None
    bounds_reference: Reference | None = None
    bounds_grade: Grade | None = None
    note: str = ""

    @model_validator(mode="after")
    def says_who(self) -> Self:
        if self.grade == "unknown" and not self.where:
            raise ValueError("une valeur inconnue dit où la lire, dans « where »")
        if self.grade != "unknown" and self.reference is None:
            raise ValueError("une valeur connue cite son texte, dans « reference »")
        if (self.low, self.high) != (None, None) and not (self.bounds_reference and self.bounds_grade):
            raise ValueError("des bornes citent leur texte et son grade")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"la borne basse {self.low} n'est pas sous la borne haute {self.high}")
        return self


class WrittenValue(Strict):
    value: Number | None
    metadata: Evidence

    @model_validator(mode="after")
    def is_unknown_when_null(self) -> Self:
        if (self.value is None) != (self.metadata.grade == "unknown"):
            raise ValueError("une valeur nulle a le grade « unknown », et elle seule")
        return self


class Unit(Strict):
    unit: str = Field(min_length=1)


class WrittenParameter(Strict):
    """A leaf of the tree, in OpenFisca's format."""

    description: str = Field(min_length=1)
    metadata: Unit
    values: dict[Day, WrittenValue] = Field(min_length=1)

    @model_validator(mode="after")
    def can_be_counted(self) -> Self:
        unit = self.metadata.unit
        most = unit.count("|") if "|" in unit else COUNTED.get(unit)
        if most is None:
            return self
        for written in self.values.values():
            bounds = (written.metadata.low, written.metadata.high)
            if written.value is None and None in bounds and (unit == "class" or "|" in unit):
                raise ValueError(
                    f"une valeur inconnue en « {unit} » donne ses deux bornes, « low » et « high »"
                )
            for number in (written.value, written.metadata.low, written.metadata.high):
                if number is not None and (number != int(number) or not 0 <= number <= most):
                    raise ValueError(
                        f"« {number} » n'est pas possible en « {unit} » : un entier, de 0 à {most}"
                    )
        return self


@cache
def parameters() -> dict[str, Parameter]:
    """Every number of the law by its identifier: the path of its file, then its keys.

    Raises BadInput when a folder of `MAILLAGE_RULES` cannot be read, or holds a value without its text.
    """
    return _merged(layers())


def tree(*overlays: Path) -> dict[str, Parameter]:
    """Our values, then those of each overlay, merged value by value; each value knows its layer."""
    return _merged((ROOM, *map(overlay, overlays)))


def _merged(folders: tuple[Path, ...]) -> dict[str, Parameter]:
    ours, *others = folders
    merged = {parameter.id: parameter for _, parameter in _layer(ours)}
    for folder in others:
        for path, parameter in _layer(folder):
            values = tuple(replace(value, layer=folder.name) for value in parameter.values)
            over = replace(parameter, values=values)
            known = merged.get(over.id)
            merged[over.id] = _laid_over(known, over, path) if known else over
    return merged


def _layer(folder: Path) -> Iterator[tuple[Path, Parameter]]:
    root = folder / "parameters"
    for path in sorted(root.rglob("*.yaml")):
        prefix = ".".join(path.relative_to(root).with_suffix("").parts)
        for parameter_id, leaf in _leaves(prefix, read_yaml(path), path):
            written = checked(WrittenParameter, leaf, path, f"« {parameter_id} »")
            yield path, as_parameter(parameter_id, written)


def _leaves(prefix: str, node: Any, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(node, dict) or not node:
        refuse(
            path, f"« {prefix} » : {shown(node)}, là où il faut « description », « metadata » et « values »"
        )
    if "values" in node or "metadata" in node:
        yield prefix, node
        return
    for key, child in node.items():
        if key != "description":
            yield from _leaves(f"{prefix}.{key}", child, path)


def _laid_over(ours: Parameter, over: Parameter, path: Path) -> Parameter:
    """Our values and theirs, by day: on the same day, theirs."""
    if ours.unit != over.unit:
        refuse(path, f"« {ours.id} » se compte en {ours.unit}, pas en {over.unit}")
    by_day = {value.since: value for value in (*ours.values, *over.values)}
    days = sorted(by_day)
    values = (replace(by_day[day], until=until) for day, until in zip(days, [*days[1:], None], strict=True))
    return replace(ours, values=tuple(values))


def as_parameter(parameter_id: str, written: WrittenParameter) -> Parameter:
    """The values by day, each until the next."""
    days = sorted(written.values)
    values = tuple(
        _as_dated_value(parameter_id, since, until, written.values[since])
        for since, until in zip(days, [*days[1:], None], strict=True)
    )
    return Parameter(parameter_id, written.description, written.metadata.unit, values)


def _as_dated_value(parameter_id: str, since: date, until: date | None, written: WrittenValue) -> DatedValue:
    about = written.metadata
    text, grade = about.reference, about.grade
    if written.value is None:
        text, grade = about.bounds_reference, about.bounds_grade or "unknown"
    said = grade_of(grade, text.href) if text else grade
    return DatedValue(
        since,
        until,
        written.value,
        about.grade if written.value is None else said,
        source=Source(text.title, text.href, said, since, parameter_id) if text else None,
        low=about.low,
        high=about.high,
        where=about.where,
        note=about.note,
    )
