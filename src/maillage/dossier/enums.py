"""Closed lists of the dossier room."""

from enum import StrEnum


class Ability(StrEnum):
    READ = "read_dossier"
    WRITE = "write_dossier"
