"""The law is typed with the apostrophe of keyboards, and shown with the one of books."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from maillage.kernel import printed
from maillage.legislation.yaml_files import ROOM, read_yaml

STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_]")
FILES = sorted(ROOM.rglob("*.yaml"))


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, each in value.items():
                yield from texts(key)
                yield from texts(each)
        case list() | tuple():
            for each in value:
                yield from texts(each)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_text_of_the_law_is_shown_with_a_straight_apostrophe(path: Any) -> None:
    assert [text for text in texts(read_yaml(path)) if STRAIGHT.search(text) and "://" not in text] == []


def test_an_address_stays_as_it_is() -> None:
    assert printed("https://exemple.fr/l'aide") == "https://exemple.fr/l'aide"
    assert printed("L'aide d'abord : c'est « l'accord »") == (
        "L’aide d’abord\N{NO-BREAK SPACE}: c’est «\N{NO-BREAK SPACE}l’accord\N{NO-BREAK SPACE}»"
    )


def asked() -> Iterator[Any]:
    """The classes of facts of every calculation."""
    for module in iter_modules([str(ROOM / "rules")]):
        for each in vars(import_module(f"maillage.legislation.rules.{module.name}")).values():
            if isinstance(each, type) and dataclasses.is_dataclass(each):
                yield each


def test_facts_asked_by_a_calculation_are_printed_too() -> None:
    told = [
        text
        for facts in asked()
        for field in dataclasses.fields(facts)
        for text in texts(dict(field.metadata))
    ]
    assert len(told) > 100
    assert [text for text in told if STRAIGHT.search(text)] == []
