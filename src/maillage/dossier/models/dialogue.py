"""The yearly *dialogue de gestion* of a contract: its preparation, what is proposed and kept, what was concluded."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.dossier.enums import Preparation
from maillage.funding.models import Contract, Indicator


class Dialogue(models.Model):
    """The dialogue of a contract year with who funds it. Closed, its rates change no more here."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="dialogues")
    number = models.PositiveSmallIntegerField("année de contrat")
    #: None: no day was agreed yet.
    meets_on = models.DateField("le", null=True, blank=True)
    place = models.CharField("lieu ou lien", max_length=200, blank=True)
    participants = models.TextField("participants", blank=True)
    #: What the *relevé de conclusions* says besides the rates.
    conclusions = models.TextField("ce qui est convenu", blank=True)
    avenant = models.CharField("avenant à prévoir", max_length=300, blank=True)
    next_dates = models.CharField("prochaines dates", max_length=300, blank=True)
    agreed_by = models.CharField("accord donné par", max_length=300, blank=True)
    closed_on = models.DateField("conclu le", null=True, blank=True)
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "dialogue de gestion"
        ordering = ["-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="dialogue_once_a_year"),
            models.CheckConstraint(
                name="closed_dialogue_was_held",
                condition=Q(closed_on=None) | Q(meets_on__isnull=False, closed_on__gte=models.F("meets_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Dialogue de gestion, année {self.number}"


class PreparationDone(models.Model):
    """A step of the preparation, and the day it was done."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="done")
    step = models.CharField("étape", max_length=12, choices=Preparation)
    done_on = models.DateField("fait le")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "étape d’un dialogue"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "step"], name="preparation_done_once")]


class Position(models.Model):
    """What an indicator is proposed at, and kept at: rates of 1, empty while nobody said them.

    Without an indicator: the mission as a whole; without a mission: the contract as a whole.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="positions")
    mission = models.CharField("mission", max_length=40, blank=True)
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="positions"
    )
    proposed = models.DecimalField("proposé", max_digits=7, decimal_places=6, null=True, blank=True)
    kept = models.DecimalField("retenu", max_digits=7, decimal_places=6, null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    #: Nobody agreed: nothing is kept of it, and what was tried is noted.
    is_disputed = models.BooleanField("désaccord", default=False)
    next_target = models.DecimalField(
        "cible de l’an prochain", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "position d’un dialogue"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "indicator"],
                condition=Q(indicator__isnull=False),
                name="position_once_an_indicator",
            ),
            models.UniqueConstraint(
                fields=["dialogue", "mission"], condition=Q(indicator=None), name="position_once_a_mission"
            ),
            models.CheckConstraint(
                name="position_of_one",
                condition=(Q(proposed=None) | Q(proposed__gte=0, proposed__lte=1))
                & (Q(kept=None) | Q(kept__gte=0, kept__lte=1)),
            ),
            models.CheckConstraint(
                name="disputed_position_says_why", condition=Q(is_disputed=False) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="disputed_position_keeps_nothing", condition=Q(is_disputed=False) | Q(kept=None)
            ),
        ]


class MissionSheet(models.Model):
    """What is said of a mission beside its figures."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="sheets")
    mission = models.CharField("mission", max_length=40, blank=True)
    difficulties = models.TextField("difficultés", blank=True)
    asks = models.TextField("demandes aux partenaires", blank=True)
    next_year = models.TextField("proposition pour l’an prochain", blank=True)

    class Meta:
        verbose_name = "fiche d’une mission"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "mission"], name="sheet_once_a_mission")]


class DisputeStep(models.Model):
    """What was tried about a disagreement, by date: a letter, a *commission paritaire*, an answer."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="dispute")
    on = models.DateField("le")
    words = models.CharField("ce qui s’est passé", max_length=300)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "suite d’un désaccord"
        ordering = ["on", "pk"]
