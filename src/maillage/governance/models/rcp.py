"""The register of concertations (RCP) of a team: what is counted of them. No column can hold who was spoken of."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.structures.models import Structure


class RcpSession(models.Model):
    """A concertation, in figures. A situation stands in one group only, in the order of the columns."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="rcp_sessions")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    held_on = models.DateField("tenue le")
    #: Minutes; None: nobody noted it.
    minutes = models.PositiveSmallIntegerField("durée", null=True, blank=True)
    ald = models.PositiveSmallIntegerField("situations de patients en ALD", default=0)
    over_75 = models.PositiveSmallIntegerField("de plus de 75 ans, hors ALD", default=0)
    others = models.PositiveSmallIntegerField("autres", default=0)
    #: « plaies chroniques »: judged by rules.rcp before it is kept.
    theme = models.CharField("thème", max_length=60, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "concertation"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="rcp_speaks_of_somebody", condition=Q(ald__gt=0) | Q(over_75__gt=0) | Q(others__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"RCP du {self.held_on:%d/%m/%Y}"

    @property
    def situations(self) -> int:
        return self.ald + self.over_75 + self.others


class RcpProfession(models.Model):
    """A profession that was there."""

    session = models.ForeignKey(RcpSession, on_delete=models.CASCADE, related_name="professions")
    profession = models.CharField("profession", max_length=60)

    class Meta:
        verbose_name = "profession présente"
        ordering = ["profession"]
        constraints = [models.UniqueConstraint(fields=["session", "profession"], name="rcp_profession_once")]

    def __str__(self) -> str:
        return self.profession
