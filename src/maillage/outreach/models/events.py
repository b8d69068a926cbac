"""Events that a structure holds, who comes to them, and for how long they were there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.links.models import Link
from maillage.outreach.enums import EventKind, EventState, Seat
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.surveys.models import Survey


class Event(models.Model):
    """A soirée, a formation, a webinaire: a draft, then open, then over or cancelled."""

    # What a structure holds goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="events")
    #: The public page, with its QR code and its posters; a draft shows nothing there.
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="event")
    kind = models.CharField("type", max_length=12, choices=EventKind)
    title = models.CharField("titre", max_length=150)
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    place = models.CharField("lieu", max_length=200, blank=True)
    #: Of a webinaire: told to those who have a seat, and to nobody else.
    access_url = models.URLField("lien de connexion", blank=True)
    words = models.TextField("texte", blank=True)
    #: Over several days, the sum of `days`, without the nights; None: from its beginning to its end.
    presence_minutes = models.PositiveSmallIntegerField("temps de présence", null=True, blank=True)
    #: None: as many as come.
    capacity = models.PositiveIntegerField("places", null=True, blank=True)
    #: The last day one may register; None: until it begins.
    closes_on = models.DateField("inscriptions jusqu’au", null=True, blank=True)
    #: A mission of the form of the structure, by its key in the law room.
    mission = models.CharField("mission", max_length=40, blank=True)
    remind_days = models.PositiveSmallIntegerField("rappel", default=2)
    state = models.CharField("état", max_length=10, choices=EventState, default=EventState.DRAFT)
    reason = models.CharField("motif", max_length=200, blank=True)
    #: Grows at each change: nobody writes over somebody unseen, and a diary takes the newest.
    version = models.PositiveIntegerField(default=1)
    #: Where the site was when the event opened: mails written later, by no page, lead there.
    site = models.URLField(blank=True)
    #: The day its date was made public, or changed.
    announced_on = models.DateField(null=True, blank=True)
    #: The day it was said over, or cancelled.
    settled_on = models.DateField(null=True, blank=True)
    #: What those who came think of it.
    survey = models.OneToOneField(
        Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="event"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "événement"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Un événement finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="event_cancelled_says_why", condition=~Q(state=EventState.CANCELLED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lasts(self) -> timedelta:
        """The difference of two instants: past midnight, and when the clock changes."""
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> int:
        """Of who was there for the whole of it."""
        return self.presence_minutes or round(self.lasts.total_seconds() / 60)


class EventDay(models.Model):
    """A day of an event that lasts several, and how long one is there that day; an event on one evening has none."""

    # Part of its event.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="days")
    on = models.DateField("le")
    minutes = models.PositiveSmallIntegerField("temps de présence")

    class Meta:
        verbose_name = "jour d’un événement"
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["event", "on"], name="event_day_once")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


class InvitedProfession(models.Model):
    """A profession that an event is for; without any, it is for everybody."""

    # Part of its event.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invited")
    profession = models.CharField("profession", max_length=40)  # a key of the law room

    class Meta:
        verbose_name = "profession invitée"
        constraints = [
            models.UniqueConstraint(fields=["event", "profession"], name="profession_invited_once")
        ]

    def __str__(self) -> str:
        return self.profession


def nameless(collector: Any, field: Any, registrations: Any, using: str) -> None:
    """Its card is erased: what somebody said of themselves goes too; that they were there is still counted."""
    rows: Any = list(registrations)  # found by the card, which the first update lets go of
    for name, value in (*((each, "") for each in SAID), ("link", None)):
        collector.add_field_update(Registration._meta.get_field(name), value, rows)
    models.SET_NULL(collector, field, rows, using)
    # Deleted after these rows have let go of them: a door to nobody would stay for ever.
    collector.add([each.link for each in rows if each.link_id])


#: What somebody says of themselves in a registration, emptied with their card.
SAID = ("name", "called", "email", "phone", "rpps")


class Registration(models.Model):
    """Somebody who comes to an event: what they said, their seat, the time they were there."""

    # Part of its event.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    #: Where its holder reads it, cancels it, takes an attestation; None once what it says of them is erased.
    link = models.OneToOneField(
        Link, on_delete=models.PROTECT, related_name="registration", null=True, blank=True
    )
    #: What the form was sent with: sending it twice registers once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Their card, found or chosen; a stranger makes none.
    person = models.ForeignKey(
        Person, on_delete=nameless, related_name="registrations", null=True, blank=True
    )
    name = models.CharField("nom", max_length=120, blank=True)  # empty once erased
    #: Their name without accents nor capitals: an address may be that of a whole practice.
    called = models.CharField(max_length=120, blank=True)
    profession = models.CharField("profession", max_length=40, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)  # in small letters
    phone = models.CharField("téléphone", max_length=20, blank=True)
    #: It finds their card, whatever address they give.
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    seat = models.CharField("place", max_length=10, choices=Seat)
    #: The order of the waiting list.
    asked_at = models.DateTimeField("inscrit le")
    #: When they were last told of the date as it stands: no reminder follows such a message too closely.
    told_at = models.DateTimeField()
    #: How long they were there in all, once, for all that counts it; None: not seen there.
    minutes = models.PositiveSmallIntegerField("temps de présence", null=True, blank=True)
    #: Of their attestation, in the structure; never given to another.
    number = models.PositiveIntegerField("numéro d’attestation", null=True, blank=True)
    #: Counts how often this seat changed: each change is told once.
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "inscription"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email", "called"],
                condition=~Q(email=""),
                name="registration_once_by_person",
            )
        ]

    def __str__(self) -> str:
        return self.name or "Inscription effacée"

    @property
    def is_present(self) -> bool:
        return self.minutes is not None


class DayPresence(models.Model):
    """A day of an event over several, on which somebody was there, and for how long."""

    # Said of its registration, and of a day of the same event.
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="days_there")
    day = models.ForeignKey(EventDay, on_delete=models.CASCADE, related_name="presences")
    minutes = models.PositiveSmallIntegerField("temps de présence")

    class Meta:
        verbose_name = "présence d’un jour"
        ordering = ["day__on"]
        constraints = [models.UniqueConstraint(fields=["registration", "day"], name="presence_once_by_day")]

    def __str__(self) -> str:
        return f"{self.registration}, {self.day}"
