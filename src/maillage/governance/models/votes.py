"""Votes by one's own link: what is asked, who may answer, what was put in the urn."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.governance.enums import VoteKind, VoteState
from maillage.governance.models.decisions import Decision
from maillage.governance.models.instances import Instance
from maillage.governance.models.meetings import AgendaItem, Meeting
from maillage.people.models import College, Person


class CollegeWeight(models.Model):
    """The voices of a college in an instance, shared among those who vote there: « 60 », « 1/3 »."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="weights")
    # A college that goes had nobody: nothing weighs there.
    college = models.ForeignKey(College, on_delete=models.CASCADE, related_name="+")
    weight = models.CharField("voix", max_length=19)

    class Meta:
        verbose_name = "voix d’un collège"
        ordering = ["college"]
        constraints = [models.UniqueConstraint(fields=["instance", "college"], name="college_weighed_once")]

    def __str__(self) -> str:
        return f"{self.college}, {self.weight}"


class Vote(models.Model):
    """A vote of a meeting, each by their own link. Its list of voters is written when it opens, and changes no more."""

    # What a meeting did goes with it.
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="votes")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="votes"
    )
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField("on répond", max_length=10, choices=VoteKind, default=VoteKind.RESOLUTION)
    title = models.CharField("ce qui est demandé", max_length=300)
    is_secret = models.BooleanField("vote secret", default=False)
    #: Whoever has the right to vote, there or not; otherwise those who are there, or represented.
    is_remote = models.BooleanField("à distance", default=False)
    seats = models.PositiveSmallIntegerField("sièges", default=1)
    #: Who stands: [{"name": …, "person": the key of their card or None, "who": the names of a list}].
    candidates = models.JSONField(default=list)
    state = models.CharField("état", max_length=8, choices=VoteState, default=VoteState.DRAFT)
    closes_at = models.DateTimeField("se clôt le", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    #: On paper, in the room: whoever holds the sitting enters what the two tellers counted.
    is_on_paper = models.BooleanField("sur papier", default=False)
    first_teller = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second_teller = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Once open: its rules, and the cards of who may hold the casting voice.
    opening = models.JSONField(null=True, blank=True)
    #: Once closed: all that its count needs and nobody's name, as `maillage vote count` reads it, with its SHA-256.
    record = models.JSONField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="vote"
    )

    class Meta:
        verbose_name = "vote"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="vote_closed_is_sealed",
                condition=~Q(state=VoteState.CLOSED) | (Q(record__isnull=False) & ~Q(seal="")),
            ),
            models.CheckConstraint(
                name="vote_open_says_its_rules",
                condition=~Q(state__in=[VoteState.OPEN, VoteState.CLOSED]) | Q(opening__isnull=False),
            ),
            models.CheckConstraint(
                name="vote_on_paper_is_in_the_room",
                condition=Q(is_on_paper=False) | Q(is_remote=False, is_secret=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def elects(self) -> bool:
        return self.kind != VoteKind.RESOLUTION

    def takes(self, at: datetime) -> bool:
        """Whether a ballot by link is taken then."""
        is_open = self.state == VoteState.OPEN and not self.is_on_paper
        return is_open and (self.closes_at is None or at < self.closes_at)


class Voice(models.Model):
    """Somebody who has the right to vote, whether they did, and by whom; what they said, when the vote is public.

    No hour: nothing ties a voice to a paper of the urn.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="voices")
    #: None once their card is erased: the count does not change.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="voices")
    college = models.CharField(max_length=80, blank=True)
    is_cast = models.BooleanField("a voté", default=False)
    #: Who voted for them, by a pouvoir.
    holder = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="voices_held"
    )
    #: Noted at the closing: there, or represented, or cast.
    is_heard = models.BooleanField(default=False)
    #: Names, or one choice; None: not cast, or secret.
    said = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "voix"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="one_voice_a_person")]

    def __str__(self) -> str:
        return str(self.person) if self.person else "Personne effacée"


class Urn(models.Model):
    """The papers of a secret vote, sorted by what they say: neither their order nor an hour leads to who wrote them."""

    vote = models.OneToOneField(Vote, on_delete=models.CASCADE, related_name="urn")
    #: [{"college": …, "said": [names, or one choice]}]
    papers = models.JSONField(default=list)

    class Meta:
        verbose_name = "urne"

    def __str__(self) -> str:
        return f"Urne du vote {self.vote_id}"

    def put(self, papers: list[dict[str, Any]]) -> None:
        self.papers = sorted(
            [*self.papers, *papers], key=lambda paper: (paper["college"], sorted(paper["said"]))
        )
