"""A drawn territory: communes by INSEE code, nothing else; geography says the rest."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q


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

    def declared_at(self, day: date) -> bool:
        return self.declared_on is not None and self.declared_on <= day


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
