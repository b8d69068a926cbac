"""A page of documentation points to what exists, and says all there is to say."""

import json
import re
from pathlib import Path

import pytest

from docs.pages import PAGES, name_of, prose, table_under
from maillage.kernel.paths import PROJECT

SOURCE = PROJECT / "src" / "maillage"
every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
every_decision = pytest.mark.parametrize("page", sorted((PROJECT / "docs" / "adr").glob("*.md")), ids=name_of)


def anchors(page: Path) -> set[str]:
    """What a heading may be reached by: « Names & slots » → names--slots."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", prose(page))
    local = [link for link in links if not re.match(r"https?://", link)]
    broken = []
    for link in local:
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@every_page
def test_a_file_named_exists(page: Path) -> None:
    """`territories/views.py` is the end of a path; `<room>` and `*` stand for any."""
    named = re.findall(r"`([\w./*<>-]+/[\w./*<>-]*\.(?:py|yaml|html|css|js|typ|md|toml))`", prose(page))
    patterns = {re.sub(r"<[^>]+>", "*", name) for name in named}
    found = {name for name in patterns if any(PROJECT.glob(name)) or any(SOURCE.rglob(name))}
    assert patterns - found == set()


def test_every_variable_of_the_environment_is_explained_and_none_is_invented() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    read = set(re.findall(r"""(?:environ\.get|environ|switched_on)[(\[]"([A-Z_]+)\"""", code))
    exported = re.search(r"^export (.+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert exported
    ours = (read | set(exported[1].split())) - {"DJANGO_SETTINGS_MODULE"}
    explained = {row[0] for row in table_under(PROJECT / "README.md", "## Configure")}
    assert explained == ours


def test_every_dependency_is_answered_for() -> None:
    lines = [
        line for path in PROJECT.glob("requirements*.in") for line in path.read_text("utf-8").splitlines()
    ]
    python = {re.split(r"[<>=\[]", line)[0] for line in lines if re.match(r"[A-Za-z]", line)}
    package = json.loads((PROJECT / "package.json").read_text("utf-8"))
    wanted = python | package["dependencies"].keys() | package["devDependencies"].keys()
    page = PROJECT / "docs" / "adr" / "0006-dependencies.md"
    decision = page.read_text("utf-8").split("## Decision")[1].split("## Consequences")[0]
    assert wanted - set(re.findall(r"`([^`]+)`", decision)) == set()
    assert set(re.findall(r"^\| `([^`]+)` \|", decision, re.MULTILINE)) <= wanted


@every_decision
def test_a_decision_is_short_and_says_why(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == ["Context", "Decision", "Consequences"]
    prose = [line for line in text.splitlines() if not line.startswith("|")]  # a table is looked up, not read
    assert len(prose) <= 60
