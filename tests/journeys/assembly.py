"""An assembly of four, each with a browser of their own; its day comes when a test says so."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import violations
from journeys.joining import camille
from maillage.governance.models import Instance, Invitation, Meeting, Poll, Pouvoir
from maillage.governance.services import instances, polls
from maillage.people import services as people
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure

#: The first runs the structure; the last comes to nothing, and gives a pouvoir to the second.
HOST, CARRIER, TYPIST, AWAY = FOUR = ("Camille Fictif", "Ada Fictif", "Jo Fictif", "Zoé Inventée")
ASSEMBLY, NEXT = "Assemblée de printemps", "Assemblée d’été"


def four() -> Instance:
    """The general assembly of a CPTS of four, each with an address."""
    structure = people.found(
        name="CPTS à quatre",
        codes=("82121",),
        by=camille(),
        on=timezone.localdate(),
        people=[GivenPerson(name, "infirmier", email=address(name)) for name in FOUR],
        is_fictitious=True,
    )
    for card in structure.people.all():
        people.enter(card, "adherent", by=camille(), on=timezone.localdate() - timedelta(days=90))
    statutes = instances.GivenInstance("ag", "Assemblée générale", quorum="1/2", proxies_per_person=1)
    return instances.add_instance(structure, statutes, by=camille())


def address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower().replace('é', 'e')}@example.org"


@dataclass(frozen=True)
class Hall:
    """The four browsers, and where the meetings of their structure are."""

    desk: Page
    phone: Page
    keys: Page
    still: Page
    #: A page that runs scripts, to look at what the one without shows: axe is a script.
    reader: Page
    meetings: str

    def clean(self, page: Page) -> None:
        """What a reader of screens meets there is whole."""
        if page is self.still:
            self.reader.goto(page.url)
            page = self.reader
        assert (page.url, violations(page)) == (page.url, [])

    def open_message(self, page: Page, subject: str, name: str) -> None:
        """In the mailbox of the demonstration, what somebody was written; then its link."""
        page.goto("/demonstration/messages/")
        row = page.get_by_role("row").filter(has_text=subject).filter(has_text=address(name))
        row.get_by_role("link").first.click()
        own = page.locator("main").get_by_role("link", name="/l/")
        expect(own).to_be_visible()
        if page is self.phone:
            self.clean(page)
        own.click()

    @property
    def guests(self) -> dict[str, Page]:
        return {CARRIER: self.phone, TYPIST: self.keys, AWAY: self.still}


def meetings_of(structure: Structure) -> str:
    return f"/s/{structure.slug}/reunions/"


def last_day_passes(title: str) -> Poll:
    """Nobody answers any more: the poll closes by itself."""
    poll = Poll.objects.get(title=title)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    polls.close_due(timezone.now())
    poll.refresh_from_db()
    return poll


def its_hour_comes(title: str, *, minutes: int) -> Meeting:
    """The clock, not the meeting, moves: it began so many minutes ago, and what was said for its date stands."""
    begun = timezone.now() - timedelta(minutes=minutes)
    meeting = Meeting.objects.select_related("instance__structure").get(title=title)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    Invitation.objects.filter(meeting=meeting).exclude(answered_for=None).update(answered_for=begun)
    Pouvoir.objects.filter(meeting=meeting).update(given_for=begun)
    return Meeting.objects.select_related("instance__structure").get(pk=meeting.pk)
