"""Numbers as people here write them, in every form of every room."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms

import maillage
from maillage.ui.forms import NumberField, PercentField, WholeField

SOURCE = Path(maillage.__file__).parent
NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def modules() -> Iterator[str]:
    for each in pkgutil.walk_packages([str(SOURCE)], "maillage."):
        if ".forms" in each.name:
            yield each.name


def every_form() -> list[type[forms.BaseForm]]:
    found = set()
    for name in modules():
        for each in vars(importlib.import_module(name)).values():
            if isinstance(each, type) and issubclass(each, forms.BaseForm):
                found.add(each)
    return sorted(found, key=lambda form: form.__qualname__)


def test_every_number_that_a_form_asks_takes_a_comma_and_spaces() -> None:
    asked = [
        (form.__qualname__, name, field)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.IntegerField)
        and not isinstance(field.widget, forms.HiddenInput | forms.Select)
    ]
    assert len(asked) > 20
    assert [
        each[:2] for each in asked if not isinstance(each[2], NumberField | WholeField | PercentField)
    ] == []


def test_no_form_makes_a_number_that_refuses_them() -> None:
    """Those made as a form opens are not among its fields before."""
    refused = []
    for path in SOURCE.rglob("*.py"):
        if path == SOURCE / "ui" / "forms.py" or "migrations" in path.parts:
            continue
        for call in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ):
            said, names = ast.unparse(call), {ast.unparse(each) for each in (call.func, *call.args)}
            is_typed = "HiddenInput" not in said and "LongSelect" not in said
            if names & {"forms.DecimalField", "forms.FloatField"} or (
                "forms.IntegerField" in names and is_typed
            ):
                refused.append(f"{path.relative_to(SOURCE)}:{call.lineno}")
    assert refused == []


@pytest.mark.parametrize(
    "typed", ["1 234,56", f"1{NARROW}234,56", f"1{WIDE}234,56", "1234,56", "1234.56", " 1234,560 "]
)
def test_a_sum_is_read_however_it_is_typed(typed: str) -> None:
    assert NumberField().clean(typed) == Decimal("1234.56")


@pytest.mark.parametrize("typed", ["1,234.56", "1.234,56", "12,5,3", "douze", "--1"])
def test_what_may_be_two_numbers_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        NumberField().clean(typed)


def test_a_share_and_a_count_too() -> None:
    assert PercentField().clean("12,5") == Decimal("12.5")
    assert WholeField().clean(f"1{NARROW}234") == 1234
    assert WholeField().clean("12,0") == 12
    with pytest.raises(forms.ValidationError):
        WholeField().clean("12,5")
