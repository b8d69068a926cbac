"""The documentation as files: every Markdown page a person reads, and what stands in fences."""

import re
from pathlib import Path

from maillage.kernel.paths import PROJECT

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return str(page.relative_to(PROJECT))


def fences(page: Path, language: str) -> list[str]:
    """The content of each block of code in a language."""
    return [content for found, content in FENCE.findall(page.read_text("utf-8")) if found == language]


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return FENCE.sub("", page.read_text("utf-8"))


def table_under(page: Path, heading: str) -> list[list[str]]:
    """The rows, without header, of the first table after a heading; cells without their backquotes."""
    after = page.read_text("utf-8").split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = [line.strip("|").split("|") for line in after.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row] for row in rows[2:]]
