"""What every template of the project must keep, read as text: no page is rendered here."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.staticfiles import finders

from maillage import legislation
from maillage.kernel import folded
from maillage.kernel.paths import PROJECT
from maillage.ui.services import VENDOR

SOURCE = PROJECT / "src" / "maillage"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
STYLESHEETS = sorted(SOURCE.glob("*/static/**/*.css"))


def words_of(template: str) -> str:
    """A template without its marks, but with the sentences quoted in them."""
    template = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", template, flags=re.DOTALL)
    marks = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
    quoted = [text for mark in marks.findall(template) for text in re.findall(r'"([^"]*)"', mark)]
    return "\n".join([marks.sub("", template), *quoted])


def faulty(found_in: Callable[[str], Any], files: Iterable[Path] = TEMPLATES) -> dict[str, Any]:
    """What is found in each file, of those where something is: one question asked of all is a fraction of a
    thousand tests."""
    found = {str(path.relative_to(SOURCE)): found_in(path.read_text()) for path in files}
    return {path: faults for path, faults in found.items() if faults}


def test_templates_and_stylesheets_are_found() -> None:
    """The tests below would be idle."""
    assert len(TEMPLATES) > len(STYLESHEETS) > 1


def test_no_plain_space_stands_before_a_french_sign() -> None:
    plain = re.compile(r".{0,20} [€%;:!?»].{0,10}|.{0,10}« .{0,20}")
    assert faulty(lambda html: plain.findall(words_of(html))) == {}


def test_nothing_the_security_policy_would_block() -> None:
    def blocked(html: str) -> list[str]:
        within = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag]
        return within + re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", html)

    assert faulty(blocked) == {}


def test_every_icon_used_is_drawn() -> None:
    drawn = drawn_icons()
    assert faulty(lambda html: set(re.findall(r'\{% icon "([^"]+)"', html)) - drawn) == {}


def test_every_word_explained_is_in_the_glossary() -> None:
    known = {folded(term.term) for term in legislation.glossary()}
    tip = re.compile(r'\{% tip "([^"]+)"')
    assert faulty(lambda html: [word for word in tip.findall(html) if folded(word) not in known]) == {}


def test_every_static_file_named_exists() -> None:
    vendor = {f"vendor/{place}" for place in VENDOR.values()}
    named = re.compile(r"""\{% static ["']([^"']+)["']""")
    find = cache(finders.find)
    assert (
        faulty(lambda html: [name for name in named.findall(html) if name not in vendor and not find(name)])
        == {}
    )


def test_what_htmx_posts_works_without_a_script() -> None:
    def helpless(html: str) -> list[str]:
        forms = re.findall(r"<form[^>]*hx-(?:post|get)[^>]*>", html)
        return [form for form in forms if "hx-trigger" not in form and not re.search(r"\saction=", form)]

    assert faulty(helpless) == {}


def test_a_template_is_short() -> None:
    assert faulty(lambda html: len(html.splitlines()) > 120) == {}


def test_a_stylesheet_asks_nothing_of_another_site() -> None:
    assert faulty(lambda css: re.findall(r"https?://|@import", css), STYLESHEETS) == {}


def test_every_icon_of_a_menu_is_drawn() -> None:
    entries = [entry for room in apps.get_app_configs() for entry in getattr(room, "workspace_menu", ())]
    assert {entry.icon for entry in entries} <= drawn_icons()


def drawn_icons() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (SOURCE / "ui/static/ui/icons.svg").read_text()))
