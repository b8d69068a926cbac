"""A need: what the territory lacks; objectives answer it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.structures.models import Structure


class Need(models.Model):
    """What the territory lacks, in words, with the figure that shows it as it was that day."""

    # Words about its territory go with a structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="needs")
    text = models.TextField("besoin")
    #: Key of the figure on the diagnosis page; empty when nothing measured it.
    figure = models.CharField("clé du chiffre", max_length=80, blank=True)
    label = models.CharField("chiffre", max_length=200, blank=True)
    value = models.CharField("valeur lue", max_length=200, blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    read_on = models.DateField("lu le", null=True, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Its place once they were put in order; None: written since, or never put in order.
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    ranked_on = models.DateField("classé le", null=True, blank=True)

    class Meta:
        verbose_name = "besoin"
        ordering = [F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="need_figure_has_its_source",
                condition=Q(figure="") | (~Q(source="") & Q(read_on__isnull=False)),
                violation_error_message="Un chiffre cité porte sa source et sa date.",
            ),
            models.UniqueConstraint(
                fields=["structure", "figure"], condition=~Q(figure=""), name="need_once_per_figure"
            ),
        ]

    def __str__(self) -> str:
        return self.text
