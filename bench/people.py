"""Cards by the thousand: the pages of a long list beside those of a short one, a list brought in, mails queued."""

from collections.abc import Iterator
from datetime import date, datetime
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.site import milliseconds
from maillage.accounts.models import User
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.services import GivenRules, ask_to_check, found, set_rules
from maillage.people.services.importing import Options, bring_in, foreseen, read_members
from maillage.structures.models import Structure
from maillage.tables import read_text

FEW, MANY, LIST, MAILS, RUNS = 10, 1_000, 5_000, 2_000, 9
DAY = date(2026, 3, 2)
PAGES = {
    "list of those who belong": "adherents/",
    "« Qui sommes-nous »": "adherents/couverture/",
    "fees": "adherents/cotisations/",
    "cards that may be one": "adherents/doubles/",
}


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim, reference, ratio)."""
    by = User.objects.create_user("bench@example.org")
    few, many = (of(count, by) for count in (FEW, MANY))
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by)
        for name, path in PAGES.items():
            (short, _), (long, queries) = (asked(client, f"/s/{each.slug}/{path}") for each in (few, many))
            yield (
                f"{name}, {MANY} cards",
                f"{long:.0f} ms, {queries} queries",
                "≤ 60 ms, ≤ 1.3 times",
                f"{FEW} cards: {short:.0f} ms",
                f"× {long / short:.1f}",
            )
    text, options = listed(LIST), Options(since=DAY)
    empty = of(0, by)
    reading = read_members(read_text(text), options)
    seen = milliseconds(lambda: foreseen(empty, read_members(read_text(text), options), options))
    yield f"a list of {LIST} lines, read and foreseen", f"{seen / 1000:.1f} s", "≤ 5 s with what follows"
    written = milliseconds(lambda: bring_in(empty, reading, options, by=by, on=DAY))
    yield "  … brought in", f"{written / 1000:.1f} s", "≤ 5 s with what is above"
    yield f"{MAILS} mails of one message queued", f"{milliseconds(queue) / 1000:.1f} s", "≤ 2 s"
    now = timezone.now()

    def check() -> None:
        ask_to_check(many, by=by, on=DAY, at=now, address_of=Link.get_absolute_url)

    yield f"{MANY} personal links made and mailed", f"{milliseconds(check) / 1000:.1f} s", "—"


def of(count: int, by: User) -> Structure:
    structure = found(name=f"CPTS de {count}", codes=["82121", "82025"], by=by, on=DAY)
    set_rules(structure, GivenRules(["liberal"]), by=by)
    if count:
        options = Options(since=DAY)
        bring_in(structure, read_members(read_text(listed(count)), options), options, by=by, on=DAY)
    return structure


def listed(count: int) -> str:
    """A list of people who are nobody."""
    lines = ["Nom;Prénom;Profession;Mode d’exercice;Commune;Courriel"]
    lines += [
        f"Fictif{rank};Prénom{rank};Infirmier;libéral;Montauban;p{rank}@example.org" for rank in range(count)
    ]
    return "\n".join(lines)


def asked(client: Client, path: str) -> tuple[float, int]:
    """Milliseconds and queries of a page, once it was seen."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    count = len(queries)  # the next request forgets them
    return median(milliseconds(lambda: client.get(path)) for _ in range(RUNS)), count


def queue() -> None:
    post(
        "bench",
        subject="Bulletin",
        body="Des nouvelles.",
        sender="CPTS",
        to=(To(f"p{rank}@example.org") for rank in range(MAILS)),
        at=datetime.now().astimezone(),
    )
