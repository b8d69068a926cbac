"""Where people of each commune go: duty sectors, living areas, patient flows, from a CSV."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.habits.enums import HabitKind
from maillage.structures.models import Structure


class HabitLayer(models.Model):
    """One file: communes with their group, and a weight when it counts something."""

    # What was laid over its territory goes with a structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="habit_layers")
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=12, choices=HabitKind)
    source = models.CharField("source", max_length=200)
    dated_on = models.DateField("données du")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "calque d’habitudes"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="habit_layer_name_once")]

    def __str__(self) -> str:
        return self.name


class HabitRow(models.Model):
    # Part of its layer.
    layer = models.ForeignKey(HabitLayer, on_delete=models.CASCADE, related_name="rows")
    commune = models.CharField("commune", max_length=5)
    group = models.CharField("groupe", max_length=120)
    weight = models.DecimalField("poids", max_digits=14, decimal_places=4, null=True)

    class Meta:
        verbose_name = "ligne d’un calque"
        constraints = [
            models.UniqueConstraint(fields=["layer", "commune", "group"], name="habit_row_once"),
            models.CheckConstraint(
                name="habit_weight_not_negative",
                condition=Q(weight=None) | Q(weight__gte=0),
                violation_error_message="Un poids n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune} → {self.group}"
