"""What proves an indicator or an action, numbered once in its structure, and what still misses."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import User
from maillage.files.models import File
from maillage.governance.models import Decision, Meeting
from maillage.outreach.models import Event
from maillage.people.models import Person
from maillage.project.enums import EvidenceKind
from maillage.project.models.actions import Action
from maillage.project.models.indicators import Indicator
from maillage.structures.models import Structure
from maillage.surveys.models import Survey


class Evidence(models.Model):
    """A *pièce*: its number, its title and its day stay when what it points to is gone."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="evidences")
    number = models.PositiveIntegerField("pièce n°")
    kind = models.CharField("nature", max_length=10, choices=EvidenceKind)
    title = models.CharField("intitulé", max_length=200)
    dated_on = models.DateField("date")
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="evidences")
    actions = models.ManyToManyField(Action, blank=True, related_name="evidences")
    # One of these, as its kind says; None then: what it pointed to was deleted.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidences"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidences"
    )
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidences"
    )
    survey = models.ForeignKey(
        Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidences"
    )
    #: The number of what an upper room brought: no key may point up, and it says itself what is gone.
    thing = models.PositiveBigIntegerField(null=True, blank=True)
    file = models.OneToOneField(
        File, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    #: Where it is kept, for what is kept elsewhere.
    words = models.CharField("où la trouver", max_length=300, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_on = models.DateField("jointe le")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "pièce justificative"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "number"], name="evidence_numbered_once"),
            models.UniqueConstraint(
                fields=["meeting", "kind"], condition=Q(meeting__isnull=False), name="evidence_meeting_once"
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(decision__isnull=False), name="evidence_decision_once"
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(event__isnull=False), name="evidence_event_once"
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(survey__isnull=False), name="evidence_survey_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "thing"], condition=Q(thing__isnull=False), name="evidence_thing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Pièce n° {self.number}, {self.title}"


class EvidenceWanted(models.Model):
    """A *pièce* that misses: what, who brings it, by when; then the one that answers it."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="wanted_evidences")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="wanted_evidences"
    )
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="wanted_evidences"
    )
    words = models.CharField("ce qui manque", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="wanted_evidences"
    )
    due_on = models.DateField("pour le", null=True, blank=True)
    given = models.ForeignKey(
        Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "pièce qui manque"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="wanted_evidence_of_one",
                condition=Q(indicator__isnull=False, action=None) | Q(indicator=None, action__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words
