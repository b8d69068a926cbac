"""A structure is a project, a team and a territory, carried by legal persons over time."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.structures.enums import (
    Channel,
    Engagement,
    MissionStep,
    PersonKind,
    PersonStep,
    Recognition,
    Role,
)
from maillage.territories.models import Territory

if TYPE_CHECKING:
    from maillage.accounts.models import User


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: "User") -> "StructureQuerySet":
        return self.filter(memberships__user=user, memberships__left_on=None)


class Structure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    name = models.CharField("nom", max_length=120)
    form = models.CharField("forme", max_length=20, choices=[("cpts", "CPTS")], default="cpts")
    is_public = models.BooleanField("publique", default=False)
    is_fictitious = models.BooleanField("fictive", default=False)
    territory = models.OneToOneField(Territory, on_delete=models.PROTECT, related_name="structure")
    #: The day the money simulation counts from, until a contract is signed.
    signature_hoped_on = models.DateField("signature espérée le", null=True, blank=True)
    contact = models.CharField("interlocuteur unique", max_length=200, blank=True)
    founded_at = models.DateTimeField(auto_now_add=True)
    #: What the founding form was sent with: sending it twice founds once.
    founding_key = models.UUIDField(unique=True, null=True, editable=False)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("structures:home", args=[self.slug])


class Membership(models.Model):
    """An account that works in a structure. It ends with `left_on`, it is not deleted."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    joined_on = models.DateField("depuis le")
    left_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "accès"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"], condition=Q(left_on=None), name="membership_one_open_per_person"
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message="Un accès finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}"


class LegalPerson(models.Model):
    """Who carries the structure in law for a time: it holds the numbers, later the money."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="legal_persons")
    name = models.CharField("dénomination", max_length=150)
    kind = models.CharField("nature", max_length=20, choices=PersonKind, default=PersonKind.ASSOCIATION)
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    finess = models.CharField("FINESS", max_length=9, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)

    class Meta:
        verbose_name = "personne morale"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="legal_person_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message="Une personne morale finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DatedMove(models.Model):
    """One move on a track: on a day, shown by a document, said by someone, written by someone."""

    enters: Any  # the stage reached: each track has its own choices

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField("geste", max_length=30)
    on = models.DateField("date")
    document = models.CharField("document", max_length=200, blank=True)
    said_by = models.CharField("dit par", max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.on:%d/%m/%Y})"


class RecognitionMove(DatedMove):
    enters = models.CharField("étape", max_length=20, choices=Recognition)

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement de reconnaissance"


class LegalPersonMove(DatedMove):
    enters = models.CharField("étape", max_length=20, choices=PersonStep)
    legal_person = models.ForeignKey(LegalPerson, null=True, on_delete=models.PROTECT, related_name="moves")

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement de la personne morale"


class MissionMove(DatedMove):
    enters = models.CharField("étape", max_length=20, choices=MissionStep)
    mission = models.CharField("mission", max_length=30)  # a key of the law room

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement d’une mission"


class Actor(models.Model):
    """Someone around the table, known before any number: a name, a trade, a commune."""

    # The tour de table belongs to its structure and goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="actors")
    name = models.CharField("nom", max_length=120)
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    commune = models.CharField("commune", max_length=80, blank=True)  # as people say it
    workplace = models.CharField("lieu d’exercice", max_length=120, blank=True)
    engagement = models.CharField("engagement", max_length=12, choices=Engagement, default=Engagement.ENGAGE)
    is_fictitious = models.BooleanField("fictif", default=False)

    class Meta:
        verbose_name = "acteur"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class InformationMeeting(models.Model):
    """How the territory was told: the letter is judged on it first."""

    # Same as the tour de table.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="information_meetings")
    held_on = models.DateField("date")
    channel = models.CharField("canal", max_length=12, choices=Channel, default=Channel.MEETING)
    subject = models.CharField("objet", max_length=150, blank=True)

    class Meta:
        verbose_name = "information des professionnels"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} du {self.held_on:%d/%m/%Y}"


class InformationAttendance(models.Model):
    """How many of one profession were there, or were reached."""

    # Part of its meeting.
    meeting = models.ForeignKey(InformationMeeting, on_delete=models.CASCADE, related_name="attendance")
    profession = models.CharField("profession", max_length=40)
    count = models.PositiveSmallIntegerField("présents")

    class Meta:
        verbose_name = "présents d’une profession"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "profession"], name="attendance_once_per_profession"),
            models.CheckConstraint(
                name="attendance_is_positive",
                condition=Q(count__gte=1),
                violation_error_message="Un nombre de présents commence à 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.profession}"
