"""The commands shown in the documentation answer what it shows."""

import json
import re
import shlex

import pytest
from click.testing import CliRunner
from django.test import Client

from docs.pages import PAGES, fences
from maillage.portal.commands import cli

SESSIONS = [
    tuple(part.partition("\n")[::2])
    for page in PAGES
    for block in fences(page, "console")
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]
NAMED = sorted(
    {
        tuple(words.split())
        for page in PAGES
        for words in re.findall(
            r"(?<![\w.@-])maillage ((?:territory|funding|rules|build|serve|worker|demo|import|directory)(?: (?:list|show|rpps|finess|apl|zonage|perimetres|forget|remember))?)",
            page.read_text("utf-8"),
        )
    }
)


def looks_like(shown: str, found: str) -> bool:
    """Equal but for white space (long lines are folded on the page) and `...`."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in shown.split("..."))
    return re.fullmatch(pattern, " ".join(found.split())) is not None


def run(command: str) -> str:
    words = shlex.split(command)
    return over_http(words) if words[0] == "curl" else in_a_terminal(words)


def in_a_terminal(words: list[str]) -> str:
    assert words[0] == "maillage"
    result = CliRunner().invoke(cli, words[1:], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def over_http(words: list[str]) -> str:
    """`curl -s [--json BODY] URL | jq .[KEY]`, as a visitor without account."""
    pipe = words.index("|")
    url = re.sub(r"^http://127\.0\.0\.1:\d+", "", words[pipe - 1])
    if "--json" in words:
        body = words[words.index("--json") + 1]
        response = Client().post(url, body, content_type="application/json")
    else:
        response = Client().get(url)
    key = words[pipe + 2].removeprefix(".")
    content = response.json()
    return json.dumps(content[key] if key else content, ensure_ascii=False, indent=2)


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_answers_what_the_page_shows(command: str, shown: str) -> None:
    found = run(command)
    assert looks_like(shown, found), found


@pytest.mark.parametrize("words", NAMED, ids=" ".join)
def test_a_command_named_exists(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(cli, [*words, "--help"]).exit_code == 0


def test_the_pages_show_commands() -> None:
    assert len(SESSIONS) > 5
    assert {("serve",), ("rules", "show")} <= set(NAMED)
