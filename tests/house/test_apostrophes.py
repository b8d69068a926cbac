"""French is shown with the apostrophe of books."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

import maillage
from house.visiting import client_of
from maillage.accounts.models import User

SOURCE = Path(maillage.__file__).parent
#: An elision of French between two letters: neither code, nor English.
STRAIGHT = re.compile(
    r"(?<![\w'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd|quelqu)'(?=[^\W\d_])", re.IGNORECASE
)
#: Rooms whose sentences are read by machines and files too: pages show them through `french`, `say` and their like.
#: Others hold titles as national files write them.
APART = {"geography", "legislation", "kernel", "registers", "territories/services/iris.py"}


def words_of(path: Path) -> Iterator[str]:
    """The strings of a file that are no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_sentence_of_the_code_has_a_straight_apostrophe() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {text[:60]}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not str(path.relative_to(SOURCE)).startswith(tuple(APART))
        for text in words_of(path)
        if STRAIGHT.search(text)
    ]
    assert found == []


def test_no_template_has_a_straight_apostrophe() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*.html")):
        text = re.sub(
            r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        found += [f"{path.relative_to(SOURCE)}: {each[0]}" for each in STRAIGHT.finditer(text)]
    assert found == []


@pytest.mark.django_db
def test_a_refusal_is_shown_with_the_apostrophe_of_books(founder: User) -> None:
    sent = {"forme": "msp", "name": "Maison", "commune": "Qwertyuiop"}
    page = client_of(founder).post(f"{reverse('people:found')}?forme=msp", sent).content.decode()
    assert "Vérifiez l’orthographe" in page
    assert "l&#x27;orthographe" not in page
