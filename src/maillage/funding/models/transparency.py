"""What members are told of the money paid to people."""

from django.db import models

from maillage.accounts.models import User
from maillage.governance.models import Decision
from maillage.structures.models import LegalPerson


class TransparencyRule(models.Model):
    """Whether the page of members names people, by which vote. Without one, it tells by function."""

    legal_person = models.OneToOneField(LegalPerson, on_delete=models.CASCADE, related_name="transparency")
    names_people = models.BooleanField("nommer les personnes", default=False)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    said_on = models.DateField("dit le")

    class Meta:
        verbose_name = "règle de transparence"
