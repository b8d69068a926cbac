"""Papers of a contract: what was signed, what was notified."""

from django.db import models

from maillage.files.models import File
from maillage.funding.enums import ContractPaperKind
from maillage.funding.models.contracts import Avenant, Contract


class ContractPaper(models.Model):
    """A paper of a contract, of one of its avenants perhaps: who reads the contract may read it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField("nature", max_length=12, choices=ContractPaperKind)
    avenant = models.ForeignKey(
        Avenant, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers"
    )
    #: The day that is written on it.
    dated_on = models.DateField("datée du")
    # Without its content it says nothing.
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="contract_paper")

    class Meta:
        verbose_name = "pièce d’un contrat"
        ordering = ["dated_on", "pk"]
