"""The journal of the law is the tree, told by day."""

from docs.changelog import PAGE, page
from maillage.legislation.values import tree


def test_the_journal_is_the_one_of_the_tree() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: .venv/bin/python -m tests.docs.changelog"


def test_every_period_is_in_it() -> None:
    periods = sum(len(rule.values) for rule in tree().values())
    assert page().count("\n| ") == periods + page().count("\n## ")
