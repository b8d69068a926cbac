"""How a page leaves the server: whole or in part, with its messages, or as an error that helps."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods
from whitenoise.storage import CompressedManifestStaticFilesStorage

from maillage.kernel import BadInput, Block, blocks_of, paths, pieces_of, shown_in_french, visible
from maillage.tables import SheetCell, csv_of, workbook_of
from maillage.ui.slots import DiaryEntry

#: What the pages take from npm packages: folder or file in node_modules → place under `/static/vendor/`.
VENDOR = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/images": "leaflet/images",
    "trix/dist/trix.css": "trix/trix.css",
    "trix/dist/trix.umd.min.js": "trix/trix.umd.min.js",
    **{
        f"@fontsource-variable/source-sans-3/files/{name}": f"fonts/{name}"
        for name in (
            "source-sans-3-latin-wght-normal.woff2",
            "source-sans-3-latin-ext-wght-normal.woff2",
            "source-sans-3-latin-wght-italic.woff2",
            "source-sans-3-latin-ext-wght-italic.woff2",
        )
    },
}


#: A page and the form it holds.
WRITES = require_http_methods(["GET", "HEAD", "POST"])


def render_part(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or its `part` (a `partialdef`) when htmx asks for a swap.

    A swap also carries the messages said since, for the toast corner of the page that stays.
    """
    if not _wants_part(request):
        response = render(request, template, context, status=status)
    else:
        response = render(request, f"{template}#{part}", context, status=status)
        if len(messages.get_messages(request)):
            response.write(render_to_string("ui/toasts.html", {"swap": True}, request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_part(request: HttpRequest) -> bool:
    """htmx 4 says "full" when it will take the body, or select in it."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The names of the built files, each found once: a page shows forty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force or name not in self.found:
            self.found[name] = super().url(name, force)
        return self.found[name]


def say(request: HttpRequest, text: str, *, undo: str = "", saved: str = "") -> None:
    """Tell it in a toast, on this page or the next.

    `undo` is the URL to which « Annuler » posts; `saved` the one to which a long text was sent: the browser,
    which kept it until then, forgets it.
    """
    text = shown_in_french(text)
    if saved:
        messages.info(request, text, extra_tags=saved)
    else:
        messages.success(request, text, extra_tags=undo)


#: Suffix of a list that is taken away → its type, and what writes it.
SPREADSHEETS: Mapping[str, tuple[str, Callable[[Iterable[Sequence[SheetCell]]], str | bytes]]] = {
    # A byte order mark: Excel reads accents.
    "csv": ("text/csv; charset=utf-8", lambda rows: f"\N{BYTE ORDER MARK}{csv_of(rows)}"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_of),
}


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """A use case that refuses (BadInput) says so in a toast: for a gesture that has no form."""
    try:
        yield
    except BadInput as refusal:
        say(request, str(refusal))


def as_spreadsheet(rows: Iterable[Sequence[SheetCell]], *, name: str, suffix: str) -> HttpResponse:
    """A list as a file to download. Raises Http404 for a suffix that no spreadsheet of ours has."""
    if suffix not in SPREADSHEETS:
        raise Http404
    content_type, written = SPREADSHEETS[suffix]
    return HttpResponse(written(rows), content_type=content_type, headers=as_file(f"{name}.{suffix}"))


def as_file(name: str) -> dict[str, str]:
    """For what is kept rather than shown."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


#: What a diary that follows the list is told: how often to look.
LOOK_AGAIN = timedelta(hours=4)
OFF = "ANNULÉ\N{NO-BREAK SPACE}: "


CALENDAR = "text/calendar; charset=utf-8"


def as_calendar(entries: Iterable[DiaryEntry], *, name: str, at: datetime, site: str = "") -> bytes:
    """Dates as every diary reads them: instants in UTC, so that none needs a table of time zones nor reads another hour.

    `site` begins the address of what is read of each, when it is not whole.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(visible(name).split()))
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        event, url = Event(), f"{site}{entry.path}" if entry.path else ""
        event.add("uid", entry.uid)
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", entry.ends_at.astimezone(UTC))
        event.add("sequence", entry.version)
        event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
        event.add("summary", f"{OFF if entry.is_off else ''}{visible(entry.title)}")
        if told := "\n\n".join(filter(None, [entry.words, url])):
            event.add("description", visible(told))
        if entry.place:
            event.add("location", visible(entry.place))
        if url:
            event.add("url", url)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


#: Statuses whose page asks nothing of the request nor of the database.
BARE = {400, 408, 500, 503}


def error_page(
    request: HttpRequest, status: int, *, template: str = "", context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page of an error, or its one sentence when htmx asks (the page shows it as a toast).

    Some may come from the request or the database themselves: their pages are drawn without either.
    """
    template = template or f"{status}.html"
    if request.headers.get("HX-Request") == "true":
        sentence = render_to_string(f"{template}#sentence").strip()
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    context_of = None if status in BARE else request
    return HttpResponse(render_to_string(template, context, request=context_of), status=status)


def let_go(structure: Any) -> None:
    """A structure is erased: rooms that keep more of it than its own rows let go (`erase` of their AppConfig)."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "erase")]
    for room in rooms:
        room.erase(structure)


@transaction.atomic
def forget(user: Any) -> None:
    """Let each room let go of an account (`forget` of its AppConfig), upper rooms first: all of them, or none.

    A room that cannot yet raises BadInput, with what its person must do first.
    """
    for room in apps.get_app_configs():
        if hasattr(room, "forget"):
            room.forget(user)


def copy_vendor_assets(node_modules: Path = paths.NODE_MODULES, assets: Path = paths.ASSETS) -> list[Path]:
    """Copy what the pages need from npm packages under `assets/vendor`; return the places written.

    Raises FileNotFoundError, naming what is missing, when the npm packages are not installed.
    """
    missing = [name for name in VENDOR if not (node_modules / name).exists()]
    if missing:
        names = ", ".join(missing)
        raise FileNotFoundError(
            f"Paquets npm absents de {node_modules}\N{NO-BREAK SPACE}: {names}. Lancez `make setup`."
        )

    written = []
    for name, place in VENDOR.items():
        target = assets / "vendor" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if (node_modules / name).is_dir():
            shutil.copytree(node_modules / name, target, dirs_exist_ok=True)
        elif target.suffix in {".css", ".js"}:
            target.write_text(_without_source_map((node_modules / name).read_text()))
        else:
            shutil.copyfile(node_modules / name, target)
        written.append(target)
    return written


def _without_source_map(text: str) -> str:
    """The hashed static storage follows source map comments, and refuses a map we do not serve."""
    return re.sub(r"^(/\*|//)# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


LINE_BREAK = SafeString("<br>")


def laid_out(text: str) -> SafeString:
    """Words as somebody typed them, as paragraphs, lists and links; nothing of them is read as markup."""
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks_of(text)))


def _block(block: Block) -> SafeString:
    lines = [(_linked(line),) for line in block.lines]
    if block.is_list:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
    return format_html("<p>{}</p>", format_html_join(LINE_BREAK, "{}", lines))


def _linked(item: str) -> SafeString:
    """With its links; the lines of an item stay lines."""
    return format_html_join(LINE_BREAK, "{}", ((_pieces(line),) for line in item.split("\n")))


def _pieces(line: str) -> SafeString:
    told = (
        format_html('<a href="{}" rel="nofollow noopener">{}</a>', where, words) if where else escape(words)
        for words, where in pieces_of(line)
    )
    return format_html_join("", "{}", ((piece,) for piece in told))
