"""What the rooms declared for the pages, in the order in which it is shown."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps

from maillage.ui.enums import AccountEntry, Action, MenuEntry, PublicEntry, Subject, Task, Workspace


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


def awaiting(structure: Any) -> list[Task]:
    """What each room says a structure waits for (`awaiting` of its AppConfig), upper rooms first."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "awaiting"))
    return [task for room in rooms for task in room.awaiting(structure)]


def workspace(user: Any, slug: str) -> Workspace | None:
    """The space of this address as `user` may see it; None to whom may not know it exists."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "workspace"))
    return next((found for room in rooms if (found := room.workspace(user, slug))), None)


def personal_data(user: Any) -> dict[str, Any]:
    """What each room holds of an account (`personal_data` of its AppConfig): heading → what JSON can write."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "personal_data"))
    return {heading: held for room in rooms for heading, held in room.personal_data(user).items()}


def _declared(slot: str) -> Iterator[Any]:
    for room in apps.get_app_configs():
        yield from getattr(room, slot, ())
