"""What the rooms declared for the pages, in the order in which it is shown; long lists, a page at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from maillage.ui.slots import (
    AccountEntry,
    Action,
    CameBack,
    Days,
    DiaryEntry,
    Group,
    HandedOver,
    LetterBlock,
    Lines,
    MenuEntry,
    Module,
    NewsItem,
    OpenLinks,
    Outlook,
    ProofPiece,
    ProofThing,
    PublicEntry,
    Subject,
    Waiting,
    Work,
)

Row = TypeVar("Row")

#: Rows of a page: a screen and a half, and as many as the directory gives.
ROWS = 20
#: Of what is read across its headings, or written from one end to the other: most have them all on one page.
LONG = 50


def paged(
    rows: "QuerySet[Any, Row] | Sequence[Row]",
    number: str | None,
    *,
    count: int | None = None,
    size: int | None = None,
) -> Page[Row]:
    """The page that was asked for, the first or the last when there is none such. `count`: of all, when it is known."""
    paginator = Paginator(rows, size or ROWS)
    if count is not None:
        paginator.count = count
    return paginator.get_page(number)


def public_menu() -> list[PublicEntry]:
    return sorted(_declared("public_menu"), key=lambda entry: entry.order)


def footer_menu() -> list[PublicEntry]:
    return sorted(_declared("footer_menu"), key=lambda entry: entry.order)


def account_menu(*, visitor: bool) -> list[AccountEntry]:
    entries = [entry for entry in _declared("account_menu") if entry.visitor == visitor]
    return sorted(entries, key=lambda entry: entry.order)


def workspace_menu(abilities: Collection[str], modules: Collection[str], form: str) -> list[MenuEntry]:
    """The rail of a structure: what its visitor may not open, what it has not switched on, or what its form has not, is
    absent."""
    entries = (entry for entry in _declared("workspace_menu") if not entry.module or entry.module in modules)
    allowed = (
        entry
        for entry in entries
        if (not entry.ability or entry.ability in abilities) and entry.unless not in abilities
    )
    held = [_named(entry, form) for entry in allowed if _said(entry.only_if, form, otherwise=True)]
    return sorted(held, key=lambda entry: entry.order)


def _named(entry: MenuEntry, form: str) -> MenuEntry:
    if not entry.label_from:
        return entry
    return replace(entry, label=_said(entry.label_from, form, otherwise=entry.label))


def _said(path: str, form: str, *, otherwise: Any) -> Any:
    """What an upper room says of a form."""
    return import_string(path)(form) if path else otherwise


def modules() -> list[Module]:
    """Every module a structure may switch on or off."""
    return list(_declared("workspace_modules"))


def abilities_of(roles: Collection[str], modules: Collection[str]) -> frozenset[str]:
    """What the rooms grant to these roles (`abilities` of their AppConfig), without what modules switched off held."""
    by_room = [room.abilities() for room in apps.get_app_configs() if hasattr(room, "abilities")]
    granted = frozenset[str]().union(*(by_role.get(role, ()) for by_role in by_room for role in roles))
    return granted.difference(
        *(module.abilities for module in _declared("workspace_modules") if module.key not in modules)
    )


def module_of(ability: str) -> str:
    """The module that holds this ability; empty when it belongs to none."""
    return next((module.key for module in modules() if ability in module.abilities), "")


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


def waiting(structure: Any) -> list[Waiting]:
    """What each room says on the home of a structure (`awaiting` of its AppConfig), once what it wants is read."""
    return [room.awaiting(structure) for room in apps.get_app_configs() if hasattr(room, "awaiting")]


def works(structure: Any) -> list[Work]:
    """What the worker does, or did lately, for a structure (`works` of the AppConfig of each room), the newest first."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "works")]
    found = [work for room in rooms for work in room.works(structure)]
    return sorted(found, key=lambda work: work.asked_at, reverse=True)


def pieces(structure: Any) -> list[ProofPiece]:
    """The papers that prove what a structure says (`pieces` of the AppConfig of each room), the oldest first."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "pieces")]
    found = [piece for room in rooms for piece in room.pieces(structure)]
    return sorted(found, key=lambda piece: (piece.day, piece.title, str(piece.paper.pk)))


def provable(structure: Any, numbers: Mapping[str, Collection[int]]) -> Mapping[tuple[str, int], ProofThing]:
    """What the rooms above bring as proofs, by kind and number (`provable` of the AppConfig of each room)."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "provable")]
    asked = {kind: wanted for kind, wanted in numbers.items() if wanted}
    return {key: thing for room in rooms if asked for key, thing in room.provable(structure, asked).items()}


