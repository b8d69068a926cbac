"""What a structure chose for care."""

from datetime import time

from django.db import models
from django.db.models import F, Q

from maillage.care.enums import Mode
from maillage.structures.models import Structure


class CareSetting(models.Model):
    """One a structure, made when it is first needed (`queries.setting_of`)."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="care_setting")
    mode = models.CharField("mode", max_length=16, choices=Mode, default=Mode.WITHOUT_IDENTITY)
    #: Counts under this one are not published.
    small_below = models.PositiveSmallIntegerField("petits nombres masqués sous", default=5)
    #: Nobody is reminded outside of these hours, of a working day.
    opens_at = models.TimeField("relances à partir de", default=time(8))
    closes_at = models.TimeField("relances jusqu’à", default=time(19))
    #: Months after which a closed request, a question, an ESCAP that is over are erased; their counts stay.
    kept_months = models.PositiveSmallIntegerField("demandes closes gardées, en mois", default=12)
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "réglages des soins"
        constraints = [
            models.CheckConstraint(
                name="care_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure}: {self.get_mode_display()}"
