"""A signed funding, its missions year by year as the annex and the avenants give them, and what it plans to pay."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from maillage.funding.enums import ContractKind, Prorata, RateState
from maillage.structures.models import LegalPerson


class Contract(models.Model):
    """What a legal person signed with who funds it. What its paper does not say stays empty."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField("nature", max_length=5, choices=ContractKind)
    name = models.CharField("nom", max_length=120)
    funder = models.CharField("financeur", max_length=120, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)
    signed_on = models.DateField("signé le")
    ends_on = models.DateField("finit le (inclus)", null=True, blank=True)
    #: Written in the contract: the population of today is another number.
    population = models.PositiveIntegerField("population écrite au contrat", null=True, blank=True)
    size = models.PositiveSmallIntegerField(
        "taille écrite au contrat",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    prorata = models.CharField("prorata d’un premier versement", max_length=6, choices=Prorata, blank=True)
    #: Whether the year where a mission starts is due in part; None: the contract does not say.
    start_year_prorated = models.BooleanField("année de démarrage au prorata", null=True, blank=True)
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "contrat"
        ordering = ["signed_on", "pk"]

    def __str__(self) -> str:
        return self.name


class Avenant(models.Model):
    """An *avenant* to a contract: signed a day, in force from another. What it leaves empty stays as it was."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="avenants")
    signed_on = models.DateField("signé le")
    effect_on = models.DateField("prend effet le")
    purpose = models.CharField("objet", max_length=200)
    ends_on = models.DateField("nouveau dernier jour", null=True, blank=True)
    population = models.PositiveIntegerField("nouvelle population", null=True, blank=True)
    size = models.PositiveSmallIntegerField(
        "nouvelle taille", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "avenant"
        ordering = ["effect_on", "signed_on", "pk"]


class ContractMission(models.Model):
    """A mission of the annex. Without a day, nobody knows when it starts."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="missions")
    #: Which brought it; None: the annex that was signed.
    avenant = models.ForeignKey(
        Avenant, null=True, blank=True, on_delete=models.CASCADE, related_name="missions"
    )
    mission = models.CharField("mission", max_length=40)  # a key of legislation.missions("cpts")
    starts_on = models.DateField("démarre le", null=True, blank=True)

    class Meta:
        verbose_name = "mission d’un contrat"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "mission"], name="mission_once_in_a_contract")
        ]


class AnnexYear(models.Model):
    """What the annex, or an avenant, gives a mission for a contract year.

    An amount that is empty is unknown in the annex, never zero; in an avenant, it stays as it was.
    """

    contract_mission = models.ForeignKey(ContractMission, on_delete=models.CASCADE, related_name="years")
    #: Which says it; None: the annex that was signed.
    avenant = models.ForeignKey(
        Avenant, null=True, blank=True, on_delete=models.CASCADE, related_name="years"
    )
    number = models.PositiveSmallIntegerField("année de contrat")
    fixed = models.DecimalField("part fixe", max_digits=11, decimal_places=2, null=True, blank=True)
    variable = models.DecimalField("part variable", max_digits=11, decimal_places=2, null=True, blank=True)
    #: Of 1, and how sure it is: of the annex alone, where the last step of the year left it (`ResultStep`).
    rate = models.DecimalField("taux d’atteinte", max_digits=7, decimal_places=6, null=True, blank=True)
    rate_state = models.CharField("ce taux est", max_length=8, choices=RateState, blank=True)

    class Meta:
        verbose_name = "année d’une annexe"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract_mission", "number"], condition=Q(avenant=None), name="annex_year_once"
            ),
            models.UniqueConstraint(
                fields=["contract_mission", "number", "avenant"],
                condition=Q(avenant__isnull=False),
                name="annex_year_once_in_an_avenant",
            ),
            models.CheckConstraint(
                name="annex_rate_of_one", condition=Q(rate=None) | Q(rate__gte=0, rate__lte=1)
            ),
            models.CheckConstraint(
                name="avenant_says_no_rate", condition=Q(avenant=None) | Q(rate=None, rate_state="")
            ),
        ]


class PlannedPayment(models.Model):
    """A payment that the paper of a funding announces. Without a day: it says an amount and no date."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="planned")
    label = models.CharField("versement", max_length=120)
    due_on = models.DateField("attendu le", null=True, blank=True)
    amount = models.DecimalField(
        "montant", max_digits=11, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    #: What the paper says of it.
    rule = models.CharField("règle", max_length=200, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "versement annoncé"
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(name="planned_payment_above_zero", condition=Q(amount__gt=0))]
