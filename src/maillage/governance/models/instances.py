"""Instances: what the statutes say of each, and who sits there."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from maillage.governance.enums import (
    ASSEMBLIES,
    EVERYBODY,
    Base,
    CastingVoice,
    InstanceKind,
    Majority,
    Office,
    Signer,
    Tie,
)
from maillage.people.models import College, Person
from maillage.structures.models import Structure


class Instance(models.Model):
    """An assembly, a bureau, a working group. What its statutes do not say stays empty: it is never guessed."""

    # A setting of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="instances")
    kind = models.CharField("type", max_length=10, choices=InstanceKind)
    name = models.CharField("nom", max_length=100)
    purpose = models.CharField("objet", max_length=300, blank=True)
    #: « 12 » : where the statutes speak of it.
    article = models.CharField("article des statuts", max_length=60, blank=True)
    notice_days = models.PositiveSmallIntegerField("délai de convocation", null=True, blank=True)
    #: A fraction of those who may vote, as « 1/3 »; empty: none.
    quorum = models.CharField("quorum", max_length=9, blank=True)
    #: « simple », « absolute » (enums.Majority), or a fraction of the base.
    majority = models.CharField("majorité", max_length=9, blank=True, default=Majority.SIMPLE)
    base = models.CharField("base de la majorité", max_length=8, choices=Base, blank=True, default=Base.CAST)
    blank_counts = models.BooleanField("les votes blancs sont des suffrages exprimés", default=False)
    tie = models.CharField("partage des voix", max_length=8, choices=Tie, blank=True)
    proxies_per_person = models.PositiveSmallIntegerField("pouvoirs par personne", null=True, blank=True)
    needs_fee = models.BooleanField("cotisation à jour pour voter", default=False)
    #: « 30/06 »: the day before which it meets each year, as the statutes say it.
    yearly_by = models.CharField("réunie chaque année avant le", max_length=5, blank=True)
    #: « 30/06 »: the day before which it approves the accounts of the last exercise, as the statutes say it.
    accounts_by = models.CharField("approuve les comptes avant le", max_length=5, blank=True)
    #: Of an extraordinary assembly. A quorum: a fraction, « aucun » (enums.NO_QUORUM), or empty: the statutes do not say it.
    extra_quorum = models.CharField("quorum, en extraordinaire", max_length=9, blank=True)
    extra_majority = models.CharField("majorité, en extraordinaire", max_length=9, blank=True)
    extra_base = models.CharField(
        "base de la majorité, en extraordinaire", max_length=8, choices=Base, blank=True
    )
    #: Of a second convocation, when the quorum was not met: days between both sittings, at least; None: not said.
    second_days = models.PositiveSmallIntegerField("délai de la seconde convocation", null=True, blank=True)
    second_quorum = models.CharField("quorum, sur seconde convocation", max_length=9, blank=True)
    extra_second_quorum = models.CharField(
        "quorum, en extraordinaire sur seconde convocation", max_length=9, blank=True
    )
    #: Whose voice settles a tie when several hold the chair; empty: the statutes do not say it.
    casting = models.CharField("voix prépondérante", max_length=8, choices=CastingVoice, blank=True)
    #: Who signs a procès-verbal; both empty: nobody has to.
    first_signer = models.CharField("première signature", max_length=12, choices=Signer, blank=True)
    second_signer = models.CharField("seconde signature", max_length=12, choices=Signer, blank=True)
    #: The day from which it meets no more: what it did stays.
    closed_on = models.DateField("dissoute le", null=True, blank=True)

    class Meta:
        verbose_name = "instance"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="instance_named_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def majority_in_words(self) -> str:
        """« plus de pour que de contre », « 2/3 »; empty when the statutes do not say it."""
        return str(Majority(self.majority).label) if self.majority in Majority.values else self.majority

    @property
    def extra_majority_in_words(self) -> str:
        written = self.extra_majority
        return str(Majority(written).label) if written in Majority.values else written

    @property
    def is_assembly(self) -> bool:
        """Whether it sits as an ordinary assembly or as an extraordinary one."""
        return self.kind in ASSEMBLIES

    @property
    def signers(self) -> list[Signer]:
        """In what qualities its procès-verbal is signed, each by somebody else."""
        return [Signer(each) for each in (self.first_signer, self.second_signer) if each]

    def is_closed(self, on: date) -> bool:
        return self.closed_on is not None and self.closed_on <= on

    @property
    def seats_everybody(self) -> bool:
        """An assembly is of all who belong; others sit by a mandate."""
        return self.kind in EVERYBODY


class Mandate(models.Model):
    """Somebody's seat in an instance, between two days."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="mandates")
    # It says what somebody was: erased with their card; the minutes that name them say « personne effacée ».
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mandates")
    office = models.CharField("fonction", max_length=12, choices=Office, default=Office.MEMBRE)
    since = models.DateField("depuis le")
    #: The day after the last, foreseen or come; None: the statutes set no end.
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "mandat"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "person", "office", "since"], name="mandate_noted_once"
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_office_display()}"


class SeatShare(models.Model):
    """How many seats of an instance are those of a college, or of a profession, as the statutes say it."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="seat_shares")
    # A college that goes has no seat any more.
    college = models.ForeignKey(College, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    profession = models.CharField("profession", max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField("sièges")

    class Meta:
        verbose_name = "sièges réservés"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="seats_of_a_college_or_a_profession", condition=Q(college=None) ^ Q(profession="")
            ),
            models.UniqueConstraint(
                fields=["instance", "college"], name="seats_of_a_college_once", condition=Q(profession="")
            ),
            models.UniqueConstraint(
                fields=["instance", "profession"],
                name="seats_of_a_profession_once",
                condition=Q(college=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.college or self.profession}, {self.seats}"
