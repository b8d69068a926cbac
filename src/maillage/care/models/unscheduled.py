"""Unscheduled care: what each says that they can take, without opening a diary, and what became of people, by count."""

from datetime import date
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import Outcome, Unit
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.models import Structure


class Capacity(models.Model):
    """What somebody can take each week, from a day on; another one follows it when it changes."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_capacities")
    #: None: a card that was erased; what it offered stays counted.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="offered_capacities"
    )
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    unit = models.CharField("compté en", max_length=10, choices=Unit, default=Unit.SLOTS)
    since = models.DateField("depuis le")
    #: Excluded; None: until they say otherwise.
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "capacité de soins non programmés"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="care_capacity_once_from_a_day"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="care_capacity_one_at_a_time"
            ),
            models.CheckConstraint(
                name="unscheduled_capacity_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Fiche effacée'}, depuis le {self.since:%d/%m/%Y}"

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class CapacityDay(models.Model):
    """So much on that day of each week."""

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="week")
    weekday = models.PositiveSmallIntegerField("jour")  # 0: Monday
    amount = models.DecimalField("combien", max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "capacité d’un jour de la semaine"
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["capacity", "weekday"], name="care_capacity_day_once"),
            models.CheckConstraint(
                name="care_capacity_on_a_weekday", condition=Q(weekday__lte=6, amount__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.amount}"


class CapacityException(models.Model):
    """Another amount, on one day."""

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField("jour")
    amount = models.DecimalField("combien", max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "capacité d’un jour"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["capacity", "day"], name="care_capacity_exception_once"),
            models.CheckConstraint(
                name="care_capacity_exception_is_not_negative", condition=Q(amount__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.amount}"


class RegulationPost(models.Model):
    """Where people are directed from, on a telephone: a secretary, a pharmacy. Its link counts, and reads nothing else."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="regulation_posts")
    name = models.CharField("nom du poste", max_length=80)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="regulation_post")
    is_on = models.BooleanField("compte", default=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "poste de régulation"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="care_post_named_once")]

    def __str__(self) -> str:
        return self.name


class RegulatedCase(models.Model):
    """Somebody was directed: which profession, what became of it. Nothing of who they are."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="regulated_cases")
    post = models.ForeignKey(
        RegulationPost, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    profession = models.CharField("profession", max_length=40)
    outcome = models.CharField("suite", max_length=16, choices=Outcome)
    at = models.DateTimeField("le")
    #: On the clocks of the structure.
    day = models.DateField("jour")
    #: A tap sent twice counts once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "cas régulé"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["structure", "day"], name="care_regulated_by_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.get_outcome_display()}"
