"""A structure is a project, a team and a territory; accounts work in it."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from maillage.mail.models import Sending
from maillage.structures.enums import (
    Role,
)
from maillage.territories.models import Territory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from maillage.accounts.models import User


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: "User") -> "StructureQuerySet":
        held = Membership.objects.filter(structure=OuterRef("pk"), user=user, left_on=None)
        return self.filter(Exists(held))  # once each, whatever the number of roles

    def open_to(self, user: "User | AnonymousUser") -> "StructureQuerySet":
        """Those one may look at: one's own, and the examples."""
        examples = self.filter(is_example=True)
        return self.visible_to(user) | examples if user.is_authenticated else examples


class Structure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    name = models.CharField("nom", max_length=120)
    form = models.CharField("forme", max_length=40, default="cpts")  # a key of legislation.forms()
    is_public = models.BooleanField("publique", default=False)
    is_fictitious = models.BooleanField("fictive", default=False)
    #: Everyone may look at it, without an account.
    is_example = models.BooleanField("exemple ouvert", default=False)
    territory = models.OneToOneField(Territory, on_delete=models.PROTECT, related_name="structure")
    #: The day the money simulation counts from, until a contract is signed.
    signature_hoped_on = models.DateField("signature espérée le", null=True, blank=True)
    #: As the contract writes it: the money of its years counts from it, whatever Insee says since.
    contract_population = models.PositiveIntegerField("population écrite au contrat", null=True, blank=True)
    contract_signed_on = models.DateField("contrat signé le", null=True, blank=True)
    #: What the rules of its form ask beside its people, as legislation.Circumstances has it: {"research": true}.
    circumstances = models.JSONField("réponses aux questions de la loi", default=dict, blank=True)
    #: Words of before the contact desk (people.ContactDesk), which takes their place: nothing writes them any more.
    contact = models.CharField("interlocuteur unique", max_length=200, blank=True)
    #: Counts the changes of its settings: who writes over somebody unseen is told.
    settings_version = models.PositiveIntegerField(default=0, editable=False)
    founded_at = models.DateTimeField(auto_now_add=True)
    #: What the founding form was sent with: sending it twice founds once.
    founding_key = models.UUIDField(unique=True, null=True, editable=False)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contract_population_is_positive",
                condition=Q(contract_population=None) | Q(contract_population__gte=1),
                violation_error_message="Une population commence à un habitant.",
            ),
            models.CheckConstraint(
                name="example_is_fictitious",
                condition=Q(is_example=False) | Q(is_fictitious=True),
                violation_error_message="Un exemple ouvert à tous ne montre que des personnes inventées.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("structures:home", args=[self.slug])


class ModuleChoice(models.Model):
    """A module that a structure switched on or off; without a choice, the module says how it begins."""

    # A setting of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="module_choices")
    module = models.CharField(max_length=40)  # key of a Module that a room declares
    is_on = models.BooleanField()

    class Meta:
        verbose_name = "choix d’un module"
        constraints = [models.UniqueConstraint(fields=["structure", "module"], name="module_chosen_once")]

    def __str__(self) -> str:
        return f"{self.module} : {self.is_on}"


class Membership(models.Model):
    """A role that an account holds in a structure. It ends with `left_on`, it is not deleted."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    joined_on = models.DateField("depuis le")
    left_on = models.DateField("jusqu’au", null=True, blank=True)
    #: The message that told the person, the last one; None: nobody asked for one.
    invitation = models.ForeignKey(
        Sending, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "accès"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user", "role"], condition=Q(left_on=None), name="membership_role_once"
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message="Un accès finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}"
