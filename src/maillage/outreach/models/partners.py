"""Bodies outside that a structure works with: who they are, what was said, signed and asked."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.files.models import File
from maillage.outreach.enums import FUNDERS, Means, PartnerKind
from maillage.people.models import Person
from maillage.structures.models import Structure


class Sent(models.Model):
    """A row typed in a form, known by what the form was sent with: sending it twice writes it once."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Partner(Sent):
    """A body outside: a hospital, a town, a funder. Its people are cards of the structure."""

    # The book belongs to its structure, as all that follows, and goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("nom", max_length=150)
    kind = models.CharField("nature", max_length=16, choices=PartnerKind)
    #: Number of its site in the directory; empty for what FINESS does not list.
    finess = models.CharField("numéro FINESS", max_length=9, blank=True)
    purpose = models.CharField("pour quoi", max_length=300, blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    #: Who follows it, at ours.
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="partners_followed", null=True, blank=True
    )
    #: Grows at each save, so that nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "partenaire"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "finess"], condition=~Q(finess=""), name="partner_once_per_finess"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_funder(self) -> bool:
        return self.kind in FUNDERS


class PartnerContact(models.Model):
    """Somebody of a partner: a card, and what they are there."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="partner_contacts")
    title = models.CharField("fonction", max_length=120, blank=True)

    class Meta:
        verbose_name = "personne d’un partenaire"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.partner}"


class Exchange(Sent):
    """What was said with a partner, one day, in a sentence."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="exchanges")
    held_on = models.DateField("le")
    means = models.CharField("comment", max_length=12, choices=Means)
    #: Of the partner, when somebody is named.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="partner_exchanges", null=True, blank=True
    )
    words = models.CharField("en une phrase", max_length=500)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = "échange avec un partenaire"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner}, {self.held_on:%d/%m/%Y}"


class NextStep(Sent):
    """What is to be done with a partner, by whom, before a day."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="steps")
    words = models.CharField("à faire", max_length=200)
    due_on = models.DateField("avant le")
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="partner_steps", null=True, blank=True
    )
    done_on = models.DateField("fait le", null=True, blank=True)

    class Meta:
        verbose_name = "prochaine étape"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.words


class Convention(Sent):
    """What was signed with a partner. How it stands is read from its dates (outreach.rules.standing_of)."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="conventions")
    title = models.CharField("titre", max_length=150)
    subject = models.CharField("objet", max_length=300, blank=True)
    #: Where the paper is: « classeur bleu, n° 12 ».
    reference = models.CharField("référence du papier", max_length=80, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    starts_on = models.DateField("commence le")
    #: Its last day, or that of its first period when it renews itself; empty: as long as nobody ends it.
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    #: Months of each period that follows by tacit renewal; empty: it ends with its last day.
    renewed_months = models.PositiveSmallIntegerField("reconduite par périodes de", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("préavis en mois", default=0)
    #: Its last day, once it is decided that it stops there.
    stops_on = models.DateField("prend fin le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "convention"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="convention_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une convention finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="convention_renewed_has_a_period",
                condition=Q(renewed_months=None) | (Q(renewed_months__gte=1) & Q(ends_on__isnull=False)),
                violation_error_message="Une convention reconduite a une durée.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConventionPaper(models.Model):
    """The paper of a convention: the convention signed, an avenant, an annex."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="papers")
    # Without its content it says nothing.
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="convention_paper")

    class Meta:
        verbose_name = "pièce d’une convention"
        ordering = ["file__added_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)


class PartnerRequest(Sent):
    """What a partner asked, to whom it was relayed, when it was answered. Never about a patient."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="requests")
    asked_on = models.DateField("reçue le")
    #: Of the partner, when somebody is named.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="partner_requests", null=True, blank=True
    )
    words = models.CharField("demande", max_length=500)
    #: At ours.
    relayed_to = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="requests_relayed", null=True, blank=True
    )
    relayed_on = models.DateField("relayée le", null=True, blank=True)
    answered_on = models.DateField("répondue le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "demande d’un partenaire"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="request_answered_after_it_came",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                violation_error_message="Une réponse vient après la demande.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} : {self.words}"
