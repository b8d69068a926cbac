"""Protocols that a team carries out, texts that it writes for itself, acts counted one by one. Nothing of a patient."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import LocalKind, TeamRole
from maillage.care.models.validating import ANSWERED, AskedToValidate
from maillage.files.models import File
from maillage.people.models import Person
from maillage.structures.models import Structure


class Sealed(RuntimeError):
    """A fault of ours, never of who uses the site: services refuse before, with what to do."""


class LocalText(models.Model):
    """A protocol or a decision tree of a team; its words are in its versions."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="local_texts")
    kind = models.CharField("nature", max_length=12, choices=LocalKind)
    title = models.CharField("titre", max_length=160)
    #: No longer followed; its versions stay.
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "texte local"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class LocalVersion(models.Model):
    """The words of a text, from one validation to the next. Given to its validators, they never change: one writes others."""

    text = models.ForeignKey(LocalText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    #: Of a tree, as it was typed: read by `legislation.read_tree` each time.
    words = models.TextField("texte", max_length=60_000)
    written_on = models.DateField("écrite le")
    review_on = models.DateField("à relire le", null=True, blank=True)
    #: Given to its validators: from then on its words change no more.
    asked_at = models.DateTimeField("donnée à valider le", null=True, blank=True)
    validated_on = models.DateField("validée le", null=True, blank=True)
    #: Another was written before all had said yes.
    replaced_on = models.DateField("remplacée le", null=True, blank=True)
    #: Of the instance, for the links of its messages.
    site = models.URLField(max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "version d’un texte local"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="care_local_version_once"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(validated_on=None, replaced_on=None), name="care_local_one_draft"
            ),
            models.CheckConstraint(
                name="care_local_validated_was_asked",
                condition=Q(validated_on=None) | Q(asked_at__isnull=False, replaced_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}, version {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Raises Sealed for the words of a version that was given to be validated."""
        if self.pk and LocalVersion.objects.filter(pk=self.pk, asked_at__isnull=False).exists():
            raise Sealed("A version that validators have read is never written over.")
        super().save(*args, **options)

    @property
    def fingerprint(self) -> str:
        """Of these very words; page, paper and answers print it."""
        return sha256(self.words.encode()).hexdigest()[:16]

    @property
    def is_asked(self) -> bool:
        return self.asked_at is not None and self.validated_on is None and self.replaced_on is None


class LocalValidation(AskedToValidate):
    """Who is asked to answer for a version, and what they said of its very words."""

    version = models.ForeignKey(LocalVersion, on_delete=models.CASCADE, related_name="validations")
    #: None: a card that was erased.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="local_validations"
    )
    profession = models.CharField("profession", max_length=40, blank=True)  # a key of professions()

    class Meta:
        verbose_name = "validation d’un texte local"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="care_local_validated_once"),
            models.CheckConstraint(name="care_local_answered_has_its_hour", condition=ANSWERED),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else "une fiche effacée"


class Enrolment(models.Model):
    """A team that carries out a protocol: a national one, by its key, or one of its own."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="enrolments")
    protocol = models.CharField("protocole national", max_length=60, blank=True)
    local = models.ForeignKey(
        LocalText, on_delete=models.CASCADE, null=True, blank=True, related_name="enrolments"
    )
    #: Who answers for it towards the ARS.
    referent = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_referent_of"
    )
    declared_on = models.DateField("déclaré à l’ARS le", null=True, blank=True)
    starts_on = models.DateField("commencé le", null=True, blank=True)
    ended_on = models.DateField("arrêté le", null=True, blank=True)
    #: Fingerprint of the text that the team read; another one is to be read again.
    seen = models.CharField("texte relu", max_length=64)
    seen_on = models.DateField("relu le")
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "engagement d’une équipe"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="care_enrolment_of_one_text",
                condition=(Q(local=None) & ~Q(protocol="")) | (Q(local__isnull=False) & Q(protocol="")),
            ),
            models.CheckConstraint(
                name="care_enrolment_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(starts_on=None) | Q(ended_on__gte=F("starts_on")),
                violation_error_message="Un engagement s’arrête après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["structure", "protocol"],
                condition=Q(ended_on=None) & ~Q(protocol=""),
                name="care_enrolled_once_nationally",
            ),
            models.UniqueConstraint(
                fields=["local"], condition=Q(ended_on=None), name="care_enrolled_once_locally"
            ),
        ]

    def __str__(self) -> str:
        return str(self.local) if self.local else self.protocol


class Enrolled(models.Model):
    """Somebody of the team of a protocol, and the proof that they learnt it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="team")
    # It tells of a card, and goes with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="care_enrolled")
    role = models.CharField("rôle", max_length=12, choices=TeamRole)
    trained_on = models.DateField("formation finie le", null=True, blank=True)
    certificate = models.ForeignKey(
        File, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_certificates"
    )

    class Meta:
        verbose_name = "personne d’une équipe"
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "person"], name="care_enrolled_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.person.name}, {self.get_role_display()}"


class CountedAct(models.Model):
    """One tap: an act, or the end of a tree. A day, never an hour; nobody who was cared for, no answer given."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="counted_acts")
    #: Who did it; None: a card that was erased.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_acts"
    )
    kind = models.CharField("acte", max_length=60)  # a key of `rules.taps`
    on = models.DateField("le")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="acts"
    )
    #: Of the end of a tree: its key, or « local-12 », its version, the key of the end.
    tree = models.CharField("arbre", max_length=60, blank=True)
    tree_version = models.PositiveSmallIntegerField("version de l’arbre", null=True, blank=True)
    outcome = models.CharField("issue", max_length=60, blank=True)
    is_undone = models.BooleanField("annulé", default=False)
    #: The same tap sent twice counts once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "acte compté"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["structure", "on", "kind"], name="care_acts_by_day"),
            models.Index(fields=["person", "on"], name="care_acts_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="care_act_end_of_a_tree",
                condition=Q(tree="", outcome="", tree_version=None)
                | (~Q(tree="") & ~Q(outcome="") & Q(tree_version__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"
