"""The plan of the building, read from the contracts and from the URLs: no test keeps its own copy."""

from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from maillage.kernel.paths import PROJECT

SOURCE = PROJECT / "src" / "maillage"


@cache
def floors() -> dict[str, int]:
    """Room → floor, the ground's being 0, as `.importlinter` stacks them."""
    contracts = ConfigParser()
    contracts.read(PROJECT / ".importlinter")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    stacked = [layer.replace("|", " ").split() for layer in layers if layer]
    return {room: height for height, rooms in enumerate(reversed(stacked)) for room in rooms}


def may_know(room: str, other: str) -> bool:
    """A room knows itself and those strictly below; two rooms of one floor do not know each other."""
    return room == other or floors()[other] < floors()[room]


@dataclass(frozen=True)
class Page:
    """One named URL: the room that answers, and the arguments its path wants."""

    name: str
    room: str
    arguments: tuple[str, ...]


@cache
def pages() -> dict[str, Page]:
    return {page.name: page for page in _pages(get_resolver(), (), "", "config")}


def _pages(resolver: URLResolver, arguments: tuple[str, ...], namespace: str, room: str) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        inside = (*arguments, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield Page(f"{namespace}{entry.name}", room, inside)
            continue
        deeper = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
        yield from _pages(entry, inside, deeper, _room_of(entry.urlconf_module, room))


def _room_of(urlconf: Any, room: str) -> str:
    """`maillage.structures.urls` → structures; a list is of the room that includes it, the API of the portal."""
    if hasattr(urlconf, "__name__"):
        return str(urlconf.__name__.split(".")[1])
    return "portal" if room == "config" else room
