"""Who one asks about a profession, or a theme, between two days."""

from django.db import models
from django.db.models import F, Q

from maillage.people.models import Person
from maillage.structures.models import Structure


class Referent(models.Model):
    """Somebody one asks about a profession, a theme, or a theme in a profession."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="referents")
    # What somebody was asked goes with their card: the subject is then said to have nobody only while a row tells it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="referent_of")
    profession = models.CharField("profession", max_length=60, blank=True)
    theme = models.CharField("thème", max_length=60, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "référent"
        ordering = ["theme", "profession", "since", "pk"]
        constraints = [
            models.CheckConstraint(name="referent_of_something", condition=~Q(profession="") | ~Q(theme="")),
            models.CheckConstraint(
                name="referent_ends_after_it_begins", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
            models.UniqueConstraint(
                fields=["person", "profession", "theme", "since"], name="referent_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.theme or self.profession}"
