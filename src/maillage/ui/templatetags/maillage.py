"""The vocabulary of our templates; loaded everywhere (settings.TEMPLATES, builtins).

`/ui/` shows each of these in each of its states.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import blake2s
from importlib import metadata
from itertools import groupby
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, DateInput, RadioSelect, Select
from django.template import Context, defaultfilters
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from maillage import kernel, legislation
from maillage.kernel import TO_FILL, Answer, Missing, Source, folded, phone_in_french
from maillage.legislation import Term
from maillage.ui import queries, services
from maillage.ui.services import SPREADSHEETS
from maillage.ui.slots import AccountEntry, MenuEntry, PublicEntry, Subject
from maillage.ui.types import GRADES, Cell, Column, Figure, Share, Table, Worded

#: Lines of a rail that a phone shows at its foot: what one opens each week.
IN_BAR = 4
_SPELT = re.compile(r"(?<=[^\W\d_])&#x27;(?=[^\W\d_])")

register = template.Library()

Entry = TypeVar("Entry", PublicEntry, AccountEntry, MenuEntry)

WEAKER = tuple(GRADES)
FINDINGS = {
    "satisfied": ("check", "Rempli."),
    "broken": ("cross", "Non rempli."),
    "unknown": ("question", "Inconnu."),
}


# Words and numbers


@register.filter(is_safe=True)
def french(text: str) -> str:
    """A sentence of the code, with the no-break spaces and the apostrophes that French typography wants."""
    said = str(text)
    if isinstance(text, SafeString):  # joined by a template, which spelt its apostrophes for HTML
        said = _SPELT.sub("’", said)
    return kernel.shown_in_french(said)


@register.filter
def laid_out(text: str) -> SafeString:
    """Words as somebody typed them: paragraphs, lists, links."""
    return services.laid_out(str(text))


@register.filter
def integer(number: int | Decimal | float) -> str:
    return kernel.integer(number)


@register.filter
def euros(amount: Decimal | int) -> str:
    return kernel.euros(amount)


@register.filter
def amount(number: Decimal | int, unit: str = "") -> str:
    return kernel.amount(number, unit)


@register.filter
def date_fr(day: date) -> str:
    return kernel.date_in_french(day)


@register.filter("date", expects_localtime=True, is_safe=False)
def date_or_hour(value: Any, form: str | None = None) -> str:
    """Django's, where the first of a month is « 1er décembre »."""
    return kernel.with_first_days(str(defaultfilters.date(value, form)))


@register.filter
def phone(number: str) -> str:
    return phone_in_french(number)


@register.filter
def plural(count: int, one: str) -> str:
    return kernel.plural(count, one)


@register.filter
def grade(name: str) -> str:
    return GRADES[name][0]


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word, never instead of it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        staticfiles_storage.url("ui/icons.svg"),
        name,
    )


@cache
def _glossary() -> dict[str, Term]:
    return {folded(term.term): term for term in legislation.glossary()}


@register.simple_tag
def tip(word: str, text: str = "") -> SafeString:
    """A word of the trade with its definition, the first time on a page; `text` when it is inflected.

    Raises KeyError when the glossary has no such term: tests/ui reads every template for that.
    """
    term = _glossary()[folded(word)]
    return _inline("ui/tip.html", {"id": f"mot-{term.key}", "term": term, "text": text or word})


def _inline(name: str, context: dict[str, Any]) -> SafeString:
    """Without the newline that ends a file: a comma may follow."""
    return mark_safe(render_to_string(name, context).strip())  # noqa: S308 — our own template, escaped there


# Evidence


@register.simple_tag
def evidence(source: Source, about: str = "", value: str = "") -> SafeString:
    """The badge of one source; `about` names the figure for whom does not see the page."""
    return _inline("ui/evidence.html", _sheet([source], (), source.grade, about, value))


@register.inclusion_tag("ui/legend.html")
def legend() -> dict[str, Any]:
    """What each mark means, once on a page that has some."""
    return {"grades": [(grade, word, explained) for grade, (word, explained) in GRADES.items()]}


@register.simple_tag
def answer(
    given: Answer, unit: str = "", about: str = "", fields: Mapping[str, str] | None = None
) -> SafeString:
    """A figure of the law in one of its three ways, with its badge, and what it waits for.

    `fields` says where each missing thing is asked on the page: {identifier: "#field"}.
    """
    text = given.in_french(unit)
    placed = tuple((fields or {}).items())
    return _answered(text, about, given.sources, given.missing, bool(given.why), given.is_known, placed)


#: A contract or a budget says the same few dozen figures each time it is read, each with its sheet.
ANSWERS_KEPT = 2_000


