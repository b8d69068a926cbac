"""What each declares of their interests, and who stays out of a point because of one."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.governance.models.meetings import AgendaItem
from maillage.people.models import Person


class DeclaredInterest(models.Model):
    """An interest that somebody declares, from a day to another."""

    # What one declares is of oneself: it goes with one's card.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="declared_interests")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    body = models.CharField("organisme", max_length=150)
    nature = models.CharField("lien", max_length=200)
    since = models.DateField("depuis le", null=True, blank=True)
    #: The day after the last; None: it lasts.
    until = models.DateField("jusqu’au", null=True, blank=True)
    #: Who typed it; None: its person, by the link of their card.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "intérêt déclaré"
        ordering = ["body", "pk"]
        constraints = [
            models.CheckConstraint(
                name="interest_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.nature}"


class InterestsTold(models.Model):
    """The last day somebody said that what is declared of them is whole, be it nothing."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="interests_told")
    told_on = models.DateField()

    class Meta:
        verbose_name = "déclaration d’intérêts"

    def __str__(self) -> str:
        return f"{self.person}, {self.told_on:%d/%m/%Y}"


class Recusal(models.Model):
    """Somebody who takes no part in a point: they neither speak nor vote there."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recusals")
    #: None once their card is erased: somebody was out, nobody says who.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="recusals")
    #: In the words of the host; the minutes print it.
    reason = models.CharField("motif", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "déport"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="out_of_a_point_once")]

    def __str__(self) -> str:
        return str(self.person) if self.person else "Personne effacée"
