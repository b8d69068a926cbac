"""The pages of a structure ask the database as often for a hundred and twenty cards, and what goes with them, as for ten."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import timezone

from crowd import PAGES, SOME, TEN, Size, addresses, people_it
from grounds import structure_on
from house.plans import pages
from house.rows import ACCESS
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.people import services
from maillage.people.services import GivenRules
from maillage.structures.models import Structure

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
#: Files, and what a page of the list leads to.
APART = {
    "people:export", "people:undo_import", "outreach:partners_file", "outreach:partners_book", "outreach:times",
    "outreach:sheet", "outreach:attestations", "outreach:registered", "outreach:preview", "outreach:paper",
    "governance:paper", "governance:document", "governance:recount",
    "care:desk_sheet",
    "project:sheet_file", "project:sheets_file", "project:copy", "project:evidences_zip", "project:evidence_file", "project:measure_file",
}  # fmt: skip
#: One of something of care: `tests/care` counts what these ask, among many.
APART |= {
    "care:edit_help", "care:pathway", "care:write_pathway", "care:sheet",
    "care:write_sheet", "care:etp_programme", "care:edit_etp", "care:rcp_call", "care:escap",
    "care:protocol", "care:enrolment", "care:certificate", "care:tree", "care:follow_tree",
    "care:local", "care:edit_local", "care:alert", "care:season", "care:reflex_sheet",
    "care:crisis", "care:crisis_answers",
}  # fmt: skip
#: Questions of a page, at most, of both databases.
MOST = 12


def of(size: Size, by: User) -> Structure:
    structure = structure_on(atlas().epci("248200099").members, by=by)
    services.set_rules(structure, GivenRules(["liberal"], shows_page=True, colleges=["Soignants"]), by=by)
    services.set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    people_it(structure, size, by=by, on=timezone.localdate())
    return structure


def asked(structure: Structure, by: User) -> Iterator[tuple[str, int]]:
    """(what, how often the database was asked), of each page, once it was seen."""
    client = client_of(by)
    for words, url in addresses(structure):
        assert client.get(url).status_code == 200, words
        with counted() as queries:
            client.get(url)
        yield words, len(queries)


def test_a_page_asks_as_few_questions_for_many_as_for_a_few_and_a_dozen_at_most(founder: User) -> None:
    few, many = (dict(asked(of(size, founder), founder)) for size in (TEN, SOME))
    # A list of two pages counts itself, two cards of one name are read: at most a question more for each.
    more = {words: (few[words], count) for words, count in many.items() if count > few[words] + 2}
    assert more == {}
    assert {words: count for words, count in many.items() if count > MOST} == {}


def test_every_page_of_these_rooms_is_among_them() -> None:
    """A page that is added is measured too (tests/crowd.py)."""
    shown = {
        name
        for name, (read, _) in ACCESS.items()
        if name.startswith(("people:", "outreach:", "governance:", "project:", "care:"))
        and read.split()[-1] == "200"
        and "slug" in pages()[name].arguments
    }
    lists = {name for name in shown if name.endswith("_file")}  # tests/house/test_leaving_lists.py
    assert shown - lists - APART - PAGES.keys() == set()
