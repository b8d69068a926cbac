"""Files of a payroll office that were brought in, and what each of their lines says."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.funding.models.expenses import Expense
from maillage.structures.models import LegalPerson


class PayrollImport(models.Model):
    """One file, brought in at once; undone while nothing of it is paid."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="payroll_imports")
    #: Of its lines and what they are for: the same sent twice is brought in once.
    key = models.CharField("empreinte", max_length=32)
    name = models.CharField("fichier", max_length=120)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField("importée le")
    undone_on = models.DateField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "paie importée"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_person", "key"], condition=Q(undone_on=None), name="payroll_imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, le {self.on:%d/%m/%Y}"


class PayrollLine(models.Model):
    """What the office says of a month of somebody; its expense bears the total cost. What is not said is empty."""

    # Part of its import, and of its expense.
    batch = models.ForeignKey(PayrollImport, on_delete=models.CASCADE, related_name="lines")
    expense = models.OneToOneField(Expense, on_delete=models.CASCADE, related_name="payroll_line")
    month = models.DateField("mois")  # its first day
    gross = models.DecimalField("brut", max_digits=11, decimal_places=2, null=True, blank=True)
    charges = models.DecimalField(
        "charges de l’employeur", max_digits=11, decimal_places=2, null=True, blank=True
    )
    net = models.DecimalField("net", max_digits=11, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "ligne de paie"
        ordering = ["pk"]


class PayrollColumn(models.Model):
    """Under which title a payroll office writes what is looked for: found again in its next file."""

    # A habit of theirs: it goes with them.
    legal_person = models.ForeignKey(LegalPerson, on_delete=models.CASCADE, related_name="payroll_columns")
    key = models.CharField("ce qui est lu", max_length=10)  # of rules.payroll.COLUMNS
    title = models.CharField("titre de la colonne", max_length=120)

    class Meta:
        verbose_name = "colonne de paie"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["legal_person", "key"], name="payroll_column_once")]
