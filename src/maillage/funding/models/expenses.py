"""What a legal person spends: suppliers, what was voted for it, and each expense with its papers and its parts."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.files.models import File
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.models.posts import ForAnAction, ForAPost
from maillage.governance.models import Decision
from maillage.people.models import Person
from maillage.structures.models import LegalPerson

WAITS_FOR_A_RATE = Q(amount=None, kind=ExpenseKind.MILEAGE) & ~Q(
    state__in=(ExpenseState.APPROVED, ExpenseState.PAID)
)


class Supplier(models.Model):
    """Who sells to a legal person: known by its SIRET, else by its name."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="suppliers")
    name = models.CharField("nom", max_length=120)
    siret = models.CharField("SIRET", max_length=14, blank=True)

    class Meta:
        verbose_name = "fournisseur"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_person", "siret"], condition=~Q(siret=""), name="supplier_once_by_siret"
            )
        ]

    def __str__(self) -> str:
        return self.name


class VotedAmount(models.Model):
    """A number that was voted, from a day to another, excluded: euros a kilometre, or of an expense."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="voted_amounts")
    kind = models.CharField("ce que c’est", max_length=4, choices=VotedKind)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=3)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    #: The vote behind it.
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "montant voté"
        ordering = ["kind", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_person", "kind", "since"], name="voted_once_a_day"),
            models.CheckConstraint(name="voted_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="voted_ends_after", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]


class SplitKey(models.Model):
    """A *clé de répartition*: how an expense for several posts is split, from a day to another, excluded."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="split_keys")
    name = models.CharField("nom", max_length=80)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "clé de répartition"
        ordering = ["name", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="split_key_ends_after", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SplitShare(ForAPost):
    """What a post takes of it; those of a key make a hundred."""

    split_key = models.ForeignKey(SplitKey, on_delete=models.CASCADE, related_name="shares")
    percent = models.DecimalField("part", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "part d’une clé"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="split_share_of_a_hundred", condition=Q(percent__gt=0, percent__lte=100)
            )
        ]


class Expense(ForAPost, ForAnAction):
    """An expense, never changed once approved but by its state. It is for a post, or split by a key.

    `amount` is empty while kilometres wait for the rate of their day.
    """

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="expenses")
    kind = models.CharField("nature", max_length=7, choices=ExpenseKind)
    label = models.CharField("objet", max_length=200)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="expenses"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="expenses"
    )
    #: Who is paid; kept by the accounts, whatever becomes of the card.
    name = models.CharField("à payer à", max_length=120)
    number = models.CharField("numéro", max_length=60, blank=True)
    #: The day of the paper, or of what was done: it says in which civil year the expense counts.
    dated_on = models.DateField("date")
    due_on = models.DateField("à payer avant le", null=True, blank=True)
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2, null=True, blank=True)
    kilometres = models.DecimalField("kilomètres", max_digits=7, decimal_places=1, null=True, blank=True)
    split_key = models.ForeignKey(
        SplitKey, null=True, blank=True, on_delete=models.PROTECT, related_name="expenses"
    )
    #: The quote that it bills.
    bills = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="billed_by"
    )
    state = models.CharField("état", max_length=9, choices=ExpenseState, default=ExpenseState.COMMITTED)
    reason = models.CharField("motif", max_length=200, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_on = models.DateField("notée le")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_on = models.DateField("approuvée le", null=True, blank=True)
    #: Above what was voted, another one says yes too.
    seconded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    seconded_on = models.DateField("approuvée une seconde fois le", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)
    #: The line of the bank that paid it, among others perhaps.
    settled_by = models.ForeignKey(
        "funding.Reconciliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="expenses"
    )
    #: The same form sent twice notes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "dépense"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="expense_above_zero", condition=Q(amount__gt=0) | WAITS_FOR_A_RATE),
            models.CheckConstraint(
                name="refused_expense_says_why", condition=~Q(state=ExpenseState.REFUSED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="paid_expense_says_when",
                condition=Q(state=ExpenseState.PAID, paid_on__isnull=False)
                | (~Q(state=ExpenseState.PAID) & Q(paid_on=None)),
            ),
            models.CheckConstraint(
                name="expense_of_a_key_has_no_post",
                condition=Q(split_key=None) | Q(contract=None, mission=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.label}"

    @property
    def state_words(self) -> str:
        """« Deuxième approbation attendue » is not a state: one has said yes."""
        if self.state == ExpenseState.COMMITTED and self.approved_on:
            return "Deuxième approbation attendue"
        if self.state == ExpenseState.APPROVED:
            return "Facture attendue" if self.kind == ExpenseKind.QUOTE else "À payer"
        return self.get_state_display()


class ExpensePart(ForAPost):
    """What a post bears of an expense: those of an expense make its amount, to the cent."""

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="parts")
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)

    class Meta:
        verbose_name = "part d’une dépense"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="expense_part_above_zero", condition=Q(amount__gt=0))]


class ExpensePaper(models.Model):
    """The invoice or the receipt itself: who may see the expense may read it."""

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="papers")
    # Without its content it says nothing.
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="expense_paper")

    class Meta:
        verbose_name = "pièce d’une dépense"
        ordering = ["file__added_at", "pk"]
