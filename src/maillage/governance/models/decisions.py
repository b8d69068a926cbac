"""What was decided, with its reason and its votes, and who does it by when."""

from uuid import uuid4

from django.db import models

from maillage.governance.enums import Formality, Verdict
from maillage.governance.models.meetings import AgendaItem, Meeting
from maillage.people.models import Person
from maillage.structures.models import Structure


class Decision(models.Model):
    """A decision, numbered in its structure for ever: « 2026-04 »."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    #: What the form was sent with: sending it twice decides once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField("décision", max_length=300)
    reason = models.TextField("motif", blank=True)
    decided_on = models.DateField("prise le")
    verdict = models.CharField("issue", max_length=8, choices=Verdict, default=Verdict.ADOPTED)
    #: A show of hands, as noted; all empty: decided without a vote.
    pour = models.PositiveIntegerField("pour", null=True, blank=True)
    contre = models.PositiveIntegerField("contre", null=True, blank=True)
    abstention = models.PositiveIntegerField("abstentions", null=True, blank=True)
    #: Who could be heard then, and by what rule it was judged, in words: nothing that changes later changes it.
    heard = models.PositiveIntegerField(null=True, blank=True)
    rule = models.CharField(max_length=300, blank=True)
    #: It answers what the statutes ask each year.
    approves_accounts = models.BooleanField("approuve les comptes", default=False)

    class Meta:
        verbose_name = "décision"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "year", "number"], name="decision_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def is_voted(self) -> bool:
        return self.pour is not None

    @property
    def outcome(self) -> str:
        """What became of it; a rule says how it was judged, by a show of hands or by a vote."""
        verdict = str(self.get_verdict_display())
        return verdict if self.is_voted or self.rule else f"{verdict}, sans vote compté"


class Task(models.Model):
    """What somebody is to do, by a day."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="tasks")
    #: What it follows from, when it does.
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    title = models.CharField("à faire", max_length=200)
    #: None: nobody yet, or a card that was erased.
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    #: Its owner asked not to be reminded of it before that day.
    not_before = models.DateField("pas avant le", null=True, blank=True)

    class Meta:
        verbose_name = "tâche"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Declaration(models.Model):
    """A change that an association declares outside: when it happened, and the day it was declared."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="declarations")
    what = models.CharField("ce qui change", max_length=10, choices=Formality)
    changed_on = models.DateField("depuis le")
    #: None: not yet.
    declared_on = models.DateField("déclaré le", null=True, blank=True)

    class Meta:
        verbose_name = "changement à déclarer"
        ordering = ["changed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "what", "changed_on"], name="change_declared_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.changed_on:%d/%m/%Y}"
