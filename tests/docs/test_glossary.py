"""Every French word of the code has its gloss."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django

from docs.glossary import PAGE, table, written
from maillage.kernel import folded
from maillage.kernel.paths import PROJECT
from maillage.legislation import glossary

SOURCE = PROJECT / "src" / "maillage"
#: Written the same in both languages, or the name of a thing rather than a word.
SAME_IN_ENGLISH = {
    "annexes",
    "composition",
    "initiative",
    "journal",
    "menu",
    "odt",
    "participants",
    "prevention",
    "propose",
    "regulation",
    "secretariat",
    "tiers",
}


def test_the_page_has_the_terms_of_the_law_room() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "run: .venv/bin/python -m tests.docs.glossary"
    assert table().count("\n") == len(glossary()) + 2


def test_every_french_word_of_an_identifier_is_explained() -> None:
    """French: read on our pages, and in no source of Python's standard library or of Django."""
    french = (words_of_identifiers() & words_of_pages()) - words_of_programmers()
    explained = set(folded(PAGE.read_text("utf-8")).split()) | SAME_IN_ENGLISH
    assert {word for word in french if word.rstrip("s") not in explained and word not in explained} == set()


def test_the_words_looked_for_are_french() -> None:
    """The test above would be idle if it took French for English."""
    found = (words_of_identifiers() & words_of_pages()) - words_of_programmers()
    assert {"commune", "epci", "finess", "porteur"} <= found
    assert found & {"population", "section", "table", "name"} == set()


def split(identifier: str) -> list[str]:
    """LegalPerson, legal_person → ["legal", "person"]."""
    return re.findall(r"[a-z]{3,}", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", identifier).lower())


@cache
def words_of_identifiers() -> frozenset[str]:
    modules = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    return frozenset(word for path in modules for name in names_in(path) for word in split(name))


def names_in(path: Path) -> Iterator[str]:
    """Modules, functions, classes, variables and arguments."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


@cache
def words_of_pages() -> frozenset[str]:
    """The French a person reads: text of templates, sentences of the law."""
    marks = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
    texts = [marks.sub(" ", path.read_text("utf-8")) for path in SOURCE.glob("*/templates/**/*.html")]
    texts += [f"{term.term} {term.expansion} {term.definition}" for term in glossary()]
    return frozenset(word for text in texts for word in folded(text).split())


@cache
def words_of_programmers() -> frozenset[str]:
    library, framework = Path(json.__file__).parents[1], Path(django.__file__).parent
    files = [*library.glob("*.py"), *framework.rglob("*.py")]
    texts = [path.read_text("utf-8", "replace") for path in files if "locale" not in path.parts]
    return frozenset(word for text in texts for word in split(text))
