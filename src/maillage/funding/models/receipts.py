"""Money that came for a contract."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.funding.models.contracts import Contract


class Receipt(models.Model):
    """What came one day. Never changed nor erased: a mistake is undone by another row of the opposite amount."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="receipts")
    #: Which payment it answers (types.calendar.Expected.key).
    expects = models.CharField("versement attendu", max_length=80)
    #: Its words when it came: an annex that changes takes payments off the calendar, never what was received.
    label = models.CharField("versement", max_length=200)
    received_on = models.DateField("reçu le")
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    #: Nothing more will come for it; `note` says why when that is less than expected.
    is_last = models.BooleanField("rien d’autre ne viendra", default=False)
    note = models.CharField("remarque", max_length=300, blank=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField("noté le", auto_now_add=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "recette"
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(name="receipt_is_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="only_an_undoing_takes_away", condition=Q(amount__gt=0) | Q(undoes__isnull=False)
            ),
            models.CheckConstraint(
                name="receipt_does_not_undo_itself", condition=Q(undoes=None) | ~Q(undoes=F("pk"))
            ),
        ]
