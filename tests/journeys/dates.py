"""Polls of dates, and what people do with them; addresses are made here."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.joining import camille, structure
from journeys.sittings import MEETINGS
from journeys.steps import unfold
from maillage.governance.models import Instance, Poll
from maillage.governance.services import polls as services

NAME = "Bureau du printemps"


def bureau() -> Instance:
    return Instance.objects.get(name="Bureau", structure=structure())


def asked() -> Poll:
    """Three dates, proposed to the bureau a moment ago; nobody answered."""
    now = timezone.now()
    begins = now.replace(minute=30, second=0, microsecond=0) + timedelta(days=20)
    dates = [(begins + timedelta(days=each), begins + timedelta(days=each, hours=2)) for each in (0, 1, 7)]
    told = services.GivenPoll(NAME, dates, now + timedelta(days=10), place="Montauban")
    return services.propose(bureau(), told, key=uuid4(), by=camille(), at=now, site="http://localhost/")


def answered(*, level: bool = False) -> Poll:
    """Some sit and answered, and somebody by the shared link."""
    poll, now = asked(), timezone.now()
    first, second, third = poll.dates.values_list("pk", flat=True)
    for rank, line in enumerate(poll.replies.all()[:4]):
        said = {first: "oui", second: "oui" if level or rank % 2 else "besoin", third: "non"}
        services.reply(line, line.name if rank else "Remplaçante Fictif", said, at=now)
    services.share(poll, is_shared=True, by=camille(), at=now)
    services.reply_by_name(poll, "Dr Fictif", {first: "oui", second: "oui"}, key=uuid4(), at=now)
    return poll


def see(page: Page, poll: Poll) -> None:
    page.goto(f"{MEETINGS}sondages/{poll.pk}/")
    unfold(page)


def proposing(page: Page) -> None:
    page.goto(f"{MEETINGS}proposer/{bureau().pk}/")


def refused(page: Page) -> None:
    proposing(page)
    page.locator("#id_day_1").fill("2030-05-02")
    send_empty(page, "Envoyer le sondage")


def read(page: Page) -> None:
    see(page, answered())


def unanswered(page: Page) -> None:
    see(page, asked())


def level(page: Page) -> None:
    poll = answered(level=True)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    services.close_due(timezone.now())
    see(page, poll)


def own(page: Page) -> None:
    page.goto(asked().replies.earliest("pk").link.get_absolute_url())


def noted(page: Page) -> None:
    page.goto(answered().replies.earliest("pk").link.get_absolute_url())


def nothing_said(page: Page) -> None:
    own(page)
    page.get_by_role("button", name="Répondre").click()


def closed(page: Page) -> None:
    poll = answered()
    services.choose(poll, poll.dates.all()[0], by=camille(), at=timezone.now())
    page.goto(poll.replies.earliest("pk").link.get_absolute_url())


def by_name(page: Page) -> None:
    page.goto(answered().shared.get_absolute_url())