@lru_cache(ANSWERS_KEPT)
def _answered(
    text: str,
    about: str,
    sources: tuple[Source, ...],
    missing: tuple[Missing, ...],
    is_without: bool,
    is_known: bool,
    fields: tuple[tuple[str, str], ...],
) -> SafeString:
    is_unpublished = any(not gap.is_fact for gap in missing)
    # A figure is as sure as the weakest of its texts; what only the asker has not said takes nothing from them.
    name = max((source.grade for source in sources), key=WEAKER.index, default="derived")
    if is_unpublished or is_without:
        name = "unknown"
    has_sheet = is_unpublished or (sources and text != TO_FILL)
    sheet = _sheet(sources, missing, name, about, text)
    shown = {"text": text, "waits": text == TO_FILL, "known": is_known, "has_sheet": has_sheet}
    return _inline("ui/answer.html", {**shown, **sheet, **gaps(missing, dict(fields))})


#: What is to fill in is named one by one up to this number.
GAPS_NAMED = 8


@register.inclusion_tag("ui/gaps.html")
def gaps(missing: Iterable[Missing], fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a figure waits for: what is to fill in, each with its field, then what no source publishes.

    What no text gives but the page asks for (an amount of one's own contract) is to fill in. What is to fill in
    comes in the order of the page, named one by one, then counted.
    """
    placed = [(gap, (fields or {}).get(gap.id, "")) for gap in missing]
    order = {name: place for place, name in enumerate(fields or {})}
    to_fill = sorted(
        ((gap, href) for gap, href in placed if gap.is_fact or href),
        key=lambda placed: order.get(placed[0].id, len(order)),
    )
    return {
        "missing": missing,
        "to_fill": to_fill[:GAPS_NAMED],
        "more_to_fill": max(0, len(to_fill) - GAPS_NAMED),
        "unpublished": [gap for gap, href in placed if not gap.is_fact and not href],
    }


def _sheet(
    sources: Sequence[Source], missing: Iterable[Missing], name: str, about: str, value: str
) -> dict[str, Any]:
    """What a badge opens. Its id comes from its content, so that a swapped part equals the reloaded page."""
    word, explained = GRADES[name]
    said = repr((name, about, value, sources, missing)).encode()
    return {
        "id": f"source-{blake2s(said, digest_size=6).hexdigest()}",
        "grade": name,
        "word": word,
        "explained": explained,
        # One text may give several values: it is named once.
        "sources": list({source.title: source for source in sources}.values()),
        "missing": missing,
        "about": about,
        "value": value,
        "rule": sources[0] if sources and sources[0].rule else None,
    }


@register.inclusion_tag("ui/finding.html")
def finding(state: str, text: str, source: Source | None = None, word: str = "") -> dict[str, Any]:
    """One line of a `<ul class="findings">`; `state` is satisfied, broken or unknown; `word` says it otherwise."""
    icon_name, usual = FINDINGS[state]
    word = word or usual
    return {"state": state, "text": text, "source": source, "icon_name": icon_name, "word": word}


@register.inclusion_tag("ui/figure.html")
def figure(label: str, value: Cell, unit: str = "", source: str = "") -> dict[str, Any]:
    """A number in view, with its source in five words."""
    cell = _cell(value, Column(label, number=True), unit)
    return {"label": label, "text": cell["text"], "unknown": cell["unknown"], "source": source}


@register.filter
def drawn(svg: str) -> SafeString:
    """A map or a chart that we drew ourselves, its texts escaped there."""
    return mark_safe(svg)  # noqa: S308


@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: Context, shown: Table) -> dict[str, Any]:
    """The last column holds what upper rooms do with the figure of each row, if they do anything."""

    def cells(row: Sequence[Cell]) -> list[dict[str, Any]]:
        return [_cell(value, column) for value, column in zip(row, shown.columns, strict=True)]

    gestures = [_gestures(context, each) for each in shown.figures]
    acts = any(gestures)
    filled = zip(shown.rows, gestures if acts else [""] * len(shown.rows), strict=True)
    rows = [(cells(row), gesture) for row, gesture in filled]
    return {"table": shown, "rows": rows, "acts": acts, "total": cells(shown.total) if shown.total else []}


def _gestures(context: Context, figure: Figure | None) -> str:
    return _inline("ui/actions.html", actions(context, "Figure", figure)) if figure else ""


def _cell(value: Cell, column: Column, unit: str = "") -> dict[str, Any]:
    """What a cell says, and the number it sorts by (`key`), as JavaScript reads it."""
    number: Decimal | int | None
    match value:
        case Share():
            return {"column": column, "text": value, "bar": value.percent, "key": str(value.percent)}
        case Worded():
            return {"column": column, "text": value, "unknown": False, "key": str(value.number)}
        case str():
            return {"column": column, "text": value, "unknown": False, "key": ""}
        case None:
            text, number = "inconnu", None
        case Answer():
            text, number = value.in_french(unit), value.value
        case _:
            text, number = kernel.amount(value, unit), value
    unknown = number is None
    return {"column": column, "text": text, "unknown": unknown, "key": "" if unknown else str(number)}


@register.inclusion_tag("ui/spreadsheets.html")
def spreadsheets(
    url_name: str, *args: Any, words: str = "Emporter la liste", query: str = ""
) -> dict[str, Any]:
    """A list to take away, in each format; the last argument of its URL is the suffix, `query` what it was asked."""
    asked = f"?{query}" if query else ""
    urls = [(suffix.upper(), reverse(url_name, args=[*args, suffix]) + asked) for suffix in SPREADSHEETS]
    return {"words": words, "urls": urls}


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, text: str) -> dict[str, Any]:
    return {"done": done, "total": total, "text": text}


# Forms


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a field, dressed: a date is a date, a number carries its unit (`data-unit`) inside."""
    widget = field.field.widget
    if isinstance(widget, DateInput):
        widget = DateInput(attrs={**widget.attrs, "type": "date"}, format="%Y-%m-%d")
    css_class = f"{_css_class(widget)} {widget.attrs.get('class', '')}".strip()
    control = field.as_widget(widget=widget, attrs={"class": css_class})
    if unit := widget.attrs.get("data-unit"):
        return format_html('<div class="with-unit">{}<span class="unit">{}</span></div>', control, unit)
    return control


def _css_class(widget: Any) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


# Named slots


@register.inclusion_tag("ui/header.html", takes_context=True)
def site_header(context: Context) -> dict[str, Any]:
    request = context["request"]
    visitor = not context["user"].is_authenticated
    return {
        "groups": _grouped(_links(queries.public_menu(), request.path), inside="structure" in context),
        "corner": _links(queries.account_menu(visitor=visitor), request.path),
        "csrf_token": context.get("csrf_token"),
    }


#: Inside a structure, one navigation leads: the others are folded under this name.
TOOLS = "Outils"
Link = tuple[Any, str, bool]


def _grouped(links: Iterable[Link], *, inside: bool) -> list[tuple[str, list[Link], bool]]:
    """(group, its links, whether the page is one of them), in the order of their first link."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(TOOLS if inside else link[0].group, []).append(link)
    return [(name, held, any(current for _, _, current in held)) for name, held in groups.items()]


@register.inclusion_tag("ui/footer.html", takes_context=True)
def site_footer(context: Context) -> dict[str, Any]:
    return {"links": _links(queries.footer_menu(), context["request"].path)}


@register.inclusion_tag("ui/rail.html", takes_context=True)
def menu(context: Context) -> dict[str, Any]:
    """The rail of `structure`, for someone who holds `abilities` (both in the context)."""
    entries = queries.workspace_menu(
        context["abilities"], context["modules"], getattr(context["structure"], "form", "")
    )
    links = _links(entries, context["request"].path, context["structure"].slug)
    current = next((entry.under or entry.label for entry, _, is_current in links if is_current), "")
    shown = [link for link in links if link[0].under in {"", current}]
    first, more = shown[:IN_BAR], shown[IN_BAR:]
    # On a phone, what is under « Plus » is not seen: « Plus » is where one is.
    grouped = [(heading, list(links)) for heading, links in groupby(more, key=lambda link: link[0].group)]
    return {"first": first, "more": grouped, "is_in_more": any(is_current for _, _, is_current in more)}


@register.inclusion_tag("ui/actions.html", takes_context=True)
def actions(context: Context, subject: Subject, thing: Any) -> dict[str, Any]:
    """What upper rooms offer to do with this territory, figure or person."""
    offered = queries.actions_on(subject)
    page = cast("dict[str, Any]", context.flatten())
    parts = [(action.template, action.context(page, thing)) for action in offered if action.template]
    links = [action for action in offered if not action.template]
    return {
        "actions": [
            (action, f"{reverse(action.url_name)}?{urlencode(action.query(thing))}") for action in links
        ],
        "parts": [
            render_to_string(template, {**shown, "csrf_token": page.get("csrf_token")})
            for template, shown in parts
            if shown
        ],
    }


@register.filter
def named(things: Mapping[str, Any], key: str) -> Any:
    """The one of this key; None without it."""
    return things.get(key)


@register.filter
def starting(things: Mapping[str, Any], start: str) -> list[Any]:
    """Those whose key starts so, in their order."""
    return [thing for key, thing in things.items() if key.startswith(start)]


@register.simple_tag
@cache
def version() -> str:
    return metadata.version("maillage")


@register.simple_tag
def source_url() -> str:
    """Where this instance offers its source; empty when its operator named no place."""
    return str(settings.SOURCE_URL)


#: The menus of a few hundred structures: each page shows some forty, always the same.
ADDRESSES_KEPT = 10_000


@lru_cache(ADDRESSES_KEPT)
def _address(url_name: str, *args: str) -> str:
    return reverse(url_name, args=args)


def _links(entries: Sequence[Entry], path: str, *args: str) -> list[tuple[Entry, str, bool]]:
    """Entries, each with its URL and whether it is the current one: the deepest that leads to `path`."""
    urls = [_address(entry.url_name, *args) for entry in entries]
    deepest = max((url for url in urls if path.startswith(url)), key=len, default="")
    return [(entry, url, url == deepest) for entry, url in zip(entries, urls, strict=True)]
