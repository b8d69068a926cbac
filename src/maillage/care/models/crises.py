"""The crisis plan as it is used: sheets, roles, resources; then a crisis or an exercise, its roll-call, posts and log."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import Available, CrisisPart, Family, Lesson, ResourceKind
from maillage.files.models import File
from maillage.governance.models import Task
from maillage.legislation import professions_by_key
from maillage.people.models import Person
from maillage.structures.models import Structure


class CrisisSheet(models.Model):
    """What to do in a family of crises, on one page."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="crisis_sheets")
    family = models.CharField("famille", max_length=10, choices=Family)
    signal = models.TextField("signal", max_length=1_000, blank=True)
    first_hours = models.TextField("premières heures", max_length=2_000, blank=True)
    who_does = models.TextField("qui fait quoi", max_length=2_000, blank=True)
    messages = models.TextField("messages", max_length=1_000, blank=True)
    needs = models.TextField("besoins", max_length=1_000, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="crisis_sheets"
    )
    #: When it was last read again and found right.
    reviewed_on = models.DateField("relue le", null=True, blank=True)
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "fiche réflexe"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "family"], name="crisis_sheet_once")]

    def __str__(self) -> str:
        return self.get_family_display()


class CrisisRole(models.Model):
    """Somebody of the crisis plan; a role means nothing without its card."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="crisis_roles")
    part = models.CharField("rôle", max_length=10, choices=CrisisPart)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="crisis_roles")
    #: « Les pharmaciens et les infirmiers » : whom they telephone.
    calls = models.CharField("qui appelle-t-il", max_length=160, blank=True)

    class Meta:
        verbose_name = "rôle de crise"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "person", "part"], name="care_crisis_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} : {self.person}"


class CrisisResource(models.Model):
    """A place, material, a stock, a vehicle that may serve."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="crisis_resources")
    kind = models.CharField("nature", max_length=8, choices=ResourceKind)
    words = models.CharField("ressource", max_length=160)
    place = models.CharField("où", max_length=120, blank=True)
    contact = models.CharField("qui l’ouvre ou le prête", max_length=120, blank=True)

    class Meta:
        verbose_name = "ressource de crise"
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.words


class Crisis(models.Model):
    """The plan switched on: because an authority declared a crisis, or to practise."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="crises")
    family = models.CharField("famille", max_length=10, choices=Family)
    is_exercise = models.BooleanField("exercice", default=False)
    title = models.CharField("ce qui arrive", max_length=160)
    words = models.TextField("ce qu’on en sait", max_length=2_000, blank=True)
    #: Which authority, and how it was told; an exercise has none.
    declared_by = models.CharField("autorité qui a déclaré la crise", max_length=160, blank=True)
    told_at = models.DateTimeField("prévenus le", null=True, blank=True)
    started_at = models.DateTimeField("plan déclenché le")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("levée le", null=True, blank=True)
    site = models.URLField(max_length=200, blank=True)
    #: Its report as it was kept, for whom it proves something to.
    report = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "crise"
        verbose_name_plural = "crises"
        ordering = ["-started_at", "-pk"]
        constraints = [
            # A real one is never refused because people were practising.
            models.UniqueConstraint(
                fields=["structure", "is_exercise"],
                condition=Q(ended_at=None),
                name="care_crisis_one_at_a_time",
            ),
            models.CheckConstraint(
                name="care_crisis_says_who_declared_it",
                condition=Q(is_exercise=True) | (~Q(declared_by="") & Q(told_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="care_crisis_ends_after_it_starts",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"EXERCICE : {self.title}" if self.is_exercise else self.title


class Called(models.Model):
    """Somebody called by a roll-call, and what they say: the last word stands."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="called")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_calls"
    )
    #: As it was then: counts by profession outlive the card.
    profession = models.CharField("profession", max_length=40)
    called_at = models.DateTimeField("appelé le")
    told_at = models.DateTimeField("écrit le", null=True, blank=True)
    #: How many times they were written to again.
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    answer = models.CharField("réponse", max_length=9, choices=Available, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    available_from = models.DateTimeField("disponible à partir de", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("heures possibles", null=True, blank=True)
    skills = models.CharField("compétences, matériel", max_length=120, blank=True)

    class Meta:
        verbose_name = "appel d’un professionnel"
        verbose_name_plural = "appels des professionnels"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["crisis", "person"], name="care_called_once"),
            models.CheckConstraint(
                name="care_called_answered_has_its_hour",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="care_called_later_says_when",
                condition=~Q(answer=Available.LATER) | Q(available_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Une fiche effacée'} : {self.get_answer_display() or 'sans réponse'}"

    @property
    def trade(self) -> str:
        """The profession, as people read it."""
        known = professions_by_key()
        return known[self.profession].label if self.profession in known else self.profession


class Post(models.Model):
    """Where people are needed, from when to when, and how many."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="posts")
    name = models.CharField("poste", max_length=120)
    place = models.CharField("lieu", max_length=120, blank=True)
    #: A key of the law room; empty: whoever.
    profession = models.CharField("profession", max_length=40, blank=True)
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    needs = models.PositiveSmallIntegerField("places")
    #: Counted with the places given: the database refuses one too many.
    taken = models.PositiveSmallIntegerField("places prises", default=0)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "poste"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="care_post_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(name="care_post_never_too_many", condition=Q(taken__lte=F("needs"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int:
        return self.needs - self.taken


class PostPlace(models.Model):
    """A place of a post, held by somebody."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_posts"
    )
    profession = models.CharField("profession", max_length=40)
    taken_at = models.DateTimeField("prise le")
    #: Who assigned it; None: taken by their own link.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "place d’un poste"
        ordering = ["taken_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="care_place_once")]

    def __str__(self) -> str:
        return f"{self.post} : {self.person or 'une fiche effacée'}"


class LogLine(models.Model):
    """A line of the *main courante*: written once; a mistake is corrected by another line."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="log")
    #: When it happened, and when it was written.
    at = models.DateTimeField("à")
    written_at = models.DateTimeField("écrit à")
    words = models.CharField("ce qui se passe", max_length=500)
    corrects = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    #: Neither: written by the site itself.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "ligne de main courante"
        verbose_name_plural = "main courante"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words

    def save(self, **options: Any) -> None:
        """Raises ValueError for a line that is there already."""
        if not self._state.adding:
            raise ValueError("Une ligne de main courante ne change pas : une autre la corrige.")
        super().save(**options)


class CrisisLesson(models.Model):
    """What worked, or what is to change: then, who does it by when."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="lessons")
    kind = models.CharField("retour", max_length=9, choices=Lesson)
    words = models.CharField("en une phrase", max_length=200)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "retour d’expérience"
        verbose_name_plural = "retours d’expérience"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words
