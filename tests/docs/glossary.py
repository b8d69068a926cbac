"""The table of the words of the trade in `docs/glossary.md`: `python -m tests.docs.glossary` writes it."""

from maillage.kernel.paths import PROJECT
from maillage.legislation import glossary

PAGE = PROJECT / "docs" / "glossary.md"
START, END = "<!-- terms -->\n", "<!-- end of terms -->\n"


def table() -> str:
    """Every term of the law room, in alphabetical order, with its key and its gloss."""
    rows = [f"| {term.term} | {term.expansion} | {term.english} | `{term.key}` |" for term in glossary()]
    head = ["| French | stands for | English | key in the code |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def written(page: str) -> str:
    """The page with its table as the terms give it now."""
    before, rest = page.split(START)
    return f"{before}{START}{table()}{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
