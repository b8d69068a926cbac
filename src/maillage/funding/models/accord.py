"""The civil year of an agreement that counts by indicators: what is engaged, what is kept, what the caisse counts."""

from django.db import models
from django.db.models import F, Q

from maillage.structures.models import LegalPerson


class AccordYear(models.Model):
    """A civil year of the agreement of a maison or of a centre de santé. Its days say how far its declaration is."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="accord_years")
    year = models.PositiveSmallIntegerField("année civile")
    declared_on = models.DateField("déclaré le", null=True, blank=True)
    notified_on = models.DateField("notifié le", null=True, blank=True)
    received_on = models.DateField("reçu le", null=True, blank=True)

    class Meta:
        verbose_name = "année d’un accord"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_person", "year"], name="accord_year_once"),
            models.CheckConstraint(
                name="accord_is_declared_then_notified",
                condition=Q(notified_on=None)
                | Q(declared_on__isnull=False, notified_on__gte=F("declared_on")),
            ),
            models.CheckConstraint(
                name="accord_is_notified_then_received",
                condition=Q(received_on=None)
                | Q(notified_on__isnull=False, received_on__gte=F("notified_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Accord {self.year}"


class AccordFact(models.Model):
    """A fact of the year (its name in the law room), as it was engaged and as it is kept; empty is unknown.

    As one types it for the law room: « oui », « premier », « 12.5 »; a share is of 1.
    """

    accord_year = models.ForeignKey(AccordYear, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField("fait", max_length=40)
    engaged = models.CharField("engagé", max_length=24, blank=True)
    kept = models.CharField("tenu", max_length=24, blank=True)

    class Meta:
        verbose_name = "fait d’un accord"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["accord_year", "name"], name="accord_fact_once")]


class CaisseLine(models.Model):
    """What the caisse counts for a line (its rule in the law room), and why it is not what we count."""

    accord_year = models.ForeignKey(AccordYear, on_delete=models.CASCADE, related_name="caisse_lines")
    rule = models.CharField("ligne", max_length=60)
    amount = models.DecimalField("compte de la caisse", max_digits=11, decimal_places=2)
    words = models.CharField("d’où vient l’écart", max_length=300, blank=True)

    class Meta:
        verbose_name = "ligne de la caisse"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["accord_year", "rule"], name="caisse_line_once")]
