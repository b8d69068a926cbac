"""Recruiting through peers: a campaign, who calls in it, whom, what was answered, and who wants no call for ever."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.links.models import Link
from maillage.outreach.enums import Answer, Phase
from maillage.people.models import Person
from maillage.people.models.naming import LONGEST
from maillage.structures.models import Structure

#: A caller whose card was taken away.
NO_CARD = "Fiche retirée"


class Campaign(models.Model):
    """Words for some professions of the territory, carried by their peers, from a day to another."""

    # What was asked for a structure goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="campaigns")
    title = models.CharField("titre", max_length=150)
    phase = models.CharField("moment", max_length=20, choices=Phase)
    words = models.TextField("mots prêts", max_length=2_000)
    opened_on = models.DateField("ouverte le")
    closed_on = models.DateField("close le", null=True, blank=True)
    #: People who answered something, each once: counted anew at each answer, none of 40,000 is looked at to read it.
    called = models.PositiveIntegerField("personnes appelées", default=0)

    class Meta:
        verbose_name = "campagne"
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class CampaignProfession(models.Model):
    """A profession that a campaign calls."""

    # Part of its campaign.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="professions")
    profession = models.CharField("profession", max_length=40)  # a key of the law room

    class Meta:
        verbose_name = "profession d’une campagne"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "profession"], name="campaign_profession_once")
        ]

    def __str__(self) -> str:
        return self.profession


class CampaignCommune(models.Model):
    """A commune that a campaign keeps to; without any, it calls on the whole territory."""

    # Part of its campaign.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="communes")
    commune = models.CharField("commune", max_length=5)  # INSEE code, of the territory

    class Meta:
        verbose_name = "commune d’une campagne"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "commune"], name="campaign_commune_once")]

    def __str__(self) -> str:
        return self.commune


class Caller(models.Model):
    """Somebody of the structure who calls peers, by a link of their own."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="callers")
    #: None once the card is gone: what was said and the time given stay.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="calling", null=True, blank=True
    )
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="caller")
    #: The one they chose to call, when the campaign does not call their own; empty: their own.
    profession = models.CharField("profession appelée", max_length=40, blank=True)
    added_on = models.DateField("depuis le")
    #: Their link leads nowhere from then on; what they were told stays.
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "appelant"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="caller_once_by_campaign")]

    def __str__(self) -> str:
        return self.person.name if self.person else NO_CARD


class Call(models.Model):
    """One voice: a name that a caller holds, then what was answered. To call again is the same voice."""

    # Part of its campaign; who called is part of what was said.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="calls")
    caller = models.ForeignKey(Caller, on_delete=models.CASCADE, related_name="calls")
    national = models.CharField("identification nationale", max_length=20)  # of the directory
    name = models.CharField("nom", max_length=200)
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    commune = models.CharField("commune", max_length=5)  # INSEE code
    reserved_on = models.DateField("gardé depuis le")
    answer = models.CharField("réponse", max_length=20, choices=Answer, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    call_again_on = models.DateField("à rappeler le", null=True, blank=True)
    #: The caller left the name to others: it is no longer theirs to call, what was answered stays.
    given_back_on = models.DateField("rendu le", null=True, blank=True)
    #: Set on the last call where its person heard the message, whatever the campaign: the structure that reached them.
    heard_by = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    #: Then, by what their name is recognised on a card (people.models.naming).
    alike = models.CharField(max_length=LONGEST, default="", editable=False)
    #: Set on the last answer of its person in the campaign: by how many callers of it they were heard.
    voices = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = "appel"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "national"],
                condition=Q(answer="", given_back_on=None),
                name="call_held_by_one",
            ),
            # Whom a structure reached is asked by its home, whatever the number of calls.
            models.UniqueConstraint(
                fields=["heard_by", "national"], condition=Q(heard_by__isnull=False), name="call_heard_once"
            ),
            # What a campaign amounts to is read of the last answers alone.
            models.UniqueConstraint(
                fields=["campaign", "national"], condition=Q(voices__isnull=False), name="call_told_once"
            ),
            models.CheckConstraint(
                name="call_answered_has_a_moment",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="call_again_has_a_day",
                condition=Q(answer=Answer.AGAIN, call_again_on__isnull=False)
                | (~Q(answer=Answer.AGAIN) & Q(call_again_on=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["national"], name="call_national"),
            models.Index(fields=["campaign", "answer", "national"], name="call_heard"),
            models.Index(
                fields=["campaign", "answer", "voices"], condition=Q(voices__isnull=False), name="call_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_answer_display() or 'à joindre'})"


class CallTime(models.Model):
    """Minutes that a caller says to have given: nothing is counted behind their back."""

    caller = models.ForeignKey(Caller, on_delete=models.CASCADE, related_name="times")
    #: Of the form it was sent with: sent twice, it counts once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    on = models.DateField("le")
    minutes = models.PositiveSmallIntegerField("minutes")

    class Meta:
        verbose_name = "temps d’appel"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="call_time_is_of_a_day", condition=Q(minutes__range=(1, 600)))
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min le {self.on:%d/%m/%Y}"


class DoNotContact(models.Model):
    """Somebody who asked for no more calls: in every campaign of every structure, for ever.

    Of the instance, not of a structure: erasing who heard it leaves it.
    """

    national = models.CharField("identification nationale", max_length=20, unique=True)
    asked_on = models.DateField("demandé le")
    #: By which tap: to take that one back. None once it is gone, or when whoever runs a campaign noted it.
    call = models.OneToOneField(
        Call, on_delete=models.SET_NULL, related_name="refusal", null=True, blank=True
    )

    class Meta:
        verbose_name = "refus d’être contacté"

    def __str__(self) -> str:
        return f"Refus du {self.asked_on:%d/%m/%Y}"
