"""Closed lists of the diagnosis room."""

from enum import StrEnum


class Ability(StrEnum):
    READ = "read_diagnosis"
    WRITE = "write_needs"
