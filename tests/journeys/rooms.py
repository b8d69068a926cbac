"""A meeting that goes on: who signs in, the point under way, the screen for the room."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page

from journeys import sittings
from journeys.joining import camille
from journeys.steps import unfold
from maillage.files.services import keep
from maillage.governance.enums import QuestionState
from maillage.governance.models import Meeting
from maillage.governance.services import conduct, meetings, minutes, papers, presences, signing

SITE = "http://localhost/"


def going_on() -> Meeting:
    """Convoked, begun a moment ago."""
    meeting, now = sittings.tonight(), timezone.now()
    meetings.convoke(meeting, by=camille(), at=meeting.starts_at - timedelta(days=9), site=SITE)
    signing.open_code(meeting, by=camille(), at=now)
    meeting.refresh_from_db()
    return meeting


def page_of(page: Page, meeting: Meeting, rest: str = "") -> None:
    page.goto(f"{sittings.MEETINGS}{meeting.pk}/{rest}")


def taking(page: Page) -> None:
    meeting = sittings.tonight()
    meetings.note_item(meeting.items.get(title="Divers"), "", by=camille(), is_put_off=True)
    meetings.hold(meeting, by=camille(), at=timezone.now())
    page.goto(f"{sittings.MEETINGS}preparer/{meeting.instance_id}/")


def documented(page: Page) -> None:
    meeting = Meeting.objects.get(title=sittings.TO_COME)
    given = SimpleUploadedFile("comptes-2026.pdf", b"%PDF-1.7")
    about = meeting.instance.structure_id
    papers.attach(meeting, keep(given, about=about, by=camille(), at=timezone.now()), by=camille())
    page_of(page, meeting)
    unfold(page)


def code(page: Page) -> None:
    page_of(page, going_on(), "emargement/")


def no_code(page: Page) -> None:
    meeting = going_on()
    signing.close_code(meeting, by=camille())
    page_of(page, meeting, "emargement/")


def signing_in(page: Page, name: str = "") -> Meeting:
    meeting = going_on()
    page.goto(meeting.signing_code.link.get_absolute_url())
    page.get_by_label("Votre nom").fill(name)
    return meeting


def signing_page(page: Page) -> None:
    signing_in(page)


def not_expected(page: Page) -> None:
    signing_in(page, "Personne Fictif")
    page.get_by_role("button", name="Je suis là").click()


def to_confirm(page: Page) -> None:
    meeting = going_on()
    for each in meeting.invitations.select_related("person")[:2]:
        signing.sign_by_code(meeting, each.person.name, "telephone", at=timezone.now())
    page_of(page, meeting, "presences/")


def own_door(page: Page) -> None:
    page.goto(going_on().invitations.earliest("pk").link.get_absolute_url())


def lively() -> Meeting:
    """At its first point, with a question in the room and one that waits."""
    meeting, now = going_on(), timezone.now()
    conduct.go_to(meeting.items.all()[0], at=now)
    first, second = meeting.invitations.select_related("person", "meeting__instance")[:2]
    shown = conduct.ask(first, "Et si la subvention tarde ?", key=uuid4(), at=now)
    conduct.moderate(shown, QuestionState.SHOWN)
    conduct.ask(second, "Peut-on voir les comptes ?", key=uuid4(), at=now)
    presences.arrive(meeting, first.person, by=camille(), at=now)
    return meeting


def conducted(page: Page) -> None:
    page_of(page, lively(), "conduite/")


def screen(page: Page) -> None:
    page_of(page, lively(), "ecran/")


def screen_before(page: Page) -> None:
    meeting = Meeting.objects.get(title=sittings.TO_COME)
    page_of(page, meeting, "ecran/")


def sent() -> Meeting:
    """Held, its procès-verbal sent to be read again, with a correction that somebody asks."""
    meeting, now = lively(), timezone.now()
    meetings.note_item(meeting.items.all()[0], "Le budget est présenté, puis discuté.", by=camille())
    meetings.hold(meeting, by=camille(), at=now)
    minutes.send(meeting, by=camille(), at=now)
    first = meeting.invitations.select_related("person", "meeting__instance").earliest("pk")
    minutes.ask_correction(first, "Écrire « subvention », au singulier.", key=uuid4(), at=now)
    return meeting


def writing_minutes(page: Page) -> None:
    page_of(page, lively(), "proces-verbal/")


def both_texts(page: Page) -> None:
    meeting = lively()
    page_of(page, meeting, "proces-verbal/")
    meetings.note_item(meeting.items.all()[0], "Le texte de quelqu’un d’autre.", by=camille())
    page.get_by_label("Budget").fill("Le mien.")
    page.get_by_role("button", name="Enregistrer").click()


def sent_minutes(page: Page) -> None:
    page_of(page, sent(), "proces-verbal/")


def own_minutes(page: Page) -> None:
    page.goto(sent().invitations.earliest("pk").link.get_absolute_url())
