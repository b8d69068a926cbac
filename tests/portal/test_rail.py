"""The rail of a structure, as all the rooms make it."""

from itertools import groupby

from maillage.structures.enums import Ability
from maillage.ui.queries import modules, workspace_menu


def test_the_week_comes_first_and_each_group_stands_in_one_piece() -> None:
    entries = workspace_menu(set(Ability), {module.key for module in modules()}, "cpts")
    assert [entry.label for entry in entries[:4]] == ["Accueil", "À faire", "Réunions", "Équipe"]
    headings = [heading for heading, _ in groupby(entry.group for entry in entries[4:])]
    assert len(headings) == len(set(headings))
    assert all(headings)
