"""Objectives that answer needs, and the actions that reach them: each action is a *fiche-action*."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.governance.models import Instance, Meeting, Task
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.project.enums import WITH_REASON, ActionState
from maillage.project.models.needs import Need
from maillage.structures.models import Structure


class Objective(models.Model):
    """What a structure wants to change, under a mission of its agreement or an axis of its accord."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="objectives")
    #: A mission or an axis of the form, by its key (`queries.missions`); empty: beside the agreement.
    mission = models.CharField("mission ou axe", max_length=40, blank=True)
    text = models.CharField("objectif", max_length=300)
    needs = models.ManyToManyField(Need, related_name="objectives", blank=True)
    rank = models.PositiveSmallIntegerField("rang", default=0)
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "objectif"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """A *fiche-action*, numbered in its structure for ever."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="project_actions")
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("titre", max_length=160)
    #: A mission or an axis of the form, by its key (`queries.missions`); empty: beside the agreement.
    mission = models.CharField("mission ou axe", max_length=40, blank=True)
    #: None: nobody yet, or a card that was erased.
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_actions"
    )
    #: Of another profession, when there is one.
    co_owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="co_owned_actions"
    )
    #: The group that carries it.
    instance = models.ForeignKey(
        Instance, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    starts_on = models.DateField("commence le", null=True, blank=True)
    ends_on = models.DateField("finit le", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=ActionState, default=ActionState.PLANNED)
    reason = models.CharField("motif", max_length=300, blank=True)
    # The sheet, as its headings call it.
    statement = models.TextField("constat", blank=True)
    needs = models.ManyToManyField(Need, related_name="actions", blank=True)
    goal = models.TextField("but général", blank=True)
    aims = models.TextField("objectifs mesurables", blank=True)
    public = models.CharField("public", max_length=300, blank=True)
    #: In words; empty: the whole territory.
    communes = models.CharField("communes", max_length=500, blank=True)
    existing = models.TextField("lien avec l’existant", blank=True)
    roles = models.TextField("rôles par profession", blank=True)
    sought = models.TextField("partenaires à réunir", blank=True)
    hours = models.TextField("temps par profession", blank=True)
    coordination = models.TextField("coordination", blank=True)
    purchases = models.TextField("achats", blank=True)
    proofs = models.TextField("preuves à garder", blank=True)
    risks = models.TextField("risques", blank=True)
    #: Where it was copied from, in words: a sheet of the library, the action of another structure.
    origin = models.CharField("origine", max_length=250, blank=True)
    origin_on = models.DateField("reprise le", null=True, blank=True)
    #: Key of the sheet of the library it began with (`legislation.sheet`).
    sheet = models.CharField(max_length=60, blank=True)
    #: Other structures of the instance may read it and take it up.
    is_shared = models.BooleanField("partagée", default=False)
    tasks = models.ManyToManyField(Task, through="ActionTask", related_name="actions")
    partners = models.ManyToManyField(Partner, through="ActionPartner", related_name="actions")
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "action"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "number"], name="action_numbered_once"),
            models.CheckConstraint(
                name="action_stopped_says_why", condition=~Q(state__in=WITH_REASON) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="action_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Une action finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class ActionStep(models.Model):
    """A step of an action: what, by whom, for when."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField("étape", max_length=200)
    who = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="action_steps"
    )
    #: « Coordination et médecins », while nobody is named.
    who_in_words = models.CharField("par", max_length=80, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "étape"
        ordering = [F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.what


class ActionPartner(models.Model):
    """A body outside that takes part in an action, and what it does there."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="partner_roles")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="action_roles")
    role = models.CharField("rôle", max_length=200, blank=True)
    has_convention = models.BooleanField("une convention est signée", default=False)

    class Meta:
        verbose_name = "partenaire d’une action"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["action", "partner"], name="partner_once_per_action")]

    def __str__(self) -> str:
        return f"{self.partner}, {self.action}"


class ActionNote(models.Model):
    """What is said of an action one day: its follow-up, each change of its state."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="notes")
    noted_on = models.DateField("le")
    words = models.TextField("note")
    #: Whose hand; None: a card that was erased, an account that left, or time.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "note de suivi"
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return self.words


class ActionTask(models.Model):
    """A task of the structure that serves an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "tâche d’une action"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task}, {self.action}"


class ActionMeeting(models.Model):
    """The action that a meeting serves, once somebody said it; none: it serves none in particular."""

    # What was said of a meeting goes with it, and with the action.
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="served")
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="meetings"
    )

    class Meta:
        verbose_name = "réunion pour une action"
        ordering = ["-meeting__starts_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.action}" if self.action else f"{self.meeting}, sans action"
