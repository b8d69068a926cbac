"""What a structure says to a profession that has not joined yet."""

from django.db import models

from maillage.structures.models import Structure


class Gain(models.Model):
    """What one is asked and given, in the words of the structure; empty words are those said to all, or unknown."""

    # Written for a structure, it goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="gains")
    #: Key of a profession; empty: to all.
    profession = models.CharField("profession", max_length=40, blank=True)
    time_asked = models.CharField("le temps demandé", max_length=300, blank=True)
    money = models.CharField("l’argent", max_length=300, blank=True)
    first_step = models.CharField("le premier pas", max_length=300, blank=True)

    class Meta:
        verbose_name = "ce que chacun y gagne"
        ordering = ["profession"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "profession"], name="gain_once_by_profession")
        ]

    def __str__(self) -> str:
        return self.profession or "Toutes les professions"
