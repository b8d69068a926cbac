"""What is asked for somebody who is not named: the desk that received them keeps who it is."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import (
    CLOSED,
    AgeBand,
    Answer,
    AskerKind,
    Flag,
    Move,
    Need,
    RequestKind,
    RequestState,
)
from maillage.links.models import Link
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.structures.models import Structure


class Desk(models.Model):
    """Who sends requests without account, by a link of their own, and keeps who they are for."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_desks")
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("qui demande", max_length=14, choices=AskerKind)
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_desks"
    )
    email = models.EmailField("courriel", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="care_desk")
    is_on = models.BooleanField("reçoit", default=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "guichet"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class CareRequest(models.Model):
    """A request, numbered in its structure for ever. No field of it can hold an identity: see `rules.identities`."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_requests")
    number = models.PositiveIntegerField("numéro")
    kind = models.CharField("demande", max_length=16, choices=RequestKind)
    #: The profession asked for, a key of the law room.
    profession = models.CharField("profession", max_length=40)
    #: What is to be done, a key of `enums.Need`; empty for a médecin traitant.
    need = models.CharField("besoin", max_length=20, choices=Need, blank=True)
    commune = models.CharField("commune", max_length=5)  # its INSEE code
    age = models.CharField("âge", max_length=6, choices=AgeBand, blank=True)
    asked_by = models.CharField("demandée par", max_length=14, choices=AskerKind)
    #: Who keeps the identity; None: the desk of the structure.
    desk = models.ForeignKey(Desk, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests")
    #: What the desk writes beside the name that it keeps: « K7MP ».
    code = models.CharField("code", max_length=12)
    is_agreed = models.BooleanField("la personne est d’accord", default=False)
    is_urgent = models.BooleanField("urgente", default=False)
    note = models.CharField("précision, sans rien qui nomme la personne", max_length=200, blank=True)
    asked_at = models.DateTimeField("demandée le")
    due_at = models.DateTimeField("à faire avant", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=RequestState, default=RequestState.OPEN)
    #: The usual professional, offered to first; None: nobody in particular.
    usual = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_requests_taken"
    )
    taken_at = models.DateTimeField("prise le", null=True, blank=True)
    acknowledged_at = models.DateTimeField("confirmée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    #: Why it was closed without answer, or withdrawn: a key of `enums`, or words without anybody.
    reason = models.CharField("motif", max_length=200, blank=True)
    #: The same person asked twice: this one is counted with the other.
    joined_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined"
    )
    #: The same form sent twice asks once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "demande"
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["structure", "state", "due_at"], name="care_request_by_state"),
            models.Index(fields=["structure", "kind", "asked_at"], name="care_request_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["structure", "number"], name="care_request_numbered_once"),
            models.UniqueConstraint(fields=["structure", "code"], name="care_request_code_once"),
            # A card may be erased: a request that was taken stays so without its taker.
            models.CheckConstraint(
                name="care_request_taken_has_its_hour",
                condition=~Q(state=RequestState.TAKEN) | Q(taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="care_request_open_has_no_taker",
                condition=~Q(state=RequestState.OPEN) | (Q(taker=None) & Q(taken_at=None)),
            ),
            models.CheckConstraint(
                name="care_request_closed_has_its_hour",
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | (~Q(state__in=CLOSED) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="care_request_not_joined_to_itself", condition=Q(joined_to=None) | ~Q(joined_to=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class RequestFlag(models.Model):
    """Something that makes a request come first."""

    request = models.ForeignKey(CareRequest, on_delete=models.CASCADE, related_name="flags")
    flag = models.CharField("particularité", max_length=12, choices=Flag)

    class Meta:
        verbose_name = "particularité d’une demande"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "flag"], name="care_flag_once")]

    def __str__(self) -> str:
        return self.get_flag_display()


class Offer(models.Model):
    """A request offered to somebody, and their answer: a fair turn is read of them, never of a pointer."""

    request = models.ForeignKey(CareRequest, on_delete=models.CASCADE, related_name="offers")
    #: None: a card that was erased.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_offers"
    )
    offered_at = models.DateTimeField("proposée le")
    #: After that, somebody else is asked; None: as long as the request is open.
    until = models.DateTimeField("réponse attendue avant", null=True, blank=True)
    reminded_at = models.DateTimeField("relancée le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    #: Key of a reason of refusal.
    reason = models.CharField("motif", max_length=20, blank=True)

    class Meta:
        verbose_name = "proposition"
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="care_offer_once"),
            models.CheckConstraint(
                name="care_offer_answered_has_its_hour",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["person", "answer"], name="care_offer_of_a_person")]

    def __str__(self) -> str:
        return f"{self.request} : {self.person or 'une fiche effacée'}"


class RequestMove(models.Model):
    """What happened to a request: the thread that its page shows and delays are read of."""

    request = models.ForeignKey(CareRequest, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField("ce qui s’est passé", max_length=12, choices=Move)
    at = models.DateTimeField("le")
    #: Whose gesture, by their link or by an account; neither: time, or the asker.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: In our words: a reason, who watches meanwhile.
    detail = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "mouvement d’une demande"
        ordering = ["at", "pk"]
        # Few are reopened: those of a year are not looked for among all that happened.
        indexes = [
            models.Index(fields=["request"], condition=Q(move=Move.REOPENED), name="care_request_reopened")
        ]

    def __str__(self) -> str:
        return self.get_move_display()
