"""The pages of a structure: people and what goes out for a thousand cards, meetings for three hundred, five years of both.

Each beside the same page of ten of each, then of as many as it shows at once: what it asks of the database, and the time of
the processor.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import median
from time import process_time

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from tests.crowd import A_PAGE, FIVE_YEARS, PAGES, TEN, Size, addresses, people_it

from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.people.services import GivenRules, found, set_fees, set_rules
from maillage.portal.commands.serving import settle
from maillage.structures.models import Structure

#: Times that a page is asked: the middle one is told.
RUNS = 5
DAY = date(2026, 3, 2)
#: CA du Grand Montauban: 12 communes, 82,000 inhabitants.
TERRITORY = "248200099"
MOST, TIMES, QUESTIONS = 60, 1.3, 12
#: 250 meetings, 6,000 presences, 80 votes.
ASSEMBLY = replace(FIVE_YEARS, cards=300)
OF_MEETINGS = {words for name, words in PAGES.items() if name.startswith("governance:")} | {
    "dates, by its link",
    "dates, by the shared link",
}


def rows() -> Iterator[tuple[str, ...]]:
    """(page, measured, aim, reference, ratio), the slowest first."""
    by = User.objects.create_user("pages@example.org")
    made = [of(size, by) for size in (TEN, A_PAGE, FIVE_YEARS, ASSEMBLY)]
    short, shown, long, met = (dict(addresses(each)) for each in made)
    long |= {words: met[words] for words in OF_MEETINGS}
    settle()  # as the site that serves
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by)
        pages = [
            (*page(client, words, short[words], long[words]), page(client, words, shown[words], long[words]))
            for words in short
        ]
    for words, questions, much, little, (*_, again, same) in sorted(pages, key=lambda each: -each[2]):
        missed = much > MOST or questions > QUESTIONS or again > TIMES * same
        yield (
            f"{words}, {ASSEMBLY.cards if words in OF_MEETINGS else FIVE_YEARS.cards} cards",
            f"{questions} questions, {much:.0f} ms{' (!)' * missed}",
            f"≤ {QUESTIONS}, ≤ {MOST} ms, ≤ {TIMES} times",
            f"ten of each: {little:.0f} ms",
            f"× {much / little:.1f}, as many shown × {again / same:.1f}",
        )


def page(client: Client, words: str, short: str, long: str) -> tuple[str, int, float, float]:
    """(what, questions, milliseconds, milliseconds of ten)."""
    little, much = [], []
    for path in (short, long):
        client.get(path)  # what is read once for all
    with (
        CaptureQueriesContext(connections["default"]) as ours,
        CaptureQueriesContext(connections["directory"]) as national,
    ):
        client.get(long)
    questions = len(ours) + len(national)  # the next request forgets them
    for _ in range(RUNS):  # one after the other: both meet the same machine
        little.append(processor(lambda: client.get(short)))
        much.append(processor(lambda: client.get(long)))
    return words, questions, median(much), median(little)


def of(size: Size | None, by: User) -> Structure:
    """A structure on twelve communes, with as much as `size` in its books."""
    codes = atlas().epci(TERRITORY).members
    structure = found(name="CPTS", codes=codes, by=by, on=DAY)
    set_rules(structure, GivenRules(["liberal"], shows_page=True, colleges=["Soignants"]), by=by)
    set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    if size:
        people_it(structure, size, by=by, on=timezone.localdate())
    return structure


def processor(work: Callable[[], object]) -> float:
    """Milliseconds of processor: SQLite works in this process, whoever else does."""
    start = process_time()
    work()
    return (process_time() - start) * 1000
