"""The outbox: a message written once, and a row for each of those it goes to, which is the queue; addresses that fail."""

from django.db import models
from django.db.models import Q

from maillage.mail.enums import Haste, RecordState, State


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
    #: Of what is due, what leaves first.
    haste = models.PositiveSmallIntegerField(choices=Haste, default=Haste.CALM)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=200, blank=True
    )  # what the server said, or why nothing more is tried
    #: What came back and changes nothing: « Réponse automatique reçue le 3 mars 2026. »
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "destinataire"
        indexes = [
            models.Index(fields=["state", "haste", "next_try_at"], name="recipient_due"),
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


class FailingAddress(models.Model):
    """An address that messages about a structure did not reach: how many in a row, or that it is stopped.

    It says nothing of its person, whom no list loses.
    """

    about = models.UUIDField()  # as Sending.about
    address = models.EmailField(max_length=254)  # in small letters
    failures = models.PositiveSmallIntegerField(default=0)  # sendings in a row that came back
    #: When the first and the last of these were written.
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    status = models.CharField(max_length=11, blank=True)  # « 5.1.1 » (RFC 3463), the last one said
    said = models.CharField(max_length=200, blank=True)
    #: Nothing leaves for it any more; None: it still does.
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "adresse qui ne reçoit pas"
        verbose_name_plural = "adresses qui ne reçoivent pas"
        constraints = [
            models.UniqueConstraint(fields=["about", "address"], name="failing_address_once"),
        ]

    def __str__(self) -> str:
        return self.address


class DomainRecord(models.Model):
    """What was found of the sending domain the last time that its operator looked."""

    sender = models.EmailField(max_length=254)  # messages left from it then
    record = models.CharField(max_length=5)  # SPF, DKIM, DMARC
    state = models.CharField(max_length=7, choices=RecordState)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = "vérification du domaine"
        verbose_name_plural = "vérifications du domaine"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record} : {self.get_state_display()}"
