"""The events of the demonstration, and what people do with them; addresses are made here."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.joining import camille, structure
from journeys.steps import unfold, without_checks
from maillage.outreach.models import Event, Registration
from maillage.outreach.services import events as services

EVENTS = "/s/cpts-du-grand-montauban-demonstration/evenements/"
#: Of the demonstration: one that is over, one that is full.
OVER, FULL = "Antibiotiques", "Plaies chroniques"


def event(title: str) -> Event:
    return Event.objects.select_related("link").get(title=title)


def at(title: str, rest: str = "") -> str:
    return f"{EVENTS}{event(title).pk}/{rest}"


def tonight() -> Event:
    """A webinaire that began a moment ago: one is there, one is expected."""
    now = timezone.now()
    begins = now + timedelta(hours=1)
    given = services.GivenEvent(
        "webinaire", "Ce soir", begins, begins + timedelta(hours=2), access_url="https://exemple.fr/salle"
    )
    made = services.open_event(
        services.plan_event(structure(), given, by=camille()), by=camille(), at=now, site="http://localhost/"
    )
    for name in ("Lou Fictif", "Zoé Imaginaire"):
        told = services.GivenRegistration(name, "infirmier", phone="0639980050")
        services.register(made, told, key=uuid4(), at=now)
    begin(made)
    services.note_presence(registered(made, "Lou Fictif"), is_there=True, by=camille(), at=now)
    return made


def training() -> Event:
    """Of two days: the first was yesterday, and somebody was there."""
    now = timezone.now()
    yesterday, today = now - timedelta(hours=36), timezone.localdate(now)
    days = {today - timedelta(days=1): 60, today: 60}
    given = services.GivenEvent("formation", "Deux jours", yesterday, now + timedelta(hours=1), days=days)
    made = services.plan_event(structure(), given, by=camille())
    services.open_event(made, by=camille(), at=yesterday - timedelta(days=2), site="http://localhost/")
    told = services.GivenRegistration("Lou Fictif", "infirmier", phone="0639980050")
    lou = services.register(made, told, key=uuid4(), at=yesterday - timedelta(days=1))
    services.note_presence(lou, is_there=True, by=camille(), at=now, on=today - timedelta(days=1))
    return made


def begin(made: Event) -> None:
    """The hour comes."""
    begun = timezone.now() - timedelta(minutes=5)
    Event.objects.filter(pk=made.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=2))


def registered(made: Event, name: str) -> Registration:
    return Registration.objects.select_related("event", "link").get(event=made, name=name)


def send_empty(page: Page, button: str) -> None:
    unfold(page)
    without_checks(page)
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".field-error").first.wait_for()


def to_come(page: Page) -> None:
    page.goto(at(FULL))
    unfold(page)


def not_cancelled(page: Page) -> None:
    page.goto(at(FULL))
    send_empty(page, "Annuler l’événement et prévenir")


def over(page: Page) -> None:
    page.goto(at(OVER))


def draft(page: Page) -> None:
    begins = timezone.now() + timedelta(days=9)
    given = services.GivenEvent("formation", "Brouillon", begins, begins + timedelta(hours=3))
    page.goto(f"{EVENTS}{services.plan_event(structure(), given, by=camille()).pk}/")


def called_off(page: Page) -> None:
    services.cancel_event(event(FULL), "Intervenant absent", by=camille(), at=timezone.now())
    page.goto(at(FULL))


def changed(page: Page) -> None:
    page.goto(at(FULL, "modifier/"))


def not_prepared(page: Page) -> None:
    page.goto(f"{EVENTS}nouveau/")
    send_empty(page, "Enregistrer")


def poster(page: Page) -> None:
    page.goto(at(FULL, "affiche/"))


def attendance(page: Page) -> None:
    page.goto(f"{EVENTS}{tonight().pk}/presences/")
    unfold(page)


def attendance_too_early(page: Page) -> None:
    page.goto(at(FULL, "presences/"))


def attendance_of_a_day(page: Page) -> None:
    page.goto(f"{EVENTS}{training().pk}/presences/")


def one_of_a_day(page: Page) -> None:
    made = training()
    page.goto(f"{EVENTS}{made.pk}/inscrits/{registered(made, 'Lou Fictif').pk}/")


def attendance_refused(page: Page) -> None:
    attendance(page)
    send_empty(page, "Inscrire et pointer")


def one(page: Page) -> None:
    page.goto(at(FULL, f"inscrits/{event(FULL).registrations.all()[0].pk}/"))


def public(page: Page) -> None:
    page.goto(event(FULL).link.get_absolute_url())


def public_refused(page: Page) -> None:
    public(page)
    send_empty(page, "M’inscrire en liste d’attente")


def public_called_off(page: Page) -> None:
    called_off(page)
    public(page)


def thanks(page: Page) -> None:
    page.goto(f"{event(FULL).link.get_absolute_url()}merci/")


def own(page: Page) -> None:
    page.goto(event(FULL).registrations.all()[0].link.get_absolute_url())


def own_after(page: Page) -> None:
    page.goto(event(OVER).registrations.filter(minutes__isnull=False)[0].link.get_absolute_url())
