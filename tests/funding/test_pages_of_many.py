"""The pages of the money ask the database as often for three years of it as for two, of a few of each."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from coffers import FEW, PAGES, SOME, Wealth, addresses, fill
from grounds import structure_on
from house.plans import pages
from house.rows import ACCESS
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.structures.models import Structure

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
#: Files, and what a page of the list leads to.
APART = {"funding:return_file", "funding:paid_to", "funding:batch_file", "funding:fec_file", "funding:expense_paper", "funding:contract_paper", "funding:shares_paper", "funding:pharmacist", "funding:books_change"}  # fmt: skip
#: Questions of a page, at most; those that ask more, and how many.
MOST = 12
MORE = {
    "an expense": 15,  # who approves it, and what looks like it
    "a line of the bank": 14,  # all that it may answer
    # The day it is there, overseas too: one question more.
    **dict.fromkeys(
        (
            "hours of a meeting", "a file of transfers", "an account", "a year of books",
            "what was voted for expenses",
        ),
        13,
    ),
}  # fmt: skip


def of(wealth: Wealth, by: User) -> Structure:
    structure = structure_on(atlas().epci("248200099").members, by=by)
    fill(structure, wealth, by=by, on=timezone.localdate())
    return structure


def asked(structure: Structure, by: User) -> Iterator[tuple[str, int]]:
    """(what, how often the database was asked), of each page, once it was seen."""
    client = client_of(by)
    for words, url in addresses(structure):
        assert client.get(url).status_code == 200, words
        with counted() as queries:
            client.get(url)
        yield words, len(queries)


def test_a_page_of_money_asks_as_few_questions_for_years_as_for_a_few(founder: User) -> None:
    few, many = (dict(asked(of(wealth, founder), founder)) for wealth in (FEW, SOME))
    # A list of two pages counts itself, a year that is over is read too: at most two questions more.
    assert {words: (few[words], count) for words, count in many.items() if count > few[words] + 2} == {}
    assert {words: count for words, count in many.items() if count > MORE.get(words, MOST)} == {}
    assert MORE.keys() <= many.keys()


def test_every_page_of_the_money_is_among_them() -> None:
    """A page that is added is measured too (tests/coffers.py)."""
    shown = {
        name
        for name, (read, _) in ACCESS.items()
        if name.startswith("funding:") and read.split()[-1] == "200" and "slug" in pages()[name].arguments
    }
    files = {name for name in shown if name.endswith("_file")}  # tests/house/test_leaving_lists.py
    assert shown - files - APART - PAGES.keys() == set()
