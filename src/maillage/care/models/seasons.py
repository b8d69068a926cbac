"""What comes back each year: from which day it is prepared, by whom, what is to be done and what was."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from maillage.care.enums import Season
from maillage.people.models import Person
from maillage.structures.models import Structure


class SeasonPlan(models.Model):
    """A season, prepared from the same day of each year."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="season_plans")
    season = models.CharField("saison", max_length=14, choices=Season)
    title = models.CharField("titre", max_length=120)
    #: 28 at most in every month: the same day comes each year.
    day = models.PositiveSmallIntegerField("jour", validators=[MinValueValidator(1), MaxValueValidator(28)])
    month = models.PositiveSmallIntegerField("mois", validators=[MinValueValidator(1), MaxValueValidator(12)])
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_seasons"
    )
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "plan saisonnier"
        ordering = ["month", "day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="care_season_has_a_day",
                condition=Q(day__range=(1, 28), month__range=(1, 12)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SeasonYear(models.Model):
    """One year of a season: what was done is what is read the year after."""

    plan = models.ForeignKey(SeasonPlan, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("année")
    #: What was done, written at its end.
    done = models.TextField("ce qui a été fait", max_length=2_000, blank=True)
    closed_on = models.DateField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "année d’un plan saisonnier"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="care_season_year_once")]

    def __str__(self) -> str:
        return f"{self.plan}, {self.year}"


class SeasonTask(models.Model):
    """Something to do for a season."""

    year = models.ForeignKey(SeasonYear, on_delete=models.CASCADE, related_name="tasks")
    words = models.CharField("à faire", max_length=160)
    who = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_season_tasks"
    )
    done_on = models.DateField("faite le", null=True, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "tâche d’une saison"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words
