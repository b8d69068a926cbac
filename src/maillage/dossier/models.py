"""What people wrote in the sections of a document; the plan itself is data of the law room."""

from django.conf import settings
from django.db import models

from maillage.structures.models import Structure


class SectionText(models.Model):
    """The words of one section. `version` grows at each save, so that nobody writes over somebody unseen."""

    # Words about a structure go with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="section_texts")
    plan = models.CharField(max_length=60)  # keys of the law room
    section = models.CharField(max_length=60)
    html = models.TextField("texte", blank=True)  # cleaned when it is saved
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "texte d’une partie"
        constraints = [
            models.UniqueConstraint(fields=["structure", "plan", "section"], name="section_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.section}"
