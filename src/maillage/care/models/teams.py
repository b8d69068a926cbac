"""Teams: programmes of education and their sessions, concertations that are called, ESCAP. Nobody is named but those who care."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import Coming, EscapState, EtpStanding
from maillage.care.models.requests import Desk
from maillage.governance.models import RcpSession
from maillage.people.models import Person
from maillage.structures.models import Structure


class EtpProgramme(models.Model):
    """A programme of therapeutic education."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="etp_programmes")
    title = models.CharField("titre", max_length=120)
    theme = models.CharField("thème", max_length=80, blank=True)
    standing = models.CharField("situation", max_length=10, choices=EtpStanding)
    #: Day and number of its declaration or authorisation.
    standing_on = models.DateField("le", null=True, blank=True)
    reference = models.CharField("numéro", max_length=60, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="etp_owned"
    )
    is_on = models.BooleanField("en cours", default=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "programme d’éducation thérapeutique"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class EtpMember(models.Model):
    """Somebody of its team."""

    programme = models.ForeignKey(EtpProgramme, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="etp_teams")

    class Meta:
        verbose_name = "intervenant d’un programme"
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="etp_member_once")]

    def __str__(self) -> str:
        return self.person.name


class EtpSession(models.Model):
    """A session: its day, then how many came. Never who."""

    programme = models.ForeignKey(EtpProgramme, on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField("le")
    starts_at = models.TimeField("à")
    title = models.CharField("sujet", max_length=100)
    place = models.CharField("où", max_length=100, blank=True)
    #: People there; None: not counted yet.
    present = models.PositiveSmallIntegerField("présents", null=True, blank=True)
    #: Among them, who came for the first time.
    newcomers = models.PositiveSmallIntegerField("pour la première fois", null=True, blank=True)
    is_off = models.BooleanField("annulée", default=False)
    #: Grows at each change that a diary follows.
    version = models.PositiveSmallIntegerField(default=0)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "séance"
        ordering = ["-held_on", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="etp_newcomers_are_there",
                condition=Q(newcomers=None) | Q(present__gte=F("newcomers")),
            ),
            models.CheckConstraint(
                name="etp_off_has_nobody", condition=Q(is_off=False) | Q(present=None, newcomers=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%d/%m/%Y}"


class RcpCall(models.Model):
    """A concertation that is called: a day, its questions, who comes; then how many situations were seen."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="rcp_calls")
    starts_at = models.DateTimeField("le")
    theme = models.CharField("thème", max_length=60)
    place = models.CharField("où", max_length=120, blank=True)
    call_url = models.URLField("visioconférence", max_length=300, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_off = models.BooleanField("annulée", default=False)
    #: Situations seen; None: not held yet.
    situations = models.PositiveSmallIntegerField("situations vues", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    #: Its line in the register of the agreement, where a form has one.
    session = models.OneToOneField(
        RcpSession, on_delete=models.SET_NULL, null=True, blank=True, related_name="call"
    )
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "concertation convoquée"
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.theme}, {self.starts_at:%d/%m/%Y}"


class RcpGuest(models.Model):
    """Somebody who is called, what they answer, whether they were there."""

    call = models.ForeignKey(RcpCall, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rcp_calls")
    coming = models.CharField("réponse", max_length=3, choices=Coming, blank=True)
    was_there = models.BooleanField("présent", default=False)

    class Meta:
        verbose_name = "convié à une concertation"
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="rcp_guest_once")]

    def __str__(self) -> str:
        return self.person.name


class RcpQuestion(models.Model):
    """Something to talk about, without anybody: « Qui surveille le poids entre deux visites ? »"""

    call = models.ForeignKey(RcpCall, on_delete=models.CASCADE, related_name="questions")
    words = models.CharField("question", max_length=200)
    #: Who asks; None: the coordination, or a card erased.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "question préparée"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words


class Escap(models.Model):
    """The team of one patient, for a year. A code stands for them: the desk keeps who it is."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="escaps")
    code = models.CharField("code", max_length=12)
    #: First of its code, then each renewal.
    turn = models.PositiveSmallIntegerField("année d’équipe", default=1)
    #: Who keeps the identity; None: the desk of the structure.
    desk = models.ForeignKey(Desk, on_delete=models.SET_NULL, null=True, blank=True, related_name="escaps")
    commune = models.CharField("commune", max_length=5)  # its INSEE code
    #: Day on which the law room read what was said of the grid and found it enough; what was said is not kept.
    judged_on = models.DateField("grille suffisante, dite le", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=EscapState, default=EscapState.PROPOSED)
    proposed_on = models.DateField("proposée le")
    agreed_on = models.DateField("accord du patient le", null=True, blank=True)
    starts_on = models.DateField("commence le", null=True, blank=True)
    #: From that day on it is over (excluded).
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    reason = models.CharField("motif", max_length=120, blank=True)
    #: The same form sent twice opens one.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "ESCAP"
        ordering = ["-proposed_on", "-pk"]
        indexes = [models.Index(fields=["structure", "state", "ends_on"], name="care_escap_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["structure", "code", "turn"], name="escap_turn_once"),
            models.CheckConstraint(
                name="escap_runs_after_an_agreement",
                condition=Q(starts_on=None)
                | Q(agreed_on__isnull=False, judged_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="escap_running_has_its_days",
                condition=~Q(state__in=(EscapState.RUNNING, EscapState.RENEWED))
                | Q(starts_on__isnull=False, ends_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"ESCAP {self.code}"


class EscapMember(models.Model):
    """A professional whom the patient chose."""

    escap = models.ForeignKey(Escap, on_delete=models.CASCADE, related_name="team")
    #: None: a card erased; the team keeps the profession.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="escap_teams"
    )
    profession = models.CharField("profession", max_length=60)
    is_attending = models.BooleanField("médecin traitant", default=False)

    class Meta:
        verbose_name = "professionnel d’une ESCAP"
        ordering = ["-is_attending", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["escap", "person"], name="escap_member_once"),
            models.UniqueConstraint(
                fields=["escap"], condition=Q(is_attending=True), name="escap_one_attending_doctor"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else "Fiche effacée"


class EscapMove(models.Model):
    """When it came to a state, and by whom."""

    escap = models.ForeignKey(Escap, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField("état", max_length=12, choices=EscapState)
    on = models.DateField("le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "mouvement d’une ESCAP"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()