def news(structure: Any, since: date) -> list[NewsItem]:
    """What happened to a structure from that day on, as the rooms tell it (`news` of their AppConfig), oldest first."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "news"))
    return sorted((item for room in rooms for item in room.news(structure, since)), key=lambda item: item.day)


def open_links(structure: Any, on: date) -> list[OpenLinks]:
    """The links that lead into a structure without account that day (`open_links` of the AppConfig of each room)."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "open_links"))
    return [each for room in rooms for each in room.open_links(structure, on)]


def groups(structure: Any) -> list[Group]:
    """The groups of people that the rooms bring (`groups` of their AppConfig); each key is of its room."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "groups")]
    return [
        replace(group, key=f"{room.label}.{group.key}") for room in rooms for group in room.groups(structure)
    ]


def reached(structure: Any) -> list[tuple[str, str, int]]:
    """Whom the rooms say a structure reached without a card (`reached` of their AppConfig), counted by (profession, commune
    code)."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "reached"))
    return [each for room in rooms for each in room.reached(structure)]


def outlooks(structure: Any, year: int, lines: Any) -> list[Outlook]:
    """What the rooms expect of a year of indicators, read from its lines (`outlooks` of their AppConfig)."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "outlooks"))
    return [each for room in rooms for each in room.outlooks(structure, year, lines)]


def contents_of(structure: Any) -> dict[str, Any]:
    """All that the rooms keep of a structure (`contents` of their AppConfig), by room, as plain values."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "contents"))
    return {room.label: room.contents(structure) for room in rooms}


def card_data(person: Any) -> dict[str, Any]:
    """What each room keeps of somebody of a structure (`card_data` of its AppConfig), in words, lower rooms first.

    Heading → lines, each a label → what is said.
    """
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "card_data")]
    return {heading: lines for room in reversed(rooms) for heading, lines in room.card_data(person).items()}


def own_lines(person: Any) -> list[Lines]:
    """What each room says to somebody who holds the link of their card (`own_lines` of its AppConfig), once what it wants
    is read."""
    return [room.own_lines(person) for room in apps.get_app_configs() if hasattr(room, "own_lines")]


def own_steps() -> dict[str, Any]:
    """Pages of the rooms behind the link of a card (`own_steps` of their AppConfig): « idee » of `/l/<token>/idee-12/` →
    what shows it, given the request, the card, its link and « 12 »."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "own_steps")]
    return {name: view for room in rooms for name, view in room.own_steps().items()}


def year_of(structure: Any, first: date, last: date) -> list[Days]:
    """The days of a structure that each room knows between two days (`year` of its AppConfig), once what it wants is
    read."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "year")]
    return [room.year(structure, first, last) for room in rooms]


def handed_over(person: Any) -> dict[str, list[HandedOver]]:
    """What somebody holds that another takes up when they leave (`handover` of an AppConfig), by heading."""
    found: dict[str, list[HandedOver]] = {}
    for room in apps.get_app_configs():
        for line in room.handover(person) if hasattr(room, "handover") else ():
            found.setdefault(line.heading, []).append(line)
    return found


def card_lines(person: Any) -> list[Lines]:
    """What each room knows of somebody, for who runs the structure (`card_lines` of its AppConfig), once what it wants is
    read."""
    return [room.card_lines(person) for room in apps.get_app_configs() if hasattr(room, "card_lines")]


def diary_of(person: Any) -> list[DiaryEntry]:
    """The dates that the rooms put in the diary of somebody who belongs (`diary` of their AppConfig), in order."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "diary"))
    return sorted(
        (entry for room in rooms for entry in room.diary(person)), key=lambda entry: entry.starts_at
    )


def personal_data(user: Any) -> dict[str, Any]:
    """What each room holds of an account (`personal_data` of its AppConfig): heading → what JSON can write."""
    rooms = (room for room in apps.get_app_configs() if hasattr(room, "personal_data"))
    return {heading: held for room in rooms for heading, held in room.personal_data(user).items()}


def came_back(lines: Sequence[Mapping[str, Any]], *, replay: bool) -> list[CameBack]:
    """What each room finds again of what it had noted as erased (`came_back` of its AppConfig); `replay`: erases it."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "came_back")]
    return [room.came_back(lines, replay=replay) for room in rooms]


def _declared(slot: str) -> Iterator[Any]:
    for room in apps.get_app_configs():
        yield from getattr(room, slot, ())
