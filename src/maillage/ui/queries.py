"""What the rooms declared for the pages, in the order in which it is shown."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps

from maillage.ui.slots import AccountEntry, Action, LetterBlock, MenuEntry, PublicEntry, Subject, Task


def public_menu() -> list[PublicEntry]:
    return sorted(_declared("public_menu"), key=lambda entry: entry.order)


def account_menu(*, visitor: bool) -> list[AccountEntry]:
    entries = [entry for entry in _declared("account_menu") if entry.visitor == visitor]
    return sorted(entries, key=lambda entry: entry.order)


def workspace_menu(abilities: Collection[str]) -> list[MenuEntry]:
    """The rail of a structure for someone who holds these abilities: what they may not open is absent."""
    entries = [
        entry for entry in _declared("workspace_menu") if not entry.ability or entry.ability in abilities
    ]
    return sorted(entries, key=lambda entry: entry.order)


def actions_on(subject: Subject) -> list[Action]:
    """Primary action first, then in the order of the rooms."""
    actions = [action for action in _declared("actions") if action.on == subject]
    return sorted(actions, key=lambda action: not action.primary)


def letter_blocks() -> dict[str, LetterBlock]:
    """By name. Two rooms that declare one name raise ValueError: a plan would not know which it gets."""
    declared = list(_declared("letter_blocks"))
    found = {block.name: block for block in declared}
    if len(found) < len(declared):
        raise ValueError(f"letter blocks declared twice among {[block.name for block in declared]}")
    return found


def awaiting(structure: Any) -> list[Task]:
    """What each room says a structure waits for (`awaiting` of its AppConfig), upper rooms first."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "awaiting"))
    return [task for room in rooms for task in room.awaiting(structure)]


def _declared(slot: str) -> Iterator[Any]:
    for room in apps.get_app_configs():
        yield from getattr(room, slot, ())
