"""What the DREES and the ARS publish by commune, as their files say: it alone decides rights."""

from django.db import models
from django.db.models import F, Q


class AplVintage(models.Model):
    """One profession, one year of the official APL."""

    profession = models.CharField("profession", max_length=40)  # a key of the law room
    year = models.PositiveSmallIntegerField("millésime")
    population_year = models.PositiveSmallIntegerField("année de population", null=True)
    unit = models.CharField("unité", max_length=120)  # as the file says it
    #: Under it, a commune is said under-served; None as long as nobody said it with its source.
    threshold = models.DecimalField("seuil", max_digits=8, decimal_places=3, null=True)
    threshold_source = models.CharField("source du seuil", max_length=300, blank=True)
    origin = models.CharField("fichier", max_length=300)
    imported_at = models.DateTimeField("importé le")

    class Meta:
        verbose_name = "millésime d’APL"
        constraints = [
            models.UniqueConstraint(fields=["profession", "year"], name="apl_vintage_once"),
            models.CheckConstraint(
                name="apl_threshold_has_its_source",
                condition=Q(threshold=None) | ~Q(threshold_source=""),
                violation_error_message="Un seuil porte sa source.",
            ),
        ]

    def __str__(self) -> str:
        return f"APL {self.profession} {self.year}"


class AplValue(models.Model):
    # Part of its vintage.
    vintage = models.ForeignKey(AplVintage, on_delete=models.CASCADE, related_name="values")
    code = models.CharField("code de la source", max_length=5)  # commune, or arrondissement
    commune = models.CharField("commune en vigueur", max_length=5, db_index=True, blank=True)
    value = models.FloatField("APL", null=True)
    standardised = models.FloatField("population standardisée", null=True)
    population = models.FloatField("population totale", null=True)

    class Meta:
        verbose_name = "APL d’une commune"
        constraints = [models.UniqueConstraint(fields=["vintage", "code"], name="apl_value_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class ZoningText(models.Model):
    """An arrêté that classes places for one profession, for a time."""

    profession = models.CharField("profession", max_length=40)
    arrete = models.CharField("arrêté", max_length=300)
    href = models.URLField("adresse du texte", blank=True)
    origin = models.CharField("fichier", max_length=300)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    imported_at = models.DateTimeField("importé le")

    class Meta:
        verbose_name = "arrêté de zonage"
        constraints = [
            models.UniqueConstraint(fields=["profession", "arrete"], name="zoning_text_once"),
            models.CheckConstraint(
                name="zoning_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message="Un zonage finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.arrete


class Zoning(models.Model):
    """The class of one place. A commune may hold several: a QPV is classed apart from its commune."""

    # Part of its text.
    text = models.ForeignKey(ZoningText, on_delete=models.CASCADE, related_name="zones")
    kind = models.CharField("nature", max_length=20)  # commune, arrondissement, tvs, qpv
    code = models.CharField("code", max_length=20)
    commune = models.CharField("commune", max_length=5, db_index=True)
    label = models.CharField("libellé", max_length=200, blank=True)
    class_word = models.CharField("classe", max_length=60)  # as the text says: ZIP, ZAC, « sous-dotée »

    class Meta:
        verbose_name = "zone"
        constraints = [
            models.UniqueConstraint(fields=["text", "kind", "code", "commune"], name="zoning_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.class_word}"
