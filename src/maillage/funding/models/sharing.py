"""What a legal person shared among its associates, by the rule that they voted."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.funding.enums import SharingRule
from maillage.governance.models import Decision
from maillage.people.models import Person
from maillage.structures.models import LegalPerson


class Sharing(models.Model):
    """A *partage*, as it was computed. Never changed nor erased: a mistake is undone by another of the opposite sums."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="sharings")
    label = models.CharField("ce qui est partagé", max_length=120)
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    rule = models.CharField("règle", max_length=6, choices=SharingRule)
    #: The rule in French, with what became of the cents.
    said = models.TextField("règle en mots")
    #: The vote behind it.
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")
    made_on = models.DateField("le")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "partage"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="sharing_is_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="only_an_undoing_shares_less", condition=Q(amount__gt=0) | Q(undoes__isnull=False)
            ),
            models.CheckConstraint(
                name="sharing_does_not_undo_itself", condition=Q(undoes=None) | ~Q(undoes=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return self.label


class AssociateShare(models.Model):
    """What an associate received of it, and what it was computed from: unknown when the rule does not ask."""

    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="shares")
    #: Kept by the accounts, whatever becomes of the card.
    name = models.CharField("nom", max_length=140)
    hours = models.DecimalField("heures", max_digits=8, decimal_places=2, null=True)
    points = models.DecimalField("points", max_digits=12, decimal_places=2, null=True)
    amount = models.DecimalField("part", max_digits=11, decimal_places=2)

    class Meta:
        verbose_name = "part d’un associé"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["sharing", "name"], name="associate_shares_once")]
