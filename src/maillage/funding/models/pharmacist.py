"""What a pharmacist of the team does, counted by month. No column can hold who was cared for."""

from django.db import models
from django.db.models import Q

from maillage.people.models import Person


class PharmacistYear(models.Model):
    """What is true of a pharmacy for a whole civil year; None is unknown."""

    # It tells of a card, and goes with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pharmacist_years")
    year = models.PositiveSmallIntegerField("année civile")
    overseas = models.BooleanField("pharmacie d’un DROM", null=True, blank=True)
    #: Of its *téléconsultation*.
    first_year = models.BooleanField("première année d’équipement", null=True, blank=True)

    class Meta:
        verbose_name = "année d’un pharmacien"
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="pharmacist_year_once")]


class PharmacistCount(models.Model):
    """How many times something was done in a month (`kind`: a key of rules.pharmacist.kinds). A month without a row is
    unknown, never zero."""

    pharmacist_year = models.ForeignKey(PharmacistYear, on_delete=models.CASCADE, related_name="counts")
    month = models.PositiveSmallIntegerField("mois")
    kind = models.CharField("acte", max_length=60)
    count = models.PositiveIntegerField("nombre")

    class Meta:
        verbose_name = "compte d’un pharmacien"
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pharmacist_year", "month", "kind"], name="pharmacist_count_once"
            ),
            models.CheckConstraint(
                name="pharmacist_month_of_twelve", condition=Q(month__gte=1, month__lte=12)
            ),
        ]
