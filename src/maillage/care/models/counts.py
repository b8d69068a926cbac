"""What remains of requests once they are erased: numbers by month, which name nobody and nobody's request."""

from django.db import models
from django.db.models import F, Q

from maillage.care.enums import CLOSED, RequestKind, RequestState
from maillage.structures.models import Structure

#: Counted with another: neither found nor withdrawn.
JOINED = "reunie"
OUTCOMES = [*((state.value, state.label) for state in RequestState if state in CLOSED), (JOINED, "Réunie avec une autre")]  # fmt: skip


class CareCount(models.Model):
    """So many requests asked in a month, closed in a month, by kind, commune and what became of them."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_counts")
    asked = models.DateField("mois de la demande")  # its first day
    closed = models.DateField("mois de la fin")  # its first day
    kind = models.CharField("demande", max_length=16, choices=RequestKind)
    commune = models.CharField("commune", max_length=5)  # its INSEE code
    outcome = models.CharField("ce qu’elles sont devenues", max_length=12, choices=OUTCOMES)
    number = models.PositiveIntegerField("nombre", default=0)
    #: Among them, those that were closed, then opened again.
    reopened = models.PositiveIntegerField("dont rouvertes", default=0)

    class Meta:
        verbose_name = "compte de demandes effacées"
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "asked", "closed", "kind", "commune", "outcome"], name="care_count_once"
            ),
            models.CheckConstraint(
                name="care_count_reopened_among_them", condition=Q(reopened__lte=F("number"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked:%m/%Y}, {self.get_kind_display()} : {self.number}"


class CareDelay(models.Model):
    """So many requests that found somebody in a month, after so many days: a median is read of them. Without commune."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_delays")
    closed = models.DateField("mois de la fin")  # its first day
    kind = models.CharField("demande", max_length=16, choices=RequestKind)
    days = models.PositiveIntegerField("jours")
    number = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "délai de demandes effacées"
        ordering = ["closed", "days", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "closed", "kind", "days"], name="care_delay_once")
        ]

    def __str__(self) -> str:
        return f"{self.closed:%m/%Y}, {self.days} jours : {self.number}"
