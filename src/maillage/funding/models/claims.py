"""What is paid for time given: the *barème* that was voted, and what is asked by it."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.files.models import File
from maillage.funding.enums import ClaimState, IndemnityKind, RateUnit, RoundingWay
from maillage.funding.models.posts import ForAnAction, ForAPost
from maillage.governance.enums import InstanceKind, Office
from maillage.governance.models import Decision, Presence
from maillage.outreach.models import CallTime
from maillage.people.models import Person
from maillage.structures.models import LegalPerson


class ScaleLine(ForAPost):
    """A line of the *barème*, from a day to another, excluded. An empty type or office is any.

    Its post is what the time that it pays is spent for.
    """

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="scale")
    meeting_kind = models.CharField("type de réunion", max_length=10, choices=InstanceKind, blank=True)
    office = models.CharField("fonction", max_length=12, choices=Office, blank=True)
    kind = models.CharField("ce que c’est", max_length=12, choices=IndemnityKind)
    unit = models.CharField("pour", max_length=7, choices=RateUnit, default=RateUnit.HOUR)
    amount = models.DecimalField("montant", max_digits=9, decimal_places=2)
    rounding_minutes = models.PositiveSmallIntegerField("arrondi", default=1)
    rounding_way = models.CharField(
        "sens de l’arrondi", max_length=7, choices=RoundingWay, default=RoundingWay.NEAREST
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    #: The vote behind it.
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "ligne du barème"
        ordering = ["-since", "meeting_kind", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                name="scale_line_ends_after", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(name="scale_line_not_below_zero", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="scale_line_rounds_to_a_step", condition=Q(rounding_minutes__gte=1)),
        ]


class Claim(ForAPost, ForAnAction):
    """A *demande d’indemnité* or *de rémunération* for time given: its amount is frozen when it is asked."""

    legal_person = models.ForeignKey(LegalPerson, on_delete=models.PROTECT, related_name="claims")
    #: One at most for a presence; what was asked stays when the presence goes.
    presence = models.OneToOneField(Presence, null=True, on_delete=models.SET_NULL, related_name="claim")
    #: In the same way, of a caller of a campaign.
    call_time = models.OneToOneField(CallTime, null=True, on_delete=models.SET_NULL, related_name="claim")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="claims")
    #: Kept by the accounts, whatever becomes of the card.
    name = models.CharField("nom", max_length=120)
    label = models.CharField("pour", max_length=200)
    held_on = models.DateField("le")
    minutes = models.PositiveIntegerField("minutes")
    kind = models.CharField("ce que c’est", max_length=12, choices=IndemnityKind)
    amount = models.DecimalField("montant", max_digits=9, decimal_places=2)
    state = models.CharField("état", max_length=9, choices=ClaimState, default=ClaimState.ASKED)
    reason = models.CharField("motif", max_length=200, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField("demandée le")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField("décidée le", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)
    #: What its person contests of it, and what was answered: it is not approved between the two.
    contested = models.CharField("ce qui est contesté", max_length=300, blank=True)
    answer = models.CharField("réponse", max_length=300, blank=True)
    #: Declared by its person, for another time than a meeting: when it began, what proves it, the form that said it.
    began_at = models.DateTimeField("commencé à", null=True, blank=True)
    proof = models.ForeignKey(
        File, null=True, blank=True, on_delete=models.SET_NULL, related_name="proved_claims"
    )
    key = models.UUIDField(null=True, unique=True, editable=False)
    #: The line of the bank that paid it, among others perhaps.
    settled_by = models.ForeignKey(
        "funding.Reconciliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )

    class Meta:
        verbose_name = "demande d’indemnité"
        ordering = ["-held_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(name="claim_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refused_claim_says_why", condition=~Q(state=ClaimState.REFUSED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="answered_claim_was_contested", condition=Q(answer="") | ~Q(contested="")
            ),
            models.CheckConstraint(
                name="paid_claim_says_when",
                condition=Q(state=ClaimState.PAID, paid_on__isnull=False)
                | (~Q(state=ClaimState.PAID) & Q(paid_on=None)),
            ),
        ]
