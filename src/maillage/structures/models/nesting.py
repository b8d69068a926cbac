"""Which structures take part in which: a CPTS and the ESP, MSP and centres it holds."""

from django.conf import settings
from django.db import models

from maillage.structures.models.structure import Structure


class Nesting(models.Model):
    """A structure says that it holds another, or takes part in it; true once the other has confirmed.

    Until then the other is an address that was typed: who asks does not learn whether anybody has it.
    """

    # Part of the structure that asked.
    asker = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="nestings_asked")
    address = models.SlugField("adresse de l’autre", max_length=80)
    #: The other, from the day it confirms.
    other = models.ForeignKey(
        Structure, null=True, on_delete=models.CASCADE, related_name="nestings_confirmed"
    )
    asker_holds = models.BooleanField("celle qui demande tient l’autre")
    asked_on = models.DateField("demandé le")
    confirmed_on = models.DateField("confirmé le", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "structure liée"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["asker", "address"], name="nesting_asked_once")]

    def __str__(self) -> str:
        return f"{self.asker} et {self.address}"
