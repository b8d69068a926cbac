"""Where a structure thinks it stands: each answers alone, all read together, two actions follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.people.models import Person
from maillage.project.models.actions import Action
from maillage.structures.models import Structure


class Maturity(models.Model):
    """A conversation on the maturity of a structure, opened then closed; one at a time."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="maturities")
    opened_on = models.DateField("ouverte le")
    #: None: people answer.
    closed_on = models.DateField("close le", null=True, blank=True)
    #: The two that were decided, when it closes.
    actions = models.ManyToManyField(Action, related_name="maturities", blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "conversation de maturité"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure"], condition=Q(closed_on=None), name="maturity_one_open"
            ),
            models.CheckConstraint(
                name="maturity_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                violation_error_message="Une conversation se clôt après avoir été ouverte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_on:%d/%m/%Y}"


class MaturityAnswer(models.Model):
    """What somebody said to one question: a card, or an account that has none."""

    maturity = models.ForeignKey(Maturity, on_delete=models.CASCADE, related_name="answers")
    #: What somebody thinks goes with their card.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="maturity_answers"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    question = models.CharField("question", max_length=60)  # a key of legislation.maturity()
    level = models.PositiveSmallIntegerField("niveau")

    class Meta:
        verbose_name = "réponse sur la maturité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["maturity", "person", "question"],
                condition=Q(person__isnull=False),
                name="maturity_once_per_card",
            ),
            models.UniqueConstraint(
                fields=["maturity", "account", "question"],
                condition=Q(account__isnull=False),
                name="maturity_once_per_account",
            ),
            models.CheckConstraint(
                name="maturity_answer_of_one",
                condition=Q(person=None) ^ Q(account=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} : {self.level}"
