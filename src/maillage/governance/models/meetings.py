"""Meetings: what is to be said there, and who was there, from when to when."""

from datetime import date, datetime, timedelta, tzinfo
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from maillage.geography import clocks_of
from maillage.governance.enums import Coming, Means, MeetingState
from maillage.governance.models.instances import Instance
from maillage.links.models import Link
from maillage.people.models import Person


class Meeting(models.Model):
    """A sitting of an instance: prepared, convoked, held; or cancelled, with its reason."""

    # What an instance did goes with it.
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="meetings")
    #: The same in every diary, through its moves.
    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    title = models.CharField("titre", max_length=150)
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    place = models.CharField("lieu", max_length=200, blank=True)
    access_url = models.URLField("lien de visioconférence", blank=True)
    words = models.TextField("mot d’introduction", blank=True)
    state = models.CharField("état", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    #: The day the convocation last left, for the date as it stands.
    convoked_on = models.DateField(null=True, blank=True)
    #: Grows at each change of a convoked meeting: diaries take the newest.
    sequence = models.PositiveIntegerField(default=0)
    reason = models.CharField("motif", max_length=200, blank=True)
    #: Where the site was when it was convoked: mails written later, by no page, lead there.
    site = models.URLField(blank=True)
    version = models.PositiveIntegerField(default=1)
    #: Of an assembly: other rules of the statutes hold.
    is_extraordinary = models.BooleanField("assemblée extraordinaire", default=False)
    #: The sitting whose quorum was not met, when this one is its second convocation.
    first = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="second"
    )
    chair = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="chaired"
    )
    secretary = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="recorded"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "réunion"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Une réunion finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_says_why", condition=~Q(state=MeetingState.CANCELLED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def zone(self) -> tzinfo:
        """The clocks of its territory: a meeting at Cayenne is at the hour of Cayenne."""
        return clocks_of(self.instance.structure.territory.codes)

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(self.zone).date()

    @property
    def last_moment(self) -> datetime:
        """The last at which somebody is there."""
        return self.ends_at - timedelta(seconds=1)

    @property
    def lasts(self) -> timedelta:
        """The difference of two instants: past midnight, and when the clock changes."""
        return self.ends_at - self.starts_at


class AgendaItem(models.Model):
    """A point of the agenda, with the time it is given."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField("point", max_length=200)
    minutes = models.PositiveSmallIntegerField("durée", null=True, blank=True)
    #: The resolution word for word, when one votes on it.
    resolution = models.TextField("résolution", blank=True)
    #: What was said, for the minutes.
    notes = models.TextField("compte rendu", blank=True)
    #: Nobody had the time: a next meeting of the instance proposes it.
    is_put_off = models.BooleanField("reporté", default=False)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "rank"], name="item_ranked_once")]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """Somebody at a meeting, from an instant to another; noted once, for all that counts it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    #: None once their card is erased: somebody was there, nobody says who.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="presences")
    arrived_at = models.DateTimeField("arrivée")
    left_at = models.DateTimeField("départ", null=True, blank=True)
    means = models.CharField("constaté", max_length=8, choices=Means, default=Means.HOST)
    #: Signed by the code on the wall: it counts for nothing until the host confirms it.
    is_pending = models.BooleanField("à confirmer", default=False)
    #: Of the telephone that signed, a mark that says nothing else: one for several names is shown to the host.
    device = models.CharField(max_length=40, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "présence"
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="presence_once_by_person"),
            models.CheckConstraint(
                name="presence_ends_after_it_begins",
                condition=Q(left_at=None) | Q(left_at__gt=F("arrived_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else "Personne effacée"


class Invitation(models.Model):
    """Somebody who was convoked, and the link by which they answer, without account."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    # What one answers goes with one's card; its link, which then leads nowhere, within the day.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="invitation")
    answer = models.CharField("réponse", max_length=8, choices=Coming, blank=True)
    #: The beginning it was said for: a meeting that moves is to be answered again.
    answered_for = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invited_once_to_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.meeting}"

    @property
    def stands(self) -> bool:
        """Whether it was said for the date as it is."""
        return bool(self.answer) and self.answered_for == self.meeting.starts_at


class Pouvoir(models.Model):
    """Somebody's voice, given to another for one meeting. All are kept, in the order received: the count tells which holds."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pouvoirs")
    # It speaks of both, and goes with either: the decisions it was counted in keep their figures.
    giver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pouvoirs_given")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pouvoirs_held")
    received_at = models.DateTimeField("reçu le")
    #: The beginning it was given for: once the meeting moves, it is to be given again.
    given_for = models.DateTimeField("donné pour le")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "pouvoir"
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "giver", "holder"], name="pouvoir_noted_once"),
            models.CheckConstraint(name="pouvoir_to_another", condition=~Q(giver=F("holder"))),
        ]

    def __str__(self) -> str:
        return f"{self.giver}, à {self.holder}"
