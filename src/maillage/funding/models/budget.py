"""What was voted for a civil year, post by post."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.funding.enums import BudgetKind
from maillage.funding.models.posts import ForAnAction, ForAPost
from maillage.governance.models import Decision
from maillage.structures.models import LegalPerson


class BudgetLine(ForAPost, ForAnAction):
    """A line of the budget, never changed nor erased: corrected by another, undone by one of the opposite amount."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="budget_lines")
    year = models.PositiveSmallIntegerField("année civile")
    kind = models.CharField("ce que c’est", max_length=7, choices=BudgetKind)
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    words = models.CharField("remarque", max_length=200, blank=True)
    on = models.DateField("écrite le")
    #: The vote behind it.
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "ligne du budget"
        ordering = ["year", "on", "pk"]
        constraints = [
            models.CheckConstraint(name="budget_line_is_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="budget_line_does_not_undo_itself", condition=Q(undoes=None) | ~Q(undoes=F("pk"))
            ),
        ]
