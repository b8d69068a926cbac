"""Cards by the thousand: the pages of a long list beside those of a short one, a list brought in, mails queued."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from time import process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from tests.crowd import FIVE_YEARS, TEN, Size, addresses, people_it

from bench.site import milliseconds
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.services import GivenRules, ask_to_check, found, set_fees, set_rules
from maillage.people.services.importing import Options, bring_in, foreseen, read_members, undo
from maillage.structures.models import Structure
from maillage.tables import read_text

LIST, MAILS, RUNS = 5_000, 2_000, 15
DAY = date(2026, 3, 2)
#: CA du Grand Montauban: 12 communes, 82,000 inhabitants.
TERRITORY = "248200099"
MOST, TIMES, QUERIES = 60, 1.3, 12


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim, reference, ratio)."""
    by = User.objects.create_user("bench@example.org")
    few, many = (of(size, by) for size in (TEN, FIVE_YEARS))
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by)
        for (name, short), (_, long) in zip(addresses(few), addresses(many), strict=True):
            (little, _), (much, queries) = asked(client, short), asked(client, long)
            missed = much > MOST or queries > QUERIES or much > TIMES * little
            yield (
                f"{name}, of five years",
                f"{much:.0f} ms, {queries} queries{' (!)' * missed}",
                f"≤ {MOST} ms, ≤ {QUERIES} queries, ≤ {TIMES} times",
                f"ten of each: {little:.0f} ms",
                f"× {much / little:.1f}",
            )
    text, options = listed(LIST), Options(since=DAY)
    empty = of(None, by)
    reading = read_members(read_text(text), options)
    seen = milliseconds(lambda: foreseen(empty, read_members(read_text(text), options), options, on=DAY))
    yield f"a list of {LIST} lines, read and foreseen", f"{seen / 1000:.1f} s", "≤ 5 s with what follows"
    written = milliseconds(lambda: bring_in(empty, reading, options, by=by, on=DAY))
    yield "  … brought in", f"{written / 1000:.1f} s", "≤ 5 s with what is above"
    batch = empty.member_imports.get()
    yield "  … and taken back", f"{milliseconds(lambda: undo(batch, by=by, on=DAY)) / 1000:.1f} s", "—"
    yield f"{MAILS} mails of one message queued", f"{milliseconds(queue) / 1000:.1f} s", "≤ 2 s"
    now = timezone.now()

    def check() -> None:
        ask_to_check(many, by=by, on=DAY, at=now, address_of=Link.get_absolute_url)

    yield f"{FIVE_YEARS.cards} personal links made and mailed", f"{milliseconds(check) / 1000:.1f} s", "—"


def of(size: Size | None, by: User) -> Structure:
    """A structure on twelve communes, with as much as `size` in its books."""
    codes = atlas().epci(TERRITORY).members
    structure = found(name="CPTS", codes=codes, by=by, on=DAY)
    set_rules(structure, GivenRules(["liberal"], shows_page=True, colleges=["Soignants"]), by=by)
    set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    if size:
        people_it(structure, size, by=by, on=timezone.localdate())
    return structure


def listed(count: int) -> str:
    """A list of people who are nobody."""
    lines = ["Nom;Prénom;Profession;Mode d’exercice;Commune;Courriel"]
    lines += [
        f"Fictif{rank};Prénom{rank};Infirmier;libéral;Montauban;p{rank}@example.org" for rank in range(count)
    ]
    return "\n".join(lines)


def asked(client: Client, path: str) -> tuple[float, int]:
    """Milliseconds of processor and queries of a page, once it was seen: SQLite works in this process, whoever else does."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    count = len(queries)  # the next request forgets them
    return median(processor(lambda: client.get(path)) for _ in range(RUNS)), count


def processor(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1000


def queue() -> None:
    post(
        "bench",
        subject="Bulletin",
        body="Des nouvelles.",
        sender="CPTS",
        to=(To(f"p{rank}@example.org") for rank in range(MAILS)),
        at=datetime.now().astimezone(),
    )
