"""Files of transfers: what each pays, to whom, and what became of it."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.funding.enums import BatchState, PainVersion, TransferState
from maillage.funding.models.bank import BankAccount, Reconciliation
from maillage.funding.models.claims import Claim
from maillage.funding.models.payees import Payee
from maillage.funding.models.sharing import AssociateShare
from maillage.structures.models import LegalPerson


class TransferBatch(models.Model):
    """A file of transfers of one day. What the file says is kept here, so that it is the same each time."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="batches")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="batches")
    reference = models.CharField("référence", max_length=35, unique=True)
    made_at = models.DateTimeField("préparé le")
    executes_on = models.DateField("exécution le")
    #: As the file says them, whatever the account becomes.
    debtor = models.CharField("payeur", max_length=150)
    bic = models.CharField("BIC", max_length=11)
    pain_version = models.CharField("version de virement", max_length=20, choices=PainVersion)
    state = models.CharField("état", max_length=8, choices=BatchState, default=BatchState.PREPARED)
    prepared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    validated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    validated_on = models.DateField("validé le", null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_on = models.DateField("déposé le", null=True, blank=True)
    #: The same form sent twice prepares one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "lot de virements"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class Transfer(models.Model):
    """A transfer of a batch: one account, one sum, the claims of one payee or their share of a sum (`parts`)."""

    batch = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="transfers")
    #: None once the card went: what was paid stays.
    payee = models.ForeignKey(Payee, null=True, on_delete=models.SET_NULL, related_name="transfers")
    #: Its own for ever, on this site.
    reference = models.CharField("référence", max_length=35, unique=True)
    name = models.CharField("nom du titulaire", max_length=120)
    iban = models.CharField("IBAN", max_length=34)
    street = models.CharField("rue", max_length=70, blank=True)
    postcode = models.CharField("code postal", max_length=16, blank=True)
    town = models.CharField("ville", max_length=35, blank=True)
    country = models.CharField("pays", max_length=2, blank=True)
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    label = models.CharField("libellé", max_length=200)
    state = models.CharField("état", max_length=7, choices=TransferState, default=TransferState.WAITING)
    executed_on = models.DateField("exécuté le", null=True, blank=True)
    settled_by = models.ForeignKey(
        Reconciliation, null=True, blank=True, on_delete=models.SET_NULL, related_name="transfers"
    )
    returned_on = models.DateField("revenu le", null=True, blank=True)
    returned_by = models.ForeignKey(
        Reconciliation, null=True, blank=True, on_delete=models.SET_NULL, related_name="returns"
    )
    reason = models.CharField("motif", max_length=200, blank=True)
    #: The one that came back, and that this one pays again.
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )

    class Meta:
        verbose_name = "virement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="transfer_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="executed_transfer_says_when",
                condition=~Q(state=TransferState.EXECUTED) | Q(executed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_transfer_says_why",
                condition=~Q(state=TransferState.RETURNED) | (Q(returned_on__isnull=False) & ~Q(reason="")),
            ),
        ]


class TransferPart(models.Model):
    """A claim, or a share of an associé, that a transfer pays. Live until the transfer is dropped, cancelled or comes back: one
    at a time."""

    # Of its transfer.
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="parts")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    share = models.ForeignKey(
        AssociateShare, null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    is_live = models.BooleanField("en cours", default=True)

    class Meta:
        verbose_name = "demande d’un virement"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(is_live=True), name="claim_in_one_live_transfer"
            ),
            models.UniqueConstraint(fields=["transfer", "claim"], name="claim_once_in_a_transfer"),
            models.UniqueConstraint(
                fields=["share"], condition=Q(is_live=True), name="share_in_one_live_transfer"
            ),
            models.CheckConstraint(
                name="part_pays_a_claim_or_a_share",
                condition=Q(claim__isnull=False, share=None) | Q(claim=None, share__isnull=False),
            ),
        ]
