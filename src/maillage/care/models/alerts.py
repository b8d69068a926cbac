"""What professionals are warned of: a drug that misses, heat, an epidemic; what was agreed, by whom, who read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.care.enums import AlertKind, AlertState, Applied, VersionState
from maillage.care.models.validating import ANSWERED, AskedToValidate
from maillage.legislation import professions_by_key
from maillage.people.models import Person
from maillage.structures.models import Structure


class Alert(models.Model):
    """An alert, numbered in its structure for ever. No field of it names a patient: see `rules.identities`."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="alerts")
    number = models.PositiveIntegerField("numéro")
    kind = models.CharField("nature", max_length=10, choices=AlertKind)
    #: The drug, in the words of who signals it; or what happens.
    title = models.CharField("ce qui manque, ou ce qui arrive", max_length=160)
    words = models.TextField("ce qu’on en sait", max_length=2_000, blank=True)
    place = models.CharField("où", max_length=120, blank=True)
    since = models.DateField("depuis le")
    #: Neither: a card or an account that was erased.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    signalled_at = models.DateTimeField("signalée le")
    state = models.CharField("état", max_length=10, choices=AlertState, default=AlertState.SIGNALLED)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    #: Why it is over, or why nothing came of it.
    ending = models.CharField("fin", max_length=300, blank=True)
    #: The same form sent twice signals once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "alerte"
        ordering = ["-signalled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "number"], name="care_alert_numbered_once"),
            models.CheckConstraint(
                name="care_alert_over_has_its_hour",
                condition=Q(state__in=(AlertState.ENDED, AlertState.DISMISSED), ended_at__isnull=False)
                | (~Q(state__in=(AlertState.ENDED, AlertState.DISMISSED)) & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class AlertVersion(models.Model):
    """What to do, as it was agreed then. Once its validators have it, its words change no more: another is written."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=12, choices=VersionState, default=VersionState.DRAFT)
    proposed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Whether readers are asked to say that they do it.
    asks_answer = models.BooleanField("demande une réponse", default=False)
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    asked_at = models.DateTimeField("donnée à valider le", null=True, blank=True)
    sent_at = models.DateTimeField("diffusée le", null=True, blank=True)
    #: Of the instance, for the links of its messages.
    site = models.URLField(max_length=200, blank=True)

    class Meta:
        verbose_name = "version d’une alerte"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="care_alert_version_once"),
            models.UniqueConstraint(
                fields=["alert"],
                condition=Q(state__in=(VersionState.DRAFT, VersionState.ASKED)),
                name="care_alert_one_version_written_at_a_time",
            ),
            models.CheckConstraint(
                name="care_alert_version_sent_has_its_hour",
                condition=~Q(state=VersionState.SENT) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert}, version {self.number}"


class AlertStep(models.Model):
    """One thing to do; without a source, readers are sent to the authority's own sheet."""

    version = models.ForeignKey(AlertVersion, on_delete=models.CASCADE, related_name="steps")
    words = models.CharField("conduite", max_length=300)
    source = models.CharField("source", max_length=160, blank=True)
    url = models.URLField("adresse de la source", max_length=300, blank=True)

    class Meta:
        verbose_name = "conduite d’une alerte"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words


class Validation(AskedToValidate):
    """A named validator, and their answer to what they read."""

    version = models.ForeignKey(AlertVersion, on_delete=models.CASCADE, related_name="validations")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_validations"
    )

    class Meta:
        verbose_name = "validation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="care_validation_once"),
            models.CheckConstraint(name="care_validation_answered_has_its_hour", condition=ANSWERED),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Une fiche effacée'} : {self.get_answer_display() or 'sans réponse'}"


class Reading(models.Model):
    """Somebody whom a version was sent to: read by a gesture, never by the opening of a message."""

    version = models.ForeignKey(AlertVersion, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_readings"
    )
    #: As it was then: counts by profession outlive the card.
    profession = models.CharField("profession", max_length=40)
    told_at = models.DateTimeField("écrit le", null=True, blank=True)
    #: How many times they were written to again.
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=3, choices=Applied, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    #: When they were told that it is over.
    end_told_at = models.DateTimeField("fin écrite le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture d’une alerte"
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "read_at"], name="care_reading_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="care_reading_once"),
            models.CheckConstraint(
                name="care_reading_answered_is_read",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, read_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Une fiche effacée'} : {'lu' if self.read_at else 'pas encore lu'}"

    @property
    def trade(self) -> str:
        """The profession, as people read it."""
        known = professions_by_key()
        return known[self.profession].label if self.profession in known else self.profession


class AlertNote(models.Model):
    """What is learnt while it lasts: added, never changed."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField("le")
    words = models.CharField("suivi", max_length=300)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "suivi d’une alerte"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words
