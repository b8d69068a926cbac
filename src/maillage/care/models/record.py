"""What is kept of a person where the operator states certified hosting: sealed, for a circle, with their consent."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.care.enums import ConsentMeans, ConsentScope, PlanPart
from maillage.care.models.requests import CareRequest
from maillage.care.models.sealed import SealedTextField
from maillage.structures.models import Structure


class HostingStatement(models.Model):
    """Who hosts, with which certificate, as the operator said it. Without it, no file of a person is made."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="hosting_statement")
    host = models.CharField("hébergeur", max_length=120)
    certificate = models.CharField("certificat HDS", max_length=120)
    until = models.DateField("valable jusqu’au")
    said_by = models.CharField("déclaré par", max_length=120)
    said_on = models.DateField("déclaré le")
    #: A known word, sealed: another key does not open it, and the site says so before anybody writes.
    probe = models.BinaryField()

    class Meta:
        verbose_name = "déclaration d’hébergement"

    def __str__(self) -> str:
        return f"{self.host}, {self.certificate}"


class PatientFile(models.Model):
    """A person, known by a code outside of this row. Who they are is sealed."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="patient_files")
    code = models.CharField("code", max_length=12)
    name = SealedTextField("nom et prénom")
    born_on = SealedTextField("date de naissance", blank=True)
    contact = SealedTextField("comment joindre la personne", blank=True)
    #: Whom to reach about this person, a professional.
    referent = models.CharField("référent du plan", max_length=120, blank=True)
    opened_on = models.DateField("ouvert le")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Erased on that day, whatever it holds.
    kept_until = models.DateField("gardé jusqu’au")
    request = models.OneToOneField(
        CareRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="patient_file"
    )
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "dossier d’une personne"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "code"], name="patient_file_code_once"),
            models.CheckConstraint(
                name="patient_file_kept_after_opened", condition=Q(kept_until__gt=models.F("opened_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CircleSeat(models.Model):
    """Who takes part in the care of this person: a team is made for each, never of all adhérents."""

    file = models.ForeignKey(PatientFile, on_delete=models.CASCADE, related_name="circle")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField("rôle auprès de la personne", max_length=80)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "place dans un cercle de soins"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "user"], condition=Q(until=None), name="circle_seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class FileConsent(models.Model):
    """What the person agreed to, how they said it, who heard it."""

    file = models.ForeignKey(PatientFile, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField("accord pour", max_length=12, choices=ConsentScope)
    means = models.CharField("donné", max_length=12, choices=ConsentMeans)
    given_on = models.DateField("le")
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "consentement"
        ordering = ["given_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "scope"], condition=Q(withdrawn_on=None), name="consent_given_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_scope_display()


class FileReading(models.Model):
    """Somebody opened it, and why: shown to the circle, kept when the file is erased."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="file_readings")
    file = models.ForeignKey(
        PatientFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings"
    )
    code = models.CharField("code", max_length=12)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("le")
    reason = models.CharField("pourquoi", max_length=200)
    #: Who was not of the circle, and opened it all the same.
    is_outside = models.BooleanField("hors du cercle", default=False)

    class Meta:
        verbose_name = "lecture d’un dossier"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["file", "user", "at"], name="file_reading_of_somebody")]

    def __str__(self) -> str:
        return f"{self.code}, {self.at:%d/%m/%Y}"


class PlanText(models.Model):
    """A part of the personal plan, sealed."""

    file = models.ForeignKey(PatientFile, on_delete=models.CASCADE, related_name="plan")
    part = models.CharField("partie", max_length=12, choices=PlanPart)
    text = SealedTextField("texte", blank=True)
    written_at = models.DateTimeField("écrite le")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "partie d’un plan"
        constraints = [models.UniqueConstraint(fields=["file", "part"], name="plan_text_once")]

    def __str__(self) -> str:
        return self.get_part_display()


class ReconciledDrug(models.Model):
    """A line of a medication reconciliation: what was taken, what is decided, by whom."""

    file = models.ForeignKey(PatientFile, on_delete=models.CASCADE, related_name="drugs")
    drug = SealedTextField("médicament, dose, rythme")
    decision = SealedTextField("décision : gardé, changé, arrêté, et pourquoi", blank=True)
    said_by = models.CharField("décidé par", max_length=120, blank=True)
    on = models.DateField("le")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "ligne de conciliation"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
