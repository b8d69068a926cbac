"""What every template of the project must keep, read as text: no page is rendered here."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders

from maillage import legislation
from maillage.kernel import folded
from maillage.kernel.paths import PROJECT
from maillage.ui.services import VENDOR

SOURCE = PROJECT / "src" / "maillage"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
STYLESHEETS = sorted(SOURCE.glob("*/static/**/*.css"))

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))


def words_of(template: str) -> str:
    """A template without its marks, but with the sentences quoted in them."""
    template = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", template, flags=re.DOTALL)
    marks = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
    quoted = [text for mark in marks.findall(template) for text in re.findall(r'"([^"]*)"', mark)]
    return "\n".join([marks.sub("", template), *quoted])


@every_template
def test_no_plain_space_stands_before_a_french_sign(path: Path) -> None:
    assert re.findall(r".{0,20} [€%;:!?»].{0,10}|.{0,10}« .{0,20}", words_of(path.read_text())) == []


@every_template
def test_nothing_the_security_policy_would_block(path: Path) -> None:
    html = path.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", html) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag] == []


@every_template
def test_every_icon_used_is_drawn(path: Path) -> None:
    used = set(re.findall(r'\{% icon "([^"]+)"', path.read_text()))
    assert used <= drawn_icons()


@every_template
def test_every_word_explained_is_in_the_glossary(path: Path) -> None:
    known = {folded(term.term) for term in legislation.glossary()}
    assert {
        word for word in re.findall(r'\{% tip "([^"]+)"', path.read_text()) if folded(word) not in known
    } == set()


@every_template
def test_every_static_file_named_exists(path: Path) -> None:
    vendor = {f"vendor/{place}" for place in VENDOR.values()}
    named = set(re.findall(r"""\{% static ["']([^"']+)["']""", path.read_text()))
    assert {name for name in named if name not in vendor and not finders.find(name)} == set()


@every_template
def test_what_htmx_posts_works_without_a_script(path: Path) -> None:
    forms = re.findall(r"<form[^>]*hx-(?:post|get)[^>]*>", path.read_text())
    submitted = [form for form in forms if "hx-trigger" not in form]
    assert [form for form in submitted if not re.search(r"\saction=", form)] == []


@every_template
def test_a_template_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_stylesheet_asks_nothing_of_another_site(path: Path) -> None:
    assert re.findall(r"https?://|@import", path.read_text()) == []


def test_every_icon_of_a_menu_is_drawn() -> None:
    entries = [entry for room in apps.get_app_configs() for entry in getattr(room, "workspace_menu", ())]
    assert {entry.icon for entry in entries} <= drawn_icons()


def drawn_icons() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (SOURCE / "ui/static/ui/icons.svg").read_text()))
