"""What money is spent for: a mission of a contract, a contract as a whole, or running the structure."""

from django.db import models

from maillage.funding.models.contracts import Contract
from maillage.funding.types.budget import key_of
from maillage.project.models import Action


class ForAPost(models.Model):
    """A row that is for one *poste*. Without a contract: *fonctionnement*; without a mission: the contract as a whole."""

    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mission = models.CharField("mission", max_length=40, blank=True)  # a key of legislation.missions("cpts")

    class Meta:
        abstract = True

    @property
    def post(self) -> str:
        """Its key (`types.budget.Post.key`)."""
        return key_of(self.contract_id, self.mission)


class ForAnAction(models.Model):
    """A row that an action of the project costs; empty: none in particular."""

    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True
