"""The books of a legal person: its years, its chart of accounts, balanced entries."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.funding.enums import AccountUse, Journal
from maillage.funding.models.bank import BankAccount, BankLine
from maillage.funding.models.sealing import Sealed, SealedModel
from maillage.structures.models import LegalPerson


class BooksYear(models.Model):
    """An *exercice*, both its days included. Each begins the day after the one before: none overlaps another.

    Closed, nothing is written in it any more.
    """

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="books_years")
    since = models.DateField("depuis le")
    closes_on = models.DateField("jusqu’au (inclus)")
    closed_on = models.DateField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "exercice"
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(name="books_year_ends_after", condition=Q(closes_on__gte=F("since"))),
            models.CheckConstraint(
                name="books_year_closed_once_over",
                condition=Q(closed_on=None) | Q(closed_on__gt=F("closes_on")),
            ),
            models.UniqueConstraint(fields=["legal_person", "since"], name="books_year_begins_once"),
            models.UniqueConstraint(fields=["legal_person", "closes_on"], name="books_year_ends_once"),
        ]

    def __str__(self) -> str:
        if self.since.year == self.closes_on.year:
            return f"{self.since.year}"
        return f"{self.since.year}-{self.closes_on.year}"


class Account(models.Model):
    """An account of the structure's own chart. One that a validated entry names keeps its number and its label."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="accounts")
    number = models.CharField("numéro", max_length=20)
    label = models.CharField("intitulé", max_length=120)
    use = models.CharField("sert à", max_length=10, choices=AccountUse, blank=True)
    #: The account at the bank whose lines it holds.
    bank = models.OneToOneField(
        BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="account"
    )

    class Meta:
        verbose_name = "compte"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_person", "number"], name="account_once_in_a_chart"),
            models.UniqueConstraint(
                fields=["legal_person", "use"], condition=~Q(use=""), name="account_of_a_use_once"
            ),
            models.CheckConstraint(
                name="account_of_a_class", condition=Q(number__gte="1", number__lt="9") & ~Q(label="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class JournalEntry(SealedModel):
    """An *écriture*. Validated, it is never changed nor erased: its reversal (*extourne*) corrects it.

    Its debits are its credits: services judge that, under the lock of the structure.
    """

    SEAL = "validated_on"
    #: The line of the bank that it is lets it go when it is reversed.
    LINKS = frozenset({"bank_line", "bank_line_id"})

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="entries")
    #: In the year, from one, without a hole.
    number = models.PositiveIntegerField("numéro")
    journal = models.CharField("journal", max_length=2, choices=Journal)
    on = models.DateField("le")
    label = models.CharField("libellé", max_length=200)
    piece = models.CharField("pièce", max_length=60, blank=True)
    piece_on = models.DateField("date de la pièce", null=True, blank=True)
    validated_on = models.DateField("validée le", null=True, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    #: The line of the bank that it writes, let go when the entry is reversed.
    bank_line = models.OneToOneField(
        BankLine, null=True, blank=True, on_delete=models.PROTECT, related_name="entry"
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField("écrite le", auto_now_add=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "écriture"
        ordering = ["year", "number"]
        indexes = [
            models.Index(fields=["year", "on", "number"], name="entry_in_the_order_of_days"),
            models.Index(fields=["year", "journal"], name="entry_by_journal"),
            models.Index(fields=["label"], name="entry_by_label"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="entry_number_once_in_a_year"),
            models.CheckConstraint(name="entry_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="entry_says_what", condition=~Q(label="")),
            models.CheckConstraint(
                name="entry_does_not_reverse_itself", condition=Q(reverses=None) | ~Q(reverses=F("pk"))
            ),
        ]


class EntryLine(SealedModel):
    """One side of one account, in euros: as firm as its entry."""

    SEAL = "entry__validated_on"

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="lines")  # a side of it
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    debit = models.DecimalField("débit", max_digits=11, decimal_places=2, default=0)
    credit = models.DecimalField("crédit", max_digits=11, decimal_places=2, default=0)
    mission = models.CharField("mission", max_length=40, blank=True)  # a key of legislation.missions("cpts")
    party = models.CharField("tiers", max_length=40, blank=True)
    party_name = models.CharField("nom du tiers", max_length=120, blank=True)
    letter = models.CharField("lettrage", max_length=8, blank=True)
    lettered_on = models.DateField("lettrée le", null=True, blank=True)

    class Meta:
        verbose_name = "ligne d’écriture"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="entry_line_has_one_side", condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0)
            ),
            models.CheckConstraint(
                name="entry_line_lettered_a_day",
                condition=Q(letter="", lettered_on=None) | (~Q(letter="") & Q(lettered_on__isnull=False)),
            ),
        ]

    @classmethod
    def judge_new(cls, rows: Iterable[Any]) -> None:
        """Raises Sealed for a side that is added to a validated entry."""
        entries = {each.entry_id for each in rows}
        if JournalEntry.objects.filter(pk__in=entries, validated_on__isnull=False).exists():
            raise Sealed("Its entry is validated: no side is added.")
