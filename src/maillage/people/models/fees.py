"""What one pays to belong: what the statutes ask, what each owes for a period, what was received."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from maillage.kernel import plural
from maillage.people.enums import Basis, Means
from maillage.people.models.cards import Person
from maillage.people.models.joining import College
from maillage.structures.models import LegalPerson, Structure

#: Days: who pays for fewer must know it.
SHORT = 31


class FeeRule(models.Model):
    """The periods of the fee, as the statutes have them. Without a row, nobody owes anything."""

    # A setting of the structure.
    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="fee_rule")
    basis = models.CharField("période", max_length=10, choices=Basis, default=Basis.CIVIL)
    #: From this month on, who joins has paid the next year too; empty: the fee stops on 31 December.
    next_year_from = models.PositiveSmallIntegerField(
        "compte pour l’année suivante dès", null=True, blank=True
    )

    #: « Virement à l’association, chèque à l’ordre de… »: read by who owes.
    how_to_pay = models.CharField("comment payer", max_length=300, blank=True)

    class Meta:
        verbose_name = "règle de cotisation"
        constraints = [
            models.CheckConstraint(
                name="next_year_from_is_a_month",
                condition=Q(next_year_from=None) | Q(next_year_from__range=(1, 12)),
            )
        ]

    def __str__(self) -> str:
        return f"Cotisation de {self.structure}"


class FeeAmount(models.Model):
    """What a college owes for a period; without a college, what the others owe."""

    rule = models.ForeignKey(FeeRule, on_delete=models.CASCADE, related_name="amounts")
    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="fee_amounts", null=True, blank=True
    )
    amount = models.DecimalField("montant en euros", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = "montant de cotisation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "college"], name="fee_amount_once_per_college"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(college=None), name="fee_amount_once_for_the_others"
            ),
            models.CheckConstraint(name="fee_amount_is_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.college or 'Autres'} : {self.amount} €"


class Payment(models.Model):
    """Money received, by one payer for one or several fees. Its receipt has one number, for good."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="fee_payments")
    #: Who carried the structure that day: the money is theirs.
    legal_person = models.ForeignKey(
        LegalPerson, on_delete=models.PROTECT, related_name="fee_payments", null=True, blank=True
    )
    paid_on = models.DateField("reçu le")
    means = models.CharField("par", max_length=10, choices=Means)
    payer = models.CharField("payé par", max_length=120)
    number = models.PositiveIntegerField("numéro du reçu")

    class Meta:
        verbose_name = "paiement de cotisation"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["structure", "number"], name="receipt_numbered_once")]

    def __str__(self) -> str:
        return f"Reçu {self.number}, {self.payer}"


class Fee(models.Model):
    """What one owes for a period. The amount is that of the day it was asked, whatever changes since."""

    # Once its card is erased, what was paid stays in the books, under the name alone.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="fees", null=True, blank=True)
    name = models.CharField("nom gardé", max_length=120, blank=True)
    since = models.DateField("du")
    until = models.DateField("au (exclu)")
    amount = models.DecimalField("montant en euros", max_digits=8, decimal_places=2)
    payment = models.ForeignKey(
        Payment, on_delete=models.SET_NULL, related_name="fees", null=True, blank=True
    )
    #: It was given back: nobody is up to date by it, and nothing is owed.
    refunded_on = models.DateField("remboursée le", null=True, blank=True)

    class Meta:
        verbose_name = "cotisation"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="fee_once_per_period"),
            models.CheckConstraint(name="fee_ends_after_it_begins", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(name="fee_is_not_negative", condition=Q(amount__gte=0)),
        ]
        # What is owed is asked by each home; five years of fees are paid.
        indexes = [models.Index(fields=["person", "amount"], condition=Q(payment=None), name="fee_unpaid")]

    def __str__(self) -> str:
        return f"{self.who}, {self.amount} € du {self.since:%d/%m/%Y}"

    @property
    def who(self) -> str:
        """Of whom it is, in the books."""
        return (self.person.name if self.person else self.name) or "Personne effacée"

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def short(self) -> str:
        """« 1 jour »: so short a period is told before it is paid; empty for a month or more."""
        days = (self.until - self.since).days
        return plural(days, "jour") if days < SHORT else ""

    @property
    def is_settled(self) -> bool:
        """Nothing is owed for a free period."""
        return self.payment_id is not None or not self.amount
