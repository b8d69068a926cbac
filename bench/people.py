"""Cards by the thousand: a list brought in, mails queued, personal links made."""

import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from statistics import median

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from tests.crowd import FIVE_YEARS
from tests.processes import running

from bench.care import until, working
from bench.site import milliseconds
from bench.structure import of, processor
from maillage.accounts.models import User
from maillage.links.models import Link
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.services import ask_to_check
from maillage.people.services.importing import Options, bring_in, foreseen, read_members, undo
from maillage.portal.commands.serving import settle
from maillage.structures.models import Structure
from maillage.tables import read_text

LIST, MAILS = 5_000, 2_000
#: Asked before mails leave, and as often after; how many times as long a page may take meanwhile.
PAGES, NO_SLOWER = 30, 1.3
DAY = date(2026, 3, 2)
#: As if elsewhere: it takes what nobody else of this machine wants.
MAIL_SERVER = ("nice", "-n", "19", sys.executable, "-m", "tests.mail.smtp")


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim, reference, ratio)."""
    by = User.objects.create_user("bench@example.org")
    many, empty = of(FIVE_YEARS, by), of(None, by)
    text, options = listed(LIST), Options(since=DAY)
    reading = read_members(read_text(text), options)
    seen = milliseconds(lambda: foreseen(empty, read_members(read_text(text), options), options, on=DAY))
    yield f"a list of {LIST} lines, read and foreseen", f"{seen / 1000:.1f} s", "≤ 5 s with what follows"
    written = milliseconds(lambda: bring_in(empty, reading, options, by=by, on=DAY))
    yield "  … brought in", f"{written / 1000:.1f} s", "≤ 5 s with what is above"
    batch = empty.member_imports.get()
    yield "  … and taken back", f"{milliseconds(lambda: undo(batch, by=by, on=DAY)) / 1000:.1f} s", "—"
    yield f"{MAILS} mails of one message queued", f"{milliseconds(queue) / 1000:.1f} s", "≤ 2 s"
    yield from left(many, by)
    now = timezone.now()

    def check() -> None:
        ask_to_check(many, by=by, on=DAY, at=now, address_of=Link.get_absolute_url)

    yield f"{FIVE_YEARS.cards} personal links made and mailed", f"{milliseconds(check) / 1000:.1f} s", "—"


def left(structure: Structure, by: User) -> Iterator[tuple[str, ...]]:
    """They leave by a worker, to a mail server in a process of its own: in ours it would take its time from the pages.

    The same page before, meanwhile, and after: by the clock, and by the processor, which others of the machine spare.
    """
    settle()  # as the site that serves
    queued = Recipient.objects.filter(sending__key="bench", state=State.QUEUED)
    home = reverse("structures:home", args=[structure.slug])
    with override_settings(ALLOWED_HOSTS=["testserver"]), running(MAIL_SERVER, patience=600) as server:
        client = Client()
        client.force_login(by)

        def once() -> tuple[float, float]:
            begun = time.monotonic()
            spent = processor(lambda: client.get(home))
            return (time.monotonic() - begun) * 1000, spent

        once()
        calm, meanwhile = [once() for _ in range(PAGES)], list[tuple[float, float]]()
        with working(int(server.stdout.readline() if server.stdout else 0)):
            until(lambda: queued.count() < MAILS)  # it is started, and the first left
            begun = time.monotonic()
            while queued.exists():
                meanwhile.append(once())
            seconds = time.monotonic() - begun
        calm += [once() for _ in range(PAGES)]
    before, clock = (median(took for took, _ in asked) for asked in (calm, meanwhile))
    least, spent = (median(used for _, used in asked) for asked in (calm, meanwhile))
    yield (
        f"  … and left, {len(meanwhile)} pages asked meanwhile",
        f"{seconds:.0f} s; a page: {clock:.0f} ms{' (!)' * (clock > NO_SLOWER * before)}, {spent:.0f} of processor",
        f"≤ {NO_SLOWER} times",
        f"the same page, nothing leaving: {before:.0f} ms, {least:.0f} of processor",
        f"× {clock / before:.2f}, of processor × {spent / least:.2f}",
    )


def listed(count: int) -> str:
    """A list of people who are nobody."""
    lines = ["Nom;Prénom;Profession;Mode d’exercice;Commune;Courriel"]
    lines += [
        f"Fictif{rank};Prénom{rank};Infirmier;libéral;Montauban;p{rank}@example.org" for rank in range(count)
    ]
    return "\n".join(lines)


def queue() -> None:
    post(
        "bench",
        subject="Bulletin",
        body="Des nouvelles.",
        sender="CPTS",
        to=(To(f"p{rank}@example.org") for rank in range(MAILS)),
        at=datetime.now().astimezone(),
    )
