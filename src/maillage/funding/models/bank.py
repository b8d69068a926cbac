"""What a bank says of the accounts of a legal person, kept once, and what each of its lines answers."""

from datetime import time
from decimal import Decimal

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.funding.enums import AnswerKind, PainVersion
from maillage.funding.models.receipts import Receipt
from maillage.structures.models import LegalPerson


class BankAccount(models.Model):
    """An account and what it held at the end of a day, before the first line that is kept."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="bank_accounts")
    label = models.CharField("nom du compte", max_length=80)
    #: Compact, its keys judged.
    iban = models.CharField("IBAN", max_length=34)
    opening = models.DecimalField("solde de départ", max_digits=11, decimal_places=2)
    opened_on = models.DateField("solde au soir du")
    #: Found from the IBAN, confirmed by the treasurer; empty: no file of transfers leaves from it yet.
    bic = models.CharField("BIC", max_length=11, blank=True)
    pain_version = models.CharField(
        "version de virement", max_length=20, choices=PainVersion, default=PainVersion.V09
    )
    #: What its bank wants between a file and its execution: open days, and the last hour of a day.
    lead_days = models.PositiveSmallIntegerField("délai, en jours ouvrés", default=1)
    cutoff = models.TimeField("heure limite", default=time(14))
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "compte bancaire"
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_person", "iban"], name="bank_account_once"),
        ]

    def __str__(self) -> str:
        return self.label


class BankLine(models.Model):
    """A movement, signed euros: positive when it comes in. Never changed nor erased."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    booked_on = models.DateField("comptabilisée le")
    value_on = models.DateField("date de valeur", null=True, blank=True)
    label = models.TextField("libellé")
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    #: The bank's.
    reference = models.TextField("référence", blank=True)
    #: Of the account after it, when the bank tells.
    balance = models.DecimalField("solde après", max_digits=15, decimal_places=2, null=True, blank=True)
    #: The file of transfers that it settles, when the bank names it.
    batch = models.CharField("lot", max_length=70, blank=True)
    #: Of each transfer it groups: {"amount": "-75.50", "reference": ours, "returned": "AC04"}; no name, no account.
    details = models.JSONField("virements groupés", default=list, blank=True)
    #: Of its day, amount and label; `rank` counts those that have the same.
    fingerprint = models.CharField("empreinte", max_length=32)
    rank = models.PositiveIntegerField("rang")
    #: The name of the file.
    imported_from = models.CharField("lue dans", max_length=120)
    kept_at = models.DateTimeField("gardée le", auto_now_add=True)

    class Meta:
        verbose_name = "opération bancaire"
        ordering = ["booked_on", "pk"]
        indexes = [models.Index(fields=["account", "booked_on"], name="bank_line_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint", "rank"], name="bank_line_once"),
            models.CheckConstraint(name="bank_line_is_not_zero", condition=~Q(amount=0)),
        ]

    @property
    def due(self) -> Decimal:
        """What left the account, as a positive sum."""
        return -self.amount


class Reconciliation(models.Model):
    """What a line answers: a receipt, claims or expenses (`settled_by`), transfers executed (`Transfer.settled_by`) or come
    back (`Transfer.returned_by`), or something else, in words."""

    line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="reconciliation")
    kind = models.CharField("répond à", max_length=9, choices=AnswerKind)
    receipt = models.OneToOneField(
        Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="reconciliation"
    )
    words = models.CharField("ce que c’est", max_length=200, blank=True)
    #: Whether the receipt or the payment was written by it: undoing it undoes that too.
    has_written = models.BooleanField("l’a noté", default=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField("le")

    class Meta:
        verbose_name = "rapprochement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="reconciliation_answers_one_thing",
                condition=Q(kind=AnswerKind.PAYMENT, receipt__isnull=False)
                | Q(
                    kind__in=(AnswerKind.CLAIMS, AnswerKind.EXPENSES, AnswerKind.BATCH, AnswerKind.RETURN),
                    receipt=None,
                )
                | (Q(kind=AnswerKind.OTHER, receipt=None) & ~Q(words="")),
            )
        ]
