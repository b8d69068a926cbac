"""What a contract is measured by, what was reached, and the steps of its variable part."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.funding.enums import RateState
from maillage.funding.models.contracts import Contract


class Indicator(models.Model):
    """An *indicateur* of a contract: of a mission of its agreement, or of an axis in its own words."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="indicators")
    mission = models.CharField("mission", max_length=40, blank=True)  # a key of legislation.missions("cpts")
    axis = models.CharField("axe", max_length=80, blank=True)
    name = models.CharField("nom", max_length=160)
    formula = models.CharField("comment il se compte", max_length=300, blank=True)
    unit = models.CharField("unité", max_length=30, blank=True)
    #: Empty: nobody wrote it.
    base = models.DecimalField("point de départ", max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField("cible", max_digits=12, decimal_places=2, null=True, blank=True)
    #: Of a hundred: its share of the variable part.
    weight = models.DecimalField("poids", max_digits=5, decimal_places=2, null=True, blank=True)
    fed_by = models.CharField("qui le remplit", max_length=80, blank=True)
    #: The one that the project follows for it: what it is worth there is proposed here, never written by itself.
    followed = models.ForeignKey(
        "project.Indicator", on_delete=models.SET_NULL, null=True, blank=True, related_name="contracted"
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "indicateur"
        ordering = ["mission", "axis", "pk"]
        constraints = [
            models.CheckConstraint(
                name="indicator_weight_of_a_hundred",
                condition=Q(weight=None) | Q(weight__gt=0, weight__lte=100),
            ),
            models.CheckConstraint(
                name="indicator_of_a_mission_or_an_axis", condition=Q(mission="") | Q(axis="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reached(models.Model):
    """What an indicator reached in a contract year: its value in its unit, its rate of 1."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="reached")
    number = models.PositiveSmallIntegerField("année de contrat")
    value = models.DecimalField("valeur", max_digits=12, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField("taux", max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = "résultat d’un indicateur"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="reached_once_a_year"),
            models.CheckConstraint(
                name="reached_rate_of_one", condition=Q(rate=None) | Q(rate__gte=0, rate__lte=1)
            ),
        ]


class ResultStep(models.Model):
    """A step of a variable part, never changed: estimated, proposed, agreed, notified. Its money is a `Receipt`.

    Without a mission: of the contract as a whole. `is_correction`: it goes back.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="result_steps")
    mission = models.CharField("mission", max_length=40, blank=True)  # a key of legislation.missions("cpts")
    number = models.PositiveSmallIntegerField("année de contrat")
    state = models.CharField("étape", max_length=8, choices=RateState)
    on = models.DateField("le")
    #: Of 1, exact; empty while nobody may say it.
    rate = models.DecimalField("taux", max_digits=9, decimal_places=8, null=True, blank=True)
    reason = models.CharField("ce qui le dit", max_length=300)
    is_correction = models.BooleanField("correction", default=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField("noté le", auto_now_add=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "étape d’une part variable"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="result_step_rate_of_one", condition=Q(rate=None) | Q(rate__gte=0, rate__lte=1)
            ),
            models.CheckConstraint(name="result_step_says_why", condition=~Q(reason="")),
        ]
