"""Two cards of one person made one, in a way that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.people.models.cards import Person


class Merge(models.Model):
    """A card taken into another. It stays, out of every list, with what could not move."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="took_in")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taken_into")
    done_at = models.DateTimeField("faite le")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField("défaite le", null=True, blank=True)

    class Meta:
        verbose_name = "fusion de fiches"
        ordering = ["-done_at"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(name="merged_into_another", condition=~Q(kept=F("gone"))),
        ]

    def __str__(self) -> str:
        return f"{self.gone} dans {self.kept}"


class MovedRow(models.Model):
    """A row that pointed to the card gone, and points to the card kept since."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    column = models.CharField(max_length=120)  # « people.Adhesion.person »
    row = models.BigIntegerField()

    class Meta:
        verbose_name = "ligne déplacée"
        constraints = [models.UniqueConstraint(fields=["merge", "column", "row"], name="row_moved_once")]

    def __str__(self) -> str:
        return f"{self.column} {self.row}"


class FilledColumn(models.Model):
    """What the card kept did not say, and took from the other."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(max_length=40)

    class Meta:
        verbose_name = "colonne complétée"
        constraints = [models.UniqueConstraint(fields=["merge", "name"], name="column_filled_once")]

    def __str__(self) -> str:
        return self.name


class Apart(models.Model):
    """Two cards that look alike and are two people: somebody said so."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "personnes distinctes"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="apart_said_once"),
            models.CheckConstraint(name="apart_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} et {self.second}"
