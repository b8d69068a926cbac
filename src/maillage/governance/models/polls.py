"""A poll of dates: what is proposed, and what each says of it, without account."""

from datetime import datetime, tzinfo
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from maillage.geography import clocks_of
from maillage.governance.enums import Suits
from maillage.governance.models.instances import Instance
from maillage.governance.models.meetings import Meeting
from maillage.links.models import Link
from maillage.people.models import Person


class Poll(models.Model):
    """Dates proposed for a meeting of an instance; it closes by itself, and writes the meeting."""

    # What an instance asks goes with it.
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="polls")
    #: What the form was sent with: sending it twice proposes once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    title = models.CharField("titre", max_length=150)
    place = models.CharField("lieu", max_length=200, blank=True)
    words = models.TextField("mot d’introduction", blank=True)
    #: The first moment at which nobody answers any more.
    closes_at = models.DateTimeField("se ferme le")
    closed_at = models.DateTimeField(null=True, blank=True)
    shows_results = models.BooleanField("qui a répondu voit combien viennent à chaque date", default=True)
    #: For those who have no card: whoever holds it answers by name. It leads somewhere once somebody opens it.
    shared = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="poll")
    is_shared = models.BooleanField(default=False)
    #: What it led to: None as long as no date is chosen.
    meeting = models.OneToOneField(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="poll"
    )
    #: Where the site was when it was sent: mails written later, by no page, lead there.
    site = models.URLField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "sondage de dates"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def zone(self) -> tzinfo:
        """The clocks of its territory, as those of the meeting it leads to."""
        return clocks_of(self.instance.structure.territory.codes)

    def is_open(self, *, at: datetime) -> bool:
        return self.closed_at is None and at < self.closes_at


class PollDate(models.Model):
    """A date that is proposed. It never changes: another hour is another date, and answers stay with theirs."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    #: Taken back: its answers are kept, and count no more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "date proposée"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at", "ends_at"], name="poll_date_proposed_once"),
            models.CheckConstraint(
                name="poll_date_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll}, {self.starts_at:%d/%m/%Y}"


class PollReply(models.Model):
    """Somebody's line, behind a link of their own: a name is no key, two people may bear it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="replies")
    # Who sits there, and was written to. What one answers goes with one's card.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="poll_replies"
    )
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="poll_reply")
    #: What the form of the shared link was sent with: sending it twice answers once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Who says that they answer: another than the person, when a link was lent.
    name = models.CharField("nom", max_length=120)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "réponse à un sondage de dates"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_asks_somebody_once")]

    def __str__(self) -> str:
        return self.name


class PollAnswer(models.Model):
    """What a line says of a date."""

    reply = models.ForeignKey(PollReply, on_delete=models.CASCADE, related_name="answers")
    date = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="answers")
    suits = models.CharField("réponse", max_length=6, choices=Suits)

    class Meta:
        verbose_name = "réponse pour une date"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reply", "date"], name="poll_date_answered_once")]

    def __str__(self) -> str:
        return f"{self.reply}, {self.get_suits_display()}"
