"""Bulletins to those who belong, and who asked for no more of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.links.models import Link
from maillage.mail.models import Sending
from maillage.outreach.enums import Wish
from maillage.people.models import Person
from maillage.structures.models import Structure


class Bulletin(models.Model):
    """Words and news for those who belong: a draft, then sent once, and kept as it was sent."""

    # What was written for a structure goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="bulletins")
    title = models.CharField("titre", max_length=150)
    words = models.TextField("texte", blank=True)
    #: To whom: empty for all who belong, else « profession:infirmier|commune:bressols » (queries.audience.crossed).
    audience = models.CharField("à qui", max_length=400, blank=True)
    #: Grows at each save, so that nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(auto_now=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    #: None once sent: nobody of its audience had an address.
    sending = models.OneToOneField(
        Sending, on_delete=models.SET_NULL, null=True, blank=True, related_name="bulletin"
    )
    #: As it was sent: the outbox forgets its own copy.
    body = models.TextField("texte envoyé", blank=True)
    said_to = models.CharField("envoyé à", max_length=200, blank=True)
    people = models.PositiveIntegerField("personnes", default=0)
    unreached = models.PositiveIntegerField("sans courriel", default=0)

    class Meta:
        verbose_name = "bulletin"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="bulletin_sent_keeps_its_words",
                condition=Q(sent_at=None) | ~Q(body=""),
                violation_error_message="Un bulletin envoyé garde son texte.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ToldItem(models.Model):
    """A piece of news that a bulletin told, or was asked to leave out."""

    # Part of its bulletin.
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="told")
    key = models.CharField(max_length=16)  # queries.news.key_of
    is_left_out = models.BooleanField("écartée")

    class Meta:
        verbose_name = "nouvelle d’un bulletin"
        constraints = [models.UniqueConstraint(fields=["bulletin", "key"], name="news_once_by_bulletin")]

    def __str__(self) -> str:
        return self.key


def only_refusals_stay(collector: Any, field: Any, subscriptions: Any, using: str) -> None:
    """Its card is erased: an address that receives goes with it, a refusal stays for the address alone."""
    models.CASCADE(collector, field, subscriptions.filter(wish=Wish.RECEIVES), using)
    models.SET_NULL(collector, field, subscriptions.exclude(wish=Wish.RECEIVES), using)


class Subscription(models.Model):
    """The door by which an address of a structure stops its bulletins, and takes them up again, for ever.

    A refusal is of the address and of its person: neither a new address nor a new card undoes it.
    """

    # It is about the bulletins of this structure alone.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="subscriptions")
    #: The first card that had this address; None once it is gone: the refusal stays.
    person = models.ForeignKey(
        Person, on_delete=only_refusals_stay, related_name="subscriptions", null=True, blank=True
    )
    address = models.EmailField("courriel", max_length=254)  # in small letters
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="subscription")
    wish = models.CharField("souhait", max_length=8, choices=Wish, default=Wish.RECEIVES)
    asked_at = models.DateTimeField("arrêté le", null=True, blank=True)

    class Meta:
        verbose_name = "abonnement"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "address"], name="subscription_once_by_address"),
            models.CheckConstraint(
                name="subscription_stopped_has_a_moment",
                condition=Q(wish=Wish.RECEIVES) | Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.get_wish_display()})"
