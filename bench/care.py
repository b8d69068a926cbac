"""Care of 120,000 inhabitants: 400 professionals, 6,000 requests a year, 1,200 still open.

How soon a request reaches the first professionals, through a worker and a mail server; what time brings; fifty who take at
once; the pages, each beside the same page of ten of each, then of as many as it shows at once.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from uuid import uuid4

from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from tests.crowd import PAGES, TEN, Size, addresses, people_it
from tests.mail.smtp import mail_server

from bench.structure import QUESTIONS, TERRITORY, TIMES, page, processor
from maillage.accounts.models import User
from maillage.care.enums import AskerKind, RequestKind, RequestState
from maillage.care.models import CareRequest, Search
from maillage.care.services import due, requests, ringing
from maillage.care.services.requests import AlreadyTaken, Asked
from maillage.geography import atlas
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.services import GivenRules, found, set_fees, set_rules
from maillage.portal.commands.serving import settle
from maillage.structures.models import Structure

DAY = date(2026, 3, 2)
PEOPLE, MOST, SOON = 120_000, 60, 5
#: 1,200 requests of a médecin traitant, 4,800 that who comes first takes: ten were told of each.
LARGE = Size(400, 200, 2, 10, 10, 20, 20, 60, 200, 1, 10, 200, 4_800)
#: As many lines as a page shows at once, out of far fewer: it names every doctor who has places, among as many people.
SHOWN = Size(400, 200, 2, 10, 10, 20, 20, 60, 200, 1, 10, 60, 60)
TAKERS, BULLETIN, TRIES = 50, 2_000, 3
COMMAND = Path(sys.executable).with_name("maillage")
#: Pages of care, and those where it says something.
OURS = {words for name, words in PAGES.items() if name.startswith("care:")} | {"home", "a desk, by its link"}
OURS |= {"the year", "own card, by its link", "a card"}


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim, reference, ratio)."""
    by = User.objects.create_user("care@example.org")
    few, some, many = (of(size, by) for size in (TEN, SHOWN, LARGE))
    short, shown, long = (dict(addresses(each)) for each in (few, some, many))
    settle()  # as the site that serves
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by)
        pages = [
            (*page(client, words, short[words], long[words]), page(client, words, shown[words], long[words]))
            for words in short
            if words in OURS
        ]
        yield from told(many, client)
    yield from passes(many)
    yield taken(many)
    for words, questions, much, little, (*_, again, same) in sorted(pages, key=lambda each: -each[2]):
        missed = much > MOST or questions > QUESTIONS or again > TIMES * same
        yield (
            f"{words}, 6,000 requests",
            f"{questions} questions, {much:.0f} ms{' (!)' * missed}",
            f"≤ {QUESTIONS}, ≤ {MOST} ms, ≤ {TIMES} times",
            f"ten of each: {little:.0f} ms",
            f"× {much / little:.1f}, as many shown × {again / same:.1f}",
        )


def of(size: Size, by: User) -> Structure:
    """A structure on as many communes as hold that many people."""
    codes = list(atlas().epci(TERRITORY).members)
    others = (each.code for each in atlas().communes_of(codes[0][:2]) if each.code not in codes)
    while atlas().summary(codes).population < PEOPLE:
        codes.append(next(others))
    structure = found(name="CPTS", codes=codes, by=by, on=DAY)
    set_rules(structure, GivenRules(["liberal"], shows_page=True, colleges=["Soignants"]), by=by)
    set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    people_it(structure, size, by=by, on=timezone.localdate())
    return structure


# How soon


def told(structure: Structure, client: Client) -> Iterator[tuple[str, ...]]:
    """From the click that asks to the first message that a mail server took, and to the last of the first ring."""
    Recipient.objects.filter(state=State.QUEUED).delete()
    firsts, lasts = list[float](), list[float]()
    with mail_server() as server:
        for rank in range(TRIES):
            _all_at_once(structure)
            _bulletin(rank)
            before = Sending.objects.count()
            with working(server.port):
                until(lambda before=before: Sending.objects.count() > before)  # what is due goes on
                first, last = _asked(structure, client)
                firsts.append(first)
                lasts.append(last)
    beside = f"with 200 searches due and a bulletin of {BULLETIN} leaving"
    yield _in_time("a request, from the click to the first professional told", firsts, beside)
    yield _in_time("  … to the tenth", lasts, beside)


