"""The outbox: a message written once, and a row for each of those it goes to, which is the queue."""

from django.db import models
from django.db.models import Q

from maillage.mail.enums import State


class Sending(models.Model):
    """One message. `about` is the public identifier of what it speaks of, a structure; None: of nothing kept here."""

    #: Given by who writes: the same key twice is the same sending.
    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # empty once erased
    sender = models.CharField(max_length=200, blank=True)  # who it is from, in words; never an address
    reply_to = models.EmailField(blank=True)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "envoi"

    def __str__(self) -> str:
        return self.subject


class Recipient(models.Model):
    """Somebody a message goes to, and how far it went."""

    #: Nothing of a row means anything without its message.
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="recipients")
    address = models.EmailField(blank=True)  # in small letters; empty once erased
    name = models.CharField(max_length=150, blank=True)
    unsubscribe = models.URLField(blank=True)  # of this person alone; empty: nobody stops such a message
    #: They want no more of it: nothing is tried again.
    is_stopped = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=200, blank=True
    )  # what the server said, or why nothing more is tried

    class Meta:
        verbose_name = "destinataire"
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="recipient_due"),
            models.Index(fields=["sending", "state"], name="recipient_counted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sending", "address"], condition=~Q(address=""), name="recipient_once_by_sending"
            ),
            models.CheckConstraint(
                name="recipient_handed_has_a_moment",
                condition=~Q(state=State.HANDED) | Q(handed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address or 'adresse effacée'} ({self.get_state_display()})"
