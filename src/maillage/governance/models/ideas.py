"""An idea in five lines: who upholds it, what is said of it, what is shown to judge it, what is answered, what follows."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.governance.enums import IdeaState
from maillage.governance.models.decisions import Decision, Task
from maillage.people.models import Person
from maillage.structures.models import Structure


class Idea(models.Model):
    """Somebody's idea, as they wrote it; what the desk adds to judge it stands apart."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="ideas")
    #: What the form was sent with: sending it twice proposes once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    title = models.CharField("titre", max_length=160)
    what = models.CharField("ce que c’est", max_length=400)
    for_whom = models.CharField("pour qui", max_length=200)
    need = models.CharField("besoin", max_length=300)
    by_whom = models.CharField("par qui", max_length=200, blank=True)
    proposed_on = models.DateField("proposée le")
    #: Whose idea it is; a card when there is one, else an account. Both None: they left, the idea stays.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Where the site was then: mails written later lead there.
    site = models.URLField(blank=True)
    proof = models.TextField("ce qu’on sait du besoin", blank=True)
    effort = models.TextField("effort", blank=True)
    money = models.TextField("argent demandé", blank=True)
    indicator = models.TextField("indicateur", blank=True)
    #: The last that was answered.
    state = models.CharField("état", max_length=16, choices=IdeaState, default=IdeaState.WAITING)
    #: Grows with each thing the desk writes: two of them do not answer over one another.
    version = models.PositiveIntegerField(default=1)
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    tasks = models.ManyToManyField(Task, blank=True, related_name="ideas")

    class Meta:
        verbose_name = "idée"
        ordering = ["-proposed_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class IdeaSupport(models.Model):
    """Somebody for whom it is a good idea; one each."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    # One's support goes with one's card, or with one's account.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="idea_supports")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "soutien"
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="support_once_by_person"),
            models.UniqueConstraint(fields=["idea", "account"], name="support_once_by_account"),
            models.CheckConstraint(name="support_by_one", condition=Q(person=None) ^ Q(account=None)),
        ]

    def __str__(self) -> str:
        return str(self.person or self.account)


class IdeaComment(models.Model):
    """What somebody says of it, in a few lines."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    # One's words go with one's card, or with one's account.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="idea_comments")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    words = models.CharField("commentaire", max_length=600)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = "commentaire"
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(name="comment_by_one", condition=Q(person=None) ^ Q(account=None))
        ]

    def __str__(self) -> str:
        return self.words


class IdeaAnswer(models.Model):
    """What the bureau answers, on its day; all are kept, the last one holds."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")
    state = models.CharField("réponse", max_length=16, choices=IdeaState)
    reason = models.CharField("motif", max_length=500, blank=True)
    answered_on = models.DateField("le")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "réponse"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="idea_turned_down_says_why",
                condition=~Q(state__in=[IdeaState.REWORK, IdeaState.DISMISSED]) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()
