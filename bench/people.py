"""Cards by the thousand: a list brought in, mails queued, personal links made."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from tests.crowd import FIVE_YEARS

from bench.site import milliseconds
from bench.structure import of
from maillage.accounts.models import User
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.services import ask_to_check
from maillage.people.services.importing import Options, bring_in, foreseen, read_members, undo
from maillage.tables import read_text

LIST, MAILS = 5_000, 2_000
DAY = date(2026, 3, 2)


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
    now = timezone.now()

    def check() -> None:
        ask_to_check(many, by=by, on=DAY, at=now, address_of=Link.get_absolute_url)

    yield f"{FIVE_YEARS.cards} personal links made and mailed", f"{milliseconds(check) / 1000:.1f} s", "—"


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
