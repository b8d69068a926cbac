"""Whom a legal person pays, on which account, and who said that this account is theirs."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.funding.enums import PayeeKind, PayeeStep
from maillage.people.models import Person
from maillage.structures.models import LegalPerson


class PayRule(models.Model):
    """How a legal person pays: what begins its references, and up to how much one account is enough."""

    legal_person = models.OneToOneField(LegalPerson, on_delete=models.PROTECT, related_name="pay_rule")
    #: Begins every reference; its own on this site, frozen by the first batch.
    code = models.CharField("code des références", max_length=28, unique=True)
    #: The last number given to a batch or to a transfer: none is given twice.
    last_number = models.PositiveIntegerField("dernier numéro", default=0)
    #: Up to this total, who prepared a batch may validate it; empty: never.
    alone_up_to = models.DecimalField(
        "validé seul jusqu’à", max_digits=11, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "règle de paiement"
        ordering = ["pk"]


class Payee(models.Model):
    """Whom a legal person pays for the time of somebody: themselves, their company, their employer.

    In quarantine while `checked_on` is empty: nothing leaves for this account.
    """

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="payees")
    # An account number goes with the card of its person; transfers keep what was paid.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="payees")
    kind = models.CharField("titulaire", max_length=9, choices=PayeeKind, default=PayeeKind.SELF)
    #: As the bank of the account knows it.
    name = models.CharField("nom du titulaire", max_length=120)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    #: Compact, its keys judged.
    iban = models.CharField("IBAN", max_length=34)
    #: For an account outside the European Economic Area.
    street = models.CharField("rue", max_length=70, blank=True)
    postcode = models.CharField("code postal", max_length=16, blank=True)
    town = models.CharField("ville", max_length=35, blank=True)
    country = models.CharField("pays", max_length=2, blank=True)
    typed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    typed_on = models.DateField("saisi le")
    #: The card it was checked for, as a number: cards that are made one move `person`, and the check is to be made again.
    checked_card = models.PositiveBigIntegerField(null=True, editable=False)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The day they were called back.
    checked_on = models.DateField("vérifié le", null=True, blank=True)
    #: Why it is in quarantine, when it is not because it is new.
    stopped = models.CharField("motif", max_length=200, blank=True)
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "bénéficiaire"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_person", "person"], name="payee_once_for_a_person"),
            models.CheckConstraint(
                name="payee_checked_by_another",
                condition=Q(checked_by=None) | Q(typed_by=None) | ~Q(checked_by=F("typed_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stopped(self) -> bool:
        return self.checked_on is None


class PayeeChange(models.Model):
    """What happened to an account, when, by whom; numbers are masked. Never changed."""

    # History of its payee.
    payee = models.ForeignKey(Payee, on_delete=models.CASCADE, related_name="changes")
    step = models.CharField("geste", max_length=8, choices=PayeeStep)
    before = models.CharField("avant", max_length=16, blank=True)
    after = models.CharField("après", max_length=16, blank=True)
    words = models.CharField("détail", max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField("le")

    class Meta:
        verbose_name = "changement d’un bénéficiaire"
        ordering = ["-pk"]
