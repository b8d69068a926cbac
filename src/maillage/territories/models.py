"""A drawn territory: communes by INSEE code, nothing else; geography says the rest."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.territories.types import CommunePart


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def declared(self) -> "TerritoryQuerySet":
        """Only what its holders chose to declare; a draft exists for nobody else."""
        return self.filter(declared_on__isnull=False)


class Territory(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    #: The name strangers may read. Empty as long as the structure is not public.
    public_name = models.CharField("nom public", max_length=120, blank=True)
    declared_on = models.DateField("déclaré le", null=True, blank=True)
    #: Who said this perimeter, when it was not drawn here: file or list, with its date.
    origin = models.CharField("dit par", max_length=300, blank=True)
    cog_year = models.PositiveSmallIntegerField("millésime du code géographique")
    updated_at = models.DateTimeField(auto_now=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        constraints = [
            models.CheckConstraint(
                name="territory_public_name_only_when_declared",
                condition=Q(declared_on__isnull=False) | Q(public_name=""),
                violation_error_message="Un territoire a un nom public seulement s’il est déclaré.",
            )
        ]

    def __str__(self) -> str:
        return self.public_name or "territoire"

    @property
    def codes(self) -> tuple[str, ...]:
        """INSEE codes, sorted."""
        return tuple(sorted(commune.code for commune in self.communes.all()))

    @property
    def commune_parts(self) -> tuple[CommunePart, ...]:
        """The parts by which it holds some of its communes, in the order they were noted."""
        return tuple(
            CommunePart(
                part.pk,
                part.commune,
                part.name,
                part.population,
                part.source,
                part.dated_on,
                frozenset(iris.code for iris in part.iris.all()),
            )
            for part in self.parts.all()
        )


class TerritoryCommune(models.Model):
    # The communes are the territory: they go with it.
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="communes")
    code = models.CharField("code Insee", max_length=5, db_index=True)

    class Meta:
        verbose_name = "commune d’un territoire"
        constraints = [
            models.UniqueConstraint(fields=["territory", "code"], name="territory_commune_once"),
        ]

    def __str__(self) -> str:
        return self.code


class TerritoryPart(models.Model):
    """A part of a commune that a territory holds, instead of the whole: two territories may share one so."""

    # Part of its territory.
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="parts")
    commune = models.CharField("code Insee", max_length=5, db_index=True)
    name = models.CharField("nom", max_length=120)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    source = models.CharField("source", max_length=200)
    dated_on = models.DateField("population au")

    class Meta:
        verbose_name = "partie d’une commune"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "commune", "name"], name="territory_part_once"),
            models.CheckConstraint(
                name="territory_part_has_its_source",
                condition=~Q(source=""),
                violation_error_message="Une population porte sa source.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.commune})"


class PartIris(models.Model):
    # Part of the part.
    part = models.ForeignKey(TerritoryPart, on_delete=models.CASCADE, related_name="iris")
    code = models.CharField("code IRIS", max_length=9, db_index=True)

    class Meta:
        verbose_name = "IRIS d’une partie"
        constraints = [models.UniqueConstraint(fields=["part", "code"], name="part_iris_once")]

    def __str__(self) -> str:
        return self.code
