"""Where a structure practises."""

from django.db import models

from maillage.structures.models.structure import Structure


class Site(models.Model):
    """An address where people of the structure practise: the house, a second site, an antenna."""

    # Part of its structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField("nom", max_length=120)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.CharField("commune", max_length=5)  # INSEE code in force, or arrondissement
    finess = models.CharField("FINESS", max_length=9, blank=True)
    hours = models.CharField("horaires", max_length=200, blank=True)
    is_antenna = models.BooleanField("antenne", default=False)

    class Meta:
        verbose_name = "site"
        ordering = ["is_antenna", "pk"]

    def __str__(self) -> str:
        return self.name
