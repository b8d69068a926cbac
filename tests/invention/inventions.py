"""Invented files, read again as plainly as can be."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maillage.registers import enums
from maillage_invention import Invention


@dataclass(frozen=True)
class Files:
    """What was written."""

    made: Invention

    def lines(self, name: str) -> list[str]:
        path = next(path for path in self.made.files if path.name == name)
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n")
        return text[:-1].split("\n")

    def records(self, name: str) -> list[dict[str, str]]:
        header, *lines = self.lines(name)
        columns = header.split("|")
        return [dict(zip(columns, line.split("|"), strict=True)) for line in lines]

    @cached_property
    def activities(self) -> list[dict[str, str]]:
        return self.records(enums.ACTIVITY_FILE)

    @cached_property
    def people(self) -> dict[str, dict[str, str]]:
        """One activity of each person."""
        return {row["Identification nationale PP"]: row for row in self.activities}

    @cached_property
    def finess(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(gzip.decompress(self.made.files[3].read_bytes()))
        return content

    @cached_property
    def places(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """FINESS number → establishment, and the legal entity that holds it."""
        return {
            place["informationsGeneralesEGE"]["numFinessEge"]: (place, entity)
            for entity in self.finess["pmej"]
            for place in entity["ege"]
        }


def luhn(number: str) -> bool:
    """Written apart from the code it judges."""
    doubled = [int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def site_addresses(place: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [address for address in place["adresse"] if address["usageAdresse"] == "03"]


def state_of(place: Mapping[str, Any]) -> str:
    state = place["etatObjet"]
    return str(state if isinstance(state, str) else state["code"])