def _in_time(work: str, seconds: list[float], beside: str) -> tuple[str, ...]:
    worst = max(seconds)
    measured = f"{min(seconds):.1f} to {worst:.1f} s{' (!)' * (worst > SOON)}"
    return work, measured, f"≤ {SOON} s", beside


def _all_at_once(structure: Structure) -> None:
    """As in the morning, when those who slept may be told: all that is open is due."""
    seeking = Search.objects.filter(request__structure=structure, request__state=RequestState.OPEN)
    seeking.update(next_at=timezone.now() - timedelta(minutes=1))


def _bulletin(rank: int) -> None:
    people = [To(f"b{number}@example.org") for number in range(BULLETIN)]
    post(f"bench {rank}", subject="Bulletin", body="Bonjour.", sender="CPTS", to=people, at=timezone.now())


@contextmanager
def working(port: int) -> Iterator[None]:
    """A worker, as the operator starts one."""
    environment = {**os.environ, "MAILLAGE_MAIL": f"smtp://127.0.0.1:{port}"}
    worker = subprocess.Popen([str(COMMAND), "worker"], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _asked(structure: Structure, client: Client) -> tuple[float, float]:
    """Seconds to the first and to the last of those who are told first."""
    day = timezone.localdate() + timedelta(days=3)
    asks = {
        "key": str(uuid4()), "kind": RequestKind.HOME, "profession": "infirmier", "need": "pansement",
        "commune": structure.territory.codes[0], "due_on": f"{day:%Y-%m-%d}", "due_at": "12:00", "age": "75", "agrees": "on",
    }  # fmt: skip
    begun, since = timezone.now(), time.monotonic()
    answer = client.post(reverse("care:ask", args=[structure.slug]), asks)
    if answer.status_code != 302:
        raise AssertionError("nothing was asked")
    made = CareRequest.objects.get(key=asks["key"])
    keys = [f"care.offer {pk}" for pk in made.offers.values_list("pk", flat=True)]
    rows = Recipient.objects.filter(sending__key__in=keys, state=State.ACCEPTED)
    until(lambda: rows.count() == len(keys) > 0 or time.monotonic() - since > 120)
    left = sorted((at - begun).total_seconds() for at in rows.values_list("settled_at", flat=True) if at)
    return left[0], left[-1]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 180
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


# What time brings


def passes(structure: Structure) -> Iterator[tuple[str, ...]]:
    now = timezone.now()
    _all_at_once(structure)
    open_ = CareRequest.objects.filter(structure=structure, state=RequestState.OPEN).count()
    before = Sending.objects.count()
    much = processor(lambda: due.do_due(now))
    messages = Sending.objects.count() - before
    yield (
        "what time brings, 200 searches due at once",
        f"{much / 1000:.1f} s",
        "—",
        f"{messages} messages written",
        f"{much / max(messages, 1):.1f} ms each",
    )
    while Search.objects.filter(next_at__lte=now, request__state=RequestState.OPEN).exists():
        due.do_due(now)
    for _ in range(20):  # those who are told of what nobody took, two hundred a minute
        due.do_due(now)
    calm = median(processor(lambda: due.do_due(now)) for _ in range(5))
    yield f"  … {open_} open, nothing due", f"{calm:.0f} ms{' (!)' * (calm > 500)}", "≤ 500 ms"


# Fifty at once


def taken(structure: Structure) -> tuple[str, ...]:
    now = timezone.now()
    asked = Asked(RequestKind.HOME, "infirmier", structure.territory.codes[0], AskerKind.STRUCTURE)
    request = ringing.begin(structure, asked, key=uuid4(), at=now, site="https://maillage.example/")
    requests.offer(request, structure.people.order_by("pk")[:TAKERS], at=now)
    offers = list(request.offers.select_related("request__structure", "person")[:TAKERS])

    def take(rank: int) -> str:
        try:
            ringing.take(offers[rank], at=timezone.now())
        except AlreadyTaken:
            return "late"
        finally:
            connections.close_all()
        return "taken"

    begun = time.perf_counter()
    with ThreadPoolExecutor(TAKERS) as doors:
        answers = list(doors.map(take, range(TAKERS)))
    seconds = time.perf_counter() - begun
    if sorted(answers) != sorted(["taken", *["late"] * (TAKERS - 1)]):
        raise AssertionError("one takes, and the others learn it")
    return f"{TAKERS} who take one request at once", f"{seconds:.1f} s", "one takes, no error"
